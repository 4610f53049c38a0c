package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestEveryPage follows every link and examines every page that it finds, so that a new page is looked at without a word in a test. Pages do
// not depend on the engine, so it is on SQLite alone.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	site := serveDemo(t, browser.Start(t), modelstest.OnSQLite(t))
	owner := visit(t, site.base)
	if status, body, _ := owner.post("/staff/login", "email", "owner@meguri.example", "password", demoPassword); status != http.StatusSeeOther {
		t.Fatal(status, body)
	}
	starts := []string{"/", "/staff", "/staff/login?next=/staff", "/staff/forgot", "/events/summit-next/registered"}
	pages := crawl(owner, append(starts, register(owner, "summit-next", "venue"), register(owner, "summit-next", "online"))...)
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
				p.Open(path).Look(strings.ReplaceAll(strings.Trim(path, "/"), "/", "_"))
			}
		})
	}
}

// register signs somebody up as a program does and returns the path of the own page.
func register(v *visitor, event, ticketType string) string {
	v.t.Helper()
	body, err := json.Marshal(map[string]any{
		"ticket_type": ticketType, "family_name": "𠮷田", "given_name": "はな", "family_name_kana": "よしだ",
		"email": ticketType + "@person.example", "sector": "civil", "locale": "ja", "consents": []string{"privacy"},
	})
	if err != nil {
		v.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.base+"/api/v1/events/"+event+"/registrations", strings.NewReader(string(body)))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	var made struct {
		ManageURL string `json:"manage_url"`
	}
	if err := json.NewDecoder(response.Body).Decode(&made); err != nil || response.StatusCode != http.StatusCreated {
		v.t.Fatal(response.Status, err)
	}
	own, err := url.Parse(made.ManageURL)
	if err != nil {
		v.t.Fatal(err)
	}
	return own.Path
}
