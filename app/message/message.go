// Package message is what staff write to the attendees of an event: to whom a filter chooses, now, at a time, or by
// itself. Who gets one is decided when it is sent; each person gets one mail of it.
package message

import (
	"context"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/filter"
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/models"
)

// Service writes and sends messages.
type Service struct {
	db    *models.DB
	texts *i18n.Bundle
	links link.Maker
	// draft composes a mail that is not stored.
	draft func(ctx context.Context, m *models.Mail) (*mail.Message, error)
	// ours are the kinds of mail that can be reworded.
	ours []*mail.Kind
}

// New makes the service. ComposeBy completes it.
func New(db *models.DB, texts *i18n.Bundle, links link.Maker) *Service {
	return &Service{db: db, texts: texts, links: links}
}

// ComposeBy sets what composes the mails of previews, and the kinds of mail that can be reworded.
func (s *Service) ComposeBy(draft func(ctx context.Context, m *models.Mail) (*mail.Message, error), ours []*mail.Kind) {
	s.draft, s.ours = draft, ours
}

// find finds one of the event's messages by its id, or an automatic one by its name: it need not be stored. Errors:
// NotFound.
func (s *Service) find(q *models.Query, e *models.Event, key string) (*models.Message, error) {
	p := presetNamed(key)
	if p == nil {
		return q.Messages().InEvent(e, key)
	}
	if !p.isAutomatic() {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	m, err := q.Messages().ByPreset(e, key)
	if models.CodeOf(err) == models.CodeNotFound {
		return p.message(s.texts, e), nil
	}
	return m, err
}

// keyOf is by what a message is found: see find.
func keyOf(m *models.Message) string {
	if m.ID == "" {
		return *m.Preset
	}
	return m.ID
}

// Create stores a new draft with an id that the client made; a repeated request changes nothing. Staff who may write to
// people call it. Errors: Invalid with the fields at fault.
func (s *Service) Create(
	ctx context.Context, by *models.Account, e *models.Event, id string, in *Input,
) (string, error) {
	if !models.ValidID(id) {
		id = models.NewID()
	}
	return id, s.db.InTx(ctx, func(tx *models.Tx) error {
		m := &models.Message{ID: id, EventID: e.ID, State: models.MessageDraft, AccountID: &by.ID}
		if in.ChosenOf != "" {
			return s.createFor(tx, e, m, in)
		}
		if err := s.read(tx.Query, e, m, in); err != nil {
			return err
		}
		added, err := tx.Messages().Add(m)
		if err == nil && !added {
			_, err = tx.Messages().InEvent(e, id)
		}
		return err
	})
}

// createFor stores a new draft to those for whom another message was chosen.
func (s *Service) createFor(tx *models.Tx, e *models.Event, m *models.Message, in *Input) error {
	other, err := tx.Messages().InEvent(e, in.ChosenOf)
	if err != nil {
		return err
	}
	m.Audience = models.Audience{Chosen: true}
	added, err := tx.Messages().Add(m)
	if err != nil || !added {
		return err
	}
	if err := tx.Messages().ChooseLike(m, other); err != nil {
		return err
	}
	if err := s.read(tx.Query, e, m, in); err != nil {
		return err
	}
	return tx.Messages().Save(m, m.Version)
}

func (s *Service) read(q *models.Query, e *models.Event, m *models.Message, in *Input) (err error) {
	onlyOnline := false
	if m.Audience.Chosen {
		if onlyOnline, err = q.Messages().OnlyOnline(m); err != nil {
			return err
		}
	}
	return in.read(q, m, e, onlyOnline)
}

// WriteTo stores an empty draft to those whom a filter of the list of people chooses now, and returns its id. Staff who
// may write to people call it. Errors: Invalid where there is nobody.
func (s *Service) WriteTo(
	ctx context.Context, by *models.Account, e *models.Event, f models.RegistrationFilter,
) (string, error) {
	id := models.NewID()
	return id, s.db.InTx(ctx, func(tx *models.Tx) error {
		m := &models.Message{
			ID: id, EventID: e.ID, State: models.MessageDraft, AccountID: &by.ID, Audience: models.Audience{Chosen: true},
			BodyJa: s.texts.For(i18n.Japanese).T("message.blank"), BodyEn: s.texts.For(i18n.English).T("message.blank"),
		}
		if _, err := tx.Messages().Add(m); err != nil {
			return err
		}
		n, err := tx.Messages().Choose(e, m, f)
		if err == nil && n == 0 {
			err = models.NewError(models.CodeInvalid, "registration.selected_none")
		}
		return err
	})
}

// Save stores changed texts and audience of a message that is not sent yet. Staff who may write to people call it.
// Errors: Invalid with the fields at fault, Conflict where it was changed meanwhile or is being sent.
func (s *Service) Save(ctx context.Context, by *models.Account, e *models.Event, key string, in *Input) error {
	return s.change(ctx, by, e, key, func(tx *models.Tx, m *models.Message) error {
		if in.Version != m.Version {
			return models.NewError(models.CodeConflict, "message.changed_meanwhile")
		}
		return s.read(tx.Query, e, m, in)
	})
}

// change finds a message that is not sent yet, lets do change it, and stores it.
func (s *Service) change(
	ctx context.Context, by *models.Account, e *models.Event, key string, do func(*models.Tx, *models.Message) error,
) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := s.find(tx.Query, e, key)
		if err != nil {
			return err
		}
		if err := s.store(tx, m); err != nil {
			return err
		}
		version := m.Version
		if err := do(tx, m); err != nil {
			return err
		}
		m.AccountID = &by.ID
		return tx.Messages().Save(m, version)
	})
}

// store stores an automatic message that nobody has changed yet.
func (s *Service) store(tx *models.Tx, m *models.Message) error {
	if m.ID != "" {
		return nil
	}
	m.ID = models.NewID()
	added, err := tx.Messages().Add(m)
	if err == nil && !added { // somebody else was faster
		return models.ErrRunAgain
	}
	return err
}

// Send has a message sent now or at a time. Staff who may write to people call it. Errors: Invalid with the field at
// fault, also where it would reach another number of people than the question named; Conflict where it is sent already.
func (s *Service) Send(ctx context.Context, by *models.Account, e *models.Event, key string, in *SendInput) error {
	return s.change(ctx, by, e, key, func(tx *models.Tx, m *models.Message) error {
		if m.Preset != nil || !m.Editable() {
			return models.NewError(models.CodeConflict, "message.changed_meanwhile")
		}
		if err := s.ready(tx.Query, e, m); err != nil {
			return err
		}
		at, err := s.sendAt(tx.Query, e, m, in)
		if err != nil {
			return err
		}
		return schedule(tx, m, e, at)
	})
}

// ready checks the texts once more: the event may have changed since they were saved.
func (s *Service) ready(q *models.Query, e *models.Event, m *models.Message) error {
	names, err := filter.NamesOf(q, e)
	if err != nil {
		return err
	}
	copied := *m
	in := inputOf(m, names)
	in.Tags = nil // one that nobody has any more has no name
	err = s.read(q, e, &copied, in)
	if models.CodeOf(err) == models.CodeInvalid {
		return models.NewError(models.CodeInvalid, "message.not_ready")
	}
	return err
}

func (s *Service) sendAt(q *models.Query, e *models.Event, m *models.Message, in *SendInput) (time.Time, error) {
	c := check.New()
	if in.When == "later" {
		at := c.LocalTime("send_at", in.SendAt, e.Zone(), check.Required)
		if c.OK() && !at.After(q.Now) {
			c.Fault("send_at", "message.send_at_past")
		}
		return at, c.Err()
	}
	reach, err := q.Messages().Reach(e, m)
	if err != nil {
		return q.Now, err
	}
	switch {
	case reach.People() == 0:
		return q.Now, models.NewError(models.CodeInvalid, "message.nobody")
	case in.People != strconv.Itoa(reach.People()):
		return q.Now, models.NewError(models.CodeInvalid, "message.other_number", "n", reach.People())
	}
	return q.Now.Add(UndoTime), nil
}

// UndoTime is how long a message that is sent now waits, so that it can be taken back.
const UndoTime = 30 * time.Second

// Stop keeps back the mails of a message that have not left yet. Staff who may write to people call it. Errors:
// Conflict where it was stopped before, or does not go yet.
func (s *Service) Stop(ctx context.Context, e *models.Event, key string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := tx.Messages().InEvent(e, key)
		if err != nil {
			return err
		}
		_, err = tx.Messages().Stop(m)
		return err
	})
}

// schedule adds the job that sends the message at the time, or when quiet hours end in which that lies.
func schedule(tx *models.Tx, m *models.Message, e *models.Event, at time.Time) error {
	if !m.Urgent {
		at = e.QuietUntilAt(at)
	}
	m.State, m.SendAt = models.MessageScheduled, &at
	cause := strings.Join([]string{JobSend, m.ID, strconv.Itoa(m.Version)}, ":")
	return tx.Jobs().Add(JobSend, cause, m.ID+" "+at.Format(time.RFC3339Nano), at)
}

// Unschedule makes a scheduled message a draft again, before it starts. Staff who may write to people call it. Errors:
// Conflict where it has started.
func (s *Service) Unschedule(ctx context.Context, by *models.Account, e *models.Event, key string) error {
	return s.change(ctx, by, e, key, func(_ *models.Tx, m *models.Message) error {
		if m.State != models.MessageScheduled {
			return models.NewError(models.CodeConflict, "message.has_started")
		}
		m.State, m.SendAt = models.MessageDraft, nil
		return nil
	})
}

// Switch turns an automatic message on or off. Staff who may write to people call it.
func (s *Service) Switch(ctx context.Context, by *models.Account, e *models.Event, key string, on bool) error {
	return s.change(ctx, by, e, key, func(tx *models.Tx, m *models.Message) error {
		switch {
		case m.Preset == nil || (m.State != models.MessageAutomatic && m.State != models.MessageOff):
			return models.NewError(models.CodeConflict, "message.changed_meanwhile")
		case !on:
			m.State = models.MessageOff
			return nil
		}
		m.State = models.MessageAutomatic
		return s.ready(tx.Query, e, m)
	})
}

// Delete removes a message that was not sent; an automatic one is ready-made again. Staff who may write to people call
// it. Errors: Conflict for one that was sent.
func (s *Service) Delete(ctx context.Context, e *models.Event, key string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := s.find(tx.Query, e, key)
		if err != nil || m.ID == "" {
			return err
		}
		return tx.Messages().Delete(m)
	})
}

// Try mails the message to who writes it, in each language that it has. The same requestID mails it once. Staff who may
// write to people call it.
func (s *Service) Try(ctx context.Context, by *models.Account, e *models.Event, key, requestID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := s.find(tx.Query, e, key)
		if err != nil {
			return err
		}
		for _, lang := range languagesOf(m) {
			err := tx.Mails().Queue(&models.Mail{
				Cause: strings.Join([]string{MailTrial, requestID, lang}, ":"), Kind: MailTrial, EventID: &e.ID,
				AccountID: &by.ID, ToAddress: by.Email, ToName: by.Name, Locale: lang,
				Data: map[string]string{factMessage: keyOf(m)},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// languagesOf are the languages that a message has.
func languagesOf(m *models.Message) (list []string) {
	if m.BodyJa != "" {
		list = append(list, i18n.Japanese)
	}
	if m.BodyEn != "" {
		list = append(list, i18n.English)
	}
	return list
}

// Retry queues once more the mails that were given up, to the addresses that people have now, and returns how many.
// Staff who may write to people call it.
func (s *Service) Retry(ctx context.Context, e *models.Event, key string) (n int, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := tx.Messages().InEvent(e, key)
		if err != nil {
			return err
		}
		n, err = tx.Messages().Retry(m)
		return err
	})
	return n, err
}
