package survey

import (
	"net/url"
	"slices"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/models"
)

// View is what of the results is looked at: its address says the same.
type View struct {
	// Question is the slug of a question, "" for all.
	Question string
	// By is the slug of a fact or question by which people are told apart, "" for everybody together.
	By string
	// Is is the key of a group of By, "" for all groups beside one another.
	Is string
	// Weight is the fact by whose groups everybody together is weighed, "" without weights.
	Weight string
	// ByCount sorts the options of choices by how often they were chosen.
	ByCount bool
	// IsDouble says that the address has more than one filter.
	IsDouble bool
}

// ReadView is the view that an address asks for.
func ReadView(query url.Values) View {
	return View{
		Question: query.Get("question"), By: query.Get("by"), Is: query.Get("is"), Weight: query.Get("weight"),
		ByCount: query.Get("sort") == "count", IsDouble: len(query["by"]) > 1 || len(query["is"]) > 1,
	}
}

// Choice is one of those that a view may have.
type Choice struct {
	Slug, LabelJa, LabelEn string
	// N is how many people a group has.
	N int
}

// Refusal says why a view is not shown, by the key of its text. "" is none.
type Refusal string

// notSplit is the text of a question that a view of groups leaves out.
const notSplit = "result.only_together"

// The refusals.
const (
	RefusedOpen    Refusal = "result.refused_open"
	RefusedDouble  Refusal = "result.refused_double"
	RefusedWeight  Refusal = "result.refused_weight"
	RefusedSmall   Refusal = "result.refused_small"
	RefusedUnknown Refusal = "result.refused_unknown"
)

// dimensions are what people of a released survey may be told apart by.
func (s wording) dimensions(survey *models.Survey, questions []counter) (list []*dimension) {
	for _, name := range []string{"mode", "locale"} {
		if survey.Release.Columns[name].Shown == models.ShownWhole {
			list = append(list, s.factDimension(name))
		}
	}
	for i := range questions {
		if c := &questions[i]; c.mayCross() {
			list = append(list, s.questionDimension(c.question))
		}
	}
	for i, d := range list {
		d.place = i
	}
	return list
}

// mayCross reports whether the answers to a question are published with each person's other answers.
func (c *counter) mayCross() bool {
	return c.withheld == "" && !c.isApart && c.question.MayDecide() && c.responses > 0
}

func (s wording) factDimension(name string) *dimension {
	v := &dimension{slug: name}
	v.titleJa, v.titleEn = s.both("survey.column_" + name)
	if name == "mode" {
		v.values = []string{string(models.ModeVenue), string(models.ModeOnline)}
	} else {
		v.values = slices.Clone(i18n.Languages)
	}
	labels := make([][2]string, len(v.values))
	for i, value := range v.values {
		labels[i][0], labels[i][1] = s.both("survey." + name + "_" + value)
	}
	v.groups = func(counts []int) []question.Group { return s.named(question.RareGroups(labels, counts)) }
	return v.indexed()
}

func (s wording) questionDimension(q question.Question) *dimension {
	v := &dimension{
		slug: q.Slug, titleJa: q.TitleJa, titleEn: q.TitleEn,
		isShared: q.Show().Control == question.Checkboxes, isPromoters: q.IsRecommendation(),
	}
	for _, value := range q.Values() {
		v.values = append(v.values, value.Value)
	}
	v.groups = func(counts []int) []question.Group { return s.named(q.Groups(counts)) }
	return v.indexed()
}

func (v *dimension) indexed() *dimension {
	v.index = make(map[string]int, len(v.values))
	for i, value := range v.values {
		v.index[value] = i
	}
	return v
}

// named gives merged groups their words.
func (s wording) named(groups []question.Group) []question.Group {
	for i := range groups {
		if groups[i].IsMerged {
			groups[i].LabelJa, groups[i].LabelEn = s.both("result.others")
		}
	}
	return groups
}

// key stands for a group in an address.
func (v *dimension) key(g question.Group) string {
	if g.IsMerged {
		return "others"
	}
	list := make([]string, len(g.Values))
	for i, value := range g.Values {
		list[i] = v.values[value]
	}
	return strings.Join(list, "-")
}

// of is what a response has of the dimension.
func (v *dimension) of(r *models.StoredResponse, answers []models.Answer) []string {
	switch v.slug {
	case "mode":
		return []string{string(r.Mode)}
	case "locale":
		return []string{r.Locale}
	}
	for i := range answers {
		if answers[i].Slug == v.slug {
			return answers[i].Values
		}
	}
	return nil
}

// split tells people apart by a dimension.
type split struct {
	by     *dimension
	counts []int // of the dimension's values
	joints []*joint
}

// countSplit reads the responses of a released survey once.
func countSplit(query *models.Query, survey *models.Survey, by *dimension, all []*dimension) (*split, error) {
	s := &split{by: by, counts: make([]int, len(by.values))}
	for _, v := range all {
		if v != by && v.slug != "mode" && v.slug != "locale" {
			s.joints = append(s.joints, newJoint(by, v))
		}
	}
	var answers []models.Answer
	for response, err := range query.Responses().EachStored(survey) {
		if err != nil {
			return nil, err
		}
		if answers, err = response.Answers(answers[:0]); err != nil {
			return nil, err
		}
		own := by.of(response, answers)
		for _, value := range own {
			if i, ok := by.index[value]; ok {
				s.counts[i]++
			}
		}
		for _, j := range s.joints {
			j.add(own, j.columns.of(response, answers))
		}
	}
	return s, nil
}

// groups are those of SmallGroup people at least, by which a view may be filtered.
func (s *split) groups() (list []question.Group, people []int) {
	for _, g := range s.by.groups(s.counts) {
		n := 0
		for _, value := range g.Values {
			n += s.counts[value]
		}
		if n >= SmallGroup {
			list, people = append(list, g), append(people, n)
		}
	}
	return list, people
}

// look puts a view into the results of a released survey: the table of each question, the answers of one group, or
// those of everybody with weights.
func (s *Reading) look(query *models.Query, r *Results, questions []counter, counts *models.ReleaseCounts) error {
	all := s.dimensions(r.Survey, questions)
	for _, v := range all {
		r.Variables = append(r.Variables, Choice{Slug: v.slug, LabelJa: v.titleJa, LabelEn: v.titleEn})
	}
	weighings, err := s.weighings(query, r.Survey, counts, all)
	if err != nil {
		return err
	}
	for _, w := range weighings {
		r.Weights = append(r.Weights, w.Choice)
	}
	view := r.View
	switch {
	case view.IsDouble:
		r.Refused = RefusedDouble
		return nil
	case view.Weight != "" && (view.By != "" || view.Is != ""):
		r.Refused = RefusedWeight
		return nil
	case view.Weight != "":
		return r.lookWeighed(query, weighings, all)
	case view.By == "":
		return nil
	}
	at := slices.IndexFunc(all, func(v *dimension) bool { return v.slug == view.By })
	if at < 0 {
		r.Refused = RefusedUnknown
		return nil
	}
	by := all[at]
	r.By = &r.Variables[at]
	counted, err := countSplit(query, r.Survey, by, all)
	if err != nil {
		return err
	}
	groups, people := counted.groups()
	for i, g := range groups {
		r.Groups = append(r.Groups, Choice{Slug: by.key(g), LabelJa: g.LabelJa, LabelEn: g.LabelEn, N: people[i]})
	}
	chosen := slices.IndexFunc(r.Groups, func(c Choice) bool { return c.Slug == view.Is })
	switch {
	case view.Is != "" && chosen < 0 || len(groups) < 2:
		r.Refused = RefusedSmall
	case chosen >= 0:
		r.Is = &r.Groups[chosen]
		for i := range r.Questions {
			r.Questions[i].only(counted.tableOf(r.Questions[i].Question.Slug), &groups[chosen])
		}
	default:
		for i := range r.Questions {
			r.Questions[i].split(counted, questions[i].mayCross())
		}
	}
	return nil
}

// lookWeighed puts weighted numbers into the results.
func (r *Results) lookWeighed(query *models.Query, weighings []*Weighing, all []*dimension) error {
	at := slices.IndexFunc(weighings, func(w *Weighing) bool { return w.Slug == r.View.Weight })
	if at < 0 {
		r.Refused = RefusedUnknown
		return nil
	}
	counted, err := countSplit(query, r.Survey, weighings[at].by, all)
	if err == nil {
		r.weigh(weighings[at], counted)
	}
	return err
}

// split gives a question its table.
func (q *QuestionResult) split(by *split, mayCross bool) {
	if q.NotShown != "" || q.Question.Slug == by.by.slug {
		return
	}
	q.Table = by.tableOf(q.Question.Slug)
	switch {
	case q.Table != nil:
	case mayCross:
		q.hide("result.table_small")
	default:
		q.hide(notSplit)
	}
}

// tableOf is the table of a question, nil where there is none.
func (s *split) tableOf(slug string) *Crosstab {
	for _, j := range s.joints {
		if j.columns.slug == slug {
			return j.table()
		}
	}
	return nil
}

// hide leaves a question without numbers.
func (q *QuestionResult) hide(reason string) {
	*q = QuestionResult{
		Question: q.Question, Result: Result{TitleJa: q.TitleJa, TitleEn: q.TitleEn}, NotShown: reason,
	}
}

// only leaves the answers of one group, as its row in the question's table has them: so no two views have a difference
// that a table would hide.
func (q *QuestionResult) only(table *Crosstab, group *question.Group) {
	if q.NotShown != "" {
		return
	}
	if table == nil {
		q.hide(notSplit)
		return
	}
	at := slices.IndexFunc(table.Rows, func(r CrossRow) bool { return slices.Equal(r.Values, group.Values) })
	if at < 0 || !table.Rows[at].showsSome() {
		q.hide("result.group_small")
		return
	}
	row := table.Rows[at]
	q.hide("")
	q.Responses, q.Row = row.N, &row
	for i, cell := range row.Cells {
		c := table.Columns[i]
		q.Bars = append(q.Bars, question.Bar{
			LabelJa: c.LabelJa, LabelEn: c.LabelEn, Count: cell.Count, IsHidden: cell.IsHidden,
		})
	}
}
