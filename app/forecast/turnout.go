package forecast

import (
	"context"
	"slices"
	"time"

	"meguri/models"
)

const (
	// fewestPlaces is how many must have had a place in a way at an event that says how many come; and of them a tenth
	// must have come: where fewer did, they were not counted.
	fewestPlaces, fewestOf = 10, 10
	// turnoutEvents is how many events are read.
	turnoutEvents = 10
	// keepPast is for how long what was read of earlier events is told again.
	keepPast = 5 * time.Minute
)

// Range is how many come: most likely so many, and at eight of ten events between Low and High, where HasRange.
type Range struct {
	Likely, Low, High int
	HasRange          bool
}

// Turnout is how many of those with a place come in one way, by the organizer's events before.
type Turnout struct {
	Mode models.Mode
	// Past are the events it goes by: none where no event says it.
	Past []Past
	// Places have one now; People are how many of them come, Percent how many of a hundred.
	Places  int
	People  Range
	Percent int
	// Over are the ticket types that might admit more than their capacity.
	Over []Over
}

// Over is a ticket type whose capacity is enough at nine of ten events where Admits have a place.
type Over struct {
	models.TicketType
	Admits int
}

// Lacking is how many more events are needed before a range can be told.
func (t *Turnout) Lacking() int { return max(0, fewestEvents-len(t.Past)) }

// Turnouts tells how many come to an event in each way in which it has ticket types, nothing once it is over. Staff who
// see how places fill, or admit people, call it.
func (s *Service) Turnouts(ctx context.Context, e *models.Event) ([]Turnout, error) {
	q := s.db.Query(ctx)
	if e.Ended(q.Now) || e.WasCancelled() {
		return nil, nil
	}
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	past, err := s.past(q, e)
	if err != nil {
		return nil, err
	}
	var list []Turnout
	for _, mode := range models.Modes {
		t := Turnout{Mode: mode, Past: past.in(mode)}
		if t.read(e, types) {
			list = append(list, t)
		}
	}
	return list, nil
}

// read reads who has a place in the way, and reports whether the event has ticket types for it.
func (t *Turnout) read(e *models.Event, types []models.TicketType) bool {
	has, counts := false, countsOf(t.Past)
	for _, one := range types {
		if e.ModeOf(one) != t.Mode {
			continue
		}
		has = true
		t.Places += one.Taken
		if t.Mode != models.ModeVenue || one.Capacity == nil || t.Lacking() > 0 {
			continue
		}
		if n := admits(counts, *one.Capacity); n > *one.Capacity {
			t.Over = append(t.Over, Over{one, n})
		}
	}
	if len(counts) > 0 {
		t.People, t.Percent = expected(counts, t.Places), percentOf(counts)
	}
	return has
}

// percentOf is the share of those who come, in percent.
func percentOf(counts []count) int { return expected(counts, 100).Likely }

func countsOf(past []Past) []count {
	list := make([]count, len(past))
	for i := range past {
		list[i] = count{past[i].Places, past[i].Came}
	}
	return list
}

// pastTurnout is how many came to the organizer's events before, by the way in which they had a place.
type pastTurnout struct {
	at     time.Time
	byMode map[models.Mode][]Past
	series []string
}

// in lists the events that say how many come in a way: those of the same series alone, where there are enough.
func (p *pastTurnout) in(mode models.Mode) []Past {
	all := p.byMode[mode]
	ofSeries := slices.DeleteFunc(slices.Clone(all), func(e Past) bool { return !slices.Contains(p.series, e.ID) })
	if len(ofSeries) >= fewestEvents {
		return ofSeries
	}
	return all
}

// past reads it, and keeps it for a while: earlier events do not change, and many look at the pages.
func (s *Service) past(q *models.Query, e *models.Event) (*pastTurnout, error) {
	s.mutex.Lock()
	kept := s.pasts[e.ID]
	s.mutex.Unlock()
	if kept != nil && q.Now.Sub(kept.at).Abs() < keepPast {
		return kept, nil
	}
	p := &pastTurnout{at: q.Now, byMode: map[models.Mode][]Past{}}
	var err error
	if p.series, err = q.Editions().Earlier(e); err != nil {
		return nil, err
	}
	events, err := q.Events().PastOfHost(e, turnoutEvents)
	if err != nil {
		return nil, err
	}
	for i := range events {
		if err := p.add(q, &events[i]); err != nil {
			return nil, err
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.pasts) > mostPasts {
		clear(s.pasts)
	}
	s.pasts[e.ID] = p
	return p, nil
}

// mostPasts is of how many events what was before them is kept.
const mostPasts = 200

// add adds an event, in each way in which people were counted at it. Who had a place online and came to the venue has
// come; who had one at the venue and was in the online room has left theirs empty.
func (p *pastTurnout) add(q *models.Query, e *models.Event) error {
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	turnouts, err := q.Registrations().Turnouts(e)
	if err != nil {
		return err
	}
	for _, mode := range models.Modes {
		past := Past{Event: *e}
		for i := range types { // as the turnouts
			if e.ModeOf(types[i]) != mode {
				continue
			}
			past.Places += types[i].Taken
			past.Came += turnouts[i].Venue
			if mode == models.ModeOnline {
				past.Came += turnouts[i].Online - turnouts[i].Twice
			}
		}
		past.Came = min(past.Came, past.Places)
		if past.Places >= fewestPlaces && past.Came*fewestOf >= past.Places {
			p.byMode[mode] = append(p.byMode[mode], past)
		}
	}
	return nil
}
