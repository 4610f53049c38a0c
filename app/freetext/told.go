package freetext

import (
	"context"
	"slices"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
	"meguri/models"
)

// Told is a code that many comments of a survey have. It has nothing of what people wrote.
type Told struct {
	ID, Name string
	N        int
	Survey   *models.Survey
}

// Told lists the codes of an event's released surveys that so many comments have that none of them can be told from it.
// Who may edit the event's needs calls it.
func (s *Service) Told(ctx context.Context, event *models.Event) (list []Told, err error) {
	q := s.db.Query(ctx)
	surveys, err := q.Surveys().OfEvent(event)
	if err != nil {
		return nil, err
	}
	for i := range surveys {
		survey := &surveys[i]
		if survey.Release == nil {
			continue
		}
		codes, err := q.TextCodings().CodesOf(survey)
		if err != nil {
			return nil, err
		}
		for _, asked := range question.Flat(question.AllOf(survey.Questions)) {
			if len(codes[asked.Slug]) == 0 {
				continue
			}
			told, err := told(q, survey, asked.Slug, codes[asked.Slug])
			if err != nil {
				return nil, err
			}
			list = append(list, told...)
		}
	}
	return list, nil
}

// told counts the codes of a question. Texts on which all who read them agree are counted by the database; the few
// others are read.
func told(q *models.Query, survey *models.Survey, slug string, codes []models.TextCode) (list []Told, err error) {
	agreed, err := q.TextCodings().Agreed(survey, slug)
	if err != nil {
		return nil, err
	}
	differing, err := q.TextCodings().Differing(survey, slug)
	if err != nil {
		return nil, err
	}
	times := map[string]int{}
	for _, same := range agreed {
		slices.Sort(same.Codes)
		for _, code := range slices.Compact(same.Codes) {
			times[code] += same.Texts
		}
	}
	c := &codings{codes: codes, of: map[string]map[string][]string{}, decided: map[string][]string{}}
	c.add(differing)
	for _, id := range c.texts() {
		codes, _ := c.final(id)
		for _, code := range codes {
			times[code]++
		}
	}
	for _, code := range codes {
		if times[code.ID] >= anonymity.K {
			list = append(list, Told{code.ID, code.Name, times[code.ID], survey})
		}
	}
	return list, nil
}

// texts are the ids of the texts that somebody read.
func (c *codings) texts() []string {
	ids := make([]string, 0, len(c.of)+len(c.decided))
	for id := range c.of {
		ids = append(ids, id)
	}
	for id := range c.decided {
		if c.of[id] == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
