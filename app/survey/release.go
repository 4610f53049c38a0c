package survey

import (
	"errors"
	"slices"
	"strings"

	"meguri/app/service/anonymity"
	"meguri/app/service/link"
	"meguri/app/service/question"
	"meguri/models"
)

// SmallGroup is the least number of responses of a group that is shown. The members of a smaller group could be
// identified.
const SmallGroup = anonymity.K

// What the columns that describe a person are worth: the cheapest ones are made coarser first.
const (
	weightMode     = 5
	weightQuestion = 3
	weightLocale   = 2
)

// Release replaces the responses of a closed survey by what may be published of them, once and for ever: pages, files
// and summaries show the same. Signed responses stay beside it; what is published of them leads to nobody. The survey
// must have its questions. Fewer than SmallGroup responses stay as they are.
// Sealed facts are left out: the service, which has their key, releases those.
func Release(tx *models.Tx, survey *models.Survey) error {
	return releaseWith(tx, survey, link.Maker{})
}

func (s secrets) release(tx *models.Tx, survey *models.Survey) error {
	return releaseWith(tx, survey, s.links)
}

func releaseWith(tx *models.Tx, survey *models.Survey, links link.Maker) error {
	list, err := toRelease(tx, survey)
	switch {
	case err != nil:
		return err
	case len(list) < SmallGroup && survey.IsSigned():
		return nil
	case len(list) < SmallGroup:
		return tx.Responses().Shuffle(survey)
	}
	if err := unsealFacts(tx.Query, survey, links, list); err != nil {
		return err
	}
	asked := answeredOf(survey)
	release, err := choose(asked, list)
	if err != nil {
		return err
	}
	texts := separate(asked, list)
	if release.Counts, err = storedCounts(tx, survey, release, list, texts); err != nil {
		return err
	}
	return tx.Surveys().Release(survey, release, list, texts)
}

func toRelease(tx *models.Tx, survey *models.Survey) (list []*models.Response, err error) {
	if survey.IsSigned() {
		return tx.SignedResponses().Unsigned(survey)
	}
	for response, err := range tx.Responses().Each(survey) {
		if err != nil {
			return nil, err
		}
		list = append(list, response)
	}
	return list, nil
}

// choose chooses what may be published of responses, and takes the rest out of them.
func choose(questions []question.Question, list []*models.Response) (*models.SurveyRelease, error) {
	release := &models.SurveyRelease{
		Responses: len(list), Columns: map[string]models.ColumnRelease{}, Withheld: map[string]models.Withheld{},
	}
	columns, answers := factsOf(list), [][]string(nil)
	reasons := make([]models.Withheld, len(questions))
	for i, q := range questions { // before anything is taken out
		reasons[i] = reasonToWithhold(q, list)
	}
	for i, q := range questions {
		values, reason := valuesOf(q, list), reasons[i]
		switch {
		case q.Show().Written && reason == "":
		case reason != "":
			release.Withheld[q.Slug] = reason
			for _, r := range list {
				delete(r.Answers, q.Slug)
			}
		case q.Describes:
			columns = append(columns, describing(q, values))
		default:
			answers = append(answers, values)
		}
	}
	levels, ok := anonymity.Choose(tablesOf(columns), answers, len(list))
	if !ok {
		return nil, errors.New("no choice of columns makes the responses safe to publish")
	}
	for i, c := range columns {
		release.Columns[c.name] = c.apply(levels[i], list)
	}
	return release, nil
}

// reasonToWithhold says why nothing of a question may be published, "" if something may.
func reasonToWithhold(q question.Question, list []*models.Response) models.Withheld {
	values, answered, writers := valuesOf(q, list), 0, 0
	for i, value := range values {
		if value != "" {
			answered++
		}
		if q.MayComeFrom(list[i].Answers) {
			writers++
		}
	}
	switch show := q.Show(); {
	case show.Written && !show.Measured:
		if answered > 0 && writers < SmallGroup { // the rows of those who were asked would lead to what they wrote
			return models.WithheldFew
		}
		return ""
	case show.Written && writers >= SmallGroup && answered >= SmallGroup:
		return ""
	case answered > 0 && answered < SmallGroup:
		return models.WithheldFew
	case !show.Written && !q.Describes && anonymity.Same(values):
		return models.WithheldSame
	}
	return ""
}

// valuesOf has the answer to a question of each response as one text, "" for none.
func valuesOf(q question.Question, list []*models.Response) []string {
	values := make([]string, len(list))
	for i, r := range list {
		if given := r.Answers[q.Slug]; len(given) == 1 {
			values[i] = given[0]
		} else if len(given) > 1 {
			if q.Kind != models.QuestionRanking { // whose order is the answer
				given = slices.Sorted(slices.Values(given))
			}
			values[i] = strings.Join(given, ",")
		}
	}
	return values
}

// separate takes the texts out of responses: a text names its writer better than anything else they answered.
func separate(questions []question.Question, list []*models.Response) (texts []models.SurveyText) {
	for _, q := range questions {
		if !q.Show().Written {
			continue
		}
		for _, r := range list {
			for _, value := range r.Answers[q.Slug] {
				texts = append(texts, models.SurveyText{Slug: q.Slug, Value: value})
			}
			delete(r.Answers, q.Slug)
		}
	}
	return texts
}

// column describes a person. set stores its value in a response. totals are those of a question, nil where they would
// tell of few people.
type column struct {
	name string
	anonymity.Column
	set    func(r *models.Response, value string)
	totals func() map[string]int
}

func tablesOf(columns []column) []anonymity.Column {
	list := make([]anonymity.Column, len(columns))
	for i := range columns {
		list[i] = columns[i].Column
	}
	return list
}

// factsOf are the columns of what is known of everybody.
func factsOf(list []*models.Response) []column {
	modes, locales := make([]string, len(list)), make([]string, len(list))
	for i, r := range list {
		modes[i], locales[i] = string(r.Mode), r.Locale
	}
	return []column{
		{
			name: "mode", Column: anonymity.Column{Weight: weightMode, Levels: anonymity.Whole(modes)},
			set: func(r *models.Response, value string) { r.Mode = models.Mode(value) },
		},
		{
			name: "locale", Column: anonymity.Column{Weight: weightLocale, Levels: anonymity.Whole(locales)},
			set: func(r *models.Response, value string) { r.Locale = value },
		},
	}
}

// describing is the column of a question that describes a person.
func describing(q question.Question, values []string) column {
	levels := anonymity.Whole(values)
	if q.Kind == models.QuestionSingle {
		levels = anonymity.Rare(values)
	}
	return column{
		name: q.Slug, Column: anonymity.Column{Weight: weightQuestion, Levels: levels},
		set: func(r *models.Response, value string) {
			switch value {
			case "":
				delete(r.Answers, q.Slug)
			case anonymity.Merged:
				r.Answers[q.Slug] = []string{value}
			}
		},
		totals: func() map[string]int { return totalsOf(q, levels) },
	}
}

// totalsOf counts how often each value of a question was given, rare ones together. It is nil where a value remains
// that few people gave.
func totalsOf(q question.Question, levels [][]string) map[string]int {
	values := levels[0]
	if q.Kind == models.QuestionSingle {
		values = levels[1]
	}
	totals := map[string]int{}
	for _, joined := range values {
		for value := range strings.SplitSeq(joined, ",") {
			if value != "" {
				totals[value]++
			}
		}
	}
	for _, n := range totals {
		if n < SmallGroup {
			return nil
		}
	}
	return totals
}

// apply writes the values of a level into the responses, and says what is shown by it.
func (c column) apply(level int, list []*models.Response) models.ColumnRelease {
	values := c.Levels[level]
	merged := mergedIn(c.Levels[0], values)
	everybody := anonymity.Same(values) && values[0] == anonymity.Merged // one group of all tells nothing
	if everybody || isHidden(c.Levels[0], values) {
		return c.hide(list)
	}
	for i, value := range values {
		c.set(list[i], value)
	}
	if len(merged) > 0 {
		return models.ColumnRelease{Shown: models.ShownMerged, Merged: merged}
	}
	return models.ColumnRelease{Shown: models.ShownWhole}
}

// mergedIn are the values that a level puts together, sorted, because the order of responses is random.
func mergedIn(full, values []string) (merged []string) {
	for i, value := range values {
		if value == anonymity.Merged && !slices.Contains(merged, full[i]) {
			merged = append(merged, full[i])
		}
	}
	slices.Sort(merged)
	return merged
}

// isHidden reports whether a level has nothing of what there was.
func isHidden(full, values []string) bool {
	for i, value := range values {
		if value == "" && full[i] != "" {
			return true
		}
	}
	return false
}

// hide takes the column out of the responses. What remains of a question is its totals, if they tell of nobody.
func (c column) hide(list []*models.Response) models.ColumnRelease {
	release := models.ColumnRelease{Shown: models.ShownNot}
	if c.totals != nil {
		if totals := c.totals(); len(totals) > 0 {
			release = c.apart(totals)
		}
	}
	for _, r := range list {
		c.set(r, "")
	}
	return release
}

func (c column) apart(totals map[string]int) models.ColumnRelease {
	release := models.ColumnRelease{Shown: models.ShownTotals, Totals: totals}
	if totals[anonymity.Merged] > 0 {
		release.Merged = mergedIn(c.Levels[0], c.Levels[1])
	}
	for _, value := range c.Levels[0] {
		if value != "" || slices.Contains(release.Merged, "") {
			release.Answered++
		}
	}
	return release
}
