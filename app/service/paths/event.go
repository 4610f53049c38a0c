package paths

import (
	"net/url"
	"strings"
)

// Event is the public page of an event; its methods are what lies under it.
type Event string

// OfEvent is of the event with the slug.
func OfEvent(slug string) Event { return Event("/events/" + url.PathEscape(slug)) }

// Privacy is what the event tells people about their data.
func (p Event) Privacy() string { return string(p) + "/privacy" }

// Register is the form.
func (p Event) Register() string { return string(p) + "/register" }

// ReviewRegistration shows what was typed in the form before it is sent.
func (p Event) ReviewRegistration() string { return p.Register() + "/review" }

// RegisterCompanions adds somebody to the form, or takes them off it.
func (p Event) RegisterCompanions() string { return p.Register() + "/companions" }

// Registered is where the form leads to.
func (p Event) Registered() string { return string(p) + "/registered" }

// RequestLink is where a lost link can be asked for.
func (p Event) RequestLink() string { return string(p) + "/link" }

// LinkRequested is where that leads to.
func (p Event) LinkRequested() string { return string(p) + "/link/sent" }

// Moved is the address of the same page of an event, public or for staff, under another slug.
func Moved(path, from, to string) string {
	return strings.Replace(path, string(OfEvent(from)), string(OfEvent(to)), 1)
}

// Cover is the drawn cover of the event.
func (p Event) Cover() string { return string(p) + "/cover.svg" }

// Picture is the picture that shows where the page is shared.
func (p Event) Picture() string { return string(p) + "/picture.png" }

// Agenda is the agenda.
func (p Event) Agenda() string { return string(p) + "/agenda" }

// Calendar is the event as a calendar file.
func (p Event) Calendar() string { return string(p) + "/calendar.ics" }

// AgendaChanges tells what changed in the agenda.
func (p Event) AgendaChanges() string { return string(p) + "/agenda/changes" }

// Programme is the agenda as a handout on paper.
func (p Event) Programme() string { return string(p) + "/programme.pdf" }

// AgendaVersion is the number of the agenda that everybody sees.
func (p Event) AgendaVersion() string { return string(p) + "/agenda/version" }

// AgendaCalendar has all sessions as a calendar file.
func (p Event) AgendaCalendar() string { return string(p) + "/agenda.ics" }

// Session is the page of a session.
func (p Event) Session(id string) string { return string(p) + "/sessions/" + url.PathEscape(id) }

// SessionCalendar is a session as a calendar file.
func (p Event) SessionCalendar(id string) string {
	return string(p) + "/sessions/" + url.PathEscape(id) + "/calendar.ics"
}

// ScheduleJSON is the agenda for programs.
func (p Event) ScheduleJSON() string { return string(p) + "/schedule.json" }

// AgendaXCal has all sessions as XML for calendars.
func (p Event) AgendaXCal() string { return string(p) + "/agenda.xml" }

// ScheduleXML is the agenda for programs.
func (p Event) ScheduleXML() string { return string(p) + "/schedule.xml" }

// Record is what the event shows of itself once it is over.
func (p Event) Record() string { return string(p) + "/record" }
