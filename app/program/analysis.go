package program

import (
	"context"

	"meguri/app/analysis"
	"meguri/app/survey"
	"meguri/models"
)

// asked are the surveys of an event as events are held against one another: numbers of questions only once released.
func asked(surveys *survey.Services) func(context.Context, *models.Event) ([]analysis.Asked, error) {
	return func(ctx context.Context, e *models.Event) ([]analysis.Asked, error) {
		entries, err := surveys.Writing.List(ctx, e)
		if err != nil {
			return nil, err
		}
		released, err := surveys.Reading.Released(ctx, e)
		if err != nil {
			return nil, err
		}
		list := make([]analysis.Asked, 0, len(entries))
		for i := range entries {
			entry := &entries[i]
			one := analysis.Asked{
				ID: entry.ID, TitleJa: entry.TitleJa, TitleEn: entry.TitleEn, IsReleased: entry.Released,
				WasOpened: entry.OpenedAt != nil, Invited: entry.Invited, Responses: entry.Responses.N,
				CountKey: entry.Responses.Key,
			}
			for k := range released {
				if released[k].Survey.ID == entry.ID {
					one.Figures = figures(released[k].Questions)
				}
			}
			list = append(list, one)
		}
		return list, nil
	}
}

// figures are the questions with a mean or a score.
func figures(questions []survey.QuestionResult) (list []analysis.Figure) {
	for i := range questions {
		q := &questions[i]
		if q.NotShown != "" || q.Responses == 0 || q.Distribution == nil || q.Question.Show().Scale == nil {
			continue
		}
		f := analysis.Figure{
			Slug: q.Question.Slug, Kind: string(q.Question.Kind), TitleJa: q.TitleJa, TitleEn: q.TitleEn, N: q.Responses,
			Mean: q.Mean, Low: q.Distribution.Mean.Low, High: q.Distribution.Mean.High, HasMean: q.HasMean,
		}
		if n := q.Distribution.Promoters; n != nil && q.Question.IsRecommendation() {
			f.HasScore, f.Score, f.ScoreLow, f.ScoreHigh = true, n.Value(), n.Score.Low, n.Score.High
			f.Promoters, f.Detractors = n.Promoters, n.Detractors
		}
		list = append(list, f)
	}
	return list
}
