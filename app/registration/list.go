package registration

import (
	"context"
	"time"

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

// ListPage is one page of the list, with the filter and its choices.
type ListPage struct {
	*List
	Filter *FilterInput
	// Total counts what the filter chooses on all pages; More says that there are more than were counted, About that it is
	// about so many.
	Total       int
	More, About bool
	// TicketTypes and States are what may be chosen in the filter.
	TicketTypes []models.TicketType
	States      []models.RegistrationState
	// Admissions are those of the registrations of the page, by id, once the event's day has come.
	Admissions map[string]models.Admission
	ShowsDay   bool
}

// dayBefore is how long before an event its people may come.
const dayBefore = 24 * time.Hour

// ListPage is one page of the event's registrations. Staff who may see people call it.
func (s *Service) ListPage(ctx context.Context, event *models.Event, in *FilterInput, limit int) (*ListPage, error) {
	q := s.db.Query(ctx)
	filter, err := in.filter(q, event)
	if err != nil {
		return nil, err
	}
	read, err := q.Registrations().Page(event, filter, limit)
	if err != nil {
		return nil, err
	}
	page := &ListPage{
		List: &List{Registrations: read.List}, Filter: in, Total: read.Total, More: read.More, About: read.About,
		States: models.RegistrationStates,
	}
	if read.HasNext {
		page.Next = cursorAfter(&read.List[limit-1])
	}
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	err = page.readAdmissions(q, event)
	return page, err
}

func (page *ListPage) readAdmissions(q *models.Query, event *models.Event) (err error) {
	page.ShowsDay = event.HasVenue() && q.Now.After(event.StartsAt.Add(-dayBefore))
	if !page.ShowsDay {
		return nil
	}
	ids := make([]string, len(page.Registrations))
	for i := range page.Registrations {
		ids[i] = page.Registrations[i].ID
	}
	page.Admissions, err = q.Admissions().OfRegistrations(ids)
	return err
}

// CameAt is when the person came to the venue, nil where they did not.
func (page *ListPage) CameAt(id string) *time.Time {
	if admission, ok := page.Admissions[id]; ok {
		return &admission.FirstAt
	}
	return nil
}
