package reception

import (
	"cmp"
	"context"
	"slices"
	"time"

	"meguri/models"
)

// Board is how the doors of an event do now.
type Board struct {
	At       time.Time
	Counts   []Count
	Expected int // at the venue, as Arrived and Inside
	Arrived  int
	Inside   int
	WalkIns  int
	// Conflicts counts those that are to be looked at; Waiting the scans that devices have not sent yet.
	Conflicts, Waiting int
	Organizations      []models.OrganizationArrival
	Doors              []DoorNow
	Devices            []DeviceNow
	// Minutes are the arrivals of the last hour, a minute each.
	Minutes []Minute
}

// Minute is how many arrived in the minute that begins at From.
type Minute struct {
	From    time.Time
	Arrived int
}

// DoorNow is a door with what happens there.
type DoorNow struct {
	models.Door
	// Total counts who was let in by it, Lately in the last 15 minutes; Behind is who is in the place behind it.
	Total, Lately, Behind, Devices int
	// IsCrowded and IsFull compare Behind with what the door says.
	IsCrowded, IsFull bool
}

// DeviceNow is a device with how it is.
type DeviceNow struct {
	models.Device
	// IsOnline says that it was heard of lately; NeedsCare that somebody should look after it.
	IsOnline, NeedsCare bool
}

const (
	boardMinutes  = 60
	lately        = 15 * time.Minute
	lowBattery    = 20 // percent
	organizations = 12
)

// Board reads it. It names nobody. Staff who may admit call it.
func (s *Service) Board(ctx context.Context, event *models.Event) (*Board, error) {
	q := s.db.Query(ctx)
	b := &Board{At: q.Now}
	for _, read := range []func(q *models.Query, event *models.Event) error{
		b.readCounts, b.readMinutes, b.readDevices, b.readDoors,
	} {
		if err := read(q, event); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *Board) readCounts(q *models.Query, event *models.Event) (err error) {
	if b.Counts, err = countArrivals(q, event); err != nil {
		return err
	}
	for i := range b.Counts {
		c := &b.Counts[i]
		if event.ModeOf(c.Type) == models.ModeVenue {
			b.Expected += c.Expected
		}
		b.Arrived, b.Inside = b.Arrived+c.Arrived, b.Inside+c.Inside
	}
	if b.WalkIns, err = q.Registrations().WalkIns(event); err != nil {
		return err
	}
	if b.Conflicts, err = q.Conflicts().CountOpen(event); err != nil {
		return err
	}
	b.Organizations, err = q.Registrations().ArrivalsByOrganization(event, organizations)
	return err
}

// readMinutes counts the arrivals of the last hour; once the event is over, of its last one with arrivals.
func (b *Board) readMinutes(q *models.Query, event *models.Event) error {
	until := q.Now
	if until.After(event.EndsAt) {
		_, last, err := q.Admissions().ArrivalSpan(event, models.Interval{From: time.Time{}, Until: q.Now})
		if err != nil {
			return err
		}
		if !last.IsZero() {
			until = last
		}
	}
	times := make([]time.Time, boardMinutes+1)
	end := until.Truncate(time.Minute).Add(time.Minute)
	for i := range times {
		times[i] = end.Add(time.Duration(i-boardMinutes) * time.Minute)
	}
	counts, err := q.Admissions().CountByDay(event, times)
	for i, n := range counts {
		b.Minutes = append(b.Minutes, Minute{times[i], n})
	}
	return err
}

func (b *Board) readDevices(q *models.Query, event *models.Event) error {
	devices, err := q.Devices().OfEvent(event)
	for _, d := range devices {
		if !d.IsPaired() {
			continue
		}
		now := DeviceNow{Device: d, IsOnline: d.IsHeard(b.At, silence)}
		now.NeedsCare = !now.IsOnline || (d.Battery != nil && *d.Battery < lowBattery)
		b.Waiting += d.Waiting
		b.Devices = append(b.Devices, now)
	}
	slices.SortStableFunc(b.Devices, func(x, y DeviceNow) int {
		return cmp.Or(compareCare(x.NeedsCare, y.NeedsCare), cmp.Compare(x.Name, y.Name))
	})
	return err
}

// compareCare sorts what needs somebody first.
func compareCare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (b *Board) readDoors(q *models.Query, event *models.Event) error {
	doors, err := q.Doors().OfEvent(event)
	if err != nil {
		return err
	}
	byPlace, err := q.Admissions().ByPlace(event)
	if err != nil {
		return err
	}
	total, err := q.CheckIns().ByDoor(event, models.Interval{Until: b.At.Add(time.Second)})
	if err != nil {
		return err
	}
	late, err := q.CheckIns().ByDoor(event, models.Interval{From: b.At.Add(-lately), Until: b.At.Add(time.Second)})
	for _, d := range doors {
		now := DoorNow{Door: d, Total: total[d.Slug], Lately: late[d.Slug], Behind: byPlace[d.Place()]}
		if d.Place() == "" {
			now.Behind = b.Inside
		}
		now.IsCrowded = d.WarnAt != nil && now.Behind >= *d.WarnAt
		now.IsFull = d.Capacity != nil && now.Behind >= *d.Capacity
		now.Devices = len(slices.DeleteFunc(slices.Clone(b.Devices), func(device DeviceNow) bool {
			return cmp.Or(device.Door, mainDoor) != d.Slug
		}))
		b.Doors = append(b.Doors, now)
	}
	return err
}

// Online counts the devices that were heard of lately.
func (b *Board) Online() (n int) {
	for i := range b.Devices {
		if b.Devices[i].IsOnline {
			n++
		}
	}
	return n
}

// Lately counts the arrivals of the last 15 minutes of the chart.
func (b *Board) Lately() (n int) {
	for _, m := range b.Minutes[max(0, len(b.Minutes)-15):] {
		n += m.Arrived
	}
	return n
}
