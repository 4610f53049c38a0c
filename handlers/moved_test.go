package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/modelstest"
)

// An old address leads to the new one: pages by redirect, programs and forms by being answered.
func TestEveryPageOfAnEventIsFoundAtItsOldAddress(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := routeTest{apptest.New(t, db)}
		secret, _, _ := b.SignUp(b.Event, "moved@city.example")
		b.Write(func(tx *models.Tx) error { return tx.Events().SetSlug(b.Event, "renamed") })
		owner := who{account: b.Staff[models.RoleOwner]}
		for _, route := range handlers.Routes() {
			// A stage has a key of its own, which nobody has here.
			if !strings.Contains(route.Path, "/events/:slug") || route.Access.Kind == web.Hosting ||
				strings.Contains(route.Path, "/stage/:key") {
				continue
			}
			answer := b.ask(route, owner) // at the old address
			isPage := route.Method == http.MethodGet && !strings.HasPrefix(route.Path, "/api/")
			moved := answer.StatusCode == http.StatusMovedPermanently
			if moved != isPage {
				t.Errorf("%s %s answers %d", route.Method, route.Path, answer.StatusCode)
			}
			want := strings.Replace(b.address(route.Path), "/events/here", "/events/renamed", 1)
			if got := answer.Header.Get("Location"); moved && got != want {
				t.Errorf("%s leads to %s, want %s", route.Path, got, want)
			}
			if moved && answer.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: browsers would keep %s", route.Path, answer.Header.Get("Cache-Control"))
			}
		}
		form := b.Request(http.MethodGet, "/events/here/register?type=online", "")
		apptest.Equal(t, "the form", form.Header().Get("Location"), "/events/renamed/register?type=online")
		b.Wants(b.Request(http.MethodGet, "/events/renamed", ""), http.StatusOK)
		b.Wants(b.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, "/events/renamed")
		room := b.Request(http.MethodGet, "/events/here/live", "", "Cookie", b.RoomCookie(secret))
		b.Wants(room, http.StatusMovedPermanently)
		if cookie := room.Header().Get("Set-Cookie"); !strings.Contains(cookie, "Path=/events/renamed/live") {
			t.Errorf("who is in the room is shut out at the new address: %q", cookie)
		}
	})
}

func TestAnOldAddressOfADraftTellsNobodyTheNewOne(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		p.Write(func(tx *models.Tx) error { return tx.Events().SetSlug(p.Event, "renamed") })
		p.MoveEvent(models.EventDraft, map[string]any{})
		p.Wants(p.Request(http.MethodGet, "/events/here", ""), http.StatusNotFound)
		p.Wants(p.Request(http.MethodGet, "/events/here", "", p.AsOwner()...), http.StatusMovedPermanently)
	})
}
