package models_test

import (
	"testing"
	"time"

	"meguri/models"
)

func TestNightsEndTheDaysOfAnEvent(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2030, 5, day, hour-9, 0, 0, 0, time.UTC) } // in Tokyo
	event := models.Event{TimeZone: "Asia/Tokyo", StartsAt: at(1, 10), EndsAt: at(3, 17)}
	nights := event.Nights(nil)
	if got, ok := nights.After(at(1, 23)); !ok || !got.Equal(at(2, 4)) {
		t.Errorf("the first day ends at %s", got)
	}
	if !nights.OneDay(at(1, 10), at(2, 3)) || nights.OneDay(at(2, 3), at(2, 4)) {
		t.Error("the night belongs to the day before until four")
	}
	if got := nights.Before(at(5, 12)); !got.After(event.EndsAt) {
		t.Errorf("who was not scanned out at the end is there since %s", got)
	}

	later := event
	later.DayStartsHour = 6
	if !later.Nights(nil).OneDay(at(1, 10), at(2, 5)) {
		t.Error("the days of the event begin at six")
	}

	talk := models.Session{Kind: models.SessionTalk, StartsAt: at(1, 22), EndsAt: at(2, 6)}
	booth := models.Session{Kind: models.SessionBooth, StartsAt: at(1, 10), EndsAt: at(3, 17)}
	long := event.Nights([]models.Session{talk, booth})
	if !long.OneDay(at(1, 10), at(2, 12)) || long.OneDay(at(2, 12), at(3, 12)) {
		t.Error("people stay through the night of a session, and of no stand")
	}

	through := models.Event{TimeZone: "Asia/Tokyo", StartsAt: at(1, 18), EndsAt: at(2, 10)}
	if got := through.Nights(nil); len(got) != 1 || !got[0].Equal(at(3, 4)) {
		t.Errorf("an event of one day runs through the night; who was not scanned out is there until %v", got)
	}
	day := models.Event{TimeZone: "Asia/Tokyo", StartsAt: at(1, 10), EndsAt: at(1, 21)}
	if got := day.Nights(nil); len(got) != 1 || !got[0].Equal(at(2, 4)) {
		t.Errorf("the night after an event of one day is %v", got)
	}
}
