package calendar

import (
	ics "github.com/arran4/golang-ical"

	"meguri/models"
)

// SeriesOf is a series with what its calendar has: its events, and the date of the next one until there is one for it.
type SeriesOf struct {
	ID, Title string
	Events    []models.Event
	Next      *models.SeriesNext
	// URL is the address of its page.
	URL string
}

// Series writes a series as a calendar to subscribe to. url is the public address of an event.
func Series(s *SeriesOf, url func(*models.Event) string, o Options) []byte {
	title, events := s.Title, s.Events
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
	if s.Next != nil {
		addNext(cal, s, o)
	}
	return write(cal)
}

// addNext writes the date of the next edition as a tentative entry. It has no zone of an event: its times are in UTC.
func addNext(cal *ics.Calendar, s *SeriesOf, o Options) {
	n := s.Next
	entry := cal.AddEvent("next-" + s.ID + "@meguri")
	entry.SetDtStampTime(n.ChangedAt)
	entry.SetModifiedAt(n.ChangedAt)
	entry.SetStartAt(n.StartsAt)
	entry.SetEndAt(n.EndsAt)
	entry.SetSequence(n.Sequence)
	entry.SetSummary(o.Texts.T("series.next_entry", "series", s.Title))
	entry.SetURL(s.URL)
	property := string(ics.PropertyOrganizer)
	host := ""
	if n.Host != nil {
		host = o.Texts.Pick(n.Host.NameJa, n.Host.NameEn)
		property += `;CN="` + quotable.Replace(host) + `"`
	}
	entry.SetProperty(ics.ComponentProperty(property), s.URL)
	if host != "" {
		host = o.Texts.T("series.next_host", "name", host)
	}
	entry.SetDescription(joinParagraphs(host, s.URL))
	place := o.Texts.Pick(n.PlaceJa, n.PlaceEn)
	if n.IsOnline {
		place = joinNonEmpty(place, o.Texts.T("event.mode_online"))
	}
	entry.SetLocation(place)
	entry.SetStatus(ics.ObjectStatusTentative)
	if n.IsDropped() {
		entry.SetStatus(ics.ObjectStatusCancelled)
	}
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
