package journeys_test

import (
	"testing"
	"time"

	"meguri/models"
)

// A phone is without a network from the first day of an event to the second: who was not scanned out is not inside any
// more in the morning, and comes in anew.
func secondDay(t *testing.T, d *doorway) {
	version := d.Event.Version
	d.Event.StartsAt = d.Event.StartsAt.Truncate(24 * time.Hour).Add(time.Hour) // ten o'clock in Tokyo
	d.Event.EndsAt = d.Event.StartsAt.AddDate(0, 0, 1).Add(8 * time.Hour)
	d.Write(func(tx *models.Tx) error { return tx.Events().Update(d.Event, version) })
	ahead := time.Until(d.Event.StartsAt.Add(6 * time.Hour))
	clock := func(after time.Duration) {
		d.DB.SetClock(func() time.Time { return time.Now().Add(ahead + after) })
	}
	clock(0)
	_, code, _ := d.person(t)
	p, _ := d.phone(t, true)
	scan(p, code).Sees("reception.result_admitted")
	d.expect(t, 1, 1)
	next(p)
	d.network.Store(networkDown)
	heard(p)
	inside := func(n int) {
		t.Helper()
		p.Press("device.app_tab_inside").Sees(p.T("inside.app_count", "n", n))
		p.PressAt("nav [data-tab=scan]")
	}
	inside(1)
	scan(p, code).Sees(since(p))
	next(p)

	const night = 17 * time.Hour
	turnClock(p, night)
	clock(night)
	heard(p)
	inside(0)
	scan(p, code).Sees("reception.result_admitted")
	p.Sees(p.T("device.app_offline_n", "n", 2)).Examine("app-second-day")
	next(p)
	inside(1)
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 3, 1)
}
