package registration

import (
	"context"
	"net/url"
	"slices"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/link"
	"meguri/app/service/paths"
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

// choose gives the registration the ticket type that in names. One that takes no registrations now is a fault, as is a
// hidden one without its key.
func (s *Service) choose(o *opening, r *models.Registration, in *SignUpInput, now time.Time, c *check.Checker) {
	s.chooseType(o, r, in.TicketType, in.TicketTypeKey, "ticket_type", now, c)
}

func (s *Service) chooseType(
	o *opening, r *models.Registration, slug, key, field string, now time.Time, c *check.Checker,
) {
	i := slices.IndexFunc(o.ticketTypes, func(t models.TicketType) bool {
		return t.Slug == slug && s.mayChoose(&t, key)
	})
	if i < 0 {
		c.Fault(field, "field.choice")
		return
	}
	if t := &o.ticketTypes[i]; !o.isOpenAt(t, now) || (o.movedOnline && t.Mode == models.ModeVenue) {
		c.Fault(field, "registration.type_closed")
	}
	r.TicketTypeID, r.TicketType = o.ticketTypes[i].ID, o.ticketTypes[i]
}

// mayChoose reports whether a person with the key may register for the ticket type.
func (s *Service) mayChoose(t *models.TicketType, key string) bool {
	return !t.Hidden || link.Equal(key, s.links.TicketType(t.ID))
}

// FormPath is the path of the form with the ticket type chosen. For a hidden one it has the key: only staff may see it.
func (s *Service) FormPath(event *models.Event, t *models.TicketType) string {
	query := url.Values{"type": {t.Slug}}
	if t.Hidden {
		query.Set("key", s.links.TicketType(t.ID))
	}
	return paths.OfEvent(event.Slug).Register() + "?" + query.Encode()
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
	return nil
}
