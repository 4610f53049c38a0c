package journeys_test

import (
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// Somebody finds an organization on the map; an owner writes what its page says, and keeps the member register.
func TestOrganizationsAreFound(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.browser.Visit(t, server.BaseURL, "visitor", view).Open("/organizations").Examine("organizations")
			p.FollowAt(".organization-map svg a").Sees("organization.show_all").Examine("organizations-filtered")
			p.Open("/organizations/kawasaki-probono").Sees("organization.about").Examine("organization")
			p.Open("/organizations?q=xyz").Sees("organization.none_found").Examine("organizations-none")
			staff := server.staff(t, models.RoleOwner, view).Open("/staff/organizations/nec-probono")
			staff.Sees("organization.page").Examine("organization-form")
			staff.Open("/staff/organizations/nec-probono/register").Examine("register").Follow("register.new")
			staff.Examine("register-new")
			staff.Follow("register.add").Sees("common.check_form").Examine("register-new-faults")
			staff.Fill("register.family_name", "ほしの").Fill("register.given_name", view.Name())
			staff.Follow("register.add").Sees("register.added", "register.roles").Examine("register-person")
			staff.Follow("register.new_role").Examine("register-role").Follow("register.save").Sees("register.saved")
			staff.Follow("register.leave").Examine("register-leave").Follow("register.leave").Sees("register.has_left")
			staff.Follow("register.erase").Examine("register-erase").Follow("register.erase").Sees("register.erased")
			staff.Follow("register.import").Examine("register-import").Follow("register.read").Examine("register-import-faults")
		})
	}
}
