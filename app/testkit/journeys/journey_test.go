package journeys_test

import (
	"fmt"
	"regexp"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestBrowser uses the program, which serves the demo, as people do, in a real browser.
func TestBrowser(t *testing.T) {
	t.Parallel() // each test has a browser of its own
	// axe, which takes most of the time, examines each width and each language, if not each pair of them.
	views := []browser.View{
		{Width: 390, Lang: "ja"},
		{Width: 1280, Lang: "en"},
		{Width: 390, Lang: "en", SkipAxe: true},
		{Width: 1280, Lang: "ja", SkipAxe: true},
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		server := serve(t, modelstest.OnSQLite(t))
		for _, view := range views {
			server.journeys(t, view)
		}
		t.Run("clicks", func(t *testing.T) { server.clicks(t, browser.View{Width: 1280, Lang: "ja", SkipAxe: true}) })
		t.Run("without JavaScript", func(t *testing.T) { server.withoutScript(t, browser.View{Width: 390, Lang: "ja"}) })
		t.Run("menu", func(t *testing.T) { server.menu(t, browser.View{Width: 1280, Height: 800, Lang: "ja"}) })
		t.Run("moderation", func(t *testing.T) { server.moderation(t, browser.View{Width: 1280, Lang: "ja"}) })
		t.Run("by keyboard", func(t *testing.T) { server.keyboard(t, browser.View{Width: 1280, Lang: "ja"}) })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		server := serve(t, modelstest.OnPostgreSQL(t))
		for _, view := range views[:2] { // pages do not depend on the database
			view.SkipAxe = true
			server.journeys(t, view)
		}
	})
}

// demoServer is the program, which serves the demo, and a browser.
type demoServer struct {
	*apptest.Demo
	browser *browser.Browser
	taken   int // registrations that nextAtVenue has returned
}

func serve(t *testing.T, db *models.DB) *demoServer {
	t.Helper()
	started := browser.Start(t) // first, so that it ends after the server
	return &demoServer{Demo: apptest.ServeDemo(t, db), browser: started}
}

func (s *demoServer) journeys(t *testing.T, view browser.View) {
	t.Run(view.Name(), func(t *testing.T) {
		t.Run("attendee", func(t *testing.T) { s.attendee(t, view) })
		t.Run("organizer", func(t *testing.T) { s.organizer(t, view) })
		t.Run("receptionist", func(t *testing.T) { s.receptionist(t, view) })
		t.Run("analyst", func(t *testing.T) { s.analyst(t, view) })
	})
}

// staff signs in as a member of the demo's staff.
func (s *demoServer) staff(t *testing.T, role models.Role, view browser.View) *browser.Page {
	t.Helper()
	p := s.browser.Visit(t, s.BaseURL, string(role), view)
	p.Open("/staff").Sees("account.sign_in")
	p.Fill("account.email", string(role)+"@meguri.example").Fill("account.password", demo.Password)
	p.Follow("account.sign_in")
	if role == models.RoleAnalyst { // who begins at the results
		return p.Sees("analysis.overview")
	}
	return p.Sees("event.staff_index")
}

var attendeeLink = regexp.MustCompile(`http://\S+/r/[\w-]+`)

// mailedLink opens the newest mail to an address in the outbox, and returns the address of the attendee's page.
func mailedLink(staff *browser.Page, slug, address string) string {
	staff.Open("/staff/events/" + slug + "/mails?q=" + address).Reload(address)
	staff.FollowAt("td.whole a")
	return attendeeLink.FindString(staff.Text("pre.mail-text"))
}

// newAddress is an e-mail address for a view.
func newAddress(name string, view browser.View) string {
	return fmt.Sprintf("%s.%s@mail.example", name, view.Name())
}

// section follows an entry of the menu of an event's staff pages, which is a drawer on a phone.
func section(p *browser.Page, name string) *browser.Page {
	if p.View.Width < 700 {
		p.PressAt(".menu-open")
	}
	return p.UnfoldTo(name).Follow(name)
}

// menu shows that the menu of an event fits a small desktop, whatever page an owner is on.
func (s *demoServer) menu(t *testing.T, view browser.View) {
	p := s.staff(t, models.RoleOwner, view)
	for _, event := range []string{"summit-next", "summit-2025"} {
		for _, page := range []string{"", "/edit", "/day", "/polls", "/statistics"} {
			p.Open("/staff/events/" + event + page).FitsAt(".desk-menu")
		}
	}
}
