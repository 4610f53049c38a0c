// Package calendar writes events and sessions as iCalendar (RFC 5545).
package calendar

import (
	"bytes"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Options has what an entry needs besides the event.
type Options struct {
	Texts *i18n.Localizer
	// URL is the address in the entry: the event's page, or an attendee's page.
	URL string
	// Mode is how the person attends, which decides the location; "" for everybody.
	Mode models.Mode
	// Cancelled marks the whole event as cancelled for this person.
	Cancelled bool
}

// localTime is the format of a time with a time zone (RFC 5545, 3.3.5).
const localTime = "20060102T150405"

// Event writes the event as one entry.
func Event(e *models.Event, o Options) []byte {
	cal := newCalendar(e)
	entry := cal.AddEvent(e.ID + "@meguri")
	setTimes(entry, e, e.StartsAt, e.EndsAt, e.UpdatedAt)
	entry.SetSequence(e.Sequence)
	entry.SetSummary(o.Texts.Pick(e.TitleJa, e.TitleEn))
	entry.SetDescription(strings.TrimSpace(o.Texts.Pick(e.SummaryJa, e.SummaryEn) + "\n\n" + o.URL))
	entry.SetURL(o.URL)
	entry.SetLocation(location(e, o))
	entry.SetStatus(status(o.Cancelled || e.WasCancelled()))
	return write(cal)
}

// Sessions writes one entry for each session; o.URL is the agenda's.
func Sessions(e *models.Event, sessions []models.Session, o Options) []byte {
	cal := newCalendar(e)
	for i := range sessions {
		addSession(cal, e, &sessions[i], o)
	}
	return write(cal)
}

func addSession(cal *ics.Calendar, e *models.Event, s *models.Session, o Options) {
	entry := cal.AddEvent(s.ID + "@meguri")
	changed := s.UpdatedAt
	if e.UpdatedAt.After(changed) { // as when the whole event was cancelled
		changed = e.UpdatedAt
	}
	setTimes(entry, e, s.StartsAt, s.EndsAt, changed)
	entry.SetSequence(s.Sequence + e.Sequence)
	url := o.URL + "#" + s.ID
	entry.SetSummary(o.Texts.Pick(s.TitleJa, s.TitleEn))
	about := o.Texts.Pick(s.DescriptionJa, s.DescriptionEn) + "\n\n" + o.Texts.Pick(e.TitleJa, e.TitleEn) + "\n" + url
	entry.SetDescription(strings.TrimSpace(about))
	entry.SetURL(url)
	entry.SetLocation(location(e, o))
	if s.Room != nil && e.HasVenue() {
		room := o.Texts.Pick(s.Room.NameJa, s.Room.NameEn)
		entry.SetLocation(joinNonEmpty(room, o.Texts.Pick(e.VenueNameJa, e.VenueNameEn)))
	}
	entry.SetStatus(status(s.CancelledAt != nil || e.WasCancelled()))
}

func newCalendar(e *models.Event) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Meguri//Meguri//JA")
	cal.SetMethod(ics.MethodPublish)
	cal.AddVTimezone(vtimezone(e))
	return cal
}

// setTimes sets the times in the event's time zone. DTSTAMP is when the entry last changed, so that the same event
// always gives the same bytes.
func setTimes(entry *ics.VEvent, e *models.Event, from, until, changed time.Time) {
	tzid := ics.WithTZID(e.Zone().String())
	entry.SetDtStampTime(changed)
	entry.SetModifiedAt(changed)
	entry.SetProperty(ics.ComponentPropertyDtStart, e.Local(from).Format(localTime), tzid)
	entry.SetProperty(ics.ComponentPropertyDtEnd, e.Local(until).Format(localTime), tzid)
}

// location is where the event takes place for those who attend in the mode.
func location(e *models.Event, o Options) string {
	venue := joinNonEmpty(o.Texts.Pick(e.VenueNameJa, e.VenueNameEn), o.Texts.Pick(e.VenueAddressJa, e.VenueAddressEn))
	switch {
	case o.Mode == models.ModeOnline || !e.HasVenue():
		return o.Texts.T("calendar.online")
	case o.Mode == models.ModeVenue || !e.HasStream():
		return venue
	}
	return venue + " / " + o.Texts.T("calendar.online")
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

func write(cal *ics.Calendar) []byte {
	var out bytes.Buffer
	_ = cal.SerializeTo(&out, ics.WithNewLine("\r\n")) // writing to a buffer does not fail
	return out.Bytes()
}
