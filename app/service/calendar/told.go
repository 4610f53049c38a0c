package calendar

import (
	"time"

	ics "github.com/arran4/golang-ical"
)

// Told is an event that another installation may have told of: what a calendar needs of it.
type Told struct {
	ID, Title, About, Place, URL string
	StartsAt, EndsAt, UpdatedAt  time.Time
	Cancelled                    bool
}

// List writes events of many installations as a calendar to subscribe to. Times are in UTC: each has its own zone.
func List(title string, events []Told) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Meguri//Meguri//JA")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(title)
	cal.SetName(title)
	cal.SetRefreshInterval("PT6H")
	for i := range events {
		e := &events[i]
		entry := cal.AddEvent(e.ID + "@meguri")
		entry.SetSummary(e.Title)
		entry.SetURL(e.URL)
		entry.SetProperty(ics.ComponentPropertyOrganizer, e.URL)
		entry.SetDescription(joinParagraphs(e.About, e.URL))
		if e.Place != "" {
			entry.SetLocation(e.Place)
		}
		entry.SetDtStampTime(e.UpdatedAt)
		entry.SetModifiedAt(e.UpdatedAt)
		entry.SetProperty(ics.ComponentPropertyDtStart, e.StartsAt.UTC().Format(utcTime))
		entry.SetProperty(ics.ComponentPropertyDtEnd, e.EndsAt.UTC().Format(utcTime))
		entry.SetStatus(status(e.Cancelled))
	}
	return write(cal)
}
