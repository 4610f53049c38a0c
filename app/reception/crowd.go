package reception

import "meguri/models"

// crowd is who is behind the doors of an event: of all scans of a transaction the same.
type crowd struct {
	// people counts who is in each place, "" for the whole venue; where says in which place each person is who is scanned
	// at a door that limits their number.
	people map[string]int
	where  map[string]models.Admission
	// tagged are the people who have the tags that doors ask for, by tag and registration.
	tagged map[string]map[string]bool
}

// lookUpCrowd reads of the crowd what the doors of the scans ask for: nothing for most. The caller has locked the
// event's reception.
func lookUpCrowd(q *models.Query, event *models.Event, scans []*scan) error {
	c := &crowd{people: map[string]int{}, where: map[string]models.Admission{}}
	var passed []models.Door
	var ids []string
	isLimited := false
	for _, s := range scans {
		s.crowd = c
		if s.door == nil || s.registration == nil {
			continue
		}
		isLimited = isLimited || s.isLimited()
		passed, ids = append(passed, *s.door), append(ids, s.registration.ID)
	}
	var err error
	if c.tagged, err = taggedPeople(q, event, tagsOf(passed), ids); err != nil || !isLimited {
		return err
	}
	return c.count(q, event, ids)
}

// isLimited reports whether the scan's door lets in only so many.
func (s *scan) isLimited() bool { return s.door != nil && s.door.Capacity != nil && s.door.Stops }

// count counts who is where.
func (c *crowd) count(q *models.Query, event *models.Event, ids []string) error {
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
	c.where, err = q.Admissions().OfRegistrations(event, ids)
	return err
}

// isBehind reports whether a person is behind the door.
func (c *crowd) isBehind(registrationID string, d *models.Door) bool {
	at := c.where[registrationID]
	return at.Inside && (!d.IsInner() || at.Place == d.Place())
}

// passes notes that a scan of a door that limits the number of people lets somebody in or out.
func (c *crowd) passes(s *scan) {
	if s.registration == nil || !s.isLimited() {
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
