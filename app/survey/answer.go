package survey

import (
	"context"

	"meguri/app/service/question"
	"meguri/models"
)

// Standing is how a person stands to a survey.
type Standing string

// The standings.
const (
	MayAnswer   Standing = "may_answer"
	NotYetOpen  Standing = "not_open"
	IsClosed    Standing = "closed"
	HasAnswered Standing = "answered"
	NotThere    Standing = "not_there" // did not attend, as far as we know
)

// look finds a survey of the event and how the person stands to it.
func look(q *models.Query, event *models.Event, r *models.Registration, id string) (*models.Survey, Standing, error) {
	survey, err := q.Surveys().ByID(event, id)
	if err != nil {
		return nil, "", err
	}
	standing, err := stand(q, survey, r)
	return survey, standing, err
}

func stand(q *models.Query, survey *models.Survey, r *models.Registration) (Standing, error) {
	answered, err := q.SurveyInvitations().HasAnswered(survey, r)
	if err != nil {
		return "", err
	}
	switch {
	case answered:
		return HasAnswered, nil
	case survey.State == models.SurveyDraft:
		return NotYetOpen, nil
	case !survey.Accepts(q.Now):
		return IsClosed, nil
	}
	mode, err := q.Registrations().AttendedBy(r)
	if err != nil || mode != "" {
		return MayAnswer, err
	}
	return NotThere, nil
}

// Answer stores what a person answered, without their name. given has the values typed or ticked, by the question's
// Field. Who attended and was not invited is invited with it. Errors: Invalid with the fields at fault. Where the
// person may not answer, or has answered in another window meanwhile, nothing is stored and the Standing says why.
func (s *Service) Answer(
	ctx context.Context, event *models.Event, r *models.Registration, id string, given map[string][]string, locale string,
) (Standing, error) {
	survey, standing, err := look(s.db.Query(ctx), event, r, id)
	if err != nil || standing != MayAnswer {
		return standing, err
	}
	answers, err := question.Check(allAsked(survey.Questions), given)
	if err != nil {
		return MayAnswer, err
	}
	response := &models.Response{SurveyID: survey.ID, Locale: locale, Answers: rows(survey, answers)}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		standing, err = respond(tx, event, survey, r, response)
		return err
	})
	return standing, err
}

// rows are answers as they are stored: a row a value.
func rows(survey *models.Survey, answers question.Answers) (list []models.Answer) {
	for i := range survey.Questions {
		q := &survey.Questions[i]
		for position, value := range answers[q.Slug] {
			list = append(list, models.Answer{QuestionID: q.ID, Position: position, Value: value})
		}
	}
	return list
}

// answersOf are the answers of a response.
func answersOf(survey *models.Survey, r *models.Response) question.Answers {
	slugs := map[string]string{}
	for i := range survey.Questions {
		slugs[survey.Questions[i].ID] = survey.Questions[i].Slug
	}
	answers := question.Answers{}
	for _, answer := range r.Answers {
		slug := slugs[answer.QuestionID]
		answers[slug] = append(answers[slug], answer.Value)
	}
	return answers
}

// respond lets the invitation decide: it can be taken once.
func respond(
	tx *models.Tx, event *models.Event, survey *models.Survey, r *models.Registration, response *models.Response,
) (Standing, error) {
	if _, err := tx.SurveyInvitations().Add(survey, r); err != nil {
		return "", err
	}
	taken, err := tx.SurveyInvitations().Take(survey, r)
	if err != nil {
		return "", err
	}
	if !taken {
		fresh, err := tx.Surveys().ByID(event, survey.ID)
		if err != nil {
			return "", err
		}
		return stand(tx.Query, fresh, r)
	}
	if response.Mode, err = tx.Registrations().AttendedBy(r); err != nil {
		return "", err
	}
	response.SubmittedOn = event.Local(tx.Now).Format("2006-01-02")
	return MayAnswer, tx.Responses().Add(response)
}
