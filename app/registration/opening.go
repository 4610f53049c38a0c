package registration

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// opening is what people may register for.
type opening struct {
	ticketTypes  []models.TicketType
	consentTexts []models.ConsentText
}

// opening reads the opening of an event. Requests at the same moment share one read.
func (s *Service) opening(ctx context.Context, event *models.Event) (*opening, error) {
	return models.Coalesce(ctx, s.db, "opening "+event.ID, func(q *models.Query) (*opening, error) {
		o := &opening{}
		var err error
		if o.ticketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
			return nil, err
		}
		o.consentTexts, err = q.ConsentTexts().OfEvent(event)
		return o, err
	})
}

// choose gives the registration the ticket type with the slug. One that takes no registrations now is a fault.
func (o *opening) choose(r *models.Registration, slug string, now time.Time, c *check.Checker) {
	i := slices.IndexFunc(o.ticketTypes, func(t models.TicketType) bool { return t.Slug == slug })
	if i < 0 {
		c.Fault("ticket_type", "field.choice")
		return
	}
	if !o.ticketTypes[i].OpenAt(now) {
		c.Fault("ticket_type", "registration.type_closed")
	}
	r.TicketTypeID, r.TicketType = o.ticketTypes[i].ID, o.ticketTypes[i]
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
	if !ticketType.OpenAt(tx.Now) {
		return models.InvalidFields(map[string]string{"ticket_type": "registration.type_closed"})
	}
	return nil
}
