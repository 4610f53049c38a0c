package survey

import (
	"context"

	"meguri/models"
)

// Writing is what staff write: surveys with their settings. Their questions are in question.go, rows of the editor in
// question_rows.go and question_paste.go, conditions in condition.go, templates, the bank and files of surveys in
// template.go, bank.go and document.go, and what the pages show in page.go.
type Writing struct {
	wording
	secrets

	db *models.DB
}

// Create stores a new survey as a draft. Staff who may edit surveys call it. Errors: Invalid with the fields at fault.
func (s *Writing) Create(ctx context.Context, event *models.Event, in *SettingsInput) (*models.Survey, error) {
	survey := &models.Survey{EventID: event.ID}
	if err := in.fill(event, survey, s.db.Now()); err != nil {
		return nil, err
	}
	return survey, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := checkSession(tx, event, survey); err != nil {
			return err
		}
		return tx.Surveys().Create(survey)
	})
}

// Edit changes texts and times, in every state. Staff who may edit surveys call it. Errors: Invalid with the fields at
// fault; NotFound.
func (s *Writing) Edit(ctx context.Context, event *models.Event, id string, in *SettingsInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		if err := in.fill(event, survey, s.db.Now()); err != nil {
			return err
		}
		if err := checkSession(tx, event, survey); err != nil {
			return err
		}
		return tx.Surveys().Update(survey)
	})
}

// checkSession demands that the session whose people a survey asks is one of the event.
func checkSession(tx *models.Tx, event *models.Event, survey *models.Survey) error {
	if survey.Audience != models.AskSession {
		return nil
	}
	_, err := tx.Sessions().ByID(event, survey.AudienceSession)
	if models.CodeOf(err) == models.CodeNotFound {
		return models.InvalidFields(map[string]string{"audience_session": "field.choice"})
	}
	return err
}

// Delete deletes a survey that was never opened. Staff who may edit surveys call it. Errors: Conflict once it was
// opened.
func (s *Writing) Delete(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		return tx.Surveys().Delete(survey)
	})
}
