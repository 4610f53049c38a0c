package reception

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/models"
)

// InsidePlace is a place of the event with those who are there now.
type InsidePlace struct {
	// Name is that of the room, or of the door by which they came into the venue; empty for neither.
	Name Words
	// IsRoom says that it is a room; else the people may be anywhere in the venue.
	IsRoom bool
	People []models.InsidePerson
}

// Inside is who is inside now.
type Inside struct {
	Places []InsidePlace
	Total  int
	At     time.Time
	// Silent are the devices that have scans which the server has not got, or that were not heard of for a while: what is
	// said here may be without them.
	Silent []models.Device
}

// silence is how long after a device was heard of last it is taken to be without network.
const silence = 2 * time.Minute

// Inside reads who is inside now, by place. In an emergency everybody who may admit needs it, so that it names people
// and nothing else of them. Staff who may admit call it.
func (s *Service) Inside(ctx context.Context, event *models.Event) (*Inside, error) {
	q := s.db.Query(ctx)
	people, err := q.Admissions().InsideNow(event)
	if err != nil {
		return nil, err
	}
	places, err := readPlaces(q, event)
	if err != nil {
		return nil, err
	}
	devices, err := q.Devices().OfEvent(event)
	if err != nil {
		return nil, err
	}
	return &Inside{
		Places: places.group(people), Total: len(people), At: q.Now, Silent: silent(devices, q.Now),
	}, nil
}

// silent are the devices in use that wait to send, or were not heard of for a while.
func silent(devices []models.Device, now time.Time) []models.Device {
	return slices.DeleteFunc(slices.Clone(devices), func(d models.Device) bool {
		return !d.IsPaired() || d.Waiting == 0 && d.IsHeard(now, silence)
	})
}

// places are the doors of an event and the names of what they lead to.
type places struct {
	doors []models.Door
	rooms map[string]Words
}

func readPlaces(q *models.Query, event *models.Event) (*places, error) {
	doors, err := readDoors(q, event)
	if err != nil {
		return nil, err
	}
	p := &places{doors, map[string]Words{}}
	if !slices.ContainsFunc(doors, func(d models.Door) bool { return d.IsInner() }) {
		return p, nil
	}
	rooms, err := q.Rooms().OfEvent(event)
	if err != nil {
		return nil, err
	}
	for _, r := range rooms {
		p.rooms[r.ID] = Words{r.NameJa, r.NameEn}
	}
	sessions, err := q.Sessions().OfEvent(event)
	for i := range sessions {
		p.rooms[sessions[i].ID] = Words{sessions[i].TitleJa, sessions[i].TitleEn}
	}
	return p, err
}

// name is how a room is called, nil for the venue.
func (p *places) name(place string) *Words {
	if name, ok := p.rooms[place]; ok {
		return &name
	}
	return nil
}

// group sorts people into rooms, and those who are in none by the door that they came in by, in the order of the doors.
// Each list keeps its order.
func (p *places) group(people []models.InsidePerson) []InsidePlace {
	type key struct{ place, door string }
	byPlace := map[key][]models.InsidePerson{}
	for _, person := range people {
		k := key{place: person.Place}
		if p.name(person.Place) == nil {
			k = key{door: person.Door}
		}
		byPlace[k] = append(byPlace[k], person)
	}
	var list []InsidePlace
	take := func(k key, place InsidePlace) {
		if place.People = byPlace[k]; len(place.People) > 0 {
			list = append(list, place)
			delete(byPlace, k)
		}
	}
	for i := range p.doors {
		if d := &p.doors[i]; d.IsInner() && p.name(d.Place()) != nil {
			take(key{place: d.Place()}, InsidePlace{Name: *p.name(d.Place()), IsRoom: true})
		}
	}
	for _, d := range p.doors {
		take(key{door: d.Slug}, InsidePlace{Name: Words{d.NameJa, d.NameEn}})
	}
	var rest InsidePlace // of doors that are no more, and events without any
	for _, left := range byPlace {
		rest.People = append(rest.People, left...)
	}
	if len(rest.People) > 0 {
		slices.SortStableFunc(rest.People, func(a, b models.InsidePerson) int {
			return strings.Compare(a.SortKey(), b.SortKey())
		})
		list = append(list, rest)
	}
	return list
}

// InsidePaper makes the list of who is inside on paper, with boxes to tick. Staff who may admit call it.
func (s *Service) InsidePaper(
	ctx context.Context, w io.Writer, maker *pdf.Maker, texts *i18n.Localizer, event *models.Event,
) error {
	inside, err := s.Inside(ctx, event)
	if err != nil {
		return err
	}
	paper := pdf.InsideList{Event: event, PrintedAt: inside.At, Total: inside.Total}
	for _, place := range inside.Places {
		name := place.Title(texts)
		paper.Places = append(paper.Places, pdf.InsideGroup{Name: name, People: place.People})
	}
	return maker.InsideList(w, texts, paper)
}

// Title is how the place is called on lists.
func (p *InsidePlace) Title(texts *i18n.Localizer) string {
	name := texts.Pick(p.Name.Ja, p.Name.En)
	switch {
	case name == "":
		return texts.T("inside.venue")
	case p.IsRoom:
		return name
	}
	return texts.T("inside.venue_by", "door", name)
}
