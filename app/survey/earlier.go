package survey

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
	"meguri/models"
)

// EarlierResult is what a question found at an earlier edition of the event, beside what it found now. It has what the
// results of that edition show, and nothing that they hide.
type EarlierResult struct {
	Event *models.Event
	Result
	// IsReworded says that the question was asked in other words.
	IsReworded bool
	// Difference is the mean of now less that of the earlier edition; IsClear says that it is more than chance would make
	// (Welch's t test at 5 %), as far as those who answer are like those who do not.
	HasDifference bool
	Difference    float64
	IsClear       bool
	// Score is the Net Promoter Score of the earlier edition, nil where it has none; ScoreChange that of now less it.
	Score       *question.NetPromoters
	ScoreChange float64
	// Shares are the percentages of the question's options as they are now, in their order.
	Shares []EarlierShare
}

// EarlierShare is how many in a hundred chose an option then, with the difference in percentage points. Known is false
// where the option was not there, or is not shown.
type EarlierShare struct {
	LabelJa, LabelEn string
	Percent, Now     int
	Change           float64
	Known            bool
}

// Released are the results of an event's released surveys, all questions and everybody together, without texts. Who
// may see results calls it.
func (s *Reading) Released(ctx context.Context, event *models.Event) ([]Results, error) {
	query := s.db.Query(ctx)
	surveys, err := query.Surveys().OfEvent(event)
	if err != nil {
		return nil, err
	}
	var list []Results
	for i := range surveys {
		if surveys[i].Release == nil {
			continue
		}
		counts, err := countsOf(query, &surveys[i])
		if err != nil {
			return nil, err
		}
		list = append(list, Results{
			Survey: &surveys[i], Stage: StageReleased, Invited: counts.Invited,
			Responses: countOf(StageReleased, surveys[i].Release.Responses), Questions: s.questions(&surveys[i], counts),
		})
	}
	return list, nil
}

// Compare puts what earlier editions found beside the questions that they asked, too: questions of the same id and
// kind. The events are those that the reader may see results of, the latest first. A view of a group, or by groups,
// has none.
func (s *Reading) Compare(ctx context.Context, r *Results, earlier []models.Event) error {
	if r.Stage != StageReleased || r.View.By != "" || r.Refused != "" {
		return nil
	}
	for i := range earlier {
		before, err := s.Released(ctx, &earlier[i])
		if err != nil {
			return err
		}
		for k := range r.Questions {
			q := &r.Questions[k]
			if then := sameQuestion(q, before); then != nil {
				q.Earlier = append(q.Earlier, earlierResult(&earlier[i], q, then))
			}
		}
	}
	return nil
}

// sameQuestion finds the question in the results of another event, nil where it is not shown there.
func sameQuestion(q *QuestionResult, surveys []Results) *QuestionResult {
	if q.NotShown != "" || q.Responses == 0 || q.Question.Show().Written {
		return nil
	}
	for i := range surveys {
		for k := range surveys[i].Questions {
			then := &surveys[i].Questions[k]
			if then.Question.Slug == q.Question.Slug && then.Question.Kind == q.Question.Kind && then.NotShown == "" &&
				then.Responses > 0 {
				return then
			}
		}
	}
	return nil
}

func earlierResult(event *models.Event, now, then *QuestionResult) EarlierResult {
	e := EarlierResult{
		Event: event, Result: then.Result, IsReworded: now.TitleJa != then.TitleJa || now.TitleEn != then.TitleEn,
	}
	if now.Distribution != nil && then.Distribution != nil {
		e.HasDifference, e.Difference = true, now.Mean-then.Mean
		e.IsClear = isClear(e.Difference, now, then)
		a, b := now.Distribution.Promoters, then.Distribution.Promoters
		if a != nil && b != nil && now.Question.IsRecommendation() {
			e.Score, e.ScoreChange = b, a.Value()-b.Value()
		}
	}
	if now.Question.Show().Scale == nil && now.Points == 0 {
		e.Shares = shares(now, then)
	}
	return e
}

// shares are matched by the ids of options. Options that few chose stand together, each time others: they match none.
func shares(now, then *QuestionResult) (list []EarlierShare) {
	for _, bar := range now.Bars {
		share := EarlierShare{LabelJa: bar.LabelJa, LabelEn: bar.LabelEn, Now: now.Percent(bar)}
		slug := now.optionOf(bar)
		at := slices.IndexFunc(then.Bars, func(b question.Bar) bool { return slug != "" && then.optionOf(b) == slug })
		if at >= 0 {
			share.Known, share.Percent = true, then.Percent(then.Bars[at])
			share.Change = float64(share.Now - share.Percent)
		}
		list = append(list, share)
	}
	return list
}

// optionOf is the id of the option that a bar counts, "" where it counts several together.
func (q *QuestionResult) optionOf(bar question.Bar) string {
	for _, option := range q.Question.Options {
		if option.TextJa == bar.LabelJa && option.TextEn == bar.LabelEn && option.Slug != anonymity.Merged {
			return option.Slug
		}
	}
	return ""
}

// isClear is Welch's t test of two means.
func isClear(difference float64, now, then *QuestionResult) bool {
	n, m := float64(now.Responses), float64(then.Responses)
	s, t := now.Distribution.Deviation, then.Distribution.Deviation
	a, b := s*s/n, t*t/m
	if a+b == 0 {
		return difference != 0
	}
	freedom := (a + b) * (a + b) / (a*a/(n-1) + b*b/(m-1))
	student := distuv.StudentsT{Sigma: 1, Nu: freedom}
	return math.Abs(difference)/math.Sqrt(a+b) > student.Quantile(1-significant/2)
}
