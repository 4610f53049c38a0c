package registration

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/models"
)

// opening is what people may register for.
type opening struct {
	ticketTypes  []models.TicketType
	consentTexts []models.ConsentText
	form         *ask.Form
	movedOnline  bool // nobody can register for the venue now
	lottery      *models.Lottery
}

// isOpenAt reports whether people may register, or apply, for a ticket type.
func (o *opening) isOpenAt(t *models.TicketType, now time.Time) bool {
	return t.OpenAt(now) && (!t.ByLottery || o.lottery != nil && o.lottery.IsOpenAt(now))
}

// opening reads the opening of an event. Requests at the same moment share one read.
func (s *Service) opening(ctx context.Context, event *models.Event) (*opening, error) {
	return models.Coalesce(ctx, s.db, "opening "+event.ID, func(q *models.Query) (*opening, error) {
		o := &opening{movedOnline: event.IsMovedOnline()}
		var err error
		if o.ticketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
			return nil, err
		}
		if o.lottery, err = lotteryOf(q, event, o.ticketTypes); err != nil {
			return nil, err
		}
		if o.consentTexts, err = q.ConsentTexts().OfEvent(event); err != nil {
			return nil, err
		}
		o.form, err = ask.Read(q, event)
		return o, err
	})
}

// chooseType gives the registration the ticket type with the slug. One that takes no registrations now is a fault, as
// is one that asks for a code without one: code is what was typed, nil for none that is taken.
func chooseType(
	o *opening, r *models.Registration, slug, field string, code *models.EntryCode, now time.Time, c *check.Checker,
) {
	i := slices.IndexFunc(o.ticketTypes, func(t models.TicketType) bool {
		return t.Slug == slug && maySee(&t, code)
	})
	if i < 0 {
		c.Fault(field, "field.choice")
		return
	}
	if t := &o.ticketTypes[i]; !o.isOpenAt(t, now) || (o.movedOnline && t.Mode == models.ModeVenue) {
		c.Fault(field, "registration.type_closed")
	}
	r.TicketTypeID, r.TicketType = o.ticketTypes[i].ID, o.ticketTypes[i]
	giveCode(c, r, code, now)
	if r.TicketType.Approval {
		r.State = models.RegistrationPending
	}
}

// maySee reports whether a person may see the ticket type: a hidden one only with a code for it.
func maySee(t *models.TicketType, code *models.EntryCode) bool {
	return !t.Hidden || code != nil && code.IsFor(t.ID)
}

// checkOpen returns a Conflict where the event takes no registrations at the time.
func checkOpen(event *models.Event, now time.Time) error {
	if event.State != models.EventPublished || event.Ended(now) {
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	return nil
}

// checkStillOpen checks the rules of opening again inside the transaction: the event may have been cancelled, or the
// ticket type closed, since they were read. The caller has locked the ticket type.
func checkStillOpen(tx *models.Tx, r *models.Registration) error {
	event, ticketType, err := reread(tx, r, r.TicketTypeID)
	if err != nil {
		return err
	}
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	if ticketType.ByLottery || !ticketType.OpenAt(tx.Now) || len(event.Offers([]models.TicketType{*ticketType})) == 0 {
		return models.InvalidFields(map[string]string{"ticket_type": "registration.type_closed"})
	}
	if ticketType.NeedsCode(tx.Now) && r.EntryCodeID == nil {
		return models.InvalidFields(map[string]string{"entry_code": "entry.code_needed"})
	}
	if ticketType.Approval && r.State != models.RegistrationPending {
		return models.InvalidFields(map[string]string{"ticket_type": "registration.type_changed"})
	}
	return nil
}
