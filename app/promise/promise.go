// Package promise keeps what people will go on with after an event, and gives it back to them after 30 and 90 days.
//
// A public promise is shown without a name. A sealed one is encrypted (link.Maker.Seal): nobody reads it but its
// person, on their own page and in the mail that brings it back.
package promise

import (
	"context"
	"time"

	"meguri/app/service/anonymity"
	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/models"
)

// MaxText is how many characters a promise may have.
const MaxText = 120

// openAfter is for how long after the event a promise may be written.
const openAfter = 14 * 24 * time.Hour

// Service is the promises of one database.
type Service struct {
	db    *models.DB
	links link.Maker
}

// New makes the service. links seals what nobody else may read.
func New(db *models.DB, links link.Maker) *Service { return &Service{db, links} }

// Input is what a person promises.
type Input struct {
	Text string `form:"text"`
	// For is "all" or "me".
	For string `form:"for"`
}

// Who may read a promise.
const (
	ForAll = "all"
	ForMe  = "me"
)

// mayWrite reports whether a person may write a promise now.
func mayWrite(event *models.Event, r *models.Registration, now time.Time) bool {
	return r.EventID == event.ID && r.State == models.RegistrationConfirmed && event.State == models.EventPublished &&
		!now.Before(event.StartsAt) && now.Before(event.EndsAt.Add(openAfter))
}

// Save stores what a person promises, who calls it, in place of what they promised before. Errors: Invalid for the
// fields at fault, Conflict before the event and long after it.
func (s *Service) Save(ctx context.Context, event *models.Event, r *models.Registration, in *Input) error {
	c := check.New()
	text := c.NoURL("text", c.Line("text", in.Text, MaxText, check.Required))
	check.Choice(c, "for", in.For, []string{ForAll, ForMe})
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if !mayWrite(event, r, tx.Now) {
			return models.NewError(models.CodeConflict, "promise.not_now")
		}
		p := &models.Promise{
			ID: models.NewAnonymousID(), EventID: event.ID, RegistrationID: &r.ID, Sealed: in.For == ForMe, Text: text,
			InRecord: in.For == ForAll, CreatedAt: tx.Now,
		}
		mayShow, err := tx.Posts().MayShowMode(event, anonymity.K)
		if err != nil {
			return err
		}
		if mayShow {
			p.Mode = r.TicketType.Mode
		}
		if p.Sealed {
			if p.Text, err = s.links.Seal(r.ID, text); err != nil {
				return err
			}
		}
		tellStage(tx, event.ID)
		return tx.Promises().Save(p)
	})
}

// Withdraw removes a person's promise, who calls it.
func (s *Service) Withdraw(ctx context.Context, r *models.Registration) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		tellStage(tx, r.EventID)
		return tx.Promises().Delete(r)
	})
}

func tellStage(tx *models.Tx, eventID string) {
	tx.Tell(models.Change{EventID: eventID, Watchers: models.ForStage, Part: models.PartPromises})
}

// Answer stores how a person stands with their promise after some days, who calls it. Errors: Invalid for what is no
// answer, NotFound without a promise that came back then.
func (s *Service) Answer(
	ctx context.Context, r *models.Registration, days int, answer models.PromiseOutcome,
) error {
	c := check.New()
	check.Choice(c, "answer", answer, models.PromiseOutcomes)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Promises().OfRegistration(r)
		if err != nil {
			return err
		}
		if !cameBack(p, days) {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		return tx.Promises().Answer(&models.PromiseAnswer{PromiseID: p.ID, AfterDays: days, Answer: answer})
	})
}

// cameBack reports whether the promise was returned after so many days.
func cameBack(p *models.Promise, days int) bool {
	switch days {
	case models.PromiseReturns[0]:
		return p.Returned30At != nil
	case models.PromiseReturns[1]:
		return p.Returned90At != nil
	}
	return false
}

// SetHidden takes a public promise off the pages of others, or puts it back. Staff who run the room call it. Errors:
// NotFound.
func (s *Service) SetHidden(ctx context.Context, event *models.Event, id string, hidden bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		p, err := tx.Promises().InEvent(event, id)
		if err != nil {
			return err
		}
		if p.Sealed {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		tellStage(tx, event.ID)
		return tx.Promises().SetHidden(p, hidden)
	})
}

// batch is how many promises one transaction gives back.
const batch = 200

// Return mails the promises whose day has come to their people, and forgets those whose time is over. Who waited for
// two returns gets the later one.
func (s *Service) Return(ctx context.Context) error {
	for i := len(models.PromiseReturns) - 1; i >= 0; i-- {
		days := models.PromiseReturns[i]
		for n := batch; n == batch; {
			err := s.db.InTx(ctx, func(tx *models.Tx) (err error) {
				n, err = returnSome(tx, days)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		_, err := tx.Promises().Forget()
		return err
	})
}

// returnSome queues the mails of some promises and records it in the same transaction: nobody gets two.
func returnSome(tx *models.Tx, days int) (int, error) {
	due, err := tx.Promises().Due(days, batch)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	ids, mails := make([]string, len(due)), make([]*models.Mail, 0, len(due))
	for i := range due {
		p := &due[i]
		ids[i] = p.ID
		if r := p.Registration; r != nil && r.State == models.RegistrationConfirmed && r.Email != "" {
			mails = append(mails, letter(p, r, days))
		}
	}
	if err := tx.Mails().QueueBulk(mails); err != nil {
		return 0, err
	}
	return len(due), tx.Promises().SetReturned(ids, days)
}
