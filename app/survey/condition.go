package survey

import (
	"context"
	"slices"

	"meguri/app/service/question"
	"meguri/models"
)

// ConditionPage is a question, and the earlier ones whose answers can decide whether it is shown.
type ConditionPage struct {
	Survey   *models.Survey
	Question question.Question
	ID       string
	Before   []question.Question
}

// ConditionField has what is chosen, as slug=value.
const ConditionField = "show_if"

// Chosen are the values of the condition as the form has them.
func (p *ConditionPage) Chosen() (list []string) {
	if condition := p.Question.Settings.ShowIf; condition != nil {
		for _, value := range condition.Values {
			list = append(list, condition.Question+"="+value)
		}
	}
	return list
}

// ConditionPage reads the condition of a question. Staff who may edit surveys call it. Errors: NotFound; Conflict once
// the survey was opened.
func (s *Writing) ConditionPage(
	ctx context.Context, event *models.Event, surveyID, questionID string,
) (*ConditionPage, error) {
	survey, at, err := findQuestion(s.db.Query(ctx), event, surveyID, questionID)
	if err != nil {
		return nil, err
	}
	list := question.AllOf(survey.Questions)
	return &ConditionPage{
		Survey: survey, Question: list[at], ID: questionID, Before: question.Deciding(list, at),
	}, nil
}

// findQuestion finds a question that may change, by its place in the survey. The condition of a section is one of all
// questions up to the next section.
func findQuestion(q *models.Query, event *models.Event, surveyID, id string) (*models.Survey, int, error) {
	survey, err := q.Surveys().ByID(event, surveyID)
	if err != nil {
		return nil, 0, err
	}
	at := slices.IndexFunc(survey.Questions, func(q models.Question) bool { return q.ID == id })
	switch {
	case at < 0:
		return nil, 0, models.NewError(models.CodeNotFound, "error.not_found")
	case isFrozen(survey):
		return nil, 0, models.NewError(models.CodeConflict, "survey.frozen")
	}
	return survey, at, nil
}

// SaveCondition stores for which answers a question is shown, slug=value each and all of one question, or that it is
// shown to all where there are none. Staff who may edit surveys call it. Errors: Invalid with the field at fault;
// NotFound; Conflict once the survey was opened.
func (s *Writing) SaveCondition(
	ctx context.Context, event *models.Event, surveyID, questionID string, chosen []string,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, at, err := findQuestion(tx.Query, event, surveyID, questionID)
		if err != nil {
			return err
		}
		if err := tx.Surveys().Lock(survey); err != nil {
			return err
		}
		changed := &survey.Questions[at]
		var fault string
		changed.Settings.ShowIf, fault = question.ReadCondition(chosen)
		if fault == "" {
			fault = question.ConditionFaults(question.AllOf(survey.Questions))[changed.Slug]
		}
		if fault != "" {
			return models.InvalidFields(map[string]string{ConditionField: fault})
		}
		return tx.Questions().Update(changed)
	})
}
