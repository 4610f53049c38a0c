package journeys_test

import (
	"testing"
	"time"

	"meguri/models"
)

// A network that comes and goes, also in the middle of an answer, and asks to sign in at times. No scan is lost, and
// none is made twice.
func flapping(t *testing.T, d *doorway) {
	const people = 12
	tickets := make([]string, people)
	for i := range tickets {
		_, _, tickets[i] = d.person(t)
	}
	p, _ := d.phone(t, true)
	moods := []network{networkDeaf, networkUp, networkDown, networkPortal}
	for i, ticket := range tickets {
		d.network.Store(moods[i%len(moods)])
		p.Offline(i%5 == 4)
		heard(p)
		scan(p, ticket).Sees("reception.result_admitted")
		d.network.Store(moods[(i+1)%len(moods)])
		heard(p)
		next(p)
	}
	for range 20 {
		for _, mood := range moods {
			d.network.Store(mood)
			heard(p)
			time.Sleep(20 * time.Millisecond)
		}
	}
	d.network.Store(networkUp)
	p.Offline(false)
	heard(p)
	d.expect(t, people, people)
	p.Sees("device.app_online")
	d.expect(t, people, people)
}

// The event is put off by 90 days after tickets were printed: they let in on the new day, without a network and by the
// server, although they say that they are not good any more.
func postponed(t *testing.T, d *doorway) {
	_, _, offline := d.person(t)
	_, _, online := d.person(t)
	p, _ := d.phone(t, true)
	at := d.Event.EndsAt
	err := d.DB.InTx(t.Context(), func(tx *models.Tx) error {
		event, err := tx.Events().BySlug("here")
		if err != nil {
			return err
		}
		event.StartsAt, event.EndsAt = event.StartsAt.AddDate(0, 0, 90), event.EndsAt.AddDate(0, 0, 90)
		at = event.StartsAt.Add(time.Minute)
		return tx.Events().Update(event, event.Version)
	})
	if err != nil {
		t.Fatal(err)
	}
	ahead := time.Until(at)
	d.DB.SetClock(func() time.Time { return time.Now().Add(ahead) })
	p.Open("/reception/here/").Sees("device.app_ready", "device.app_online")
	d.network.Store(networkDown)
	scan(p, offline).Sees("reception.result_admitted")
	next(p)
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 1, 1)
	scan(p, online).Sees("reception.result_admitted")
	list := d.expect(t, 2, 2)
	for _, c := range list {
		if c.Conflict != "" || c.Result != models.CheckInAdmitted {
			t.Errorf("%s %s", c.Result, c.Conflict)
		}
	}
}
