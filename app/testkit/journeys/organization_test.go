package journeys_test

import (
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// Somebody finds an organization on the map, and an owner writes what its page says.
func TestOrganizationsAreFound(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.browser.Visit(t, server.BaseURL, "visitor", view).Open("/organizations").Examine("organizations")
			p.PressAt(".organization-map svg a").Sees("organization.show_all").Examine("organizations-filtered")
			p.Open("/organizations/kawasaki-probono").Sees("organization.about").Examine("organization")
			p.Open("/organizations?q=xyz").Sees("organization.none_found").Examine("organizations-none")
			staff := server.staff(t, models.RoleOwner, view).Open("/staff/organizations/nec-probono")
			staff.Sees("organization.page").Examine("organization-form")
		})
	}
}
