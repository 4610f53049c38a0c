package journeys_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
)

// files are the addresses of files, by the sum of their content.
var files = regexp.MustCompile(`/static/([0-9a-f]{12})/`)

// answer answers as the version of the program that runs: a newer one has its files at other addresses.
func (d *doorway) answer(w http.ResponseWriter, r *http.Request) {
	if !d.isNewer.Load() {
		d.Handler.ServeHTTP(w, r)
		return
	}
	if name, isFile := strings.CutPrefix(r.URL.Path, "/static/"); isFile {
		older, isNewer := strings.CutPrefix(name, "v2")
		if !isNewer {
			http.Redirect(w, r, "/static/v2"+name, http.StatusFound)
			return
		}
		file := r.Clone(r.Context())
		file.URL.Path = "/static/" + older
		d.Handler.ServeHTTP(w, file)
		return
	}
	r.Header.Del("Accept-Encoding")
	r.Header.Del("If-None-Match")
	answer := httptest.NewRecorder()
	d.Handler.ServeHTTP(answer, r)
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	w.WriteHeader(answer.Code)
	_, _ = w.Write(files.ReplaceAll(answer.Body.Bytes(), []byte("/static/v2$1/")))
}

// update lets the phone look for a new version, and says whether it has it, and whether anything of the one before is
// left.
const update = `(async () => {
  const worker = await navigator.serviceWorker.getRegistration('/reception/')
  const asked = await worker.update().then(() => 'asked', () => 'failed')
  const coming = worker.installing ?? worker.waiting
  while (coming && !['activated', 'redundant'].includes(coming.state)) await new Promise((done) => setTimeout(done, 20))
  const kept = (await (await caches.open('meguri-reception-1')).keys()).map((request) => new URL(request.url).pathname)
  const files = kept.filter((path) => path.startsWith('/static/'))
  const newer = files.filter((path) => path.startsWith('/static/v2')).length
  return asked + ' ' + (coming?.state ?? 'none') + ', new ' + (newer > 0) + ', old ' + (newer < files.length)
})()`

// version is of which version the page is.
func version(p *browser.Page) string {
	return p.Says(`document.querySelector('script[src*=reception_app]').src.includes('/static/v2') ? 'new' : 'old'`)
}

// pairElsewhere makes the phone one of another event, too, and waits until it can do without the network there.
func (d *doorway) pairElsewhere(t *testing.T, p *browser.Page) {
	t.Helper()
	made := d.With(t).API("").As(d.OtherToken).Expect(http.StatusCreated, "", http.MethodPost,
		"/api/v1/events/elsewhere/devices", map[string]any{"name": "裏口"})
	p.Open(made.String("pairing_url")).Sees("device.app_ready")
	p.Awaits(strings.ReplaceAll(kept, "/here/", "/elsewhere/"))
}

// A new version comes while scans wait: the open page goes on, the new one opens without a network at each event of the
// phone, and no scan is lost.
func newVersion(t *testing.T, d *doorway) {
	tickets := make([]string, 3)
	for i := range tickets {
		_, _, tickets[i] = d.person(t)
	}
	p, _ := d.phone(t, true)
	d.pairElsewhere(t, p)
	p.Open("/reception/here/").Sees("device.app_ready")
	d.network.Store(networkDown)
	for _, ticket := range tickets[:2] {
		scan(p, ticket).Sees("reception.result_admitted")
		next(p)
	}
	d.isNewer.Store(true)
	d.network.Store(networkNoAPI)
	apptest.Equal(t, "the update", p.Awaits(update), "asked activated, new true, old false")
	scan(p, tickets[2]).Sees("reception.result_admitted")
	apptest.Equal(t, "the open page", version(p), "old")

	d.network.Store(networkDown)
	p.Open("/reception/elsewhere/").Sees("device.app_ready")
	apptest.Equal(t, "the page of the other event", version(p), "new")
	p.Open("/reception/here/").Sees("device.app_ready", p.T("device.app_offline_n", "n", 3))
	apptest.Equal(t, "the page", version(p), "new")
	d.expect(t, 0, 0)
	d.network.Store(networkUp)
	heard(p)
	d.expect(t, 3, 3)
}

// A network that breaks in the middle of an update, or between the new page and its files, leaves the version that the
// phone has.
func halfVersion(t *testing.T, d *doorway) {
	_, code, _ := d.person(t)
	p, _ := d.phone(t, true)
	d.isNewer.Store(true)
	d.network.Store(networkNoWorker)
	p.Open("/reception/here/").Sees("device.app_ready")
	apptest.Equal(t, "with a network", version(p), "new")
	d.network.Store(networkDown)
	p.Open("/reception/here/").Sees("device.app_ready")
	apptest.Equal(t, "without one", version(p), "old")
	scan(p, code).Sees("reception.result_admitted")

	d.network.Store(networkNoWasm)
	apptest.Equal(t, "the update", p.Awaits(update), "asked redundant, new true, old true")
	d.network.Store(networkDown)
	p.Open("/reception/here/").Sees("device.app_ready")
	apptest.Equal(t, "after half an update", version(p), "old")

	d.network.Store(networkUp)
	p.Awaits(update)
	heard(p)
	d.expect(t, 1, 1)
	d.network.Store(networkDown)
	p.Open("/reception/here/").Sees("device.app_ready")
	apptest.Equal(t, "after a whole one", version(p), "new")
}
