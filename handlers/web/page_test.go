package web

import (
	"testing"
	"time"

	"meguri/models"
)

func TestLocal(t *testing.T) {
	at := time.Date(2030, 5, 1, 4, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		event *models.Event
		want  string
	}{
		"is on the clock of the page's event":    {&models.Event{TimeZone: "Europe/Berlin"}, "2030-05-01 06:00"},
		"is on ours on a page without an event":  {nil, "2030-05-01 13:00"},
		"is on ours in a zone that nobody knows": {&models.Event{TimeZone: "Moon/Base"}, "2030-05-01 13:00"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (&Page{Event: c.event}).Local(at).Format("2006-01-02 15:04"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
