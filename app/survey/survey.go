// Package survey has the surveys of those who attended an event: questions, invitations, anonymous responses and
// results.
//
// Nobody can tell who answered what: of a person it is known that they answered; of a response, the mode of attendance
// and the language; nothing links the two, nor tells when: see docs/decisions/0016-no-order-of-answers.md. What is
// published is chosen once, when a survey closes: see Release.
package survey

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/models"
)

// Service is the surveys of one database.
type Service struct {
	db    *models.DB
	texts *i18n.Bundle
	links link.Maker
	rates rateSteps
	// submissions are stored together where many come at once.
	submissions *models.Gathered[submission]
}

// New makes the service. links makes the links that open surveys to anyone.
func New(db *models.DB, texts *i18n.Bundle, links link.Maker) *Service {
	return &Service{db: db, texts: texts, links: links, submissions: models.NewGathered(db, store)}
}

// Create stores a new survey as a draft. Staff who may edit surveys call it. Errors: Invalid with the fields at fault.
func (s *Service) Create(ctx context.Context, event *models.Event, in *SettingsInput) (*models.Survey, error) {
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
func (s *Service) Edit(ctx context.Context, event *models.Event, id string, in *SettingsInput) error {
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
func (s *Service) Delete(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		return tx.Surveys().Delete(survey)
	})
}
