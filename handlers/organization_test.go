package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// The page of an organization is nobody's before its owner publishes it; then it shows what everybody may see, and
// nothing else. Saving the form keeps what the page says.
func TestAnOrganizationPublishesItsPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		owner, everybody := p.As(models.RoleOwner), p.Client()
		const page, desk = "/organizations/here-host", "/staff/organizations/here-host"
		form := []string{
			"name_ja", "川崎プロボノ部", "sector", "civil", "about_ja", "つなぐ<b>団体</b>です。", "about_en", "We connect.",
			"area", "14", "city", "川崎市中原区",
		}
		everybody.Wants(everybody.Get(page), http.StatusNotFound)
		owner.LeadsTo(owner.Post(desk, form...), desk)
		everybody.Wants(everybody.Get(page), http.StatusNotFound)
		owner.Wants(owner.Get(page), http.StatusNotFound)
		everybody.Wants(everybody.Get("/organizations"), http.StatusOK, "公開中の団体は、まだありません。")

		listed := append([]string{"is_listed", "true"}, form...)
		bad := append([]string{"area", "48", "about_ja", strings.Repeat("長", 2001)}, listed...)
		owner.Wants(owner.Post(desk, bad...), http.StatusUnprocessableEntity, "長長長", "We connect.")
		everybody.Wants(everybody.Get(page), http.StatusNotFound)
		owner.LeadsTo(owner.Post(desk, listed...), desk)
		owner.Wants(owner.Get(desk), http.StatusOK, "川崎市中原区", "We connect.", `href="`+page+`"`)
		shown := everybody.Get(page)
		everybody.Wants(shown, http.StatusOK, "川崎プロボノ部", "つなぐ&lt;b&gt;団体", "神奈川県 川崎市中原区", "/events/here")
		everybody.Wants(everybody.Get("/events/here"), http.StatusOK, `href="`+page+`"`)
		everybody.Wants(everybody.Get("/organizations?q=つなぐ&sector=civil"), http.StatusOK, "川崎プロボノ部", "area=14")
		everybody.Wants(everybody.Get("/organizations?q="+strings.Repeat("長", 300)), http.StatusOK, "この条件の団体は")
		everybody.Wants(everybody.Get("/organizations?page=x"), http.StatusBadRequest)

		coordinator := p.As(models.RoleCoordinator)
		draft := needOf(coordinator, coordinator.Post("/staff/events/here/needs", readyNeed()...))
		apptest.Lacks(t, "the page", everybody.Get(page).Body.String(), "名簿を一つにしたい")
		coordinator.LeadsTo(coordinator.Post(draft+"/move", "version", "1", "to", "open"), draft)
		everybody.Wants(everybody.Get(page), http.StatusOK, "名簿を一つにしたい")

		owner.LeadsTo(owner.Post(desk, form...), desk)
		everybody.Wants(everybody.Get(page), http.StatusNotFound)
		apptest.Lacks(t, "the event", everybody.Get("/events/here").Body.String(), `href="`+page+`"`)
		organizer := p.As(models.RoleOrganizer)
		organizer.Wants(organizer.Post(desk, listed...), http.StatusForbidden)
	})
}
