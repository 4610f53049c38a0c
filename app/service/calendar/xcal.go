package calendar

import (
	"encoding/xml"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// The document of RFC 6321: each property has its value in an element that is called as the type of the value.
type (
	xcal struct {
		XMLName    xml.Name     `xml:"urn:ietf:params:xml:ns:icalendar-2.0 icalendar"`
		Properties []xcalValue  `xml:"vcalendar>properties>property"`
		Events     []xcalVEvent `xml:"vcalendar>components>vevent"`
	}
	xcalVEvent struct {
		Properties []xcalValue `xml:"properties>property"`
	}
	xcalValue struct {
		XMLName xml.Name
		Value   xcalTyped
	}
	xcalTyped struct {
		XMLName xml.Name
		Text    string `xml:",chardata"`
	}
)

// xcalTypes are the types of properties that are no text.
var xcalTypes = map[string]string{
	"DTSTART": "date-time", "DTEND": "date-time", "DTSTAMP": "date-time", "LAST-MODIFIED": "date-time",
	"SEQUENCE": "integer", "URL": "uri", "ORGANIZER": "cal-address",
}

// XCal writes one entry for each session as XML (RFC 6321), with what Sessions writes. Times are in UTC, so that a
// reader needs no time zones.
func XCal(e *models.Event, sessions []models.Session, o Options) ([]byte, error) {
	out := xcal{Properties: []xcalValue{
		xcalOf("PRODID", "-//Meguri//Meguri//JA"), xcalOf("VERSION", "2.0"),
	}}
	for i := range sessions {
		cal := newCalendar(e, ics.MethodPublish)
		entry := addSession(cal, e, &sessions[i], o)
		out.Events = append(out.Events, xcalEvent(entry, &sessions[i]))
	}
	return xml.MarshalIndent(out, "", " ")
}

func xcalEvent(entry *ics.VEvent, s *models.Session) (event xcalVEvent) {
	for _, p := range entry.Properties {
		name, _, _ := strings.Cut(p.IANAToken, ";")
		value := ics.FromText(p.Value)
		switch name {
		case "DTSTART":
			value = s.StartsAt.UTC().Format(time.RFC3339)
		case "DTEND":
			value = s.EndsAt.UTC().Format(time.RFC3339)
		case "DTSTAMP", "LAST-MODIFIED":
			if at, err := time.Parse(utcTime, p.Value); err == nil {
				value = at.Format(time.RFC3339)
			}
		}
		event.Properties = append(event.Properties, xcalOf(name, value))
	}
	return event
}

func xcalOf(name, value string) xcalValue {
	kind := xcalTypes[name]
	if kind == "" {
		kind = "text"
	}
	return xcalValue{
		XMLName: xml.Name{Local: strings.ToLower(name)},
		Value:   xcalTyped{XMLName: xml.Name{Local: kind}, Text: value},
	}
}
