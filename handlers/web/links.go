package web

import "meguri/app/service/weblink"

// Links lead to other sites, about the page's event.
type Links struct{ Google, Outlook, OpenStreetMap, GoogleMaps, Line, X string }

// Links are in the page's language, and hold what is public of the event.
func (p *Page) Links() Links {
	e := p.Event
	address := p.BaseURL + string(p.Public())
	venue := p.Pick(e.VenueNameJa, e.VenueNameEn)
	place := p.Pick(e.VenueAddressJa, e.VenueAddressEn)
	if place == "" || !e.HasVenue() {
		place = venue
	} else {
		venue += " " + place
	}
	entry := weblink.Entry{
		Title: p.Title(), Details: p.Pick(e.SummaryJa, e.SummaryEn) + "\n" + address, Place: venue,
		From: e.StartsAt, Until: e.EndsAt,
	}
	spot := weblink.Spot{Latitude: e.Latitude, Longitude: e.Longitude, Address: place}
	return Links{
		Google: weblink.GoogleCalendar(entry), Outlook: weblink.Outlook(entry),
		OpenStreetMap: weblink.OpenStreetMap(spot), GoogleMaps: weblink.GoogleMaps(spot),
		Line: weblink.Line(p.Title(), address), X: weblink.X(p.Title(), address),
	}
}
