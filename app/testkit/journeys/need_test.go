package journeys_test

import (
	"regexp"
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

var offerLink = regexp.MustCompile(`http://\S+/offering/[\w.-]+`)

// Somebody tells of an ordinary day, finds a need, and puts themselves forward; a coordinator writes one down, is told
// what it lacks, and opens it.
func TestNeedsAreFoundAndOpened(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			p := server.browser.Visit(t, server.BaseURL, "visitor", view).Open("/needs").Examine("needs")
			p.Follow("ordinary.invite").Examine("ordinary").Follow("ordinary.find").Sees("ordinary.write_one")
			p.Examine("ordinary-faults").Fill("ordinary.one", "毎月、会計の帳簿と領収書を見比べています").Follow("ordinary.find")
			p.Sees("ordinary.found", "一人で続けている会計を、見える形にしたい").Examine("ordinary-found")
			p.Follow("一人で続けている会計を、見える形にしたい").Sees("need.can_help").Examine("need")
			address := newAddress("ume", view)
			p.Follow("offer.send").Examine("offer-faults").Fill("offer.words", "会社で経理をしています")
			p.Fill("need.contact_name", "梅田 うめ").Fill("need.contact_email", address).PressAt("input[name=agrees]")
			p.Follow("offer.send").Sees("offer.sent").Examine("offer-sent")
			p.Open(offerLink.FindString(server.MailText(t, "offer_confirm", address))).Examine("offer-asked")
			p.Follow("offer.confirm").Sees("offer.confirmed").Examine("offer-own")
			p.Open("/events/summit-next/needs/new").Examine("need-ask").Follow("need.ask_send").Examine("need-ask-faults")
			p.Open("/events/summit-next/needs/sent").Examine("need-asked")

			staff := server.staff(t, models.RoleCoordinator, view).Open("/staff/events/summit-2025/needs")
			staff.Examine("need-board").Follow("一人暮らしの方のスマートフォンの設定").Examine("need-desk").Follow("need.to_board")
			staff.Follow("need.new").Examine("need-new").Fill("need.name", "部屋の鍵").Follow("need.save")
			staff.Sees("need.created", "need.gap_task").Examine("need-draft").Follow("need.edit").Examine("need-edit")
			staff.Open("/staff/organizations/nec-probono/needs").Examine("need-host-board")
		})
	}
}
