// Package weblink makes links to other sites, which get what is in the link and nothing else: calendars, maps, and
// places where people tell others about an event. Nothing of theirs is loaded.
package weblink

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Entry is what a calendar takes over: nothing that only attendees may know.
type Entry struct {
	Title, Details, Place string
	From, Until           time.Time
}

// GoogleCalendar opens a new entry of Google's calendar.
func GoogleCalendar(e Entry) string {
	const layout = "20060102T150405Z"
	return "https://calendar.google.com/calendar/render?" + query(
		"action", "TEMPLATE", "text", e.Title,
		"dates", e.From.UTC().Format(layout)+"/"+e.Until.UTC().Format(layout), "details", e.Details, "location", e.Place,
	)
}

// Outlook opens a new entry of Outlook on the web.
func Outlook(e Entry) string {
	return "https://outlook.live.com/calendar/0/deeplink/compose?" + query(
		"path", "/calendar/action/compose", "rru", "addevent", "subject", e.Title,
		"startdt", e.From.UTC().Format(time.RFC3339), "enddt", e.Until.UTC().Format(time.RFC3339),
		"body", e.Details, "location", e.Place,
	)
}

// Spot is a place on the map; Latitude and Longitude are nil where only the address is known.
type Spot struct {
	Latitude, Longitude *float64
	Address             string
}

// OpenStreetMap shows a place on OpenStreetMap.
func OpenStreetMap(s Spot) string {
	if lat, lon, ok := s.degrees(); ok {
		return "https://www.openstreetmap.org/?" + query("mlat", lat, "mlon", lon) + "#map=17/" + lat + "/" + lon
	}
	return "https://www.openstreetmap.org/search?" + query("query", s.Address)
}

// GoogleMaps shows a place on Google Maps.
func GoogleMaps(s Spot) string {
	where := s.Address
	if lat, lon, ok := s.degrees(); ok {
		where = lat + "," + lon
	}
	return "https://www.google.com/maps/search/?" + query("api", "1", "query", where)
}

func (s Spot) degrees() (lat, lon string, ok bool) {
	if s.Latitude == nil || s.Longitude == nil {
		return "", "", false
	}
	return strconv.FormatFloat(*s.Latitude, 'f', -1, 64), strconv.FormatFloat(*s.Longitude, 'f', -1, 64), true
}

// Line tells others on LINE.
func Line(text, address string) string {
	return "https://line.me/R/share?" + query("text", text+"\n"+address)
}

// X tells others on X.
func X(text, address string) string {
	return "https://x.com/intent/post?" + query("text", text, "url", address)
}

// query writes pairs of a name and a value, without those that are empty. A space is %20 (RFC 3986): not all of these
// sites know the + of forms.
func query(pairs ...string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			parts = append(parts, pairs[i]+"="+strings.ReplaceAll(url.QueryEscape(pairs[i+1]), "+", "%20"))
		}
	}
	return strings.Join(parts, "&")
}
