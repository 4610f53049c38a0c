package survey

import (
	"context"
	"slices"

	"meguri/app/service/question"
	"meguri/models"
)

// Result is the numbers of one question.
type Result struct {
	TitleJa, TitleEn string
	// Responses counts the people who answered the question.
	Responses int
	question.Tally
}

// Percent is the percentage of responses to the question that gave the bar's answer.
//
// Of a ranking it is that of the points that it could have.
func (r Result) Percent(b question.Bar) int {
	return question.Percent(b.Count, r.Responses*max(1, r.Points))
}

// QuestionResult is the results page's part about one question: numbers, or texts.
type QuestionResult struct {
	Result
	Question question.Question
	Texts    []string
	// More counts the texts that are not in Texts.
	More int
	// Missing counts the people who answered the survey and not this question.
	Missing int
	// NotShown is the text key that says why there is nothing, "" where there is something.
	NotShown string
	// Table tells the answers apart by the groups of the view, Row has those of its one group. Both may be nil.
	Table *Crosstab
	Row   *CrossRow
	// Weighted are the numbers with the weights of the view, nil where there are none; NotWeighed is the text key that
	// says why.
	Weighted   *Weighted
	NotWeighed string
	// Earlier is what earlier editions found, the latest first: see Compare.
	Earlier []EarlierResult
}

// firstTexts is how many texts a page shows unfolded.
const firstTexts = 12

// First are the texts that a page shows unfolded.
func (q QuestionResult) First() []string { return q.Texts[:min(firstTexts, len(q.Texts))] }

// Rest are the texts that a page folds.
func (q QuestionResult) Rest() []string { return q.Texts[len(q.First()):] }

// Stage says how far the results of a survey are.
type Stage string

// The values of Stage.
const (
	StageOpen      Stage = "open"      // nothing is shown yet
	StageFew       Stage = "few"       // closed with too few responses
	StagePreparing Stage = "preparing" // about to be released
	StageReleased  Stage = "released"
)

func stageOf(survey *models.Survey, responses int) Stage {
	switch {
	case survey.Release != nil:
		return StageReleased
	case survey.State != models.SurveyClosed:
		return StageOpen
	case responses < SmallGroup:
		return StageFew
	}
	return StagePreparing
}

// Count is how many responses a page tells of. Key is its text.
type Count struct {
	N   int
	Key string
}

// step is in which steps the number of responses is shown as long as a survey may be answered.
const step = 10

func countOf(stage Stage, responses int) Count {
	switch {
	case stage == StageFew:
		return Count{0, "survey.count_few"}
	case stage == StageOpen && responses < step:
		return Count{0, "survey.count_below_step"}
	case stage == StageOpen:
		return Count{responses / step * step, "survey.count_at_least"}
	}
	return Count{responses, "survey.count"}
}

// Results is the results of a survey. Before it is released there are no questions.
type Results struct {
	Survey *models.Survey
	Stage  Stage
	// Invited and Responses are of the whole survey, for any mode.
	Invited   int
	Responses Count
	// View is what was asked for. By is what people are told apart by, Is the one group of them, nil where everybody is
	// shown; Variables and Groups are what may be chosen instead. Refused says why the view is not shown.
	View      View
	By, Is    *Choice
	Variables []Choice
	Groups    []Choice
	// Weights are the facts by which results may be weighed, Weighing is how they are.
	Weights  []Choice
	Weighing *Weighing
	// Titles are those of all questions.
	Titles    []Choice
	Refused   Refusal
	Questions []QuestionResult
	// Treatments say what was done so that nobody can be identified.
	Treatments []Treatment
}

// Keys are the results that the event's page shows where they are published.
func (r *Results) Keys() []Result { return keysOf(r.Questions) }

// HasRate says that those who answered are among those invited.
func (r *Results) HasRate() bool { return !r.Survey.HasLink() && r.Invited > 0 }

// Rate is the percentage of invited people who answered.
func (r *Results) Rate() int { return question.Percent(r.Responses.N, r.Invited) }

// maxTexts is how many texts of a question a page shows; downloads have them all.
const maxTexts = 200

// Results are the results of a survey once it is released, as a view asks for them. Who may see results calls it.
// Errors: NotFound. A view that may not be shown is refused in Results.Refused.
func (s *Reading) Results(ctx context.Context, event *models.Event, id string, view View) (*Results, error) {
	query := s.db.Query(ctx)
	survey, err := query.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	if survey.Release == nil {
		return unreleased(query, survey, view)
	}
	counts, err := countsOf(query, survey)
	if err != nil {
		return nil, err
	}
	results := &Results{
		Survey: survey, Stage: StageReleased, Invited: counts.Invited, Treatments: s.treatments(survey), View: view,
		Responses: countOf(StageReleased, survey.Release.Responses),
	}
	questions := s.counters(survey, counts)
	for i := range questions {
		results.Questions = append(results.Questions, questions[i].result())
	}
	if err := s.look(query, results, questions, counts); err != nil {
		return nil, err
	}
	results.choose()
	return results, addTexts(query, survey, results.Questions)
}

// choose leaves the question of the view, none where the view is refused, and sorts options as it says.
func (r *Results) choose() {
	for i := range r.Questions {
		q := &r.Questions[i]
		r.Titles = append(r.Titles, Choice{Slug: q.Question.Slug, LabelJa: q.TitleJa, LabelEn: q.TitleEn})
		if r.View.ByCount && q.Question.Show().Scale == nil {
			slices.SortStableFunc(q.Bars, func(a, b question.Bar) int { return b.Count - a.Count })
			if q.Weighted != nil {
				slices.SortStableFunc(q.Weighted.Answers, func(a, b WeightedAnswer) int { return b.N - a.N })
			}
		}
	}
	r.Questions = slices.DeleteFunc(r.Questions, func(q QuestionResult) bool {
		return r.Refused != "" || r.View.Question != "" && q.Question.Slug != r.View.Question
	})
}

// unreleased are the results of a survey that has none yet.
func unreleased(query *models.Query, survey *models.Survey, view View) (*Results, error) {
	results := &Results{Survey: survey, View: view}
	if view.By != "" || view.Is != "" || view.Weight != "" || view.IsDouble {
		results.Refused = RefusedOpen
	}
	var err error
	if results.Invited, err = query.SurveyInvitations().Count(survey); err != nil {
		return nil, err
	}
	responses, err := query.Responses().Count(survey)
	results.Stage = stageOf(survey, responses)
	results.Responses = countOf(results.Stage, responses)
	return results, err
}

// questions are the numbers of a released survey.
func (s wording) questions(survey *models.Survey, counts *models.ReleaseCounts) []QuestionResult {
	list := make([]QuestionResult, 0, len(survey.Questions))
	for _, c := range s.counters(survey, counts) {
		list = append(list, c.result())
	}
	return list
}

func (s wording) counters(survey *models.Survey, counts *models.ReleaseCounts) []counter {
	list, part := make([]counter, 0, len(survey.Questions)), overall(counts)
	for _, q := range s.released(survey) {
		c := newCounter(survey.Release, q, part)
		if q.Show().Written {
			c.responses = counts.Texts[q.Slug]
		}
		list = append(list, c)
	}
	return list
}

// counter has the numbers of one question.
type counter struct {
	question question.Question
	withheld models.Withheld
	// isApart says that the totals are stored, apart from the responses.
	isApart bool
	// all counts the responses to the survey, responses those with an answer to the question.
	all, responses int
	values         map[string]int
}

func newCounter(release *models.SurveyRelease, q question.Question, counts *models.ModeCounts) counter {
	c := counter{
		question: q, withheld: release.Withheld[q.Slug], all: counts.Responses, responses: counts.Answered[q.Slug],
		values: counts.Values[q.Slug],
	}
	switch column := release.Columns[q.Slug]; column.Shown {
	case models.ShownNot:
		c.withheld = "not"
	case models.ShownTotals:
		c.isApart, c.responses, c.values = true, column.Answered, column.Totals
	}
	return c
}

// result has no texts: they are stored apart.
func (c *counter) result() QuestionResult {
	titles := Result{TitleJa: c.question.TitleJa, TitleEn: c.question.TitleEn}
	result := QuestionResult{Question: c.question, Result: titles}
	if c.withheld != "" {
		result.NotShown = "survey.withheld_" + string(c.withheld)
		return result
	}
	result.Responses, result.Missing = c.responses, max(0, c.all-c.responses)
	result.Tally = c.question.Tally(func(value string) int { return c.values[value] })
	return result
}

// addTexts adds what people wrote to the results.
func addTexts(query *models.Query, survey *models.Survey, list []QuestionResult) (err error) {
	for i := range list {
		q := &list[i]
		if !q.Question.Show().Written || q.NotShown != "" {
			continue
		}
		if q.Question.Show().Measured {
			times, err := query.Surveys().CountValues(survey, q.Question.Slug)
			if err != nil {
				return err
			}
			q.Tally = q.Question.Measure(times)
			continue
		}
		if q.Texts, err = query.Surveys().Texts(survey, q.Question.Slug, maxTexts); err != nil {
			return err
		}
		q.More = q.Responses - len(q.Texts)
	}
	return nil
}

// KeyResults are the numbers of the event's released surveys, without texts, for everybody who attended. The order is
// that of the surveys and their questions.
func (s *Reading) KeyResults(ctx context.Context, event *models.Event) ([]Result, error) {
	return s.keyResults(ctx, event, func(*models.Survey) bool { return true })
}

func (s *Reading) keyResults(
	ctx context.Context, event *models.Event, isShown func(*models.Survey) bool,
) ([]Result, error) {
	query := s.db.Query(ctx)
	surveys, err := query.Surveys().OfEvent(event)
	if err != nil {
		return nil, err
	}
	var list []Result
	for i := range surveys {
		if surveys[i].Release == nil || !isShown(&surveys[i]) {
			continue
		}
		counts, err := countsOf(query, &surveys[i])
		if err != nil {
			return nil, err
		}
		list = append(list, keysOf(s.questions(&surveys[i], counts))...)
	}
	return list, nil
}

// keysOf are the results that have numbers.
func keysOf(questions []QuestionResult) (list []Result) {
	for _, q := range questions {
		if q.NotShown == "" && q.Responses > 0 && !q.Question.Show().Written {
			list = append(list, q.Result)
		}
	}
	return list
}
