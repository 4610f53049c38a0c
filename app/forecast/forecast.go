// Package forecast plays how people will come to the doors of an event, from its registrations and from how people came
// to the organizer's events before; and holds the day itself against it.
package forecast

import (
	"context"
	"strconv"
	"sync"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/queue"
	"meguri/models"
)

const (
	// fewest is how many people must have come to an event that says how people come.
	fewest = 20
	// pastEvents is how many of them are read.
	pastEvents = 5
	// usualPercent is how many of those with a place come, where no event says it.
	usualPercent = 85
	// MostDoors is how many doors are tried.
	MostDoors = 50
)

// Service forecasts.
type Service struct {
	db *models.DB

	mutex sync.Mutex
	kept  map[string]*keptOutlook
	pasts map[string]*pastTurnout
}

// New makes the service.
func New(db *models.DB) *Service {
	return &Service{db: db, kept: map[string]*keptOutlook{}, pasts: map[string]*pastTurnout{}}
}

// Input is what staff expect.
type Input struct {
	Doors       string `form:"doors" label:"forecast.doors"`
	Seconds     string `form:"seconds" label:"forecast.seconds"`
	OpensBefore string `form:"opens_before" label:"forecast.opens_before"`
	WaitLimit   string `form:"wait_limit" label:"forecast.wait_limit"`
	// Percent is "" for as many as came before.
	Percent string `form:"percent" label:"forecast.percent"`
	WalkIns string `form:"walk_ins" label:"forecast.walk_ins"`
}

// InputOf is what the form shows.
func InputOf(f *models.Forecast) *Input {
	in := &Input{
		Doors: strconv.Itoa(f.Doors), Seconds: strconv.FormatFloat(float64(f.Tenths)/10, 'f', -1, 64),
		OpensBefore: strconv.Itoa(f.OpensBefore), WaitLimit: strconv.Itoa(f.WaitLimit), WalkIns: strconv.Itoa(f.WalkIns),
	}
	if f.Percent > 0 {
		in.Percent = strconv.Itoa(f.Percent)
	}
	return in
}

func (in *Input) read(e *models.Event) (*models.Forecast, error) {
	c := check.New()
	f := &models.Forecast{
		EventID:     e.ID,
		Doors:       c.Int("doors", in.Doors, 1, MostDoors, check.Required),
		OpensBefore: c.Int("opens_before", in.OpensBefore, 0, 600, check.Required),
		WaitLimit:   c.Int("wait_limit", in.WaitLimit, 1, 120, check.Required),
		Percent:     c.Int("percent", in.Percent, 1, 100, check.Optional),
		WalkIns:     c.Int("walk_ins", in.WalkIns, 0, 20_000, check.Optional),
	}
	f.Tenths = tenths(c, in.Seconds)
	return f, c.Err()
}

// tenths reads seconds with one digit after the point.
func tenths(c *check.Checker, typed string) int {
	seconds, err := strconv.ParseFloat(c.Line("seconds", typed, 10, check.Required), 64)
	if c.OK("seconds") && (err != nil || !(seconds >= 1 && seconds <= 300)) {
		c.Fault("seconds", "forecast.seconds_fault")
	}
	return int(seconds*10 + 0.5)
}

// Save stores what staff expect. Staff who run the room call it. Errors: Invalid with the fields at fault.
func (s *Service) Save(ctx context.Context, e *models.Event, in *Input) error {
	f, err := in.read(e)
	if err != nil {
		return err
	}
	s.forget(e)
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Forecasts().Save(f) })
}

// Type is a ticket type of the venue, with how many are expected and from when on they are let in.
type Type struct {
	models.TicketType
	// Places have one, Coming are expected of them.
	Places, Coming int
	// OpensAt is when they are let in.
	OpensAt time.Time
}

// Past is an event that says how people come.
type Past struct {
	models.Event
	Places, Came int
}

// basis is what a forecast is made from.
type basis struct {
	day      day
	settings *models.Forecast
	types    []Type
	past     []Past
	curve    queue.Curve
	// percent is how many come of those with a place.
	percent int
}

func (s *Service) basis(q *models.Query, e *models.Event, d day) (*basis, error) {
	b := &basis{day: d, curve: queue.Usual(), percent: usualPercent}
	var err error
	if b.settings, err = q.Forecasts().OfEvent(e); err != nil {
		return nil, err
	}
	if err := b.readPast(q, e); err != nil {
		return nil, err
	}
	past, err := s.past(q, e)
	if err != nil {
		return nil, err
	}
	if counts := countsOf(past.in(models.ModeVenue)); len(counts) > 0 {
		b.percent = max(1, percentOf(counts))
	}
	if b.settings.Percent > 0 {
		b.percent = b.settings.Percent
	}
	err = b.readTypes(q, e)
	return b, err
}

// arrivalsAt counts who has a place at the venue of an event, and who of them came.
func arrivalsAt(q *models.Query, e *models.Event, each func(t *models.TicketType, a *models.Arrival)) error {
	types, err := q.TicketTypes().OfEvent(e)
	if err != nil {
		return err
	}
	arrivals, err := q.Admissions().Arrivals(e)
	if err != nil {
		return err
	}
	for i := range types {
		for j := range arrivals {
			if arrivals[j].TicketTypeID == types[i].ID && e.ModeOf(types[i]) == models.ModeVenue {
				each(&types[i], &arrivals[j])
			}
		}
	}
	return nil
}

// readPast reads when people came to the organizer's events before.
func (b *basis) readPast(q *models.Query, e *models.Event) error {
	events, err := q.Events().PastOfHost(e, pastEvents)
	if err != nil {
		return err
	}
	var sum []float64
	for i := range events {
		p := Past{Event: events[i]}
		err := arrivalsAt(q, &events[i], func(_ *models.TicketType, a *models.Arrival) {
			p.Places, p.Came = p.Places+a.Expected, p.Came+a.Arrived
		})
		if err != nil {
			return err
		}
		if p.Came < fewest {
			continue
		}
		counts, err := q.Admissions().CountBetween(&events[i], around(&events[i]))
		if err != nil {
			return err
		}
		if sum = added(sum, counts); sum == nil {
			continue
		}
		b.past = append(b.past, p)
	}
	if len(b.past) > 0 {
		b.curve = spread(sum)
	}
	return nil
}

// People are counted in steps, from two hours before the start until three hours after it.
const (
	step   = 5 * time.Minute
	before = 2 * time.Hour
	after  = 3 * time.Hour
)

func around(e *models.Event) (times []time.Time) {
	for at := -before; at <= after; at += step {
		times = append(times, e.StartsAt.Add(at))
	}
	return times
}

// added adds the shares of an event to those of others: a large event says as much as a small one. nil where nobody
// came around the start.
func added(sum []float64, counts []int) []float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	if total < fewest {
		return sum
	}
	if sum == nil {
		sum = make([]float64, len(counts))
	}
	for i, n := range counts {
		sum[i] += float64(n) / float64(total)
	}
	return sum
}

// spread makes a curve of shares by step: even within one.
func spread(shares []float64) queue.Curve {
	c := queue.Curve{From: -before}
	for _, share := range shares {
		for range int(step / time.Minute) {
			c.Weights = append(c.Weights, share/step.Minutes())
		}
	}
	return c
}

func (b *basis) readTypes(q *models.Query, e *models.Event) error {
	doors, err := q.Doors().OfEvent(e)
	if err != nil {
		return err
	}
	return arrivalsAt(q, e, func(t *models.TicketType, a *models.Arrival) {
		b.types = append(b.types, Type{
			TicketType: *t, Places: a.Expected, Coming: (a.Expected*b.percent + 50) / 100,
			OpensAt: opensAt(b.day.starts, b.settings, t, doors),
		})
	})
}

// opensAt is when people of a ticket type are let in: by their doors, or when all of them open.
func opensAt(starts time.Time, f *models.Forecast, t *models.TicketType, doors []models.Door) time.Time {
	opens := starts.Add(f.Opens())
	var own *time.Time
	for i := range doors {
		d := &doors[i]
		switch {
		case d.IsInner() || !d.Admits(t.Slug):
		case d.OpensAt == nil:
			return opens
		case own == nil || d.OpensAt.Before(*own):
			own = d.OpensAt
		}
	}
	if own != nil {
		return *own
	}
	return opens
}

// plan is the day that is played.
func (b *basis) plan() *queue.Plan {
	p := &queue.Plan{Line: queue.Line{Doors: b.settings.Doors, Service: b.settings.Service()}}
	for i := range b.types {
		t := &b.types[i]
		p.Groups = append(p.Groups, queue.Group{People: t.Coming, Curve: b.curve, Opens: t.OpensAt.Sub(b.day.starts)})
	}
	if n := b.walkIns(); n > 0 {
		p.Groups = append(p.Groups, queue.Group{
			People: n, Curve: b.curve, Opens: b.settings.Opens(),
		})
	}
	return p
}

// walkIns is how many come without a ticket: on the first day. From then on they have a place.
func (b *basis) walkIns() int {
	if !b.day.isFirst() {
		return 0
	}
	return b.settings.WalkIns
}

func (b *basis) coming() int {
	n := b.walkIns()
	for i := range b.types {
		n += b.types[i].Coming
	}
	return n
}
