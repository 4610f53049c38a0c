package reception

import (
	"context"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// Found is a person that a search at the desk found.
type Found struct {
	models.Registration
	// Admission is where the person is; nil before they came.
	Admission *models.Admission
}

const maxFound = 20

// Search finds people by any part of a name, reading or organization, or by code.
func (s *Service) Search(ctx context.Context, event *models.Event, query string) ([]Found, error) {
	if text.SearchQuery(query) == "" {
		return nil, nil
	}
	if code, ok := ticket.NormalizeCode(query); ok {
		query = code
	}
	q := s.db.Query(ctx)
	people, err := q.Registrations().List(event, models.RegistrationFilter{Query: query}, maxFound)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(people))
	for i := range people {
		ids[i] = people[i].ID
	}
	admissions, err := q.Admissions().OfRegistrations(ids)
	if err != nil {
		return nil, err
	}
	found := make([]Found, len(people))
	for i := range people {
		found[i].Registration = people[i]
		if a, ok := admissions[people[i].ID]; ok {
			found[i].Admission = &a
		}
	}
	return found, nil
}

// Count is the people of one ticket type at the door.
type Count struct {
	Type models.TicketType
	models.Arrival
}

// Counts tells, by ticket type, who is expected, has come and is inside.
func (s *Service) Counts(ctx context.Context, event *models.Event) ([]Count, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	arrivals, err := q.Admissions().Arrivals(event)
	counts := make([]Count, len(types))
	for i, kind := range types {
		counts[i].Type = kind
		for _, a := range arrivals {
			if a.TicketTypeID == kind.ID {
				counts[i].Arrival = a
			}
		}
	}
	return counts, err
}

// Bucket counts arrivals within Width from Start.
type Bucket struct {
	Start time.Time
	Count int
}

// Width is how long a Bucket is.
const Width = 5 * time.Minute

// Flow counts first arrivals in steps of Width, from the first to the last; at most a day of them.
func (s *Service) Flow(ctx context.Context, event *models.Event) ([]Bucket, error) {
	times, err := s.db.Query(ctx).Admissions().ArrivalTimes(event)
	if err != nil || len(times) == 0 {
		return nil, err
	}
	first := times[0].Truncate(Width)
	var flow []Bucket
	for _, at := range times {
		i := int(at.Sub(first) / Width)
		if i >= int(24*time.Hour/Width) {
			break
		}
		for len(flow) <= i {
			flow = append(flow, Bucket{Start: first.Add(time.Duration(len(flow)) * Width)})
		}
		flow[i].Count++
	}
	return flow, nil
}
