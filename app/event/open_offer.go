package event

import (
	"context"
	"slices"

	"meguri/models"
)

// OpenOffer is Offer without the ticket types that need a code: what may be told to whoever reads it. Who may see the
// event calls it.
func (s *Service) OpenOffer(ctx context.Context, e *models.Event) (*Offer, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvents([]*models.Event{e})
	if err != nil {
		return nil, err
	}
	open := slices.DeleteFunc(types[e.ID], func(t models.TicketType) bool { return t.NeedsCode(q.Now) })
	return offerOf(e, open, nil, q.Now), nil
}
