// Package calendar writes events and sessions as iCalendar (RFC 5545).
package calendar

import (
	"bytes"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/app/service/i18n"
	"meguri/app/service/markdown"
	"meguri/models"
)

// Options has what an entry needs besides the event.
type Options struct {
	Texts *i18n.Localizer
	// URL is the public address in the entry: the event's page, or its agenda.
	URL string
	// SessionURL is the public address of a session.
	SessionURL func(*models.Session) string
	// Reminds says that each session has an alarm, as for who chose it.
	Reminds bool
}

// reminder is how long before a session its alarm is (RFC 5545, 3.3.6).
const reminder = "-PT10M"

// The formats of a time with a time zone and of one in UTC (RFC 5545, 3.3.5).
const (
	localTime = "20060102T150405"
	utcTime   = "20060102T150405Z"
)

// Event writes the event as one entry for everybody.
func Event(e *models.Event, o Options) []byte {
	cal := newCalendar(e, ics.MethodPublish)
	entry := addEvent(cal, e, e.ID, o)
	setTimes(entry, e, e.StartsAt, e.EndsAt, e.UpdatedAt)
	entry.SetSequence(e.Sequence)
	entry.SetDescription(joinParagraphs(o.Texts.Pick(e.SummaryJa, e.SummaryEn), o.URL))
	entry.SetLocation(location(e, "", o))
	setStatus(entry, e, status(e.WasCancelled()), o)
	return write(cal)
}

func addEvent(cal *ics.Calendar, e *models.Event, id string, o Options) *ics.VEvent {
	entry := cal.AddEvent(id + "@meguri")
	entry.SetSummary(o.Texts.Pick(e.TitleJa, e.TitleEn))
	entry.SetURL(o.URL)
	setOrganizer(entry, e, o)
	return entry
}

// quotable replaces what ends a quoted name, or escapes its end for some readers.
var quotable = strings.NewReplacer(`"`, "'", `\`, "＼")

// setOrganizer names the host, whose address is the event's contact, or the page where there is none. METHOD demands an
// organizer (RFC 5546, 3.2.1). The library escapes values of parameters as if they were texts, so the name is written
// with the property: RFC 5545, 3.2, wants quotes, and has no way to write one within them.
func setOrganizer(entry *ics.VEvent, e *models.Event, o Options) {
	property, address := string(ics.PropertyOrganizer), o.URL
	if name := o.Texts.Pick(e.Organization.NameJa, e.Organization.NameEn); name != "" {
		property += `;CN="` + quotable.Replace(name) + `"`
	}
	if e.ContactEmail != "" {
		address = "mailto:" + e.ContactEmail
	}
	entry.SetProperty(ics.ComponentProperty(property), address)
}

// Sessions writes one entry for each session; o.URL is the agenda's, and o.SessionURL is needed.
func Sessions(e *models.Event, sessions []models.Session, o Options) []byte {
	cal := newCalendar(e, ics.MethodPublish)
	for i := range sessions {
		addSession(cal, e, &sessions[i], o)
	}
	return write(cal)
}

// CancelledSessions takes entries of sessions back from the calendar of who has the address (RFC 5546, 3.2.5).
func CancelledSessions(e *models.Event, sessions []models.Session, address string, o Options) []byte {
	cal := newCalendar(e, ics.MethodCancel)
	for i := range sessions {
		addSession(cal, e, &sessions[i], o).AddAttendee(address)
	}
	return write(cal)
}

func addSession(cal *ics.Calendar, e *models.Event, s *models.Session, o Options) *ics.VEvent {
	entry := cal.AddEvent(s.ID + "@meguri")
	changed := s.UpdatedAt
	if e.UpdatedAt.After(changed) { // as when the whole event was cancelled
		changed = e.UpdatedAt
	}
	setTimes(entry, e, s.StartsAt, s.EndsAt, changed)
	entry.SetSequence(s.Sequence + e.Sequence)
	url := o.SessionURL(s)
	entry.SetSummary(o.Texts.Pick(s.TitleJa, s.TitleEn))
	about := markdown.Plain(o.Texts.Pick(s.DescriptionJa, s.DescriptionEn))
	entry.SetDescription(joinParagraphs(about, o.Texts.Pick(e.TitleJa, e.TitleEn)+"\n"+url))
	entry.SetURL(url)
	setOrganizer(entry, e, o)
	entry.SetLocation(location(e, "", o))
	if s.Room != nil && e.HasVenue() {
		room := o.Texts.Pick(s.Room.NameJa, s.Room.NameEn)
		entry.SetLocation(joinNonEmpty(room, o.Texts.Pick(e.VenueNameJa, e.VenueNameEn)))
	}
	state := status(s.CancelledAt != nil || e.WasCancelled())
	setStatus(entry, e, state, o)
	if o.Reminds && state != ics.ObjectStatusCancelled && !e.IsPostponed() {
		alarm := entry.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger(reminder)
		alarm.SetProperty(ics.ComponentPropertyDescription, ics.ToText(o.Texts.Pick(s.TitleJa, s.TitleEn)))
	}
	return entry
}

func newCalendar(e *models.Event, method ics.Method) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Meguri//Meguri//JA")
	cal.SetMethod(method)
	cal.AddVTimezone(vtimezone(e))
	return cal
}

// setTimes sets the times in the event's time zone. DTSTAMP is when the entry last changed, so that the same event
// always gives the same bytes.
func setTimes(entry *ics.VEvent, e *models.Event, from, until, changed time.Time) {
	entry.SetDtStampTime(changed)
	entry.SetModifiedAt(changed)
	setTime(entry, ics.ComponentPropertyDtStart, e.Local(from))
	setTime(entry, ics.ComponentPropertyDtEnd, e.Local(until))
}

// setTime writes a time in its time zone, or in UTC in the hour that the clock shows twice: readers differ on which of
// the two a local time means.
func setTime(entry *ics.VEvent, property ics.ComponentProperty, at time.Time) {
	if models.ShownTwice(at) {
		entry.SetProperty(property, at.UTC().Format(utcTime))
		return
	}
	entry.SetProperty(property, at.Format(localTime), ics.WithTZID(at.Location().String()))
}

// location is where the event takes place for those who attend in the mode, "" for everybody.
func location(e *models.Event, mode models.Mode, o Options) string {
	venue := joinNonEmpty(o.Texts.Pick(e.VenueNameJa, e.VenueNameEn), o.Texts.Pick(e.VenueAddressJa, e.VenueAddressEn))
	switch {
	case mode == models.ModeOnline || !e.HasVenue():
		return o.Texts.T("calendar.online")
	case mode == models.ModeVenue || !e.HasStream():
		return venue
	}
	return venue + " / " + o.Texts.T("calendar.online")
}

// joinParagraphs joins the parts that are not empty by an empty line.
func joinParagraphs(parts ...string) string {
	full := slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return strings.TrimSpace(strings.Join(full, "\n\n"))
}

// joinNonEmpty joins the parts that are not empty.
func joinNonEmpty(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

func status(isCancelled bool) ics.ObjectStatus {
	if isCancelled {
		return ics.ObjectStatusCancelled
	}
	return ics.ObjectStatusConfirmed
}

// setStatus sets the status. One that waits for new dates stays at those at which it was to be, says so, and keeps
// nobody busy: readers who took it out could not bring it back under its UID.
func setStatus(entry *ics.VEvent, e *models.Event, s ics.ObjectStatus, o Options) {
	if e.IsPostponed() && s != ics.ObjectStatusCancelled {
		s = ics.ObjectStatusTentative
		entry.SetTimeTransparency(ics.TransparencyTransparent)
		title := entry.GetProperty(ics.ComponentPropertySummary)
		title.Value = o.Texts.T("calendar.postponed") + title.Value
	}
	entry.SetStatus(s)
}

func write(cal *ics.Calendar) []byte {
	var out bytes.Buffer
	_ = cal.SerializeTo(&out, ics.WithNewLine("\r\n")) // writing to a buffer does not fail
	return out.Bytes()
}
