package web

import (
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// A short agenda begins with what is not over while the event is on, and names the days of its sessions.
func TestAShortAgendaBeginsWithWhatIsOn(t *testing.T) {
	start := time.Date(2027, 11, 3, 3, 0, 0, 0, time.UTC) // 12:00 in Tokyo
	event := &models.Event{TimeZone: "Asia/Tokyo", DayStartsHour: 5, StartsAt: start, EndsAt: start.Add(14 * time.Hour)}
	var sessions []models.Session
	for i := range 14 {
		at := start.Add(time.Duration(i) * time.Hour)
		sessions = append(sessions, models.Session{StartsAt: at, EndsAt: at.Add(time.Hour)})
	}
	for name, c := range map[string]struct {
		hours, first int
	}{"before": {-5, 0}, "at the third": {2, 2}, "near the end": {13, 9}, "after": {20, 0}} {
		t.Run(name, func(t *testing.T) {
			page := &Page{Localizer: &i18n.Localizer{}, Event: event, Now: start.Add(time.Duration(c.hours) * time.Hour)}
			days := page.SessionDays(sessions, 5)
			if len(days) != 1 || len(days[0].Sessions) != 5 {
				t.Fatalf("%d days", len(days))
			}
			if got := days[0].Sessions[0].StartsAt; !got.Equal(sessions[c.first].StartsAt) {
				t.Errorf("it begins at %v", got)
			}
		})
	}
}
