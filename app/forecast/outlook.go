package forecast

import (
	"context"
	"time"

	"meguri/app/service/queue"
	"meguri/models"
)

// Outlook holds the day against its forecast.
type Outlook struct {
	// At is when it was made.
	At time.Time
	// Arrived is how many came, Expected how many were to have come by now.
	Arrived, Expected int
	// InLine is how many stand in line, as far as that can be told: where the doors work as fast as they can.
	InLine int
	// Doors is at how many places people are admitted now.
	Doors int
	// Limit is how many minutes nobody should wait longer; WaitAt is when that is passed first, zero for never, and Wait
	// how many minutes it is at most within the time that is told.
	Limit, Wait int
	WaitAt      time.Time
	// Door is one that nobody admits at, nil where there is none.
	Door *models.Door
	// Needed is how many doors keep the limit from now on, 0 for more than MostDoors.
	Needed int
	// ByMinute is how many were expected in each minute, by its beginning in seconds since 1970.
	ByMinute map[int64]int
}

// IsCalm reports whether nobody will wait over the limit.
func (o *Outlook) IsCalm() bool { return o.WaitAt.IsZero() }

const (
	// keepFor is for how long an outlook is told again: many look at the board.
	keepFor = 15 * time.Second
	// silence is after how long without a sign of life a device admits nobody.
	silence = 2 * time.Minute
	// lately is the time in which the doors are measured.
	lately = 5 * time.Minute
	// fast is how fast the doors must work for a line to be before them, of what they can.
	fast = 0.8
)

type keptOutlook struct {
	at      time.Time
	outlook *Outlook
}

func (s *Service) forget(e *models.Event) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.kept, e.ID)
}

// Outlook tells what is to come on this day of the event, nil where there is nothing to tell: people are not coming
// now, or nobody is expected. Staff who run the room call it.
func (s *Service) Outlook(ctx context.Context, e *models.Event) (*Outlook, error) {
	q := s.db.Query(ctx)
	if e.State != models.EventPublished || !e.HasVenue() || e.Ended(q.Now) || q.Now.Before(e.StartsAt.Add(-before)) {
		return nil, nil
	}
	s.mutex.Lock()
	kept := s.kept[e.ID]
	s.mutex.Unlock()
	if kept != nil && q.Now.Sub(kept.at).Abs() < keepFor {
		return kept.outlook, nil
	}
	outlook, err := s.read(q, e)
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	clear(s.kept) // those of other events are old by now, or are read again
	s.kept[e.ID] = &keptOutlook{q.Now, outlook}
	return outlook, nil
}

func (s *Service) read(q *models.Query, e *models.Event) (*Outlook, error) {
	d, err := dayOf(q, e)
	if err != nil || !d.isComing(q.Now) {
		return nil, err
	}
	b, err := s.basis(q, e, d)
	if err != nil || b.coming() == 0 {
		return nil, err
	}
	o := &Outlook{At: q.Now, Limit: b.settings.WaitLimit, ByMinute: map[int64]int{}}
	if o.Arrived, err = d.arrived(q, e); err != nil {
		return nil, err
	}
	plan := b.plan()
	whole := wholes{}
	for _, m := range plan.Forecast() {
		came := whole.next(m.Came)
		from := d.starts.Add(m.From).Truncate(time.Minute)
		if from.Before(q.Now) {
			o.Expected += came
		}
		o.ByMinute[from.Unix()] = came
	}
	if err := o.readDoors(q, e, b); err != nil {
		return nil, err
	}
	o.look(b)
	return o, nil
}

// readDoors finds at how many places people are admitted, one where nobody is not, and whether people stand in line.
func (o *Outlook) readDoors(q *models.Query, e *models.Event, b *basis) error {
	devices, err := q.Devices().OfEvent(e)
	if err != nil {
		return err
	}
	doors, err := q.Doors().OfEvent(e)
	if err != nil {
		return err
	}
	admits := map[string]int{}
	for i := range devices {
		if d := &devices[i]; d.IsPaired() && d.IsHeard(o.At, silence) {
			admits[d.Door]++
		}
	}
	for i := range doors {
		d := &doors[i]
		switch {
		case d.IsInner():
		case admits[d.Slug] == 0 && o.Door == nil:
			o.Door = d
		default:
			o.Doors += admits[d.Slug]
		}
	}
	if o.Doors == 0 { // pages of the reception are no devices
		o.Doors = b.settings.Doors
	}
	passed, err := q.Admissions().CountByDay(e, []time.Time{o.At.Add(-lately), o.At})
	if err != nil {
		return err
	}
	most := float64(o.Doors) * float64(lately) / float64(b.settings.Service())
	if float64(passed[0]) >= fast*most {
		o.InLine = max(0, o.Expected-o.Arrived)
	}
	return nil
}

// look plays the rest of the day: who is still expected comes by the rest of the curve.
func (o *Outlook) look(b *basis) {
	now := o.At.Sub(b.day.starts)
	rest := max(0, b.coming()-o.Arrived-o.InLine)
	left := b.curve.After(now)
	// Who is late by the curve may not come at all.
	if share := left.Sum() / max(b.curve.Sum(), 1e-9); share < 1 {
		rest = min(rest, int(share*float64(b.coming())*1.25)+1)
	}
	plan := &queue.Plan{
		Groups:  []queue.Group{{People: rest, Curve: left, Opens: max(now, b.settings.Opens())}},
		Line:    queue.Line{Doors: o.Doors, Service: b.settings.Service()},
		Already: o.InLine,
	}
	limit := time.Duration(o.Limit) * time.Minute
	for _, m := range plan.Forecast() {
		o.Wait = max(o.Wait, minutesUp(m.Wait))
		if m.Wait > limit && o.WaitAt.IsZero() {
			o.WaitAt = b.day.starts.Add(m.From).Truncate(time.Minute)
		}
	}
	if !o.IsCalm() {
		o.Needed = plan.Needed(limit, MostDoors)
	}
}
