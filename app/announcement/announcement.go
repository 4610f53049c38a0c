// Package announcement is what staff tell people while an event goes on: to all or to one mode, at once, on their own
// pages, in the room, on the stage, and by mail. It ends with the event.
package announcement

import (
	"context"

	"meguri/models"
)

// Mailer brings announcements by mail; program passes what sends messages.
type Mailer struct {
	// Send sends a text to all who have a place, of a mode or of all (""), and returns the id of the message.
	Send func(tx *models.Tx, by *models.Account, e *models.Event, mode models.Mode, ja, en string) (string, error)
	// Stop keeps back what has not left yet of a message.
	Stop func(tx *models.Tx, e *models.Event, id string) error
}

// Service announces.
type Service struct {
	db   *models.DB
	mail Mailer
}

// New makes the service.
func New(db *models.DB, mail Mailer) *Service { return &Service{db, mail} }

// By is who announces. MayMail says that they may write to people.
type By struct {
	Account *models.Account
	MayMail bool
}

// Announce shows a text at once. Staff who run the room call it; a repeated request changes nothing. Errors: Invalid
// with the fields at fault, Conflict where the event is over or has as many as can be read, Forbidden for mail of
// somebody who may not write to people.
func (s *Service) Announce(ctx context.Context, by By, e *models.Event, in *Input) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a := &models.Announcement{ID: in.ID, EventID: e.ID, CreatedBy: &by.Account.ID}
		if !models.ValidID(a.ID) {
			a.ID = models.NewID()
		}
		if _, err := tx.Announcements().InEvent(e, a.ID); models.CodeOf(err) != models.CodeNotFound {
			return err // it was announced by the same request
		}
		if err := in.read(a, e); err != nil {
			return err
		}
		if err := mayAnnounce(tx.Query, e); err != nil {
			return err
		}
		if err := s.mailIt(tx, by, e, a, in); err != nil {
			return err
		}
		added, err := tx.Announcements().Add(a)
		if err == nil && !added { // the same request, twice at once
			return models.ErrRunAgain
		}
		return err
	})
}

func mayAnnounce(q *models.Query, e *models.Event) error {
	if e.State != models.EventPublished || e.Ended(q.Now) {
		return models.NewError(models.CodeConflict, "announcement.not_now")
	}
	list, err := q.Announcements().Current(e)
	if err == nil && len(list) >= models.MaxAnnouncements {
		return models.NewError(models.CodeConflict, "announcement.too_many", "n", models.MaxAnnouncements)
	}
	return err
}

// mailIt sends the text by mail where that is wished. What was sent before and has not left yet stays here.
func (s *Service) mailIt(tx *models.Tx, by By, e *models.Event, a *models.Announcement, in *Input) error {
	if !in.Mail {
		return nil
	}
	if !by.MayMail {
		return models.NewError(models.CodeForbidden, "error.forbidden")
	}
	if a.MessageID != nil {
		if err := s.mail.Stop(tx, e, *a.MessageID); err != nil {
			return err
		}
	}
	id, err := s.mail.Send(tx, by.Account, e, a.Mode, a.TextJa, a.TextEn)
	a.MessageID = &id
	return err
}

// Correct changes what is announced, at once; the mail goes once more where that is wished. Staff who run the room call
// it. Errors: as Announce, NotFound, Conflict where it was changed or taken back meanwhile.
func (s *Service) Correct(ctx context.Context, by By, e *models.Event, id string, in *Input) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := tx.Announcements().InEvent(e, id)
		if err != nil {
			return err
		}
		if a.EndedAt != nil || a.Version != in.Version {
			return models.NewError(models.CodeConflict, "announcement.changed_meanwhile")
		}
		if e.Ended(tx.Now) {
			return models.NewError(models.CodeConflict, "announcement.not_now")
		}
		if err := in.read(a, e); err != nil {
			return err
		}
		if err := s.mailIt(tx, by, e, a, in); err != nil {
			return err
		}
		a.UpdatedBy = &by.Account.ID
		return tx.Announcements().Correct(a)
	})
}

// End takes an announcement off all pages, and keeps back its mails that have not left. Staff who run the room call it.
// Errors: NotFound, Conflict where it was taken back before.
func (s *Service) End(ctx context.Context, by By, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		a, err := tx.Announcements().InEvent(e, id)
		if err != nil {
			return err
		}
		if a.MessageID != nil {
			if err := s.mail.Stop(tx, e, *a.MessageID); err != nil {
				return err
			}
		}
		return tx.Announcements().End(a, by.Account.ID)
	})
}

// For lists what is announced now to a person with a place, the latest first. Handlers call it for the holder of a
// link.
func (s *Service) For(ctx context.Context, e *models.Event, r *models.Registration) ([]models.Announcement, error) {
	if r.State != models.RegistrationConfirmed {
		return nil, nil
	}
	list, err := s.db.Query(ctx).Announcements().Current(e)
	mode, mine := e.ModeOf(r.TicketType), list[:0]
	for _, a := range list {
		if a.IsFor(mode) {
			mine = append(mine, a)
		}
	}
	return mine, err
}
