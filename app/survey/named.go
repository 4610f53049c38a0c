package survey

import (
	"context"

	"meguri/app/service/question"
	"meguri/models"
)

// NamedPage lists who answered a named survey, who answered or changed their answer last at the end.
type NamedPage struct {
	Survey *models.Survey
	Rows   []models.Signed
	// After is the number after which the page begins, Next that after which there are more, 0 for none.
	After, Next int64
}

// namedOnPage is how many people a page lists.
const namedOnPage = 100

// NamedPage reads it, from those numbered after a number. Staff who may see people and results call it. Errors:
// NotFound; Conflict where the survey is not named.
func (s *Exporting) NamedPage(ctx context.Context, event *models.Event, id string, after int64) (*NamedPage, error) {
	q := s.db.Query(ctx)
	survey, err := named(q, event, id)
	if err != nil {
		return nil, err
	}
	page := &NamedPage{Survey: survey, After: after}
	for signed, err := range q.SignedResponses().Each(survey, models.SignedPart{After: after, Limit: namedOnPage + 1}) {
		if err != nil {
			return nil, err
		}
		if len(page.Rows) == namedOnPage {
			page.Next = page.Rows[namedOnPage-1].Number
			break
		}
		page.Rows = append(page.Rows, *signed)
	}
	return page, nil
}

// NamedAnswers is what a person answered to a named survey.
type NamedAnswers struct {
	Survey       *models.Survey
	Registration *models.Registration
	Response     *models.SignedResponse
	Answers      []Tried
}

// NamedAnswers reads it. Staff who may see people and results call it. Errors: NotFound; Conflict where the survey is
// not named.
func (s *Exporting) NamedAnswers(
	ctx context.Context, event *models.Event, id, registration string,
) (*NamedAnswers, error) {
	q := s.db.Query(ctx)
	survey, err := named(q, event, id)
	if err != nil {
		return nil, err
	}
	page := &NamedAnswers{Survey: survey}
	if page.Registration, err = q.Registrations().ByID(event, registration); err != nil {
		return nil, err
	}
	if page.Response, err = q.SignedResponses().Find(survey, page.Registration.ID); err != nil {
		return nil, err
	}
	answers, err := page.Response.Answers()
	for _, q := range s.answered(survey) {
		if values := answers[q.Slug]; len(values) > 0 {
			page.Answers = append(page.Answers, Tried{q, q.InWords(values)})
		}
	}
	return page, err
}

// named finds a survey whose answers staff may see with names.
func named(q *models.Query, event *models.Event, id string) (*models.Survey, error) {
	survey, err := q.Surveys().ByID(event, id)
	if err == nil && !survey.IsNamed() {
		err = models.NewError(models.CodeConflict, "survey_names.not_named")
	}
	return survey, err
}

// Distinctions are the questions by whose answers those of a named survey may be told apart, facts and the way of
// attending among them. No other survey has any: its texts are read together alone.
func (s *Reading) Distinctions(survey *models.Survey) (list []question.Question) {
	if !survey.IsNamed() {
		return nil
	}
	mode := question.Question{Slug: "mode", Kind: models.QuestionSingle}
	mode.TitleJa, mode.TitleEn = s.both("survey.column_mode")
	for _, value := range modesOf(survey) {
		option := models.Option{Slug: string(value)}
		option.TextJa, option.TextEn = s.both("survey.mode_" + string(value))
		mode.Options = append(mode.Options, option)
	}
	list = append(list, mode)
	for _, q := range s.answered(survey) {
		if q.MayDecide() {
			list = append(list, q)
		}
	}
	return list
}
