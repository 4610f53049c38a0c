// Package agenda shows an event's sessions: by time and room, with clashes, and in the c3voc exchange format.
package agenda

import (
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"meguri/models"
)

// Schedule is an agenda in the format of https://c3voc.de/wiki/schedule, for JSON and XML.
type Schedule struct {
	Version    string     `json:"version"`
	BaseURL    string     `json:"base_url"`
	Conference Conference `json:"conference"`
}

// Conference is the event.
type Conference struct {
	Acronym  string  `json:"acronym"`
	Title    string  `json:"title"`
	Start    string  `json:"start"`
	End      string  `json:"end"`
	Days     int     `json:"daysCount"`
	Slot     string  `json:"timeslot_duration"`
	Zone     string  `json:"time_zone_name"`
	URL      string  `json:"url"`
	Rooms    []Place `json:"rooms"`
	Schedule []Day   `json:"days"`
}

// Place is a room.
type Place struct {
	Name string `json:"name"`
	GUID string `json:"guid"`
}

// Day is one day's sessions by room.
type Day struct {
	Index int                  `json:"index"`
	Date  string               `json:"date"`
	Start string               `json:"day_start"`
	End   string               `json:"day_end"`
	Rooms map[string][]Session `json:"rooms"`
	order []string
}

// Session is one item.
type Session struct {
	ID       int64    `json:"id"`
	GUID     string   `json:"guid"`
	Date     string   `json:"date"`
	Start    string   `json:"start"`
	Duration string   `json:"duration"`
	Room     string   `json:"room"`
	Slug     string   `json:"slug"`
	URL      string   `json:"url"`
	Title    string   `json:"title"`
	Subtitle string   `json:"subtitle"`
	Track    string   `json:"track"`
	Type     string   `json:"type"`
	Language string   `json:"language"`
	Abstract string   `json:"abstract"`
	About    string   `json:"description"`
	Persons  []Person `json:"persons"`
	Links    []string `json:"links"`
}

// Person is a speaker: a person or a role.
type Person struct {
	ID   int64  `json:"id"`
	Name string `json:"public_name"`
}

// NewSchedule puts the sessions that take place into the exchange format, in Japanese. Sessions without a room are in the room named after the event's
// online room.
func NewSchedule(e *models.Event, sessions []models.Session, baseURL string) *Schedule {
	page := baseURL + "/events/" + e.Slug
	c := Conference{
		Acronym: acronym(e.Slug), Title: pick(e.TitleJa, e.TitleEn), Start: e.Local(e.StartsAt).Format(time.DateOnly), End: e.Local(e.EndsAt).Format(time.DateOnly),
		Slot: "00:05", Zone: e.Zone().String(), URL: page, Rooms: []Place{}, Schedule: days(e, sessions),
	}
	c.Days = len(c.Schedule)
	seen := map[string]bool{}
	for _, s := range sessions {
		day := c.dayOf(e.Local(s.StartsAt).Format(time.DateOnly))
		if s.CancelledAt != nil || day == nil {
			continue
		}
		place := placeOf(&s, e)
		if !seen[place.Name] {
			seen[place.Name], c.Rooms = true, append(c.Rooms, place)
		}
		if day.Rooms[place.Name] == nil {
			day.order = append(day.order, place.Name)
		}
		day.Rooms[place.Name] = append(day.Rooms[place.Name], exchanged(e, &s, place.Name, page))
	}
	return &Schedule{Version: strconv.Itoa(e.Version), BaseURL: baseURL + "/", Conference: c}
}

// days are the event's, and those of sessions before and after it.
func days(e *models.Event, sessions []models.Session) []Day {
	var list []Day
	from, until := e.Local(e.StartsAt), e.Local(e.EndsAt)
	for _, s := range sessions {
		if s.CancelledAt == nil && s.StartsAt.Before(from) {
			from = e.Local(s.StartsAt)
		}
		if s.CancelledAt == nil && s.StartsAt.After(until) {
			until = e.Local(s.EndsAt)
		}
	}
	for day := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, e.Zone()); day.Before(until); day = day.AddDate(0, 0, 1) {
		list = append(list, Day{
			Index: len(list) + 1, Date: day.Format(time.DateOnly), Start: day.Format(time.RFC3339), End: day.AddDate(0, 0, 1).Add(-time.Second).Format(time.RFC3339),
			Rooms: map[string][]Session{},
		})
	}
	return list
}

func (c *Conference) dayOf(date string) *Day {
	for i := range c.Schedule {
		if c.Schedule[i].Date == date {
			return &c.Schedule[i]
		}
	}
	return nil
}

func placeOf(s *models.Session, e *models.Event) Place {
	if s.Room == nil && e.HasStream() {
		return Place{"Online", e.ID}
	}
	if s.Room == nil {
		return Place{pick(pick(e.VenueNameJa, e.VenueNameEn), "Venue"), e.ID}
	}
	return Place{pick(s.Room.NameJa, s.Room.NameEn), s.Room.ID}
}

func exchanged(e *models.Event, s *models.Session, room, page string) Session {
	length := int(s.EndsAt.Sub(s.StartsAt).Minutes())
	out := Session{
		ID: number(s.ID), GUID: s.ID, Date: e.Local(s.StartsAt).Format(time.RFC3339), Start: e.Local(s.StartsAt).Format("15:04"),
		Duration: fmt.Sprintf("%02d:%02d", length/60, length%60), Room: room, Slug: acronym(e.Slug) + "-" + s.ID, URL: page + "/agenda#" + s.ID,
		Title: pick(s.TitleJa, s.TitleEn), Type: string(s.Kind), Language: s.Language, Abstract: pick(s.DescriptionJa, s.DescriptionEn),
		Persons: []Person{}, Links: []string{},
	}
	if s.TitleJa != "" {
		out.Subtitle = s.TitleEn
	}
	if s.Track != nil {
		out.Track = pick(s.Track.NameJa, s.Track.NameEn)
	}
	for _, link := range s.Speakers {
		name := strings.TrimSpace(pick(link.Speaker.OrganizationJa, link.Speaker.OrganizationEn) + " " + pick(link.Speaker.NameJa, link.Speaker.NameEn))
		out.Persons = append(out.Persons, Person{number(link.SpeakerID), name})
	}
	return out
}

// acronym is the slug in the letters that the format has for it: at least four, without hyphens.
func acronym(slug string) string {
	text := strings.ReplaceAll(slug, "-", "_")
	for len(text) < 4 {
		text += "_"
	}
	return text
}

// number is a positive integer of an id, as older readers of the format want one.
func number(id string) int64 {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return 1
	}
	return int64(binary.BigEndian.Uint32(parsed[12:])>>1) + 1
}

func pick(first, second string) string {
	if first == "" {
		return second
	}
	return first
}

// JSON is the document of schedule.json.
func (s *Schedule) JSON() any {
	return map[string]any{"$schema": "https://c3voc.de/schedule/schema.json", "generator": map[string]string{"name": "Meguri"}, "schedule": s}
}

type (
	xmlSchedule struct {
		XMLName    xml.Name      `xml:"schedule"`
		Generator  xmlGenerator  `xml:"generator"`
		Version    string        `xml:"version"`
		Conference xmlConference `xml:"conference"`
		Days       []xmlDay      `xml:"day"`
	}
	xmlGenerator struct {
		Name string `xml:"name,attr"`
	}
	xmlConference struct {
		Title   string `xml:"title"`
		Acronym string `xml:"acronym"`
		Start   string `xml:"start"`
		End     string `xml:"end"`
		Days    int    `xml:"days"`
		Slot    string `xml:"timeslot_duration"`
		URL     string `xml:"url"`
		Zone    string `xml:"time_zone_name"`
	}
	xmlDay struct {
		Index int       `xml:"index,attr"`
		Date  string    `xml:"date,attr"`
		Start string    `xml:"start,attr"`
		End   string    `xml:"end,attr"`
		Rooms []xmlRoom `xml:"room"`
	}
	xmlRoom struct {
		Name   string       `xml:"name,attr"`
		Events []xmlSession `xml:"event"`
	}
	xmlSession struct {
		ID       int64       `xml:"id,attr"`
		GUID     string      `xml:"guid,attr"`
		Room     string      `xml:"room"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Type     string      `xml:"type"`
		Date     string      `xml:"date"`
		Start    string      `xml:"start"`
		Duration string      `xml:"duration"`
		Abstract string      `xml:"abstract"`
		Slug     string      `xml:"slug"`
		Track    string      `xml:"track"`
		Persons  []xmlPerson `xml:"persons>person"`
		Language string      `xml:"language"`
		URL      string      `xml:"url"`
	}
	xmlPerson struct {
		ID   int64  `xml:"id,attr"`
		Name string `xml:",chardata"`
	}
)

// XML is the document of schedule.xml.
func (s *Schedule) XML() any {
	c := s.Conference
	out := xmlSchedule{Generator: xmlGenerator{"Meguri"}, Version: s.Version, Conference: xmlConference{c.Title, c.Acronym, c.Start, c.End, c.Days, c.Slot, c.URL, c.Zone}}
	for _, day := range c.Schedule {
		d := xmlDay{Index: day.Index, Date: day.Date, Start: day.Start, End: day.End}
		for _, name := range day.order {
			room := xmlRoom{Name: name}
			for _, e := range day.Rooms[name] {
				room.Events = append(room.Events, e.xml())
			}
			d.Rooms = append(d.Rooms, room)
		}
		out.Days = append(out.Days, d)
	}
	return out
}

func (s Session) xml() xmlSession {
	out := xmlSession{s.ID, s.GUID, s.Room, s.Title, s.Subtitle, s.Type, s.Date, s.Start, s.Duration, s.Abstract, s.Slug, s.Track, nil, s.Language, s.URL}
	for _, p := range s.Persons {
		out.Persons = append(out.Persons, xmlPerson(p))
	}
	return out
}
