package models_test

import (
	"testing"
	"time"

	"meguri/models"
)

func TestTimesOfSessionsNeedDatesByTheEventsClock(t *testing.T) {
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment.UTC()
	}
	for name, c := range map[string]struct {
		zone, from, until string
		want              bool
	}{
		"an afternoon":                  {"Asia/Tokyo", "2026-10-24T04:00:00Z", "2026-10-24T08:00:00Z", false},
		"until midnight":                {"Asia/Tokyo", "2026-10-24T04:00:00Z", "2026-10-24T15:00:00Z", false},
		"past midnight":                 {"Asia/Tokyo", "2026-10-24T04:00:00Z", "2026-10-24T15:01:00Z", true},
		"two days in UTC, one in Tokyo": {"Asia/Tokyo", "2026-10-23T23:00:00Z", "2026-10-24T01:00:00Z", false},
		"one day in UTC, two in Berlin": {"Europe/Berlin", "2026-06-01T21:00:00Z", "2026-06-01T23:00:00Z", true},
		"a whole day of 25 hours":       {"Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", false},
		"more than a day of 23 hours":   {"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:30:00Z", true},
	} {
		t.Run(name, func(t *testing.T) {
			event := &models.Event{TimeZone: c.zone, StartsAt: at(c.from), EndsAt: at(c.until)}
			if got := event.NeedsDates(nil); got != c.want {
				t.Errorf("they do: %v", got)
			}
		})
	}
}

func TestTimesNeedDatesWhereSessionsAreOnAnotherDay(t *testing.T) {
	start := time.Date(2027, 9, 4, 4, 0, 0, 0, time.UTC) // 13:00 in Tokyo
	event := &models.Event{TimeZone: "Asia/Tokyo", StartsAt: start, EndsAt: start.Add(3 * time.Hour)}
	for name, c := range map[string]struct {
		after time.Duration
		want  bool
	}{
		"the event's day":       {time.Hour, false},
		"late in the evening":   {10 * time.Hour, false},
		"past midnight":         {12 * time.Hour, true},
		"the evening before":    {-20 * time.Hour, true},
		"the morning, in Tokyo": {-12 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			sessions := []models.Session{{StartsAt: start}, {StartsAt: start.Add(c.after)}}
			if got := event.NeedsDates(sessions); got != c.want {
				t.Errorf("they do: %v", got)
			}
		})
	}
}
