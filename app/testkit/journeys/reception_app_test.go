package journeys_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"meguri/app/program"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// network is what lies between a phone and the program.
type network string

const (
	networkUp     network = "up"
	networkDown   network = "down"   // connections break
	networkPortal network = "portal" // it asks to sign in, and answers 200 to everything
	networkHangs  network = "hangs"  // nothing comes back until it is released
	// Of these three all arrives but what the name says.
	networkNoAPI    network = "no api"
	networkNoWorker network = "no worker"
	networkNoWasm   network = "no wasm"
	networkDeaf     network = "deaf" // what is sent arrives, and answers are lost, as where a server is restarted
)

// lost is what of an address does not arrive.
var lost = map[network]string{networkNoAPI: "/api/", networkNoWorker: "/sw.js", networkNoWasm: ".wasm"}

// doorway is the program behind a network that fails, and a browser. The program's clock is a month ahead of the
// phones', so that their clocks are wrong in every test.
type doorway struct {
	*apptest.Program
	browser *browser.Browser
	address string
	network atomic.Value
	// isNewer says that another version of the program answers.
	isNewer atomic.Bool
	people  int
	// released ends the waiting of what was sent while the network hung.
	released chan struct{}
}

func openDoorway(t *testing.T) *doorway {
	t.Helper()
	d := &doorway{
		browser: browser.Start(t), Program: apptest.New(t, modelstest.OnSQLite(t)), released: make(chan struct{}),
	}
	d.network.Store(networkUp)
	server := httptest.NewServer(http.HandlerFunc(d.serve))
	t.Cleanup(server.Close)
	d.address = server.URL
	d.Start(func(c *program.Config) { c.BaseURL = server.URL })
	ahead := time.Until(d.Event.StartsAt)
	d.DB.SetClock(func() time.Time { return time.Now().Add(ahead) })
	d.person(t) // with whom the event gets its key
	return d
}

func (d *doorway) serve(w http.ResponseWriter, r *http.Request) {
	switch d.network.Load() {
	case networkDown:
		hangUp(w)
	case networkPortal:
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>Free Wi-Fi</title><p>Please sign in."))
	case networkHangs:
		select {
		case <-d.released:
			d.Handler.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	case networkDeaf:
		d.Handler.ServeHTTP(httptest.NewRecorder(), r)
		hangUp(w)
	case networkNoAPI, networkNoWorker, networkNoWasm:
		if mood, _ := d.network.Load().(network); strings.Contains(r.URL.Path, lost[mood]) {
			hangUp(w)
			return
		}
		d.answer(w, r)
	default:
		d.answer(w, r)
	}
}

// hangUp breaks the connection without an answer.
func hangUp(w http.ResponseWriter) {
	if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = connection.Close()
	}
}

// kept waits until the phone can do without the network.
const kept = `(async () => {
  while (!(await caches.match('/reception/here/'))) await new Promise((done) => setTimeout(done, 20))
  return 'kept'
})()`

// phone pairs a phone, a supervisor's, in English.
func (d *doorway) phone(t *testing.T, supervises bool) (p *browser.Page, device string) {
	t.Helper()
	p = d.browser.Visit(t, d.address, strings.ReplaceAll(t.Name(), "/", "-"), browser.View{Width: 390, Lang: "en"})
	return p, d.pair(t, p, supervises)
}

func (d *doorway) pair(t *testing.T, p *browser.Page, supervises bool) (device string) {
	t.Helper()
	made := d.With(t).API(models.RoleOrganizer).Expect(http.StatusCreated, "", http.MethodPost,
		"/api/v1/events/here/devices", map[string]any{"name": "正門の電話1", "supervises": supervises})
	p.CutsNetwork()
	t.Cleanup(func() { p.Forget() }) // a portal's answers are errors, too
	p.Open(made.String("pairing_url")).Sees("device.app_ready")
	p.Awaits(kept)
	return made.String("id")
}

// person registers somebody, whom the phone knows once it has heard from the server again.
func (d *doorway) person(t *testing.T) (id, code, ticket string) {
	t.Helper()
	d.people++
	_, id, ticket = d.With(t).SignUp(d.Event, fmt.Sprint("p", d.people, "@mail.example"))
	r, err := d.DB.Query(t.Context()).Registrations().ByID(d.Event, id)
	if err != nil {
		t.Fatal(err)
	}
	return id, r.Code, ticket
}

// scan types a text as a scanner that acts as a keyboard does.
func scan(p *browser.Page, text string) *browser.Page {
	p.Says(`((text) => {
	  for (const key of [...text, 'Enter']) {
	    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
	  }
	  return ''
	})(` + fmt.Sprintf("%q", text) + `)`)
	return p
}

// next lets the next person come.
func next(p *browser.Page) *browser.Page { return p.Press("device.app_next").Sees("device.app_ready") }

// heard lets the phone talk with the server, or find that it cannot.
func heard(p *browser.Page) *browser.Page {
	p.Says(`(dispatchEvent(new Event('online')), '')`)
	return p
}

// expect waits until the server knows so many scans, and demands who came and who is inside.
func (d *doorway) expect(t *testing.T, scans, inside int) []models.CheckIn {
	t.Helper()
	var list []models.CheckIn
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var err error
		if list, err = d.DB.Query(t.Context()).CheckIns().Recent(d.Event, 1000); err != nil {
			t.Fatal(err)
		}
		if len(list) >= scans {
			break
		}
	}
	if len(list) != scans {
		t.Errorf("the server knows %d scans, want %d", len(list), scans)
	}
	arrivals, err := d.DB.Query(t.Context()).Admissions().Arrivals(d.Event)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, a := range arrivals {
		got += a.Inside
	}
	if got != inside {
		t.Errorf("%d are inside, want %d", got, inside)
	}
	return list
}

// TestReceptionApp uses the app of a reception's phones through a day on which everything fails.
func TestReceptionApp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(t *testing.T, d *doorway){
		"without a network, opened again":    offline,
		"a network that asks to sign in":     portal,
		"answers that are lost":              deaf,
		"a network that comes and goes":      flapping,
		"a network that hangs":               hanging,
		"what is kept, and until when":       keptUntil,
		"a search without a network":         search,
		"people without a ticket":            withoutTicket,
		"who is not for the door":            notForTheDoor,
		"an event that is put off":           postponed,
		"a device that is revoked":           revoked,
		"two tabs":                           twoTabs,
		"the second day of an event":         secondDay,
		"a new version with scans waiting":   newVersion,
		"a new version that comes by half":   halfVersion,
		"codes of other systems and layouts": strangeCodes,
		"a ticket that is not known yet":     unlisted,
		"a ticket that changed":              changedTicket,
		"a clock that is set wrong":          wrongClock,
		"no room to store":                   storageFull,
		"two events at one door":             twoEvents,
		"the camera":                         cameraTrouble,
		"scans as a file":                    asFile,
		"a practice run":                     practiceRun,
		"scans face to face":                 faceToFace,
		"other codes than another phone's":   strangeScreens,
		"what another phone scanned":         othersScans,
	} {
		t.Run(name, func(t *testing.T) { test(t, openDoorway(t)) })
	}
}

func offline(t *testing.T, d *doorway) {
	_, first, _ := d.person(t)
	_, _, second := d.person(t)
	p, _ := d.phone(t, true)
	d.network.Store(networkDown)
	p.Fill("reception.code", strings.ToLower(first)).Enter().Sees("reception.result_admitted")
	next(p)
	p.Open("/reception/here/").Sees("device.app_ready") // from the phone alone
	scan(p, second).Sees("reception.result_admitted", p.T("device.app_stored", "n", 2))
	scan(p, second).Sees(since(p))
	d.expect(t, 0, 0)
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 3, 2)
	p.Sees("device.app_online")
}

func portal(t *testing.T, d *doorway) {
	_, code, _ := d.person(t)
	p, _ := d.phone(t, true)
	d.network.Store(networkPortal)
	p.Open("/reception/here/").Sees("device.app_ready").Misses("Please sign in")
	scan(p, code).Sees("reception.result_admitted")
	p.Press("device.app_tab_menu").Sees("device.app_portal_help")
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 1, 1)
}

// A server that is restarted in the middle has taken some of a batch, or all of it, and has not said so.
func deaf(t *testing.T, d *doorway) {
	p, _ := d.phone(t, true)
	d.network.Store(networkDown)
	for range 3 {
		_, _, ticket := d.person(t)
		scan(p, ticket).Sees("device.app_admitted_unlisted")
		next(p)
	}
	d.network.Store(networkDeaf)
	heard(p)
	d.expect(t, 3, 3)
	d.network.Store(networkUp)
	heard(p).Sees("device.app_online")
	d.expect(t, 3, 3)
}

const keysLeft = `new Promise((done) => {
  const open = indexedDB.open('meguri-reception')
  open.onsuccess = () => {
    const tx = open.result.transaction(['events', 'chunks'])
    const events = tx.objectStore('events').getAll()
    const chunks = tx.objectStore('chunks').count()
    tx.oncomplete = () => done(events.result.filter((e) => e.key).length + ' keys, ' + chunks.result + ' chunks')
  }
})`

// A phone that was lost is revoked: it deletes its key and its list.
func revoked(t *testing.T, d *doorway) {
	_, code, _ := d.person(t)
	p, device := d.phone(t, true)
	apptest.Equal(t, "before", p.Awaits(keysLeft), "1 keys, 1 chunks")
	d.Write(func(tx *models.Tx) error { return tx.Devices().Revoke(d.Event, device) })
	heard(p).Sees("device.app_revoked")
	apptest.Equal(t, "after", p.Awaits(keysLeft), "0 keys, 0 chunks")
	scan(p, code).Misses("reception.result_admitted")
	p.Open("/reception/here/").Misses("device.app_ready")
}

func twoTabs(t *testing.T, d *doorway) {
	_, first, _ := d.person(t)
	_, second, _ := d.person(t)
	p, _ := d.phone(t, true)
	other := p.Tab()
	other.Open("/reception/here/").Sees("device.app_ready")
	scan(p, first).Sees("reception.result_admitted")
	scan(other, first).Sees(since(p))
	next(other)
	scan(other, second).Sees("reception.result_admitted")
	d.expect(t, 3, 2)
	other.Forget()
}

func strangeCodes(t *testing.T, d *doorway) {
	p, _ := d.phone(t, true)
	for _, text := range []string{
		"https://line.me/R/ti/p/@meguri", "WIFI:T:WPA;S=cafe;P=secret;;", "4901234567894", "BEGIN:VCARD\\nFN:花子",
		strings.Repeat("MG", 2000), strings.Repeat("漢", 4000), "]Q1]", "MG" + strings.Repeat("A", 181),
	} {
		scan(p, text).Sees("reception.result_unknown")
		next(p)
	}
	wide := strings.NewReplacer(pairsOf(func(r rune) rune { return r + 0xFEE0 })...)
	azerty := strings.NewReplacer("a", "q", "q", "a", "z", "w", "w", "z", "m", ",", "A", "Q", "Q", "A", "Z", "W", "W", "Z",
		"M", "?", "2", "é", "3", `"`, "4", "'", "5", "(", "6", "-", "7", "è")
	for _, change := range map[string]func(string) string{
		"lower case":   strings.ToLower,
		"full width":   wide.Replace,
		"a prefix":     func(s string) string { return "]Q1" + s },
		"a BOM":        func(s string) string { return "\ufeff" + s },
		"AZERTY":       azerty.Replace,
		"AZERTY, caps": func(s string) string { return azerty.Replace(strings.ToLower(s)) },
	} {
		_, _, ticket := d.person(t)
		scan(p, change(ticket))
		p.Sees("device.app_admitted_unlisted")
		next(p)
	}
	d.expect(t, 6, 6)
}

// pairsOf are the printable ASCII characters and what each becomes.
func pairsOf(change func(rune) rune) (list []string) {
	for r := '!'; r <= '~'; r++ {
		list = append(list, string(r), string(change(r)))
	}
	return list
}

func unlisted(t *testing.T, d *doorway) {
	p, _ := d.phone(t, true)
	d.network.Store(networkDown)
	_, _, ticket := d.person(t)
	scan(p, ticket).Sees("device.app_admitted_unlisted", "device.app_tell_unlisted").SeesAt(`#app[data-result=amber]`)
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 1, 1)
}

// A person gets another ticket while the phone has no network: the newest is good at once, and whoever was let in with
// the one before stays in.
func changedTicket(t *testing.T, d *doorway) {
	first, _, before := d.person(t)
	second, _, _ := d.person(t)
	p, _ := d.phone(t, true)
	d.network.Store(networkDown)
	after := ""
	for _, id := range []string{first, second} {
		after = d.newTicket(t, id)
	}
	scan(p, before).Sees("reception.result_admitted")
	next(p)
	scan(p, after).Sees("reception.result_admitted")
	d.network.Store(networkUp)
	heard(p)
	conflicts := ""
	for _, c := range d.expect(t, 2, 2) {
		conflicts += string(c.Conflict)
	}
	apptest.Equal(t, "conflicts", conflicts, string(models.ConflictRevoked))
}

func wrongClock(t *testing.T, d *doorway) {
	p, _ := d.phone(t, true)
	for i, off := range []time.Duration{-2 * time.Hour, 2 * time.Hour, -365 * 24 * time.Hour, 365 * 24 * time.Hour} {
		_, code, _ := d.person(t)
		p.Says(fmt.Sprintf(
			`(globalThis.realNow ??= Date.now, Date.now = () => realNow.call(Date) + %d, '')`, off.Milliseconds(),
		))
		heard(p).Sees("device.app_online")
		p.Press("device.app_tab_menu")
		minutes := int((d.DB.Now().Sub(time.Now().Add(off)) + time.Second/2).Abs().Minutes())
		p.SeesOneOf(p.T("device.app_clock_wrong", "n", minutes), p.T("device.app_clock_wrong", "n", minutes+1))
		p.PressAt("nav [data-tab=scan]")
		scan(p, code).Sees("reception.result_admitted")
		next(p)
		newest := d.expect(t, i+1, i+1)[0]
		if late := d.DB.Now().Sub(newest.ScannedAt); late < -time.Second || late > time.Minute {
			t.Errorf("clock off by %v: the scan is %v from now", off, late)
		}
		if newest.DeviceAt == nil {
			t.Errorf("clock off by %v: what it said is not kept", off)
		}
	}
}

// storageFull lets the phone store nothing more, and then again: nobody is shown as admitted who is not stored.
func storageFull(t *testing.T, d *doorway) {
	_, code, _ := d.person(t)
	p, _ := d.phone(t, true)
	p.Says(`(globalThis.realPut = IDBObjectStore.prototype.put, IDBObjectStore.prototype.put = function (...row) {
	  if (this.name === 'scans') throw new DOMException('full', 'QuotaExceededError')
	  return realPut.apply(this, row)
	}, '')`)
	scan(p, code).Sees("device.app_trouble", "device.app_full").Misses("reception.result_admitted")
	next(p)
	p.Says(`(IDBObjectStore.prototype.put = realPut, '')`)
	scan(p, code).Sees("reception.result_admitted")
	d.expect(t, 1, 1)
}

// One phone at the door of two events: each has its own people and scans, and says whose a ticket is.
func twoEvents(t *testing.T, d *doorway) {
	_, _, other := d.SignUp(d.Other, "other@mail.example")
	_, _, here := d.person(t)
	p, _ := d.phone(t, true)
	scan(p, other).Sees("reception.result_wrong_event")
	made := d.With(t).API("").As(d.OtherToken).Expect(http.StatusCreated, "", http.MethodPost,
		"/api/v1/events/elsewhere/devices", map[string]any{"name": "裏口"})
	p.Open(made.String("pairing_url")).Sees("device.app_ready")
	scan(p, other).Sees("reception.result_admitted")
	next(p)
	scan(p, here).Sees("reception.result_wrong_event")
	p.Open("/reception/here/").Sees("device.app_ready")
	scan(p, here).Sees("reception.result_admitted")
	d.expect(t, 1, 1)
}

// What one phone scanned another one of a supervisor lists and undoes; a steward's does not.
func othersScans(t *testing.T, d *doorway) {
	_, code, _ := d.person(t)
	first, _ := d.phone(t, false)
	second, _ := d.phone(t, true)
	scan(first, code).Sees("reception.result_admitted", code)
	d.expect(t, 1, 1)
	first.Misses("device.app_undo").Misses("髙橋")
	heard(second)
	second.Press("device.app_tab_recent").Sees("正門の電話1", "髙橋")
	second.Press("device.app_undo").Sees("device.app_undone")
	for range 100 {
		if inside := d.expectInside(t); inside == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	d.expect(t, 1, 0)
	heard(first)
	first.Press("device.app_tab_recent").Sees("device.app_undone")
}

// Two phones have no network. One hands the other its scans, which brings them where there is one.
func asFile(t *testing.T, d *doorway) {
	_, code, _ := d.person(t)
	first, _ := d.phone(t, true)
	second, _ := d.phone(t, true)
	d.network.Store(networkDown)
	scan(first, code).Sees("reception.result_admitted")
	file := first.Press("device.app_tab_menu").Download("device.app_exchange_out")
	second.Press("device.app_tab_menu")
	for _, c := range []struct{ content, says string }{
		{"{}", "device.app_exchange_wrong"},
		{string(file.Content), second.T("device.app_exchange_taken", "n", 1)},
		{string(file.Content), second.T("device.app_exchange_taken", "n", 0)},
	} {
		takeFile(second, c.content)
		second.Sees(c.says)
	}
	scan(second, code).Sees(since(second))
	d.network.Store(networkUp)
	heard(second)
	d.expect(t, 2, 1)
	heard(first).Sees("device.app_online")
	d.expect(t, 2, 1)
}

func (d *doorway) expectInside(t *testing.T) int {
	t.Helper()
	people, err := d.DB.Query(t.Context()).Registrations().Roster(d.Event, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	inside := 0
	for i := range people {
		if people[i].Inside {
			inside++
		}
	}
	return inside
}
