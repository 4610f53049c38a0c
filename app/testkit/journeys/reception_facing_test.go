package journeys_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"meguri/app/testkit/browser"
)

const (
	facingScans = 500
	facingLimit = 10 * time.Second // of issue 12
	codesShown  = 10               // a second
)

// screenCodes collects the codes that a phone shows, as they are drawn.
const screenCodes = `(async (count) => {
  const canvas = document.querySelector('[data-at=facing-code]')
  const seen = []
  for (let last = ''; seen.length < count; await new Promise((done) => setTimeout(done, 20))) {
    if (canvas.width < 20) continue
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.width)
    let bits = ''
    for (let i = 0; i < data.length; i += 4) bits += data[i] ? '0' : '1'
    if (bits !== last) seen.push(last = bits)
  }
  return JSON.stringify(seen)
})(%d)`

// drawn is a code as a phone draws it.
type drawn struct {
	bits string
	size int
}

func (d drawn) Dark(x, y int) bool { return d.bits[y*d.size+x] == '1' }

// filmed are the next codes on the screen of a phone, as the camera of another one sees them.
func filmed(t *testing.T, p *browser.Page, count int) (pictures []func(x, y int) bool) {
	t.Helper()
	const atOnce = 20 // a page is not waited for much longer
	var all []string
	for len(all) < count {
		var codes []string
		if err := json.Unmarshal(
			[]byte(p.Awaits(fmt.Sprintf(screenCodes, min(atOnce, count-len(all))))),
			&codes,
		); err != nil {
			t.Fatal(err)
		}
		all = append(all, codes...)
	}
	for _, bits := range all {
		size := 1
		for size*size < len(bits) {
			size++
		}
		pictures = append(pictures, browser.PictureOfCode(drawn{bits, size}, size))
	}
	return pictures
}

// closeCamera lets go of the camera, of which a browser has one: whoever opens it next sees what is shown now.
func closeCamera(p *browser.Page) {
	p.Awaits(`(async () => {
	  const video = document.querySelector('[data-at=facing-video]')
	  while (!video.srcObject) await new Promise((done) => setTimeout(done, 20))
	  for (const track of video.srcObject.getTracks()) track.stop()
	  return ''
	})()`)
}

// see lets a phone film pictures, and another one no more.
func (d *doorway) see(t *testing.T, p, other *browser.Page, pictures []func(x, y int) bool) {
	t.Helper()
	closeCamera(other)
	closeCamera(p)
	for len(pictures) < codesShown { // a film of a picture or two is none to Chromium
		pictures = append(pictures, pictures...)
	}
	d.browser.ShowMoving(t, pictures, codesShown)
	p.Press("device.app_facing_turn")
}

// takeFile lets a phone take a file with scans of another one.
func takeFile(p *browser.Page, content string) {
	p.Says(fmt.Sprintf(`((text) => {
	  const files = new DataTransfer()
	  files.items.add(new File([text], 'scans.json'))
	  const field = document.querySelector('#import')
	  field.files = files.files
	  field.dispatchEvent(new Event('change', { bubbles: true }))
	  return ''
	})(%q)`, content))
}

func scansFile(t *testing.T, eventID string, count int) string {
	t.Helper()
	device := uuid.NewString()
	var scans []map[string]any
	for i := range count {
		at := time.Now().Add(time.Duration(i-count) * 3700 * time.Millisecond).UnixMilli()
		scans = append(scans, map[string]any{
			"id": uuid.NewString(), "person": uuid.NewString(), "door": "main", "direction": "in", "wall": at, "at": at + 77,
			"result": "admitted", "repeat": false, "sent": false, "skew": 77, "device": device, "serial": 1,
		})
	}
	content, err := json.Marshal(map[string]any{"kind": "meguri-scans-1", "event_id": eventID, "scans": scans})
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// faceToFace lets two phones without a network exchange 500 scans by their screens and cameras, and 20 the other way.
func faceToFace(t *testing.T, d *doorway) {
	d.browser.Show(t, browser.Blank)
	first, _ := d.phone(t, true)
	second, _ := d.phone(t, true)
	d.network.Store(networkDown)
	for p, count := range map[*browser.Page]int{first: facingScans, second: 20} {
		p.Press("device.app_tab_menu")
		takeFile(p, scansFile(t, d.Event.ID, count))
		p.Sees(p.T("device.app_exchange_taken", "n", count))
	}
	first.Press("device.app_facing_open").Sees("device.app_facing_none")
	d.browser.ShowMoving(t, filmed(t, first, 70), codesShown)
	closeCamera(first)
	begun := time.Now()
	second.Press("device.app_facing_open").Sees(second.T("device.app_facing_got", "n", facingScans))
	taken := time.Since(begun)
	t.Logf("%d scans face to face took %.1f s", facingScans, taken.Seconds())
	if taken > facingLimit {
		t.Errorf("%d scans took %v", facingScans, taken)
	}
	second.Examine("facing")

	same := first.T("device.app_facing_same", "n", facingScans+20, "both", 0)
	d.see(t, first, second, filmed(t, second, 8))
	first.Sees(same)
	d.see(t, second, first, filmed(t, first, 3))
	second.Sees(same)
	for _, p := range []*browser.Page{first, second} { // once more: nothing is there twice
		p.Press("device.app_facing_end").Press("device.app_facing_open")
	}
	d.see(t, first, second, filmed(t, second, 70))
	first.Sees(first.T("device.app_facing_got", "n", 0))
}

// strangeScreens shows the camera what is none of the other phone's codes: each is refused with a sentence.
func strangeScreens(t *testing.T, d *doorway) {
	d.browser.Show(t, browser.Blank)
	p, _ := d.phone(t, true)
	made := d.With(t).API("").As(d.OtherToken).Expect(http.StatusCreated, "", http.MethodPost,
		"/api/v1/events/elsewhere/devices", map[string]any{"name": "裏口"})
	other := d.browser.Visit(t, d.address, t.Name(), browser.View{Width: 390, Lang: "en"})
	other.Open(made.String("pairing_url")).Sees("device.app_ready")
	other.Press("device.app_tab_menu").Press("device.app_facing_open")
	elsewhere := filmed(t, other, 2)

	p.Press("device.app_tab_menu").Press("device.app_facing_open")
	for _, c := range []struct {
		shown []func(x, y int) bool
		says  string
	}{
		{[]func(x, y int) bool{picture(t, "https://line.me/R/ti/p/@meguri")}, "device.app_facing_foreign"},
		{elsewhere, "device.app_facing_other_event"},
		{[]func(x, y int) bool{picture(t, "MX1:BB8")}, "device.app_facing_damaged"},
	} {
		d.see(t, p, other, c.shown)
		p.Sees(c.says)
	}
	p.Misses("device.app_facing_foreign")
}
