package journeys_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/text"
)

// kiosk pairs a tablet at which people check themselves in.
func (d *doorway) kiosk(t *testing.T, names bool) *browser.Page {
	t.Helper()
	p := d.browser.Visit(t, d.address, t.Name(), browser.View{Width: 1180, Lang: "ja"})
	made := d.With(t).API(models.RoleOrganizer).Expect(http.StatusCreated, "", http.MethodPost,
		"/api/v1/events/here/devices", map[string]any{"name": "セルフ受付", "kiosk": true, "names": names, "supervises": true})
	p.CutsNetwork()
	t.Cleanup(func() { p.Forget() })
	p.Open(made.String("pairing_url")).Sees("kiosk.show")
	p.Awaits(kept)
	return p
}

// called gives somebody a name that only they have.
func (d *doorway) called(t *testing.T, id string, name text.Name) {
	t.Helper()
	d.Write(func(tx *models.Tx) error {
		r, err := tx.Registrations().ByID(d.Event, id)
		if err != nil {
			return err
		}
		r.Name = name
		return tx.Registrations().Update(r)
	})
}

// typeInto types into the field of a screen and sends it.
func typeInto(p *browser.Page, screen, text string) *browser.Page {
	p.PressAt("[data-kiosk=" + screen + "]")
	p.Says(fmt.Sprintf(`(document.getElementById('kiosk-%s').value = %q,
		document.querySelector('[data-at=kiosk-%s-form]').requestSubmit(), '')`, screen, text, screen))
	return p
}

// TestKiosk has people check themselves in: with a network and without, by a code, a ticket, and their own name.
func TestKiosk(t *testing.T) {
	t.Parallel()
	t.Run("by code, ticket and name", func(t *testing.T) {
		d := openDoorway(t)
		_, code, _ := d.person(t)
		_, _, ticket := d.person(t)
		hanako, _, _ := d.person(t)
		d.called(t, hanako, text.Name{Family: "丸子", Given: "花子", FamilyKana: "マルコ", GivenKana: "ハナコ"})
		p := d.kiosk(t, true)
		p.Examine("kiosk-start")
		typeInto(p, "code", code).Sees("kiosk.admitted", "kiosk.go_in")
		p.PressAt("[data-screen=done] [data-kiosk=start]").Sees("kiosk.show")
		scan(p, ticket).Sees("kiosk.admitted")
		scan(p, ticket).Sees("kiosk.already") // at once, by who comes next
		p.PressAt("[data-screen=done] [data-kiosk=start]").Sees("kiosk.show")

		d.expect(t, 3, 2)
		d.network.Store(networkDown)
		p.Open("/reception/here/").Sees("kiosk.show")
		typeInto(p, "name", "丸子").Sees("kiosk.nobody").Misses("花") // a family name alone shows nobody
		p.PressAt("[data-screen=name] [data-kiosk=start]").Sees("kiosk.show")
		typeInto(p, "name", "まるこ はな").Sees("kiosk.is_it", "丸● 花●").Misses("花子")
		p.Examine("kiosk-name")
		p.PressAt("[data-kiosk=take]").Sees("kiosk.admitted")
		d.network.Store(networkUp)
		heard(p)
		d.expect(t, 4, 3)
	})
	t.Run("goes back by itself, speaks both languages, and shows no list", func(t *testing.T) {
		d := openDoorway(t)
		_, code, _ := d.person(t)
		p := d.kiosk(t, false)
		for _, part := range []string{".app-tabs", ".app-parts", ".app-top", ".kiosk-by-name"} {
			shown := fmt.Sprintf(`getComputedStyle(document.querySelector(%q)).display`, part)
			apptest.Equal(t, part, p.Says(shown), "none")
		}
		p.PressAt("[data-kiosk=lang][value=en]").Sees("Welcome")
		typeInto(p, "code", code).Sees("You are checked in")
		time.Sleep(7 * time.Second)
		p.Sees("kiosk.show") // in the language of the place
		typeInto(p, "code", "2222-2222").Sees("kiosk.unknown", "kiosk.call_help")
		names := p.Awaits(`new Promise((done) => {
		  const open = indexedDB.open('meguri-reception')
		  open.onsuccess = () => {
		    const events = open.result.transaction('events').objectStore('events').getAll()
		    events.onsuccess = () => done(String(events.result[0].names))
		  }
		})`)
		apptest.Equal(t, "may find names", names, "false")
	})
}

// A tablet without names is told of none, and a supervisor it is never.
func TestAKioskKnowsNoMoreThanItShows(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.StartsAt)
		p.SignUp(p.Event, "hanako@mail.example")
		for _, names := range []bool{true, false} {
			made := p.API(models.RoleOrganizer).Expect(201, "", "POST", "/api/v1/events/here/devices",
				map[string]any{"name": "セルフ受付", "kiosk": true, "names": names, "supervises": true})
			device := models.Device{}
			p.Write(func(tx *models.Tx) error {
				d, err := tx.Devices().ByID(p.Event, made.String("id"))
				if err == nil {
					device = *d
				}
				return err
			})
			apptest.Equal(t, "device", []bool{device.Supervises, device.Kiosk, device.FindsNames}, []bool{false, true, names})
		}
	})
}
