package survey

import (
	"context"
	"slices"

	"meguri/app/service/question"
	"meguri/models"
)

// questionOf converts a stored question into one of the question service.
func questionOf(q *models.Question) question.Question {
	return question.Question{
		Slug:     q.Slug,
		Kind:     q.Kind,
		Required: q.Required,
		TitleJa:  q.TitleJa,
		TitleEn:  q.TitleEn,
		HelpJa:   q.HelpJa,
		HelpEn:   q.HelpEn,
		Options:  q.Options,

		Describes: q.Describes,
	}
}

func questionsOf(rows []models.Question) []question.Question {
	list := make([]question.Question, 0, len(rows))
	for i := range rows {
		list = append(list, questionOf(&rows[i]))
	}
	return list
}

// fillRow stores a question in its row.
func fillRow(row *models.Question, q *question.Question) {
	row.Slug, row.Kind, row.Required, row.Options = q.Slug, q.Kind, q.Required, q.Options
	row.TitleJa, row.TitleEn, row.HelpJa, row.HelpEn = q.TitleJa, q.TitleEn, q.HelpJa, q.HelpEn
	row.Describes = q.Describes
}

// maxDescribing is how many questions of a survey may describe the person who answers. With more of them nearly every
// combination is rare, so that little could be published.
const maxDescribing = 6

// checkDescribing refuses a question that describes a person where the survey has enough others.
func checkDescribing(survey *models.Survey, q *question.Question) error {
	others := 0
	for i := range survey.Questions {
		if survey.Questions[i].Describes && survey.Questions[i].Slug != q.Slug {
			others++
		}
	}
	if q.Describes && others >= maxDescribing {
		return models.InvalidFields(map[string]string{"describes": "question.describes_many"})
	}
	return nil
}

// AddQuestion adds a question at the end of a survey that was never opened. Staff who may edit surveys call it. Errors:
// Invalid with the fields at fault; Conflict once the survey was opened.
func (s *Service) AddQuestion(ctx context.Context, event *models.Event, surveyID string, in *question.Input) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draft(tx, event, surveyID)
		if err != nil {
			return err
		}
		q, err := question.New(in, questionsOf(survey.Questions), facts...)
		if err != nil {
			return err
		}
		if err := checkDescribing(survey, q); err != nil {
			return err
		}
		var row models.Question
		fillRow(&row, q)
		return tx.Questions().Add(survey, &row)
	})
}

// EditQuestion changes a question. Once the survey was opened only texts can change, so that answers keep their
// meaning. Staff who may edit surveys call it. Errors: Invalid with the fields at fault.
func (s *Service) EditQuestion(
	ctx context.Context, event *models.Event, surveyID, id string, in *question.Input,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, surveyID)
		if err != nil {
			return err
		}
		if err := tx.Surveys().Lock(survey); err != nil {
			return err
		}
		row, err := tx.Questions().ByID(survey, id)
		if err != nil {
			return err
		}
		q, err := change(survey, questionOf(row), in)
		if err != nil {
			return err
		}
		if err := checkDescribing(survey, q); err != nil {
			return err
		}
		fillRow(row, q)
		return tx.Questions().Update(row)
	})
}

func change(survey *models.Survey, q question.Question, in *question.Input) (*question.Question, error) {
	if !isFrozen(survey) {
		return q.Edit(in)
	}
	corrected, err := q.Correct(in)
	if err == nil && survey.Release != nil {
		corrected.Describes = q.Describes // what is published was chosen with it
	}
	return corrected, err
}

// isFrozen reports whether the survey was ever opened, so that only texts of questions may change.
func isFrozen(survey *models.Survey) bool { return survey.OpenedAt != nil }

// DeleteQuestion deletes a question of a survey that was never opened. Staff who may edit surveys call it. Errors:
// Conflict once the survey was opened.
func (s *Service) DeleteQuestion(ctx context.Context, event *models.Event, surveyID, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draft(tx, event, surveyID)
		if err != nil {
			return err
		}
		q, err := tx.Questions().ByID(survey, id)
		if err != nil {
			return err
		}
		return tx.Questions().Delete(q)
	})
}

// MoveQuestion moves a question up (steps < 0) or down, at most to the end of the list. Staff who may edit surveys call
// it. Errors: Conflict once the survey was opened.
func (s *Service) MoveQuestion(ctx context.Context, event *models.Event, surveyID, id string, steps int) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draft(tx, event, surveyID)
		if err != nil {
			return err
		}
		from := slices.IndexFunc(survey.Questions, func(q models.Question) bool { return q.ID == id })
		if from < 0 {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		to := max(0, min(from+steps, len(survey.Questions)-1))
		q := survey.Questions[from]
		return tx.Questions().Reorder(slices.Insert(slices.Delete(survey.Questions, from, from+1), to, q))
	})
}

// draft finds a survey that was never opened, and locks it.
func draft(tx *models.Tx, event *models.Event, id string) (*models.Survey, error) {
	survey, err := tx.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	if isFrozen(survey) {
		return nil, models.NewError(models.CodeConflict, "survey.frozen")
	}
	return survey, tx.Surveys().Lock(survey, models.SurveyDraft)
}
