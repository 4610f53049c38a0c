package registration

import (
	"testing"

	"meguri/models"
)

func TestTheMapOnATicketIsTheBestThatTheEventHas(t *testing.T) {
	north, east := 35.5712, 139.66
	for want, e := range map[string]models.Event{
		"": {},
		"https://www.google.com/maps/search/?api=1&query=%E5%B7%9D%E5%B4%8E+1": {VenueAddressJa: "川崎 1"},
		"https://www.openstreetmap.org/?mlat=35.57120&mlon=139.66000#map=18/35.57120/139.66000": {
			VenueAddressJa: "川崎 1", Latitude: &north, Longitude: &east,
		},
		"https://map.example/": {VenueMapURL: "https://map.example/", Latitude: &north, Longitude: &east},
	} {
		if got := mapAddress(&e); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
