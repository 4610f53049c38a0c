package reception_test

import (
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/models"
)

// On the second day who was not scanned out on the first one is no more inside, and comes in anew.
func TestWhoWasNotScannedOutIsGoneTheNextDay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		r := f.register("hanako", "venue")
		first := f.event.Local(f.event.StartsAt)
		at := func(days, hour int) time.Time {
			return time.Date(first.Year(), first.Month(), first.Day()+days, hour, 0, 0, 0, first.Location()).UTC()
		}
		f.event.StartsAt, f.event.EndsAt = at(0, 9), at(2, 18)
		clock := func(now time.Time) { f.db.SetClock(func() time.Time { return now }) }

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
