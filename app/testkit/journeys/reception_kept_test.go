package journeys_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/text"
)

// A network that hangs holds nobody up: who is scanned is let in while the phone waits for an answer, and the app
// opens.
func hanging(t *testing.T, d *doorway) {
	_, first, _ := d.person(t)
	_, second, _ := d.person(t)
	p, _ := d.phone(t, true)
	d.network.Store(networkHangs)
	heard(p)
	scan(p, first).Sees("reception.result_admitted")
	next(p)
	p.Open("/reception/here/").Sees("device.app_ready")
	scan(p, second).Sees("reception.result_admitted")
	d.expect(t, 0, 0)
	d.network.Store(networkUp)
	close(d.released)
	heard(p)
	d.expect(t, 2, 2)
}

// atRest is what is stored: whether a key can be read, and which of the words can be found.
const atRest = `(async (words) => {
  const result = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)))
  const db = await result(indexedDB.open('meguri-reception'))
  const all = (store) => result(db.transaction(store).objectStore(store).getAll())
  const events = await all('events')
  const chunks = (await all('chunks')).map((chunk) => new TextDecoder().decode(chunk.data))
  const text = JSON.stringify(events) + JSON.stringify(await all('scans')) + chunks.join()
  const keys = events.filter((e) => e.key).map((e) => 'extractable: ' + e.key.extractable)
  return [...new Set(keys), ...words.filter((w) => text.includes(w))].join()
})(%s)`

// findsAtRest looks for words in what a phone has stored.
func findsAtRest(p *browser.Page, words ...string) string {
	return p.Awaits(fmt.Sprintf(atRest, `["`+strings.Join(words, `","`)+`"]`))
}

// turnClock sets the clock of a phone forward by so much in all.
func turnClock(p *browser.Page, by time.Duration) {
	p.Says(fmt.Sprintf(
		`(globalThis.realNow ??= Date.now, Date.now = () => realNow.call(Date) + %d, '')`, by.Milliseconds(),
	))
}

// The list cannot be read on the disk, knows no address, and is gone after a day without the server, or once the event
// is over by the phone's clock. Scans stay until they are sent.
func keptUntil(t *testing.T, d *doorway) {
	_, code, _ := d.person(t)
	p, _ := d.phone(t, true)
	scan(p, code).Sees("髙橋")
	d.expect(t, 1, 1)
	next(p)
	apptest.Equal(t, "at rest", findsAtRest(p, "髙橋", "高橋", "花子", code, "@mail.example"), "extractable: false")
	p.Press("device.app_tab_menu").SeesOneOf("device.app_evictable", "device.app_kept_here").PressAt("nav [data-tab=scan]")

	over := d.Event.EndsAt.Add(4 * time.Hour).Sub(d.DB.Now())
	if over > 23*time.Hour {
		t.Fatal("the event is too long to tell its end from a day without the server")
	}
	for name, by := range map[string]time.Duration{"a day without the server": 25 * time.Hour, "the event is over": over} {
		_, _, ticket := d.person(t)
		turnClock(p, 0)
		d.network.Store(networkUp)
		heard(p).Sees("device.app_ready")
		d.network.Store(networkDown)
		scan(p, ticket).Sees(p.T("device.app_offline_n", "n", 1))
		next(p)
		turnClock(p, by)
		heard(p).Sees("device.app_no_roster")
		apptest.Equal(t, name, p.Awaits(keysLeft), "0 keys, 0 chunks")
	}
	turnClock(p, 0)
	d.network.Store(networkUp)
	heard(p).Sees("device.app_ready")
	d.expect(t, 3, 3)
}

// Somebody is found by a part of the name in any spelling; those who have not come are first, with how many there are.
func search(t *testing.T, d *doorway) {
	came, code, _ := d.person(t)
	open, _, _ := d.person(t)
	d.called(t, came, text.Name{Family: "Nguyễn", Given: "An"})
	d.called(t, open, text.Name{Family: "Nguyễn", Given: "Zoë"})
	p, _ := d.phone(t, true)
	d.network.Store(networkDown)
	scan(p, code).Sees("reception.result_admitted")
	next(p)
	p.Press("device.app_tab_names").Fill("reception.search", "nguyen").Sees(p.T("device.app_found", "n", 2, "open", 1))
	apptest.Equal(t, "first", strings.Contains(p.Text("[data-at=found] li"), "Zoë"), true)
	p.Fill("reception.search", "zoe").Sees(p.T("device.app_found", "n", 1, "open", 1))
	p.PressAt("[data-at=found] [data-do=admit]").Sees("reception.result_admitted", "Zoë")
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 2, 2)
}

// People without a ticket are let in without a network, a group at once, and are registered once the phone has one.
// Their names stay no longer than that.
func withoutTicket(t *testing.T, d *doorway) {
	p, _ := d.phone(t, true)
	d.network.Store(networkDown)
	p.Press("walk_in.app_button").Fill("walk_in.people_label", "2").PressAt("[data-at=walkin-do]")
	p.Sees("walk_in.app_name").Fill("walk_in.name", "飛込 花子").PressAt("[data-at=walkin-do]")
	p.Examine("app-walk-in")
	p.Sees("walk_in.app_admitted", "飛込", p.T("walk_in.app_people", "n", 2))
	d.expect(t, 0, 0)
	apptest.Equal(t, "before", findsAtRest(p, "飛込"), "extractable: false,飛込")
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 2, 2)
	p.Sees("device.app_online")
	apptest.Equal(t, "after", findsAtRest(p, "飛込"), "extractable: false")
}

// Who registered for online is asked about where places at the venue are short, in amber; a door that is not for the
// person says so in words of its own, and a kiosk that its room is nearly full to staff only.
func notForTheDoor(t *testing.T, d *doorway) {
	_, online, _ := d.person(t)
	for i := range 2 { // as many as there are places
		d.With(t).SignUpAs(d.Event, "venue", fmt.Sprint("venue", i, "@mail.example"))
	}
	p, _ := d.phone(t, false)
	scan(p, online).Sees("device.app_not_here", "device.app_tell_not_here").SeesAt("#app[data-result=online]")
	p.Examine("app-online").Press("device.app_anyway").Sees("reception.result_admitted").SeesAt("#app[data-result=amber]")
	d.expect(t, 1, 1)
	next(p)

	two, warns := 2, 1
	d.Write(func(tx *models.Tx) error {
		hall := models.Door{EventID: d.Event.ID, Slug: "hall", NameJa: "ホール", TicketTypes: "venue", Position: 1}
		if err := tx.Doors().Create(&hall); err != nil {
			return err
		}
		main := models.Door{EventID: d.Event.ID, Slug: "main", NameJa: "正門", Capacity: &two, WarnAt: &warns}
		return tx.Doors().Create(&main)
	})
	_, another, _ := d.person(t)
	heard(p).Press("device.app_tab_menu").Set("reception.door", "hall").PressAt("nav [data-tab=scan]")
	d.freePlace()
	heard(p)
	p.Awaits(`(async () => {
	  const result = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)))
	  for (;;) { // the phone hears that there is a place
	    const db = await result(indexedDB.open('meguri-reception'))
	    const events = await result(db.transaction('events').objectStore('events').getAll())
	    if (events.some((e) => e.rules && !e.rules.venue_full)) return 'free'
	    dispatchEvent(new Event('online'))
	    await new Promise((done) => setTimeout(done, 200))
	  }
	})()`)
	scan(p, another).Sees("door.app_not_for", "door.app_tell_not_for").Misses("device.app_tell_not_here")
	p.Examine("app-not-for")

	kiosk := d.kiosk(t, false)
	typeInto(kiosk, "code", another).Sees("kiosk.admitted", "kiosk.go_in")
}

// freePlace adds a place at the venue.
func (d *doorway) freePlace() {
	d.Write(func(tx *models.Tx) error {
		types, err := tx.TicketTypes().OfEvent(d.Event)
		if err != nil {
			return err
		}
		for i := range types {
			if types[i].Mode == models.ModeVenue {
				*types[i].Capacity++
				return tx.TicketTypes().Update(&types[i], types[i].Version)
			}
		}
		return nil
	})
}
