package survey

import (
	"meguri/app/service/question"
	"meguri/models"
)

// tally adds a response to the counts of its mode. A ranking gives its options points: see question.Points.
func tally(counts *models.ReleaseCounts, rankings map[string]question.Question, r *models.Response) {
	mode := counts.Modes[r.Mode]
	if mode == nil {
		mode = newModeCounts()
		counts.Modes[r.Mode] = mode
	}
	mode.Responses++
	for slug, values := range r.Answers {
		if len(values) == 0 {
			continue
		}
		mode.Answered[slug]++
		if mode.Values[slug] == nil {
			mode.Values[slug] = map[string]int{}
		}
		ranking, isRanking := rankings[slug]
		for i, value := range values {
			points := 1
			if isRanking {
				points = ranking.Points(i)
			}
			mode.Values[slug][value] += points
		}
	}
}

func rankingsOf(survey *models.Survey) map[string]question.Question {
	rankings := map[string]question.Question{}
	for _, q := range Flat(survey.Questions) {
		if q.Kind == models.QuestionRanking {
			rankings[q.Slug] = q
		}
	}
	return rankings
}

func newModeCounts() *models.ModeCounts {
	return &models.ModeCounts{Answered: map[string]int{}, Values: map[string]map[string]int{}}
}

// countsOf are the counts of a released survey. Where they are not stored, it reads the responses.
func countsOf(query *models.Query, survey *models.Survey) (counts *models.ReleaseCounts, err error) {
	if survey.Release.Counts != nil {
		return survey.Release.Counts, nil
	}
	counts = &models.ReleaseCounts{Modes: map[models.Mode]*models.ModeCounts{}}
	rankings := rankingsOf(survey)
	for response, err := range query.Responses().Each(survey) {
		if err != nil {
			return nil, err
		}
		tally(counts, rankings, response)
	}
	if counts.Texts, err = query.Surveys().CountTexts(survey); err != nil {
		return nil, err
	}
	counts.Invited, err = query.SurveyInvitations().Count(survey)
	return counts, err
}

// storedCounts are the counts that are stored with a release.
func storedCounts(
	tx *models.Tx, survey *models.Survey, release *models.SurveyRelease, list []*models.Response,
	texts []models.SurveyText,
) (*models.ReleaseCounts, error) {
	counts := &models.ReleaseCounts{Texts: map[string]int{}, Modes: map[models.Mode]*models.ModeCounts{}}
	rankings := rankingsOf(survey)
	for _, response := range list {
		tally(counts, rankings, response)
	}
	for i := range texts {
		counts.Texts[texts[i].Slug]++
	}
	asked, err := tx.SurveyInvitations().CountAsked(survey)
	if err != nil {
		return nil, err
	}
	counts.Base = baseOf(asked, toldOf(survey, release, counts))
	counts.Invited, err = tx.SurveyInvitations().Count(survey)
	return counts, err
}

// overall are the counts of all modes together.
func overall(counts *models.ReleaseCounts) *models.ModeCounts {
	all := newModeCounts()
	for _, part := range counts.Modes {
		all.Responses += part.Responses
		add(all.Answered, part.Answered)
		for slug, values := range part.Values {
			if all.Values[slug] == nil {
				all.Values[slug] = map[string]int{}
			}
			add(all.Values[slug], values)
		}
	}
	return all
}

func add(to, counts map[string]int) {
	for key, n := range counts {
		to[key] += n
	}
}
