package journeys_test

import (
	"regexp"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

var resetLink = regexp.MustCompile(`http://\S+(/staff/reset/[\w-]+)`)

// TestColleagues invites people to the staff: one who is new, and the owner of another organization, whose own
// organization is also named as the co-host of an event.
func TestColleagues(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	const guest = "guest@university.example"
	_, err := apptest.Command(
		t, server.DB, "user", "create", "--email", guest, "--name", "専修 はるか", "--password", demo.Password,
		"--organization", "guest-university", "--organization-name", "多摩川大学",
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			server.invitesNewcomer(t, view)
			server.asksOtherOrganization(t, view, guest)
		})
	}
}

// invitesNewcomer follows an invitation from the organizer who gives the role to the new colleague at work.
func (s *demoServer) invitesNewcomer(t *testing.T, view browser.View) {
	address := newAddress("newcomer", view)
	p := s.staff(t, models.RoleOrganizer, view)
	p.Open("/staff/events/summit-next/members").Fill("member.email", address).Fill("member.name", "新任 花")
	p.Set("member.role", "receptionist").Follow("member.add_button").Sees("member.added", "member.invited")
	p.Examine("members-organizer")
	p.Open("/staff/events/summit-next/mails?q=" + address).Reload(address).FollowAt("td.whole a")
	link := resetLink.FindStringSubmatch(p.Text("pre.mail-text"))
	if link == nil {
		t.Fatal("the invitation shows no link")
	}
	colleague := s.browser.Visit(t, s.BaseURL, "colleague", view)
	colleague.Open(link[1]).Fill("account.new_password", "lanterns on the water").Examine("invited")
	colleague.Follow("account.password_save").Sees("account.password_set")
	colleague.Fill("account.email", address).Fill("account.password", "lanterns on the water").Follow("account.sign_in")
	section(colleague.FollowAt(`a[href="/staff/events/summit-next"]`), "reception.title")
}

// asksOtherOrganization invites somebody who has a role elsewhere, names their organization, and answers for both.
func (s *demoServer) asksOtherOrganization(t *testing.T, view browser.View, guest string) {
	owner := s.staff(t, models.RoleOwner, view)
	owner.Open("/staff/events/summit-next/members").Fill("member.email", guest)
	owner.Set("member.role", "moderator").Follow("member.add_button").Sees("member.added").Examine("members")
	owner.Fill("member.token_name", "door system").Examine("token-form")
	owner.Set("member.token_role", "analyst").Follow("member.token_create").Sees("member.token_once").Examine("token")
	owner.Open("/staff/organizations/nec-probono/members").Examine("members-organization")
	section(owner, "organization.title").Sees("organization.logo_file").Examine("organization")
	owner.Open("/staff/events/summit-next/edit").PressAt(".partner-row:last-child [name=partner_name]").Type("多摩川大学")
	owner.Follow("event.save").Sees("event.saved")
	owner.Open("/staff/events/summit-next/edit").Sees("event.partner_waits").Examine("event-partners")

	p := s.browser.Visit(t, s.BaseURL, "guest", view)
	p.Open("/staff").Fill("account.email", guest).Fill("account.password", demo.Password).Follow("account.sign_in")
	p.Sees("member.invitations").Examine("invitation").Follow("member.accept").Sees("member.accepted")
	p.FollowAt(`a[href="/staff/events/summit-next"]`).Open("/staff").Examine("start")
	p.FollowAt(`a[href="/staff/organizations/guest-university"]`)
	p.Sees("organization.naming_asked").Examine("namings")
	p.Follow("organization.naming_accept").Sees("organization.naming_accepted").Examine("namings-agreed")
	p.Open("/events/summit-next").Sees("多摩川大学")
	p.Open("/staff/organizations/guest-university").Follow("organization.naming_withdraw")
	p.Open("/staff/account").Examine("account")

	owner.Open("/staff/events/summit-next/edit").PressAt(`.partner-row:has([value="多摩川大学"]) .line-remove`)
	owner.Follow("event.save").Sees("event.saved")
	owner.Open("/staff/events/summit-next/members").Sees(guest)
	s.forget(t, guest)
}

// forget takes the role at the event away, so that the next view can give it.
func (s *demoServer) forget(t *testing.T, email string) {
	t.Helper()
	err := s.DB.InTx(t.Context(), func(tx *models.Tx) error {
		event, err := tx.Events().BySlug("summit-next")
		if err != nil {
			return err
		}
		members, err := tx.Members().AtEvent(event)
		for _, m := range members {
			if err == nil && m.Account.EmailKey == email {
				err = tx.Members().Remove(&m)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
