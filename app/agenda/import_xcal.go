package agenda

import (
	"bytes"
	"encoding/xml"
	"strings"

	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// xcalFile is a calendar as XML (RFC 6321): each property has its values in elements called as the type of the value.
type xcalFile struct {
	Events []struct {
		Properties struct {
			List []xcalProperty `xml:",any"`
		} `xml:"properties"`
	} `xml:"vcalendar>components>vevent"`
}

type xcalProperty struct {
	XMLName xml.Name
	Zone    string `xml:"parameters>tzid>text"`
	Values  []struct {
		XMLName xml.Name
		Text    string `xml:",chardata"`
	} `xml:",any"`
}

// readXCal reads the events of an xCal file as those of an iCalendar file.
func (s *Service) readXCal(e *models.Event, content []byte) (*file, error) {
	var document xcalFile
	if err := xml.NewDecoder(bytes.NewReader(content)).Decode(&document); err != nil {
		return nil, unreadable("agenda.import_xml")
	}
	read := &file{views: s.calendarViews}
	for i := range document.Events {
		entry := &ics.VEvent{}
		for _, p := range document.Events[i].Properties.List {
			p.addTo(entry)
		}
		read.addEntry(e, entry)
	}
	read.sort()
	return read, nil
}

// xcalTimes leaves of a date and time what iCalendar writes.
var xcalTimes = strings.NewReplacer("-", "", ":", "")

func (p *xcalProperty) addTo(entry *ics.VEvent) {
	if len(p.Values) == 0 {
		return
	}
	value := ics.ToText(p.Values[0].Text)
	if p.Values[0].XMLName.Local == "date-time" {
		value = xcalTimes.Replace(strings.TrimSpace(p.Values[0].Text))
	}
	name := ics.ComponentProperty(strings.ToUpper(p.XMLName.Local))
	if zone := strings.TrimSpace(p.Zone); zone != "" {
		entry.SetProperty(name, value, ics.WithTZID(zone))
		return
	}
	entry.SetProperty(name, value)
}
