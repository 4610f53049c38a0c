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

// Options is what an entry says besides the event itself.
type Options struct {
	Texts *i18n.Localizer
	// URL is the address of the entry: the event's page, or a person's own page.
	URL string
	// Mode is how the person attends, which decides the place; "" for everybody.
	Mode models.Mode
	// Cancelled marks the whole event as cancelled for this person.
	Cancelled bool
}

const stamp = "20060102T150405"

// Event writes the event as one entry.
func Event(e *models.Event, o Options) []byte {
	cal := newCalendar(e)
	entry := cal.AddEvent(e.ID + "@meguri")
	fill(entry, e, e.StartsAt, e.EndsAt, e.UpdatedAt, e.Sequence)
	entry.SetSummary(o.Texts.Pick(e.TitleJa, e.TitleEn))
	entry.SetDescription(strings.TrimSpace(o.Texts.Pick(e.SummaryJa, e.SummaryEn) + "\n\n" + o.URL))
	entry.SetURL(o.URL)
	place(entry, e, o)
	status(entry, o.Cancelled || e.CalledOff())
	return write(cal)
}

// Sessions writes one entry for each session; o.URL is the agenda's.
func Sessions(e *models.Event, sessions []models.Session, o Options) []byte {
	cal := newCalendar(e)
	for _, s := range sessions {
		entry := cal.AddEvent(s.ID + "@meguri")
		changed := s.UpdatedAt
		if e.UpdatedAt.After(changed) { // as when the whole event was cancelled
			changed = e.UpdatedAt
		}
		fill(entry, e, s.StartsAt, s.EndsAt, changed, s.Sequence+e.Sequence)
		entry.SetSummary(o.Texts.Pick(s.TitleJa, s.TitleEn))
		entry.SetDescription(strings.TrimSpace(o.Texts.Pick(s.DescriptionJa, s.DescriptionEn) + "\n\n" + o.Texts.Pick(e.TitleJa, e.TitleEn) + "\n" + o.URL + "#" + s.ID))
		entry.SetURL(o.URL + "#" + s.ID)
		place(entry, e, o)
		if s.Room != nil && e.HasVenue() {
			entry.SetLocation(listed(o.Texts.Pick(s.Room.NameJa, s.Room.NameEn), o.Texts.Pick(e.VenueNameJa, e.VenueNameEn)))
		}
		status(entry, s.CancelledAt != nil || e.CalledOff())
	}
	return write(cal)
}

func newCalendar(e *models.Event) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Meguri//Meguri//JA")
	cal.SetMethod(ics.MethodPublish)
	cal.AddVTimezone(zone(e))
	return cal
}

// fill sets the times, on the clock of the event's zone. DTSTAMP is when the entry last changed, so that the same event is the same bytes.
func fill(entry *ics.VEvent, e *models.Event, from, until, changed time.Time, sequence int) {
	tzid := ics.WithTZID(e.Zone().String())
	entry.SetDtStampTime(changed)
	entry.SetModifiedAt(changed)
	entry.SetSequence(sequence)
	entry.SetProperty(ics.ComponentPropertyDtStart, e.Local(from).Format(stamp), tzid)
	entry.SetProperty(ics.ComponentPropertyDtEnd, e.Local(until).Format(stamp), tzid)
}

func place(entry *ics.VEvent, e *models.Event, o Options) {
	venue := listed(o.Texts.Pick(e.VenueNameJa, e.VenueNameEn), o.Texts.Pick(e.VenueAddressJa, e.VenueAddressEn))
	switch {
	case o.Mode == models.ModeOnline || !e.HasVenue():
		entry.SetLocation(o.Texts.T("calendar.online"))
	case o.Mode == models.ModeVenue || !e.HasStream():
		entry.SetLocation(venue)
	default:
		entry.SetLocation(venue + " / " + o.Texts.T("calendar.online"))
	}
}

// listed joins what is there.
func listed(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

func status(entry *ics.VEvent, cancelled bool) {
	if cancelled {
		entry.SetStatus(ics.ObjectStatusCancelled)
		return
	}
	entry.SetStatus(ics.ObjectStatusConfirmed)
}

func write(cal *ics.Calendar) []byte {
	var out bytes.Buffer
	_ = cal.SerializeTo(&out, ics.WithNewLine("\r\n")) // a buffer takes everything
	return out.Bytes()
}
