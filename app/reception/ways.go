package reception

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"meguri/models"
)

// ways are the doors of an event with their rules.
type ways struct {
	doors []models.Door
	rules []DoorRule // of each door
}

// findWays finds the door of each scan, before they wait for their turn. Calls that arrive together ask once; what was
// stored before a call began holds for it.
func (s *Service) findWays(ctx context.Context, event *models.Event, scans []scan) error {
	w, err := models.Coalesce(ctx, s.db, "doors "+event.ID, func(q *models.Query) (*ways, error) {
		doors, err := readDoors(q, event)
		if err != nil {
			return nil, err
		}
		rules, err := doorRules(q, event, doors)
		return &ways{doors, rules}, err
	})
	if err != nil {
		return err
	}
	for i := range scans {
		slug := cmp.Or(scans[i].input.Door, mainDoor)
		if n := slices.IndexFunc(w.doors, func(d models.Door) bool { return d.Slug == slug }); n >= 0 {
			scans[i].door, scans[i].rules = &w.doors[n], w.rules[n:n+1]
		}
	}
	return nil
}

// sessionLead is how long before a session its door opens, unless the door says when.
const sessionLead = 30 * time.Minute

// doorRules are the rules of doors, in their order.
func doorRules(q *models.Query, event *models.Event, doors []models.Door) ([]DoorRule, error) {
	var ids []string
	for i := range doors {
		if doors[i].Scope == models.DoorOfSession {
			ids = append(ids, doors[i].SessionID)
		}
	}
	sessions, err := q.Sessions().Times(event, ids)
	if err != nil {
		return nil, err
	}
	list := make([]DoorRule, 0, len(doors))
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
		rule.addTimes(event, d, sessions)
		list = append(list, rule)
	}
	return list, nil
}

// addTimes adds when one may come in by a door of a day or a session that says nothing of it.
func (d *DoorRule) addTimes(event *models.Event, door *models.Door, sessions map[string]models.Interval) {
	var opens, closes time.Time
	switch door.Scope {
	default:
		return
	case models.DoorOfDay:
		day, err := time.ParseInLocation(time.DateOnly, door.Day, event.Zone())
		if err != nil {
			return // a day that cannot be read closes no door
		}
		opens, closes = day, day.AddDate(0, 0, 1)
	case models.DoorOfSession:
		session, ok := sessions[door.SessionID]
		if !ok {
			return
		}
		opens, closes = session.From.Add(-sessionLead), session.Until
	}
	if d.OpensAt == nil {
		d.OpensAt = utc(&opens)
	}
	if d.ClosesAt == nil {
		d.ClosesAt = utc(&closes)
	}
}

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	in := at.UTC()
	return &in
}

func tagsOf(doors []models.Door) (names []string) {
	for _, d := range doors {
		if d.Tag != "" && !slices.Contains(names, d.Tag) {
			names = append(names, d.Tag)
		}
	}
	return names
}

// signedUp begins what stands for a tag where a door leads to a session that people sign up for: its id follows.
const signedUp = "signed-up:"

// readDoors reads the doors of an event. One of a session that people sign up for, and that asks for no tag, lets in
// those who have a place in it.
func readDoors(q *models.Query, event *models.Event) ([]models.Door, error) {
	doors, err := q.Doors().OfEvent(event)
	if err != nil || !slices.ContainsFunc(doors, isOfSession) {
		return doors, err
	}
	places, err := q.SessionPlaces().OfEvent(event)
	for i := range doors {
		if d := &doors[i]; isOfSession(*d) && places[d.SessionID] != nil {
			d.Tag = signedUp + d.SessionID
		}
	}
	return doors, err
}

func isOfSession(d models.Door) bool { return d.Scope == models.DoorOfSession && d.Tag == "" }

// byKind tells sessions that people signed up for from tags.
func byKind(names []string) (tags, sessions []string) {
	for _, name := range names {
		if id, ok := strings.CutPrefix(name, signedUp); ok {
			sessions = append(sessions, id)
		} else {
			tags = append(tags, name)
		}
	}
	return tags, sessions
}

// taggedCodes are the codes of those who have what doors ask for, by its name.
func taggedCodes(q *models.Query, event *models.Event, names []string) (map[string][]string, error) {
	tags, sessions := byKind(names)
	codes, err := q.Tags().CodesOf(event, tags)
	if err != nil || len(sessions) == 0 {
		return codes, err
	}
	with, err := q.SessionPlaces().Codes(sessions)
	for id, list := range with {
		codes[signedUp+id] = list
	}
	return codes, err
}

// taggedPeople are those of the people who have what doors ask for, by its name.
func taggedPeople(
	q *models.Query, event *models.Event, names, registrationIDs []string,
) (map[string]map[string]bool, error) {
	tags, sessions := byKind(names)
	people, err := q.Tags().PeopleOf(event, tags, registrationIDs)
	if err != nil || len(sessions) == 0 {
		return people, err
	}
	with, err := q.SessionPlaces().With(sessions, registrationIDs)
	if people == nil {
		people = map[string]map[string]bool{}
	}
	for id, list := range with {
		people[signedUp+id] = list
	}
	return people, err
}
