package agenda

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/models"
)

// readCalendar reads the events of an iCalendar file.
func (s *Service) readCalendar(e *models.Event, content []byte) (*file, error) {
	cal, err := ics.ParseCalendar(bytes.NewReader(content))
	if err != nil {
		return nil, unreadable("agenda.import_ics")
	}
	read := &file{views: s.calendarViews}
	for _, entry := range cal.Events() {
		read.addEntry(e, entry)
	}
	read.sort()
	return read, nil
}

func (f *file) addEntry(e *models.Event, entry *ics.VEvent) {
	value := func(name ics.ComponentProperty) string {
		if p := entry.GetProperty(name); p != nil {
			return strings.TrimSpace(ics.FromText(p.Value))
		}
		return ""
	}
	if entry.GetProperty(ics.ComponentPropertyRrule) != nil {
		f.repeats++
	}
	out := item{id: strings.TrimSuffix(value(ics.ComponentPropertyUniqueId), "@meguri"), fields: map[field]string{
		inTitle: value(ics.ComponentPropertySummary), inRoom: value(ics.ComponentPropertyLocation),
		inDescription: withoutAddress(value(ics.ComponentPropertyDescription)), inCancelled: "",
	}}
	if track := value(ics.ComponentPropertyCategories); track != "" {
		out.fields[inTrack] = track
	}
	if strings.EqualFold(value(ics.ComponentPropertyStatus), "CANCELLED") {
		out.fields[inCancelled] = "true"
	}
	out.from = f.entryTime(e, entry, ics.ComponentPropertyDtStart)
	out.until = f.entryTime(e, entry, ics.ComponentPropertyDtEnd)
	if out.until.IsZero() && !out.from.IsZero() {
		if length, ok := calendarDuration(value(ics.ComponentPropertyDuration)); ok {
			out.until = out.from.Add(length)
		}
	}
	f.items = append(f.items, out)
}

// withoutAddress is a description without the paragraph that leads to the page, as calendar files of ours end with it.
func withoutAddress(text string) string {
	last := text[strings.LastIndex(text, "\n")+1:]
	if !strings.HasPrefix(last, "https://") && !strings.HasPrefix(last, "http://") {
		return text
	}
	return text[:max(0, strings.LastIndex(text, "\n\n"))]
}

// entryTime reads a time in its zone. One of a zone that only the file describes, and one without, is on the event's
// clock.
func (f *file) entryTime(e *models.Event, entry *ics.VEvent, name ics.ComponentProperty) time.Time {
	p := entry.GetProperty(name)
	if p == nil {
		return time.Time{}
	}
	if at, err := time.Parse("20060102T150405Z", p.Value); err == nil {
		return at
	}
	zone := e.Zone()
	if ids := p.ICalParameters["TZID"]; len(ids) > 0 {
		if named, err := time.LoadLocation(ids[0]); err == nil {
			zone, f.zone = named, ids[0]
		}
	}
	at, err := time.ParseInLocation("20060102T150405", p.Value, zone)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

var durationForm = regexp.MustCompile(`^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$`)

func calendarDuration(s string) (time.Duration, bool) {
	part := durationForm.FindStringSubmatch(s)
	if part == nil {
		return 0, false
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(part[i+1])
	}
	length := time.Duration(n[0])*24*time.Hour + time.Duration(n[1])*time.Hour + time.Duration(n[2])*time.Minute
	return length, length > 0
}

// calendarViews is how a session looks in our calendar files, in both languages.
func (s *Service) calendarViews(e *models.Event, session *models.Session) (views []map[field]string) {
	for _, lang := range i18n.Languages {
		o := calendarOptions(e, s.texts.For(lang), "")
		o.SessionURL = func(*models.Session) string { return "https://" }
		cal, err := ics.ParseCalendar(bytes.NewReader(calendar.Sessions(e, []models.Session{*session}, o)))
		if err != nil || len(cal.Events()) != 1 {
			continue
		}
		f := &file{}
		f.addEntry(e, cal.Events()[0])
		views = append(views, f.items[0].fields)
	}
	return views
}
