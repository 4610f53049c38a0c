package calendar

import (
	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// Series writes the events of a series as a calendar to subscribe to. url is the public address of an event.
func Series(title string, events []models.Event, url func(*models.Event) string, o Options) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Meguri//Meguri//JA")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(title)
	cal.SetName(title)
	cal.SetRefreshInterval("PT6H")
	zones := map[string]bool{}
	for i := range events {
		e := &events[i]
		if zone := e.Zone().String(); !zones[zone] {
			zones[zone] = true
			cal.AddVTimezone(vtimezone(widest(events, e)))
		}
		own := o
		own.URL = url(e)
		entry := addEvent(cal, e, e.ID, own)
		setTimes(entry, e, e.StartsAt, e.EndsAt, e.UpdatedAt)
		entry.SetSequence(e.Sequence)
		entry.SetDescription(joinParagraphs(o.Texts.Pick(e.SummaryJa, e.SummaryEn), own.URL))
		entry.SetLocation(location(e, "", own))
		setStatus(entry, e, status(e.WasCancelled()), own)
	}
	return write(cal)
}

// widest is an event from the first to the last of those in the zone of like: a zone is described once for all.
func widest(events []models.Event, like *models.Event) *models.Event {
	all := *like
	for i := range events {
		if e := &events[i]; e.Zone().String() == like.Zone().String() {
			if e.StartsAt.Before(all.StartsAt) {
				all.StartsAt = e.StartsAt
			}
			if e.EndsAt.After(all.EndsAt) {
				all.EndsAt = e.EndsAt
			}
		}
	}
	return &all
}
