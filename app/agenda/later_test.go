package agenda_test

import (
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestTheRestOfTheDayIsMoved(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "s"+models.NewID())
		noon := time.Date(2026, 9, 20, 3, 0, 0, 0, time.UTC)
		db.SetClock(func() time.Time { return noon.Add(70 * time.Minute) })
		at := func(from, until int) models.Session {
			return models.Session{
				TitleJa: "対話", Kind: models.SessionTalk, StartsAt: noon.Add(time.Duration(from) * time.Minute),
				EndsAt: noon.Add(time.Duration(until) * time.Minute),
			}
		}
		var ids []string
		for _, s := range []models.Session{at(0, 60), at(60, 90), at(90, 120), at(24*60, 25*60)} {
			ids = append(ids, modelstest.Session(t, db, event, s).ID)
		}
		moved, err := newService(t, db).MoveRest(t.Context(), event, 5)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "moved", moved, 2)
		want := [][2]int{{0, 60}, {60, 95}, {95, 125}, {24 * 60, 25 * 60}} // what is over, on, next, tomorrow
		for i, id := range ids {
			s, err := db.Query(t.Context()).Sessions().ByID(event, id)
			if err != nil {
				t.Fatal(err)
			}
			got := [2]int{int(s.StartsAt.Sub(noon).Minutes()), int(s.EndsAt.Sub(noon).Minutes())}
			apptest.Equal(t, "times", got, want[i])
		}
	})
}

// A festival's day may end in the morning after.
func TestTheRestOfTheDayGoesOnAfterMidnight(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "s"+models.NewID())
		night := time.Date(2026, 9, 20, 23, 30, 0, 0, event.Zone()).UTC()
		db.SetClock(func() time.Time { return night })
		modelstest.Session(t, db, event, models.Session{
			TitleJa: "夜の部", Kind: models.SessionTalk, StartsAt: night.Add(90 * time.Minute), EndsAt: night.Add(2 * time.Hour),
		})
		service := newService(t, db)
		for hour, want := range map[int]int{0: 0, 5: 1} {
			event.DayStartsHour = hour
			moved, err := service.MoveRest(t.Context(), event, 5)
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "moved", moved, want)
		}
	})
}
