package journeys_test

import (
	"regexp"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

var personLink = regexp.MustCompile(`http://\S+/me/open/[\w.-]+`)

// An attendee keeps an account, opens it by the mailed link, fills in the profile, looks at what others see, saves
// everything, signs out, asks for another link, and erases the account.
func TestAnAttendeeKeepsAnAccount(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for ticketType, view := range map[string]browser.View{
		"venue": {Width: 390, Lang: "ja"}, "online": {Width: 1280, Lang: "en"},
	} {
		t.Run(view.Name(), func(t *testing.T) {
			address := ticketType + "@person.example"
			own := register(t, server.Demo, ticketType)
			p := server.browser.Visit(t, server.BaseURL, "keeper", view).Open("/me").Examine("me-ask")
			p.Fill("registration.email", "nobody").Follow("stay.ask_send").Sees("common.check_form").Examine("me-ask-faults")
			p.Open(own + "?lang=" + view.Lang).Sees("stay.keep_title").Follow("stay.keep").Sees("stay.kept").Examine("me-kept")
			p.Open(personLink.FindString(server.MailText(t, "person_link", address))).Examine("me-open")
			p.Follow("stay.open").Sees("stay.joined_title").Examine("me-home")
			p.Follow("profile.write").Fill("profile.ordinary1", "毎月、町会の会計をまとめています。")
			p.Fill("profile.skills", "会計\n翻訳").Fill("profile.hours", "many").Set("profile.see", "public")
			p.Follow("profile.save").Sees("common.check_form").Examine("me-profile-faults")
			p.Fill("profile.hours", "2").Follow("profile.save").Sees("profile.saved")
			p.Unfold("profile.seen_public").Examine("me-profile")
			p.Follow("stay.settings").Fill("stay.further_address", "second."+address).Follow("stay.add_address")
			p.Sees("stay.address_mailed").Examine("me-settings")
			staff := server.staff(t, models.RoleOwner, view)
			staff.Open("/staff/organizations/nec-probono/projects?state=running").FollowAt("main tbody a")
			joinTeam(staff, "川瀬 みどり", address)
			p.Open("/me").Sees("project.title").Examine("me-projects")
			p.Open("/me/thread").Sees("tie.declare").Examine("me-thread")
			p.Open("/organizations/kawasaki-probono").Follow("joining.ask").Sees("joining.words").Examine("join")
			p.Fill("joining.words", "調査をお手伝いできます。").Follow("joining.ask_send").Sees("joining.request_sent", "joining.asked")
			p.Examine("me-asked").Follow("joining.act_withdraw").Sees("joining.place_saved").Follow("stay.settings")
			if file := p.Download("stay.export_json"); len(file.Content) < 200 {
				t.Errorf("%+v", file)
			}
			p.Follow("stay.leave").Sees("stay.left")
			p.Fill("registration.email", address).Follow("stay.ask_send").Sees("stay.sent_title").Examine("me-sent")
			p.Open(personLink.FindString(server.MailText(t, "person_link", address))).Follow("stay.open")
			p.Follow("stay.settings").Follow("stay.erase_look").Examine("me-erase").Choose("stay.erase_sure")
			p.Follow("stay.erase_do").Sees("stay.erased_title").Examine("me-erased")
		})
	}
}
