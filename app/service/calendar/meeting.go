package calendar

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// Meeting is a meeting of a team: what a calendar needs of it. Host calls it, at the address Page.
type Meeting struct {
	ID, Title, About, Place, URL string
	Host, Page                   string
	// Zone is the name of its time zone.
	Zone                        string
	StartsAt, EndsAt, UpdatedAt time.Time
	Sequence                    int
	Cancelled                   bool
}

// Meetings writes meetings of one time zone as a calendar, name where it is to be subscribed to and "" else.
func Meetings(name string, list []Meeting) []byte {
	cal := meetings(ics.MethodPublish, list)
	if name != "" {
		cal.SetXWRCalName(name)
		cal.SetName(name)
		cal.SetRefreshInterval("PT6H")
	}
	return write(cal)
}

// MailedMeeting is a meeting as a mail carries it, with the METHOD that the mail names: one that was cancelled is taken
// back from the calendar of who has the address.
func MailedMeeting(m Meeting, address string) (content []byte, method string) {
	if !m.Cancelled {
		return Meetings("", []Meeting{m}), string(ics.MethodPublish)
	}
	cal := meetings(ics.MethodCancel, []Meeting{m})
	cal.Events()[0].AddAttendee(address) // whose entry it is (RFC 5546, 3.2.5)
	return write(cal), string(ics.MethodCancel)
}

func meetings(method ics.Method, list []Meeting) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Meguri//Meguri//JA")
	cal.SetMethod(method)
	if len(list) == 0 {
		return cal
	}
	like := models.Event{TimeZone: list[0].Zone, StartsAt: list[0].StartsAt, EndsAt: list[0].EndsAt}
	for i := range list {
		if list[i].StartsAt.Before(like.StartsAt) {
			like.StartsAt = list[i].StartsAt
		}
		if list[i].EndsAt.After(like.EndsAt) {
			like.EndsAt = list[i].EndsAt
		}
	}
	cal.AddVTimezone(vtimezone(&like))
	for i := range list {
		addMeeting(cal, &like, &list[i])
	}
	return cal
}

func addMeeting(cal *ics.Calendar, like *models.Event, m *Meeting) {
	entry := cal.AddEvent(m.ID + "@meguri")
	setTimes(entry, like, m.StartsAt, m.EndsAt, m.UpdatedAt)
	entry.SetSequence(m.Sequence)
	entry.SetSummary(m.Title)
	property := string(ics.PropertyOrganizer)
	if m.Host != "" {
		property += `;CN="` + quotable.Replace(m.Host) + `"`
	}
	entry.SetProperty(ics.ComponentProperty(property), m.Page)
	entry.SetDescription(joinParagraphs(m.About, m.URL))
	entry.SetLocation(joinNonEmpty(m.Place, m.URL))
	if m.URL != "" {
		entry.SetURL(m.URL)
	}
	entry.SetStatus(status(m.Cancelled))
}
