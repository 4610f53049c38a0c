package registration

import (
	"context"

	"meguri/models"
)

// Totals count the people of an event, above its list.
type Totals struct {
	// ByState counts registrations.
	ByState map[models.RegistrationState]int
	// Venue and Online count who came so, where HasDay says that the event's day has come.
	Venue, Online int
	// Inside counts who is inside the venue now.
	Inside int
	HasDay bool
}

// Totals counts the people of an event. Staff who may see people call it.
func (s *Service) Totals(ctx context.Context, event *models.Event) (*Totals, error) {
	q := s.db.Query(ctx)
	tallies, err := q.Registrations().Tallies(event)
	if err != nil {
		return nil, err
	}
	totals := &Totals{ByState: map[models.RegistrationState]int{}, HasDay: q.Now.After(event.StartsAt.Add(-dayBefore))}
	for _, tally := range tallies {
		totals.ByState[tally.State] += tally.Count
	}
	if !totals.HasDay {
		return totals, nil
	}
	arrivals, err := q.Admissions().Arrivals(event)
	if err != nil {
		return nil, err
	}
	for _, arrival := range arrivals {
		totals.Venue, totals.Inside = totals.Venue+arrival.Arrived, totals.Inside+arrival.Inside
	}
	totals.Online, err = q.Presences().CountPeople(event)
	return totals, err
}

// Of counts the registrations in a state.
func (t *Totals) Of(state models.RegistrationState) int { return t.ByState[state] }
