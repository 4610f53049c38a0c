package calendar

import (
	"cmp"
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// Personal writes the event as the entry of an attendee, which follows the event and the registration. It has no secret
// address: people share their calendars.
func Personal(e *models.Event, r *models.Registration, o Options) []byte {
	cal := newCalendar(e, ics.MethodPublish)
	addPersonal(cal, e, r, o)
	return write(cal)
}

// Mailed is the entry of an attendee as a mail carries it: one that is no longer valid is taken back. It returns the
// METHOD of the file, too, which the mail must name.
func Mailed(e *models.Event, r *models.Registration, o Options) (content []byte, method string) {
	if r.Live() && !e.WasCancelled() {
		return Personal(e, r, o), string(ics.MethodPublish)
	}
	cal := newCalendar(e, ics.MethodCancel)
	addPersonal(cal, e, r, o).AddAttendee(r.Email) // whose entry it is (RFC 5546, 3.2.5)
	return write(cal), string(ics.MethodCancel)
}

func addPersonal(cal *ics.Calendar, e *models.Event, r *models.Registration, o Options) *ics.VEvent {
	entry := addEvent(cal, e, cmp.Or(r.CalendarID, e.ID), o)
	setTimes(entry, e, e.StartsAt, e.EndsAt, later(e.UpdatedAt, r.UpdatedAt))
	entry.SetSequence(e.Sequence + r.Version - 1) // neither ever falls; 055f3f5 wrote the event's alone
	link := ""
	if r.Live() && e.ModeOf(r.TicketType) == models.ModeOnline {
		link = o.Texts.T("calendar.link_in_mail")
	}
	entry.SetDescription(joinParagraphs(o.Texts.Pick(e.SummaryJa, e.SummaryEn), link, o.URL))
	entry.SetLocation(location(e, r.TicketType.Mode, o))
	setStatus(entry, e, personalStatus(e, r), o)
	return entry
}

func personalStatus(e *models.Event, r *models.Registration) ics.ObjectStatus {
	if r.Live() && r.State != models.RegistrationConfirmed && !e.WasCancelled() {
		return ics.ObjectStatusTentative
	}
	return status(!r.Live() || e.WasCancelled())
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
