package journeys_test

import (
	"strings"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// filledIn is a script that waits for an address.
const filledIn = `new Promise(done => setInterval(() => {
	const address = document.querySelector('[data-address] input[autocomplete=street-address]')
	if (address.value) done(address.value)
}, 50))`

// TestFormKinds follows somebody who is asked for an address, which the postal code fills, and for a group, which is
// proposed; and staff who read the answers and change them.
func TestFormKinds(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.browser.Visit(t, server.BaseURL, "asked", view)
			p.Open("/events/summit-next/register").Choose(p.Pick("オンラインで参加", "Online"))
			p.Fill("question.postal_code", "２１２−０００１")
			filled := p.Awaits(filledIn)
			if !strings.HasPrefix(filled, "神奈川県川崎市幸区") {
				t.Errorf("the postal code fills in %q", filled)
			}
			p.Fill("question.address", "神奈川県川崎市幸区大宮町1-5")
			p.Fill(p.Pick("日ごろ活動している団体", "A group you are active in"), "川崎プロボノ部")
			p.Examine("form-kinds")
			address := newAddress("asked", view)
			server.signsUp(p, address)
			staff := server.staff(t, models.RoleOrganizer, view)
			p.Open(mailedLink(staff, "summit-next", address)).Sees("212-0001 神奈川県川崎市幸区大宮町1-5", "川崎プロボノ部")
			p.Open(p.Path() + "/answers").Examine("own-answers")
			staff.Open("/staff/events/summit-next/people?q=" + address).FollowAt("#list tbody a")
			staff.Sees("212-0001 神奈川県川崎市幸区大宮町1-5").Follow("form.staff_change").Examine("staff-answers")
		})
	}
}
