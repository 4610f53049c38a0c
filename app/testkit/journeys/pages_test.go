package journeys_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestEveryPage follows every link and examines every page that it finds, so that a new page is looked at without a
// word in a test. Pages do not depend on the engine, so it is on SQLite alone.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	site := serve(t, modelstest.OnSQLite(t))
	owner := apptest.NewClient(t, site.Handler)
	owner.SignIn("owner@meguri.example", demo.Password)
	pages := followLinks(owner, site.BaseURL,
		"/", "/staff", "/staff/login?next=/staff", "/staff/forgot", "/events/summit-next/registered",
		register(t, site.Demo, "venue"), register(t, site.Demo, "online"))
	if len(pages) < 30 {
		t.Errorf("only %d pages were found", len(pages))
	}
	for _, look := range []struct {
		view  browser.View
		pages []string
	}{{browser.View{Width: 390, Lang: "ja"}, pages}, {browser.View{Width: 1280, Lang: "en"}, oneOfEach(pages)}} {
		t.Run(look.view.Name(), func(t *testing.T) {
			p := site.staff(t, models.RoleOwner, look.view)
			for _, path := range look.pages {
				p.Open(path).Examine(strings.ReplaceAll(strings.Trim(path, "/"), "/", "_"))
			}
		})
	}
}

// register signs somebody up for the next summit as a program does, and returns the path of the own page.
func register(t *testing.T, demo *apptest.Demo, ticketType string) string {
	t.Helper()
	person := apptest.RegistrationBody(
		ticketType+"@person.example",
		"ticket_type",
		ticketType,
		"family_name",
		"𠮷田",
		"given_name",
		"はな",
		"family_name_kana",
		"よしだ",
		"sector",
		"civil",
		"locale",
		"ja",
		"consents",
		[]string{"privacy"},
	)
	made := demo.API(t).Expect(http.StatusCreated, "", http.MethodPost, "/api/v1/events/summit-next/registrations", person)
	own, err := url.Parse(made.String("manage_url"))
	if err != nil {
		t.Fatal(err)
	}
	return own.Path
}
