package journeys_test

import (
	"os"
	"strings"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestPictures takes a picture of every page in four views, and of those that the README shows as they are first seen.
// It does nothing unless MEGURI_PICTURES names a folder: `make pictures`.
func TestPictures(t *testing.T) {
	if os.Getenv("MEGURI_PICTURES") == "" {
		return
	}
	server := serve(t, modelstest.OnSQLite(t))
	owner := apptest.NewClient(t, server.Handler)
	owner.SignIn("owner@meguri.example", demo.Password)
	own := register(t, server.Demo, "venue")
	pages := oneOfEach(followLinks(owner, server.BaseURL, "/", "/staff", "/events/summit-next", own))
	for _, view := range []browser.View{
		{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}, {Width: 390, Lang: "en", Dark: true},
		{Width: 1280, Lang: "ja", Dark: true},
	} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.staff(t, models.RoleOwner, view)
			for _, path := range pages {
				p.Open(path).Picture(strings.NewReplacer("/", "_", "?", "_").Replace(strings.Trim(path, "/")), true)
			}
		})
	}
	server.readmePictures(t, own)
}

// readmePictures takes what the README shows, in both languages.
func (s *demoServer) readmePictures(t *testing.T, own string) {
	for _, lang := range []string{"ja", "en"} {
		desktop, phone := browser.View{Width: 1280, Lang: lang}, browser.View{Width: 390, Lang: lang}
		t.Run("readme-"+lang, func(t *testing.T) {
			s.browser.Visit(t, s.BaseURL, "readme", phone).Open("/events/summit-next").Picture("event-phone", false).
				Open(own+"?lang="+lang).Picture("own-page", false)
			s.browser.Visit(t, s.BaseURL, "readme", desktop).Open("/events/summit-next").Picture("event-desktop", false).
				Open("/events/festival-2024/agenda").Picture("agenda", false)
			s.staff(t, models.RoleOwner, desktop).Open("/staff/events/summit-next").Picture("desk", false).
				Open("/staff/events/summit-next/people").Picture("people", false)
		})
	}
}
