// Package survey asks those who attended an event how it was: writing the questions, opening and inviting, answering without a name, results.
//
// Nobody can tell who answered what: an invitation knows whether it was answered, a response knows the day, the way of attending and the
// language, and no row leads from one to the other.
package survey

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Service is the surveys of one database.
type Service struct {
	db    *models.DB
	texts *i18n.Bundle
}

// New makes the service.
func New(db *models.DB, texts *i18n.Bundle) *Service { return &Service{db, texts} }

// Texts are what staff write about a survey. English may be left empty.
type Texts struct {
	TitleJa, TitleEn string
	IntroJa, IntroEn string
	// OpensAfterEvent lets the survey open by itself when the event ends; it says nothing once that is past.
	OpensAfterEvent bool
	ClosesAt        *time.Time
}

const (
	maxTitle = 200
	maxIntro = 2000
)

// Create stores a new survey as a draft. Staff who may edit surveys call it. Errors: Invalid with the fields at fault.
func (s *Service) Create(ctx context.Context, event *models.Event, in Texts) (*models.Survey, error) {
	survey := &models.Survey{EventID: event.ID}
	if err := s.fill(event, survey, in); err != nil {
		return nil, err
	}
	return survey, s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Surveys().Create(survey) })
}

// Edit stores changed texts and times, in every state.
func (s *Service) Edit(ctx context.Context, event *models.Event, id string, in Texts) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		if err := s.fill(event, survey, in); err != nil {
			return err
		}
		return tx.Surveys().Update(survey)
	})
}

// fill keeps a draft that is begun after the event from opening while its questions are being written: then staff open it.
func (s *Service) fill(event *models.Event, survey *models.Survey, in Texts) error {
	faults := map[string]string{}
	survey.TitleJa = text(in.TitleJa, "title_ja", maxTitle, true, faults)
	survey.TitleEn = text(in.TitleEn, "title_en", maxTitle, false, faults)
	survey.IntroJa = text(in.IntroJa, "intro_ja", maxIntro, false, faults)
	survey.IntroEn = text(in.IntroEn, "intro_en", maxIntro, false, faults)
	now := s.db.Now()
	survey.OpensAfterEvent = in.OpensAfterEvent && !event.Ended(now)
	if survey.ClosesAt = in.ClosesAt; in.ClosesAt != nil {
		closes := in.ClosesAt.UTC()
		survey.ClosesAt = &closes
		if survey.State != models.SurveyClosed && !closes.After(now) {
			faults["closes_at"] = "survey.closes_past"
		}
	}
	return models.InvalidFields(faults)
}

// Delete removes a survey that was never opened; another is a Conflict.
func (s *Service) Delete(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, id)
		if err != nil {
			return err
		}
		return tx.Surveys().Delete(survey)
	})
}

// text tidies what was typed and records a fault where it is missing or too long.
func text(typed, field string, most int, required bool, faults map[string]string) string {
	tidy := tidy(typed)
	switch {
	case tidy == "" && required:
		faults[field] = "field.required"
	case utf8.RuneCountInString(tidy) > most:
		faults[field] = "survey.too_long"
	}
	return tidy
}

// tidy makes line breaks alike, and drops control characters and space around the text.
func tidy(typed string) string {
	typed = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(typed, "�"), "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7F {
			return -1
		}
		return r
	}, typed))
}

// position finds a question in a list, -1 where it is not there.
func position(list []models.Question, id string) int {
	return slices.IndexFunc(list, func(q models.Question) bool { return q.ID == id })
}

// Entry is a survey in the staff's list, with how many were asked and how many answered.
type Entry struct {
	models.Survey
	Invited, Responses int
}

// Rate is how many in a hundred of those invited answered.
func (e Entry) Rate() int { return percent(e.Responses, e.Invited) }

// List lists the event's surveys. Who may see results calls it.
func (s *Service) List(ctx context.Context, event *models.Event) ([]Entry, error) {
	q := s.db.Query(ctx)
	surveys, err := q.Surveys().OfEvent(event)
	if err != nil {
		return nil, err
	}
	list := make([]Entry, 0, len(surveys))
	for _, survey := range surveys {
		entry := Entry{Survey: survey}
		if entry.Invited, err = q.SurveyInvitations().Count(&survey); err != nil {
			return nil, err
		}
		byMode, err := q.Responses().CountByMode(&survey)
		if err != nil {
			return nil, err
		}
		for _, n := range byMode {
			entry.Responses += n
		}
		list = append(list, entry)
	}
	return list, nil
}
