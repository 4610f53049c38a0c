package weblink

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestLinksAreReadAsTheyWereMeant(t *testing.T) {
	from := time.Date(2027, 11, 27, 13, 0, 0, 0, time.FixedZone("", 9*60*60))
	entry := Entry{
		Title: "「声」 & 100% + 音", Details: "つどい\nhttps://meguri.example/events/x?a=b", Place: "市民館 2階",
		From: from, Until: from.Add(time.Hour),
	}
	lat, lon := 35.5766, -0.25
	for name, c := range map[string]struct {
		link, parameter, want string
	}{
		"the title in Google's calendar": {GoogleCalendar(entry), "text", entry.Title},
		"the times in Google's calendar": {GoogleCalendar(entry), "dates", "20271127T040000Z/20271127T050000Z"},
		"the details in Outlook":         {Outlook(entry), "body", entry.Details},
		"the start in Outlook":           {Outlook(entry), "startdt", "2027-11-27T04:00:00Z"},
		"coordinates on OpenStreetMap":   {OpenStreetMap(Spot{&lat, &lon, "x"}), "mlon", "-0.25"},
		"an address on OpenStreetMap":    {OpenStreetMap(Spot{nil, nil, "下沼部 1753"}), "query", "下沼部 1753"},
		"coordinates on Google Maps":     {GoogleMaps(Spot{&lat, &lon, "x"}), "query", "35.5766,-0.25"},
		"a message on LINE":              {Line("声 & 音", "https://a.example/?x=1"), "text", "声 & 音\nhttps://a.example/?x=1"},
		"a message on X":                 {X("声 & 音", "https://a.example/?x=1"), "url", "https://a.example/?x=1"},
	} {
		t.Run(name, func(t *testing.T) {
			parsed, err := url.Parse(c.link)
			if err != nil {
				t.Fatal(err)
			}
			if got := parsed.Query().Get(c.parameter); got != c.want {
				t.Errorf("%q, want %q in %s", got, c.want, c.link)
			}
			if strings.ContainsAny(c.link, "+ \n") {
				t.Errorf("%s has a sign that RFC 3986 reserves", c.link)
			}
		})
	}
}
