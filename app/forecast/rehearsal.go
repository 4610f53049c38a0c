package forecast

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
)

// Rehearsal is a practice run: made-up people, who come as fast as the forecast says at its busiest.
type Rehearsal struct {
	People []Practised
	// Busiest is how many come in the busiest five minutes, 0 where nobody is expected.
	Busiest, Doors int
	// Every is how long the doors have for one person then.
	Every time.Duration
}

// Practised is a made-up person.
type Practised struct {
	Number int
	Kind   ticket.PracticeKind
	QR     *ticket.QR
}

const (
	practised = 24
	// slowest is how long a person of a practice run is shown at most.
	slowest = 20 * time.Second
)

// trouble is who does not simply come in, by their number.
var trouble = map[int]ticket.PracticeKind{
	5: ticket.PracticeOnline, 9: ticket.PracticeCancelled, 14: ticket.PracticeWaitlisted, 18: ticket.PracticeOnline,
	21: ticket.PracticeCancelled,
}

// Rehearsal makes a practice run. Staff who run the room call it.
func (s *Service) Rehearsal(ctx context.Context, e *models.Event) (*Rehearsal, error) {
	page, err := s.Page(ctx, e)
	if err != nil {
		return nil, err
	}
	r := &Rehearsal{Doors: page.Settings.Doors, Every: slowest}
	for _, step := range page.Steps {
		r.Busiest = max(r.Busiest, step.Came)
	}
	if r.Busiest > 0 {
		r.Every = min(slowest, step*time.Duration(r.Doors)/time.Duration(r.Busiest))
	}
	for n := range practised {
		p := Practised{Number: n + 1, Kind: ticket.PracticeVenue}
		if kind, ok := trouble[p.Number]; ok {
			p.Kind = kind
		}
		if p.QR, err = ticket.NewQR(ticket.PracticeText(p.Kind, n)); err != nil {
			return nil, err
		}
		r.People = append(r.People, p)
	}
	return r, nil
}

// Seconds is how many seconds the doors have for one person.
func (r *Rehearsal) Seconds() float64 { return r.Every.Seconds() }

// Twice is who is scanned a second time.
func (r *Rehearsal) Twice(number int) bool { return slices.Contains([]int{3, 12}, number) }
