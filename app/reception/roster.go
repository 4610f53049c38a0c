package reception

import (
	"context"
	"strconv"
	"time"

	"meguri/app/service/ticket"
	"meguri/models"
)

// Roster is what a device knows: who may come, what decides, and the keys that tickets are signed with.
type Roster struct {
	People []RosterPerson `json:"people"`
	// Gone are the ids of those who are to be forgotten.
	Gone []string `json:"gone"`
	// Scans are the newest scans of all doors.
	Scans []RosterScan `json:"scans"`
	Keys  []RosterKey  `json:"keys"`
	Rules RosterRules  `json:"rules"`
	// Full says that People is everybody: whoever else is known is to be forgotten.
	Full bool `json:"full"`
	// Next is the Since of the next question, and Now the server's time.
	Next string    `json:"next"`
	Now  time.Time `json:"now"`
}

// RosterPerson is a person as a device knows them.
type RosterPerson struct {
	ID           string                   `json:"id"`
	Code         string                   `json:"code,omitempty"`
	Family       string                   `json:"family,omitempty"`
	Given        string                   `json:"given,omitempty"`
	FamilyKana   string                   `json:"family_kana,omitempty"`
	GivenKana    string                   `json:"given_kana,omitempty"`
	Organization string                   `json:"organization,omitempty"`
	TicketType   string                   `json:"ticket_type,omitempty"` // slug
	State        models.RegistrationState `json:"state,omitempty"`
	TicketSerial int                      `json:"ticket_serial,omitempty"`
	// Into is the registration of the same person that stays in place of this one, "" for none.
	Into string `json:"into,omitempty"`
	// Group is who registered them, "" for who came alone.
	Group   string     `json:"group,omitempty"`
	Arrived bool       `json:"arrived,omitempty"`
	Inside  bool       `json:"inside,omitempty"`
	Since   *time.Time `json:"since,omitempty"`
	// Door is the door they came in by, Place the room they are in, of who is inside.
	Door  string `json:"door,omitempty"`
	Place string `json:"place,omitempty"`
}

// RosterKey is a public key of the event.
type RosterKey struct {
	Number int    `json:"number"`
	Key    string `json:"key"` // base64
}

// RosterRules are the rules and what a device shows with them.
type RosterRules struct {
	Rules
	Title    Words     `json:"title"`
	TimeZone string    `json:"time_zone"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	ForgetAt time.Time `json:"forget_at"`
	Phone    string    `json:"phone,omitempty"`
	// Nights are the moments at which who was not scanned on the way out counts as inside no more.
	Nights      models.Nights `json:"nights,omitempty"`
	Doors       []RosterDoor  `json:"doors"`
	TicketTypes []RosterType  `json:"ticket_types"`
	// Tagged are the codes of those who have the tags that doors ask for, by tag.
	Tagged map[string][]string `json:"tagged,omitempty"`
	// Consents are asked of those who come without a ticket.
	Consents []RosterConsent `json:"consents"`
}

// Words are a text in both languages.
type Words struct {
	Ja string `json:"ja"`
	En string `json:"en"`
}

// RosterDoor is a door.
type RosterDoor struct {
	Slug string `json:"slug"`
	Name Words  `json:"name"`
	// Place is the place behind it, "" for the venue, and PlaceName how that is called.
	Place     string `json:"place,omitempty"`
	PlaceName *Words `json:"place_name,omitempty"`
}

// RosterType is a ticket type.
type RosterType struct {
	Slug string      `json:"slug"`
	Name Words       `json:"name"`
	Mode models.Mode `json:"mode"`
	// Free is how many places are free, nil without a limit.
	Free *int `json:"free,omitempty"`
}

// RosterConsent is a text that people agree to.
type RosterConsent struct {
	Slug     string `json:"slug"`
	Text     Words  `json:"text"`
	Required bool   `json:"required"`
}

// overlap is how much earlier than it asked a device is told from: a transaction may be that long on its way.
const overlap = 65 * time.Second

// Roster tells a device who may come, or what changed since it asked last ("" for never). Staff who may admit, and
// devices, call it. Errors: Forbidden once the event is over.
func (s *Service) Roster(ctx context.Context, event *models.Event, since string) (*Roster, error) {
	if s.db.Now().After(event.EndsAt.Add(closing)) {
		return nil, models.NewError(models.CodeForbidden, "device.event_over")
	}
	from := time.Time{}
	if ms, err := strconv.ParseInt(since, 10, 64); err == nil && ms > 0 {
		from = time.UnixMilli(ms).Add(-overlap)
	}
	roster, err := models.Coalesce(ctx, s.db, "roster "+event.ID+" "+since, func(q *models.Query) (*Roster, error) {
		return readRoster(q, event, from)
	})
	if err != nil {
		return nil, err
	}
	told := *roster // others may be told the same one
	told.Now = s.db.Now()
	return &told, nil
}

func readRoster(q *models.Query, event *models.Event, from time.Time) (*Roster, error) {
	roster := &Roster{
		People: []RosterPerson{}, Gone: []string{}, Keys: []RosterKey{}, Full: from.IsZero(),
		Next: strconv.FormatInt(q.Now.UnixMilli(), 10),
	}
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	doors, err := readPlaces(q, event)
	if err != nil {
		return nil, err
	}
	keys, err := q.EventKeys().OfEvent(event.ID)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		roster.Keys = append(roster.Keys, RosterKey{k.Number, k.PublicKey})
	}
	people, err := q.Registrations().Roster(event, from)
	if err != nil {
		return nil, err
	}
	if roster.Scans, err = rosterScans(q, event, from); err != nil {
		return nil, err
	}
	roster.Rules = rulesOf(event, types, doors)
	if roster.Rules.Nights, err = q.Admissions().Nights(event); err != nil {
		return nil, err
	}
	if roster.Rules.Rules.Doors, err = doorRules(q, event, doors.doors); err != nil {
		return nil, err
	}
	if roster.Rules.Tagged, err = taggedCodes(q, event, tagsOf(doors.doors)); err != nil {
		return nil, err
	}
	consents, err := q.ConsentTexts().OfEvent(event)
	if err != nil {
		return nil, err
	}
	for _, c := range consents {
		roster.Rules.Consents = append(roster.Rules.Consents, RosterConsent{c.Slug, Words{c.TextJa, c.TextEn}, c.Required})
	}
	roster.add(people, types)
	return roster, nil
}

func (r *Roster) add(people []models.RosterPerson, types []models.TicketType) {
	slugs := make(map[string]string, len(types))
	for _, t := range types {
		slugs[t.ID] = t.Slug
	}
	for i := range people {
		switch p := &people[i]; {
		case p.ErasedAt != nil:
			r.Gone = append(r.Gone, p.ID)
		case p.MergedInto != nil:
			r.People = append(r.People, RosterPerson{ID: p.ID, Code: p.Code, Into: *p.MergedInto})
		default:
			r.People = append(r.People, rosterPerson(p, slugs[p.TicketTypeID]))
		}
	}
}

func rosterPerson(p *models.RosterPerson, ticketType string) RosterPerson {
	person := RosterPerson{
		ID: p.ID, Code: p.Code, Family: p.Family, Given: p.Given, FamilyKana: p.FamilyKana, GivenKana: p.GivenKana,
		Organization: p.Organization, TicketType: ticketType, State: p.State, TicketSerial: p.TicketSerial,
		Arrived: p.Arrived, Inside: p.Inside,
	}
	if p.RepresentativeID != nil {
		person.Group = *p.RepresentativeID
	}
	if p.Arrived && p.Since != nil {
		since := p.Since.UTC()
		person.Since = &since
	}
	if p.Inside {
		person.Door, person.Place = p.Door, p.Place
	}
	return person
}

func rulesOf(event *models.Event, types []models.TicketType, doors *places) RosterRules {
	rules := RosterRules{
		Rules: Rules{
			EventID: event.ID, TicketsUntil: ticket.NotAfter(event.EndsAt).UTC(),
			VenueFull: !event.IsMovedOnline() && venueIsFull(types),
		},
		Title:    Words{event.TitleJa, event.TitleEn},
		TimeZone: event.TimeZone, StartsAt: event.StartsAt.UTC(), EndsAt: event.EndsAt.UTC(),
		ForgetAt: event.EndsAt.Add(closing).UTC(), Phone: event.ContactPhone,
		Doors: []RosterDoor{}, Consents: []RosterConsent{}, TicketTypes: []RosterType{},
	}
	if event.State == models.EventCancelled {
		at := time.Time{}
		if event.CancelledAt != nil {
			at = event.CancelledAt.UTC()
		}
		rules.CancelledAt = &at
	}
	for i := range doors.doors {
		d := &doors.doors[i]
		rules.Doors = append(rules.Doors, RosterDoor{
			Slug: d.Slug, Name: Words{d.NameJa, d.NameEn}, Place: d.Place(), PlaceName: doors.name(d.Place()),
		})
	}
	for _, t := range types {
		listed := RosterType{Slug: t.Slug, Name: Words{t.NameJa, t.NameEn}, Mode: event.ModeOf(t)}
		if free := t.FreePlaces(); free >= 0 {
			listed.Free = &free
		}
		rules.TicketTypes = append(rules.TicketTypes, listed)
	}
	return rules
}

// venueIsFull reports whether every place at the venue is taken.
func venueIsFull(types []models.TicketType) bool {
	full := false
	for i := range types {
		if t := &types[i]; t.Mode == models.ModeVenue {
			if t.Capacity == nil || t.Taken < *t.Capacity {
				return false
			}
			full = true
		}
	}
	return full
}
