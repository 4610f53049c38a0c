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

// TestBrowser follows people through the program as it is served, with the demo in it, in a real browser.
func TestBrowser(t *testing.T) {
	t.Parallel() // with the other tests in a browser; each has one of its own
	views := []browser.View{
		{Width: 390, Lang: "ja"},
		{Width: 1280, Lang: "en"},
		{Width: 390, Lang: "en"},
		{Width: 1280, Lang: "ja"},
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		site := serve(t, modelstest.OnSQLite(t))
		for _, view := range views {
			site.journeys(t, view)
		}
		t.Run("without JavaScript", func(t *testing.T) { site.withoutScript(t, browser.View{Width: 390, Lang: "ja"}) })
		t.Run("by keyboard", func(t *testing.T) { site.keyboard(t, browser.View{Width: 1280, Lang: "ja"}) })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		site := serve(t, modelstest.OnPostgreSQL(t))
		for _, view := range views {
			view.SkipAxe = true
			site.journeys(t, view)
		}
	})
}

// demoServer is the program at work with the demo in it, a browser, and who of the demo's people was sent to the door.
type demoServer struct {
	*apptest.Demo
	browser *browser.Browser
	taken   int
}

func serve(t *testing.T, db *models.DB) *demoServer {
	t.Helper()
	started := browser.Start(t) // ends after the server
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

// staff is somebody of the demo's staff, signed in.
func (s *demoServer) staff(t *testing.T, role models.Role, view browser.View) *browser.Page {
	t.Helper()
	p := s.browser.Visit(t, s.BaseURL, string(role), view)
	p.Open("/staff").Sees("account.sign_in")
	p.Fill("account.email", string(role)+"@meguri.example").Fill("account.password", demo.Password)
	return p.Follow("account.sign_in").Sees("event.staff_index")
}

var ownLink = regexp.MustCompile(`http://\S+/r/[\w-]+`)

// mailedLink reads the newest mail to an address in the outbox, as staff do where no mail server is set, and gives the
// own page's address.
func mailedLink(staff *browser.Page, slug, address string) string {
	staff.Open("/staff/events/" + slug + "/mails?q=" + address).Reload(address)
	staff.FollowAt("td.whole a")
	return ownLink.FindString(staff.Text("pre.mail-text"))
}

// newAddress is somebody who registers in a view.
func newAddress(kind string, view browser.View) string {
	return fmt.Sprintf("%s.%s@mail.example", kind, view.Name())
}
