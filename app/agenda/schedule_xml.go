package agenda

import (
	"encoding/xml"
	"fmt"
)

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
	out := xmlSchedule{
		Generator: xmlGenerator{"Meguri"},
		Version:   s.Version,
		Conference: xmlConference{
			Title: c.Title, Acronym: c.Acronym, Start: c.Start, End: c.End, Days: c.Days,
			Slot: c.Slot, URL: c.URL, Zone: c.Zone,
		},
	}
	for _, day := range c.Schedule {
		out.Days = append(out.Days, day.xml())
	}
	return out
}

func (d scheduleDay) xml() xmlDay {
	out := xmlDay{Index: d.Index, Date: d.Date, Start: d.Start, End: d.End}
	for _, name := range d.order {
		room := xmlRoom{Name: name}
		for _, session := range d.Rooms[name] {
			room.Events = append(room.Events, session.xml())
		}
		out.Rooms = append(out.Rooms, room)
	}
	return out
}

// xmlDuration is the duration with days before the hours where two digits do not hold the hours: the XML format allows
// no more, unlike that in JSON. As days have two digits, too, what is longer than 99 days is written as these.
func (s scheduleSession) xmlDuration() string {
	const day, most = 24 * 60, 100*24*60 - 1
	if s.length < 100*60 {
		return s.Duration
	}
	length := min(s.length, most)
	return fmt.Sprintf("%d:%02d:%02d", length/day, length%day/60, length%60)
}

func (s scheduleSession) xml() xmlSession {
	out := xmlSession{
		ID:       s.ID,
		GUID:     s.GUID,
		Room:     s.Room,
		Title:    s.Title,
		Subtitle: s.Subtitle,
		Type:     s.Type,
		Date:     s.Date,
		Start:    s.Start,
		Duration: s.xmlDuration(),
		Abstract: s.Abstract,
		Slug:     s.Slug,
		Track:    s.Track,
		Language: s.Language,
		URL:      s.URL,
	}
	for _, person := range s.Persons {
		out.Persons = append(out.Persons, xmlPerson(person))
	}
	return out
}
