package survey

import (
	"context"
	"slices"
	"strconv"
	"unicode/utf8"

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

// Look finds a survey of the event and how the person stands to it. The person calls it through their own page.
func (s *Service) Look(ctx context.Context, event *models.Event, r *models.Registration, id string) (*models.Survey, Standing, error) {
	q := s.db.Query(ctx)
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

// Answer stores what a person answered, without their name. given has the values typed or ticked, by the question's Field. Who attended
// and was not invited is invited with it. Errors: Invalid with the fields at fault. Where the person may not answer, or has answered in
// another window meanwhile, nothing is stored and the Standing says why.
func (s *Service) Answer(ctx context.Context, event *models.Event, r *models.Registration, id string, given map[string][]string, locale string) (Standing, error) {
	survey, standing, err := s.Look(ctx, event, r, id)
	if err != nil || standing != MayAnswer {
		return standing, err
	}
	answers, err := check(survey.Questions, given)
	if err != nil {
		return MayAnswer, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		standing, err = respond(tx, event, survey, r, &models.Response{SurveyID: survey.ID, Locale: locale, Answers: answers})
		return err
	})
	return standing, err
}

// respond lets the invitation decide: it can be taken once.
func respond(tx *models.Tx, event *models.Event, survey *models.Survey, r *models.Registration, response *models.Response) (Standing, error) {
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

const (
	maxShort = 200
	maxLong  = 4000
)

// check turns what was typed into answers, or says which questions are at fault.
func check(questions []models.Question, given map[string][]string) ([]models.Answer, error) {
	faults := map[string]string{}
	var answers []models.Answer
	for i := range questions {
		q := &questions[i]
		values, fault := valuesOf(q, given[q.Field()])
		switch {
		case fault != "":
			faults[q.Field()] = fault
		case len(values) == 0 && q.Required:
			faults[q.Field()] = missing(q.Kind)
		}
		for i, value := range values {
			answers = append(answers, models.Answer{QuestionID: q.ID, Position: i, Value: value})
		}
	}
	return answers, models.InvalidFields(faults)
}

func missing(kind models.QuestionKind) string {
	if kind.IsText() {
		return "field.required"
	}
	return "survey.choose"
}

// valuesOf are the values of an answer, none where it was left open, or the key of what is wrong with it.
func valuesOf(q *models.Question, given []string) (values []string, fault string) {
	if len(given) > maxOptions {
		return nil, "field.choice"
	}
	for _, value := range given {
		if value = tidy(value); value != "" && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	if len(values) == 0 {
		return nil, ""
	}
	if len(values) > 1 && q.Kind != models.QuestionMultiple {
		return nil, "field.choice"
	}
	switch {
	case q.Kind.IsText():
		return values, tooLong(q.Kind, values[0])
	case q.Kind.IsScale():
		n, err := strconv.Atoi(values[0])
		if err != nil || !slices.Contains(q.Kind.Scale(), n) {
			return nil, "field.choice"
		}
		return []string{strconv.Itoa(n)}, ""
	}
	return chosen(q.Options, values)
}

func tooLong(kind models.QuestionKind, value string) string {
	most := maxLong
	if kind == models.QuestionShortText {
		most = maxShort
	}
	if utf8.RuneCountInString(value) > most {
		return "survey.answer_long_" + string(kind)
	}
	return ""
}

// chosen are the options that were ticked, in the order of the question.
func chosen(options []models.Option, values []string) (list []string, fault string) {
	for _, option := range options {
		if slices.Contains(values, option.Slug) {
			list = append(list, option.Slug)
		}
	}
	if len(list) != len(values) {
		return nil, "field.choice"
	}
	return list, ""
}
