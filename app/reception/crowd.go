package reception

import (
	"slices"
	"time"

	"meguri/models"
)

// crowd is what the doors of an event ask for, and who is behind them: of all scans of a transaction the same.
type crowd struct {
	doors []models.Door
	rules []DoorRule
	// people counts who is in each place, "" for the whole venue; where says in which place each person is who is scanned
	// at a door that limits their number.
	people map[string]int
	where  map[string]models.Admission
	// tagged are the people who have the tags that doors ask for, by tag and registration.
	tagged map[string]map[string]bool
}

// lookUpDoors finds the door of each scan, and what the doors ask for.
func lookUpDoors(q *models.Query, event *models.Event, scans []*scan) (*crowd, error) {
	found, err := q.Doors().OfEvent(event)
	if err != nil {
		return nil, err
	}
	c := &crowd{doors: found, people: map[string]int{}, where: map[string]models.Admission{}}
	var passed []models.Door
	var ids []string
	for _, s := range scans {
		s.door, s.crowd = c.door(s.input.Door), c
		if s.door != nil && !slices.ContainsFunc(passed, func(d models.Door) bool { return d.ID == s.door.ID }) {
			passed = append(passed, *s.door)
		}
		if id := s.registrationID(); id != "" {
			ids = append(ids, id)
		}
	}
	if c.rules, err = doorRules(q, event, passed); err != nil {
		return nil, err
	}
	c.tagged, err = q.Tags().PeopleOf(event, tagsOf(passed), ids)
	return c, err
}

func (c *crowd) door(slug string) *models.Door {
	for i := range c.doors {
		if c.doors[i].Slug == slug || (slug == "" && c.doors[i].Slug == mainDoor) {
			return &c.doors[i]
		}
	}
	return nil
}

// limits reports whether it matters how many are behind the door.
func (c *crowd) limits(d *models.Door) bool { return d.Capacity != nil && d.Stops }

// needOrder reports whether the scans must be answered one transaction after the other: they pass an inner door, or one
// that lets in only so many.
func (c *crowd) needOrder(scans []*scan) bool {
	return slices.ContainsFunc(scans, func(s *scan) bool {
		return s.door != nil && (s.door.IsInner() || c.limits(s.door))
	})
}

// count counts who is where, where a door asks. The caller has locked the event's reception.
func (c *crowd) count(q *models.Query, event *models.Event, scans []*scan) (err error) {
	isLimited := func(s *scan) bool { return s.door != nil && c.limits(s.door) }
	if !slices.ContainsFunc(scans, isLimited) {
		return nil
	}
	byPlace, err := q.Admissions().ByPlace(event)
	if err != nil {
		return err
	}
	for place, people := range byPlace {
		c.people[""] += people
		if place != "" {
			c.people[place] = people
		}
	}
	var ids []string
	for i := range scans {
		if id := scans[i].registrationID(); id != "" {
			ids = append(ids, id)
		}
	}
	c.where, err = q.Admissions().OfRegistrations(ids)
	return err
}

// isBehind reports whether a person is behind the door.
func (c *crowd) isBehind(registrationID string, d *models.Door) bool {
	at := c.where[registrationID]
	return at.Inside && (!d.IsInner() || at.Place == d.Place())
}

// passes notes that a scan of a door that limits the number of people lets somebody in or out.
func (c *crowd) passes(s *scan) {
	if s.door == nil || s.registration == nil || !c.limits(s.door) {
		return
	}
	wasBehind, id, place := c.isBehind(s.registration.ID, s.door), s.registration.ID, s.door.Place()
	switch s.CheckIn.Result {
	case models.CheckInAdmitted:
		c.where[id] = models.Admission{Inside: true, Place: place}
		if !wasBehind {
			c.people[place]++
		}
	case models.CheckInLeft:
		c.where[id] = models.Admission{Inside: s.door.IsInner()}
		if wasBehind {
			c.people[place]--
		}
	}
}

func tagsOf(doors []models.Door) (names []string) {
	for _, d := range doors {
		if d.Tag != "" && !slices.Contains(names, d.Tag) {
			names = append(names, d.Tag)
		}
	}
	return names
}

// sessionLead is how long before a session its door opens, unless the door says when.
const sessionLead = 30 * time.Minute

// doorRules are the rules of those doors that have any.
func doorRules(q *models.Query, event *models.Event, doors []models.Door) (list []DoorRule, err error) {
	for i := range doors {
		d := &doors[i]
		rule := DoorRule{
			Slug: d.Slug, Types: d.Types(), Tag: d.Tag, OpensAt: utc(d.OpensAt), ClosesAt: utc(d.ClosesAt), Stops: d.Stops,
		}
		if d.Capacity != nil {
			rule.Capacity = *d.Capacity
		}
		if d.WarnAt != nil {
			rule.WarnAt = *d.WarnAt
		}
		if err := rule.addTimes(q, event, d); err != nil {
			return nil, err
		}
		list = append(list, rule)
	}
	return list, nil
}

// addTimes adds when one may come in by a door of a day or a session that says nothing of it.
func (d *DoorRule) addTimes(q *models.Query, event *models.Event, door *models.Door) error {
	var opens, closes time.Time
	switch door.Scope {
	default:
		return nil
	case models.DoorOfDay:
		day, err := time.ParseInLocation(time.DateOnly, door.Day, event.Zone())
		if err != nil {
			return nil //nolint:nilerr // a day that cannot be read closes no door
		}
		opens, closes = day, day.AddDate(0, 0, 1)
	case models.DoorOfSession:
		session, err := q.Sessions().ByID(event, door.SessionID)
		if models.CodeOf(err) == models.CodeNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		opens, closes = session.StartsAt.Add(-sessionLead), session.EndsAt
	}
	if d.OpensAt == nil {
		d.OpensAt = utc(&opens)
	}
	if d.ClosesAt == nil {
		d.ClosesAt = utc(&closes)
	}
	return nil
}

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	in := at.UTC()
	return &in
}
