package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"regexp"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestBrowser follows people through the program as it is served, with the demo in it, in a real browser.
func TestBrowser(t *testing.T) {
	t.Parallel() // with the other tests in a browser; each has one of its own
	views := []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}, {Width: 390, Lang: "en"}, {Width: 1280, Lang: "ja"}}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		site := serveDemo(t, browser.Start(t), modelstest.OnSQLite(t))
		for _, view := range views {
			site.journeys(t, view)
		}
		t.Run("without JavaScript", func(t *testing.T) { site.withoutScript(t, browser.View{Width: 390, Lang: "ja"}) })
		t.Run("by keyboard", func(t *testing.T) { site.keyboard(t, browser.View{Width: 1280, Lang: "ja"}) })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		site := serveDemo(t, browser.Start(t), modelstest.OnPostgreSQL(t))
		for _, view := range views {
			view.Known = true
			site.journeys(t, view)
		}
	})
}

// site is the program at work.
type site struct {
	browser *browser.Browser
	db      *models.DB
	base    string
	came    int // how many of the demo's people were sent to the door
}

// serveDemo starts the program with the demo, as `meguri serve --demo` does, and stops it with the test.
func serveDemo(t *testing.T, browser *browser.Browser, db *models.DB) *site {
	t.Helper()
	quiet(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + listener.Addr().String()
	config := &Config{DataDir: t.TempDir(), Addr: listener.Addr().String(), BaseURL: base, MailFrom: "Meguri <meguri@localhost>", RateLimit: "off"}
	if err := fillDemo(t.Context(), config, db); err != nil {
		t.Fatal(err)
	}
	program, err := newApp(t.Context(), config, db)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- program.serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return &site{browser: browser, db: db, base: base}
}

// quiet keeps the log to what went wrong.
func quiet(t *testing.T) {
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	t.Cleanup(func() { slog.SetDefault(before) })
}

func (s *site) journeys(t *testing.T, view browser.View) {
	t.Run(view.Name(), func(t *testing.T) {
		t.Run("attendee", func(t *testing.T) { s.attendee(t, view) })
		t.Run("organizer", func(t *testing.T) { s.organizer(t, view) })
		t.Run("receptionist", func(t *testing.T) { s.receptionist(t, view) })
		t.Run("analyst", func(t *testing.T) { s.analyst(t, view) })
	})
}

// staff is somebody of the demo's staff, signed in.
func (s *site) staff(t *testing.T, role models.Role, view browser.View) *browser.Page {
	t.Helper()
	p := s.browser.Visit(t, s.base, string(role), view)
	p.Open("/staff").Sees("account.sign_in")
	p.Fill("account.email", string(role)+"@meguri.example").Fill("account.password", demoPassword)
	return p.Follow("account.sign_in").Sees("event.staff_index")
}

var ownLink = regexp.MustCompile(`http://\S+/r/[\w-]+`)

// mailedLink reads the newest mail to an address in the outbox, as staff do where no mail server is set, and gives the own page's address.
func mailedLink(staff *browser.Page, slug, address string) string {
	staff.Open("/staff/events/" + slug + "/mails?q=" + address).Reload(address)
	staff.FollowAt("td.whole a")
	return ownLink.FindString(staff.Text("pre.mail-text"))
}

// newcomer is somebody who registers in a view.
func newcomer(kind string, view browser.View) string {
	return fmt.Sprintf("%s.%s@mail.example", kind, view.Name())
}
