package freetext

import (
	"context"

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
		if has, err := q.TextCodings().HasAny(survey); err != nil || !has {
			if err != nil {
				return nil, err
			}
			continue
		}
		for _, asked := range question.Flat(question.AllOf(survey.Questions)) {
			codes, err := told(q, survey, &asked)
			if err != nil {
				return nil, err
			}
			list = append(list, codes...)
		}
	}
	return list, nil
}

func told(q *models.Query, survey *models.Survey, asked *question.Question) (list []Told, err error) {
	coded, err := readCodings(q, &source{survey: survey, question: asked})
	if err != nil || len(coded.codes) == 0 {
		return nil, err
	}
	times := map[string]int{}
	for _, id := range coded.texts() {
		codes, _ := coded.final(id)
		for _, code := range codes {
			times[code]++
		}
	}
	for _, code := range coded.codes {
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
