package agenda_test

import (
	"testing"
	"time"

	"meguri/app/agenda"
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
		moved, err := newService(t, db).MoveRest(t.Context(), event, agenda.RestInput{Minutes: 5})
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

// Sooner is never before now, and what stays as it was is not counted.
func TestTheRestOfTheDayBeginsSoonerButNotInThePast(t *testing.T) {
	noon := time.Date(2026, 9, 20, 3, 0, 0, 0, time.UTC)
	now := noon.Add(70 * time.Minute)
	for name, c := range map[string]struct{ from, until, by, wantFrom, wantUntil int }{
		"one that is on":             {60, 90, -30, 60, 71},
		"one that ends in a minute":  {60, 71, -30, 60, 71},
		"what follows":               {90, 120, -30, 71, 101},
		"what follows, a bit sooner": {90, 120, -5, 85, 115},
		"what follows, later":        {90, 120, 5, 95, 125},
	} {
		at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
		s := models.Session{StartsAt: at(c.from), EndsAt: at(c.until)}
		agenda.MoveBy(&s, time.Duration(c.by)*time.Minute, now)
		if !s.StartsAt.Equal(at(c.wantFrom)) || !s.EndsAt.Equal(at(c.wantUntil)) {
			t.Errorf("%s: %s to %s", name, s.StartsAt.Sub(noon), s.EndsAt.Sub(noon))
		}
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "s"+models.NewID())
		db.SetClock(func() time.Time { return now })
		modelstest.Session(t, db, event, models.Session{
			TitleJa: "対話", Kind: models.SessionTalk, StartsAt: noon, EndsAt: now.Add(time.Minute),
		})
		moved, err := newService(t, db).MoveRest(t.Context(), event, agenda.RestInput{Minutes: -30})
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "moved", moved, 0)
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
			moved, err := service.MoveRest(t.Context(), event, agenda.RestInput{Minutes: 5})
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "moved", moved, want)
		}
	})
}

// Where only a room moves, the others stay, also what has no room.
func TestTheRestOfTheDayIsMovedInOneRoom(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := func(title, room string) models.Session {
			session := f.input(title, 30, 60)
			session.Room = room
			return f.add(session)
		}
		hall, other, none := in("一", "ホール"), in("二", "会議室"), in("三", "")
		f.onTheDay(10)
		moved, err := f.agenda.MoveRest(t.Context(), f.event, agenda.RestInput{Minutes: 5, Room: *hall.RoomID})
		f.must(err)
		equal(t, "moved", moved, 1)
		equal(t, "the hall", f.minutes(f.session(hall.ID)), [2]int{35, 65})
		equal(t, "another room", f.minutes(f.session(other.ID)), [2]int{30, 60})
		equal(t, "no room", f.minutes(f.session(none.ID)), [2]int{30, 60})
	})
}
