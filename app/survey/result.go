package survey

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"

	"meguri/app/service/question"
	"meguri/models"
)

// SmallGroup is the least number of responses of a group that is shown. The members of a smaller group could be
// identified.
const SmallGroup = 5

// Result is the numbers of one question.
type Result struct {
	TitleJa, TitleEn string
	// Responses counts the people who answered the question.
	Responses int
	question.Tally
}

// Percent is the percentage of responses to the question that gave the bar's answer.
func (r Result) Percent(b question.Bar) int { return question.Percent(b.Count, r.Responses) }

// QuestionResult is the results page's part about one question: numbers, or texts.
type QuestionResult struct {
	Result
	Question question.Question
	Texts    []string
	// More counts the texts that are not in Texts.
	More int
}

// firstTexts is how many texts a page shows unfolded.
const firstTexts = 12

// First are the texts that a page shows unfolded.
func (q QuestionResult) First() []string { return q.Texts[:min(firstTexts, len(q.Texts))] }

// Rest are the texts that a page folds.
func (q QuestionResult) Rest() []string { return q.Texts[len(q.First()):] }

// Results is the results of a survey.
type Results struct {
	Survey *models.Survey
	// Invited and Responses are of the whole survey, for any mode.
	Invited, Responses int
	ByMode             map[models.Mode]int
	// Mode is the mode of the responses in Questions, "" for all. MayFilter says that each group is large enough.
	Mode      models.Mode
	MayFilter bool
	Questions []QuestionResult
}

// Rate is the percentage of invited people who answered.
func (r *Results) Rate() int { return question.Percent(r.Responses, r.Invited) }

// maxTexts is how many texts of a question a page shows; downloads have them all.
const maxTexts = 200

// Results counts the answers of a survey. With a mode it counts only the responses of that mode, if each mode has
// SmallGroup responses at least. Who may see results calls it. Errors: NotFound.
func (s *Service) Results(ctx context.Context, event *models.Event, id string, mode models.Mode) (*Results, error) {
	query := s.db.Query(ctx)
	survey, err := query.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	results := &Results{Survey: survey}
	if results.Invited, err = query.SurveyInvitations().Count(survey); err != nil {
		return nil, err
	}
	if results.ByMode, err = query.Responses().CountByMode(survey); err != nil {
		return nil, err
	}
	for _, n := range results.ByMode {
		results.Responses += n
	}
	results.MayFilter = mayBreakDown(results.ByMode)
	if results.MayFilter && results.ByMode[mode] > 0 {
		results.Mode = mode
	}
	results.Questions, err = s.questions(query, survey, results.Mode)
	return results, err
}

// mayBreakDown reports whether results may be shown by group: there are several groups, and none is small.
func mayBreakDown[K comparable](counts map[K]int) bool {
	for _, n := range counts {
		if n < SmallGroup {
			return false
		}
	}
	return len(counts) > 1
}

// questions counts the answers to each question in one pass over the responses.
func (s *Service) questions(query *models.Query, survey *models.Survey, mode models.Mode) ([]QuestionResult, error) {
	counts := make([]counter, len(survey.Questions))
	for i := range counts {
		counts[i] = counter{question: questionOf(&survey.Questions[i]), values: map[string]int{}}
		counts[i].isWritten = counts[i].question.Show().Written
	}
	for response, err := range query.Responses().Each(survey) {
		if err != nil {
			return nil, err
		}
		if mode != "" && response.Mode != mode {
			continue
		}
		for i := range counts {
			counts[i].add(response)
		}
	}
	list := make([]QuestionResult, len(counts))
	for i := range counts {
		list[i] = counts[i].result()
	}
	return list, nil
}

// counter counts the answers to one question.
type counter struct {
	question  question.Question
	isWritten bool
	responses int
	values    map[string]int
	texts     []placedText
}

// placedText is a text with its place among the others.
type placedText struct {
	place [sha256.Size]byte
	text  string
}

func (c *counter) add(r *models.Response) {
	values := r.Answers[c.question.Slug]
	if len(values) == 0 {
		return
	}
	c.responses++
	for _, value := range values {
		if c.isWritten {
			c.texts = append(c.texts, placedText{sha256.Sum256([]byte(r.ID + c.question.Slug)), value})
			continue
		}
		c.values[value]++
	}
}

func (c *counter) result() QuestionResult {
	result := QuestionResult{Question: c.question, Result: Result{
		TitleJa:   c.question.TitleJa,
		TitleEn:   c.question.TitleEn,
		Responses: c.responses,
		Tally:     c.question.Tally(func(value string) int { return c.values[value] }),
	}}
	result.Texts, result.More = c.shown()
	return result
}

// shown lists what people wrote. Each question has another order, so that neither the time of a text nor the other texts
// of its author can be told from its position.
func (c *counter) shown() (list []string, more int) {
	slices.SortFunc(c.texts, func(a, b placedText) int { return bytes.Compare(a.place[:], b.place[:]) })
	for _, t := range c.texts[:min(len(c.texts), maxTexts)] {
		list = append(list, t.text)
	}
	return list, len(c.texts) - len(list)
}

// KeyResults are the numbers of the event's closed surveys, without texts, for everybody who attended. Questions with
// fewer than SmallGroup responses are left out. The order is that of the surveys and their questions.
func (s *Service) KeyResults(ctx context.Context, event *models.Event) ([]Result, error) {
	query := s.db.Query(ctx)
	surveys, err := query.Surveys().OfEvent(event)
	if err != nil {
		return nil, err
	}
	var list []Result
	for i := range surveys {
		if surveys[i].State != models.SurveyClosed {
			continue
		}
		questions, err := s.questions(query, &surveys[i], "")
		if err != nil {
			return nil, err
		}
		for _, q := range questions {
			if !q.Question.Show().Written && q.Responses >= SmallGroup {
				list = append(list, q.Result)
			}
		}
	}
	return list, nil
}
