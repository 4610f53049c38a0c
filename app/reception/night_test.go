package reception_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/models"
)

// threeDays makes the event one of three days, from nine o'clock. at is an hour of one of them, clock sets what time it
// is.
func (f *fixture) threeDays() (at func(days, hour int) time.Time, clock func(now time.Time)) {
	first := f.event.Local(f.event.StartsAt)
	at = func(days, hour int) time.Time {
		return time.Date(first.Year(), first.Month(), first.Day()+days, hour, 0, 0, 0, first.Location()).UTC()
	}
	f.event.StartsAt, f.event.EndsAt = at(0, 9), at(2, 18)
	return at, func(now time.Time) { f.db.SetClock(func() time.Time { return now }) }
}

// A room that was full in the evening is empty in the morning, also behind a door that stops.
func TestARoomThatWasFullIsEmptyTheNextDay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		a, b := f.register("sato", "venue"), f.register("abe", "online")
		at, clock := f.threeDays()
		f.addDoor(models.Door{Slug: "main", NameJa: "正門", Capacity: number(1), Stops: true})
		f.addDoor(models.Door{
			Slug: "hall", Scope: models.DoorOfRoom, RoomID: f.addRoom("大ホール"), Capacity: number(1), Stops: true,
		})
		behind := func(want string) {
			t.Helper()
			board, err := f.service.Board(f.ctx, f.event)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, d := range board.Doors {
				got += fmt.Sprint(d.Slug, " ", d.Behind, " ", d.IsFull, " ")
			}
			f.expect(strings.TrimSpace(got), want)
		}
		clock(at(0, 10))
		f.expect(f.passes("main", a.Code, models.DirectionIn), "admitted")
		clock(at(0, 11))
		f.expect(f.passes("hall", a.Code, models.DirectionIn), "admitted")
		f.expect(f.passes("hall", b.Code, models.DirectionIn), "full")
		f.expect(f.passes("main", b.Code, models.DirectionIn), "full")
		behind("main 1 true hall 1 true")

		clock(at(1, 9))
		behind("main 0 false hall 0 false")
		f.expect(f.passes("main", b.Code, models.DirectionIn), "admitted")
		clock(at(1, 10))
		f.expect(f.passes("hall", b.Code, models.DirectionIn), "admitted")
		f.expect(f.passes("hall", a.Code, models.DirectionIn), "full")
		behind("main 1 true hall 1 true")
	})
}

// Who is inside cannot cancel; on the next morning who was not scanned out can.
func TestWhoWasInsideYesterdayMayCancel(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		r := f.register("hanako", "venue")
		at, clock := f.threeDays()
		clock(at(0, 10))
		f.expect(f.in(r.Code), "admitted")
		clock(at(1, 3)) // the night belongs to the evening
		cancel := func() error { return f.registrations.Cancel(f.ctx, f.event, r.ID, registration.ByAttendee) }
		expectCode(t, cancel(), models.CodeConflict)
		clock(at(1, 8))
		f.must(cancel())
		f.expect(f.inside(), "1 came, 0 inside")
	})
}

// Who comes after midnight belongs to the evening, and each day counts who comes on it.
func TestArrivalsOfADayReachIntoItsNight(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		at, clock := f.threeDays()
		enter := func(r *models.Registration, day, hour int) {
			clock(at(day, hour))
			f.in(r.Code)
		}
		a, b, c := f.register("sato", "venue"), f.register("abe", "online"), f.register("kato", "online")
		enter(a, 0, 10)
		enter(b, 1, 0) // midnight
		enter(a, 1, 1) // already
		enter(a, 1, 9)
		enter(a, 1, 10) // already
		enter(b, 1, 11)
		enter(c, 2, 3)
		enter(c, 2, 9)
		count := func(want string, times ...time.Time) {
			t.Helper()
			counts, err := f.db.Query(f.ctx).Admissions().CountByDay(f.event, times)
			if err != nil {
				t.Fatal(err)
			}
			f.expect(fmt.Sprint(counts), want)
		}
		count("[2 0 2 1 1]", time.Time{}, at(1, 2), at(1, 4), at(2, 0), at(2, 4), at(2, 12))
		count("[1 1]", at(0, 23), at(1, 6), at(1, 10))
		count("[1]", at(1, 9), at(1, 10))
		count("[0]", at(1, 10), at(1, 11))
		count("[]", at(1, 9))
	})
}

// On the second day who was not scanned out on the first one is no more inside, and comes in anew.
func TestWhoWasNotScannedOutIsGoneTheNextDay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		r := f.register("hanako", "venue")
		at, clock := f.threeDays()

		clock(at(0, 10))
		f.expect(f.in(r.Code), "admitted")
		clock(at(0, 23))
		f.expect(f.inside(), "1 came, 1 inside")

		clock(at(1, 8))
		f.expect(f.inside(), "1 came, 0 inside")
		inside, err := f.service.Inside(f.ctx, f.event)
		if err != nil || inside.Total != 0 {
			t.Errorf("the roll call has %+v, %v", inside, err)
		}
		roster, err := f.service.Roster(f.ctx, f.event, "")
		if err != nil || len(roster.Rules.Nights) == 0 {
			t.Fatalf("devices know no nights: %v", err)
		}
		for _, p := range roster.People {
			if p.Inside {
				t.Errorf("%s is inside for devices", p.Code)
			}
		}

		late := f.scan(r.Code, models.DirectionOut) // a way out on the second day closes nothing of the first
		late.ScannedAt = at(1, 7)
		outcomes, err := f.service.Admit(f.ctx, f.event, "受付", []reception.ScanInput{late})
		if err != nil || outcomes[0].CheckIn.Conflict != models.ConflictNotInside {
			t.Errorf("the way out is %+v, %v", outcomes, err)
		}
		f.expect(f.in(r.Code), "admitted")
		f.expect(f.inside(), "1 came, 1 inside")
		f.expect(f.in(r.Code), "already")

		missed := f.scan(r.Code, models.DirectionIn) // of the evening before, from a phone without network
		missed.ScannedAt = at(0, 22)
		outcomes, err = f.service.Admit(f.ctx, f.event, "受付", []reception.ScanInput{missed})
		if err != nil || outcomes[0].CheckIn.Result != models.CheckInAlready {
			t.Errorf("the late scan is %+v, %v", outcomes, err)
		}
		f.expect(f.inside(), "1 came, 1 inside")
	})
}
