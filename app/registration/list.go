package registration

import (
	"context"

	"meguri/models"
)

// List is one page of an event's registrations, in 五十音 order.
type List struct {
	Registrations []models.Registration
	// Next is the FilterInput.After of the next page, "" on the last one.
	Next string
}

// List lists at most limit registrations that the filter chooses. Staff who may see people call it.
func (s *Service) List(ctx context.Context, event *models.Event, in *FilterInput, limit int) (*List, error) {
	q := s.db.Query(ctx)
	filter, err := in.filter(q, event)
	if err != nil {
		return nil, err
	}
	return listPage(q, event, filter, limit)
}

func listPage(q *models.Query, event *models.Event, filter models.RegistrationFilter, limit int) (*List, error) {
	rows, err := q.Registrations().List(event, filter, limit+1)
	if err != nil {
		return nil, err
	}
	if len(rows) <= limit {
		return &List{Registrations: rows}, nil
	}
	return &List{Registrations: rows[:limit], Next: cursorAfter(&rows[limit-1])}, nil
}

// maxCounted is how many registrations are counted for a list: counting more would take longer than showing them.
const maxCounted = 10_000

// ListPage is one page of the list, with the filter and its choices.
type ListPage struct {
	*List
	Filter *FilterInput
	// Total counts what the filter chooses on all pages; More says that there are more than were counted.
	Total int
	More  bool
	// TicketTypes and States are what may be chosen in the filter.
	TicketTypes []models.TicketType
	States      []models.RegistrationState
}

// ListPage is one page of the event's registrations. Staff who may see people call it.
func (s *Service) ListPage(ctx context.Context, event *models.Event, in *FilterInput, limit int) (*ListPage, error) {
	q := s.db.Query(ctx)
	filter, err := in.filter(q, event)
	if err != nil {
		return nil, err
	}
	page := &ListPage{Filter: in, States: models.RegistrationStates}
	if page.List, err = listPage(q, event, filter, limit); err != nil {
		return nil, err
	}
	if page.Total, err = q.Registrations().Count(event, filter, maxCounted); err != nil {
		return nil, err
	}
	page.More = page.Total == maxCounted
	page.TicketTypes, err = q.TicketTypes().OfEvent(event)
	return page, err
}
