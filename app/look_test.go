package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"meguri/models/modelstest"
)

// demonstration serves the demo and returns its address. Pages do not depend on the engine, so it is on SQLite alone.
func demonstration(t *testing.T) string {
	t.Helper()
	config := &Config{DataDir: t.TempDir(), Addr: "127.0.0.1:8080", MailFrom: "Meguri <meguri@localhost>", RateLimit: "off"}
	db := modelstest.OnSQLite(t)
	if err := fillDemo(t.Context(), config, db); err != nil {
		t.Fatal(err)
	}
	program, err := newApp(t.Context(), config, db)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(program.handler)
	t.Cleanup(server.Close)
	return server.URL
}

// newcomer registers and returns the path of the own page.
func newcomer(v *visitor, event, ticketType string) string {
	v.t.Helper()
	answer := map[string]any{"ticket_type": ticketType, "family_name": "𠮷田", "given_name": "はな", "family_name_kana": "よしだ", "email": ticketType + "@person.example",
		"sector": "civil", "locale": "ja", "consents": []string{"privacy"}}
	body, err := json.Marshal(answer)
	if err != nil {
		v.t.Fatal(err)
	}
	response, err := v.client.Post(v.base+"/api/v1/events/"+event+"/registrations", "application/json", strings.NewReader(string(body))) //nolint:noctx // a test's own server
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	var made struct {
		ManageURL string `json:"manage_url"`
	}
	if err := json.NewDecoder(response.Body).Decode(&made); err != nil {
		v.t.Fatal(err)
	}
	own, err := url.Parse(made.ManageURL)
	if err != nil || response.StatusCode != http.StatusCreated {
		v.t.Fatal(response.Status, err)
	}
	return own.Path
}

// findings are axe-core's, one a line, and what is wider than the phone.
const findings = `axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then((r) => [
	...r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0] ?? n.all[0] ?? n.none[0])?.message).join(' | ')),
	...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['wider than the phone'] : []),
])`

func (b *phone) inspect(t *testing.T, axe, path string) {
	t.Helper()
	look[bool](b, axe+"; true")
	for _, finding := range look[[]string](b, findings) {
		t.Errorf("%s: %s", path, finding)
	}
}

func TestEveryPageLooksRight(t *testing.T) {
	axe, err := os.ReadFile("../node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("run `make assets` first: ", err)
	}
	base := demonstration(t)
	staff := visit(t, base)
	if status, body, _ := staff.post("/staff/login", "email", "owner@meguri.example", "password", demoPassword); status != http.StatusSeeOther {
		t.Fatal(status, body)
	}
	venue, online := newcomer(staff, "summit-next", "venue"), newcomer(staff, "summit-next", "online")
	pages := crawl(staff, "/", "/staff", "/staff/login?next=/staff", "/staff/forgot", venue, online, "/events/summit-next/registered")
	b := newPhone(t, base)
	b.signIn("owner@meguri.example", demoPassword)
	views := []struct {
		lang, scheme string
		pages        []string
	}{{"ja", "light", pages}, {"en", "dark", oneOfEach(pages)}}
	for _, view := range views {
		t.Run(view.lang+" "+view.scheme, func(t *testing.T) {
			b.prefers(view.scheme)
			b.open("/?lang=" + view.lang)
			for _, path := range view.pages {
				b.open(path)
				b.inspect(t, string(axe), path)
			}
		})
	}
	t.Run("forms that come back", func(t *testing.T) {
		for _, path := range []string{"/events/summit-next/register", "/events/summit-next/link"} {
			b.open(path)
			b.do(chromedp.Submit("form[method=post]"), chromedp.WaitVisible("#form-errors"))
			b.inspect(t, string(axe), path)
		}
	})
	t.Run("nothing for nobody", func(t *testing.T) {
		b.open("/events/nowhere")
		b.inspect(t, string(axe), "/events/nowhere")
	})
}
