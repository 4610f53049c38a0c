package reception

import (
	"context"

	"meguri/models"
)

// Count is the numbers of one ticket type at the door.
type Count struct {
	Type models.TicketType
	models.Arrival
}

// Counts counts, by ticket type, who is expected, has arrived and is inside. Staff who may admit call it.
func (s *Service) Counts(ctx context.Context, event *models.Event) ([]Count, error) {
	return countArrivals(s.db.Query(ctx), event)
}

// CountConflicts counts the conflicts that are to be looked at. Staff who may admit call it.
func (s *Service) CountConflicts(ctx context.Context, event *models.Event) (int, error) {
	return s.db.Query(ctx).Conflicts().CountOpen(event)
}

func countArrivals(q *models.Query, event *models.Event) ([]Count, error) {
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	arrivals, err := q.Admissions().Arrivals(event)
	if err != nil {
		return nil, err
	}
	counts := make([]Count, len(types))
	for i, ticketType := range types {
		counts[i].Type = ticketType
		for _, a := range arrivals {
			if a.TicketTypeID == ticketType.ID {
				counts[i].Arrival = a
			}
		}
	}
	return counts, nil
}
