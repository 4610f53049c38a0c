package handlers_test

import (
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
)

// newcomerForm is the form of somebody whose needs nobody else may read.
func newcomerForm(id, email string) []string {
	return []string{
		"id", id, "ticket_type", "online", "family_name", "髙橋", "given_name", "花子", "email", email, "sector", "other",
		"needs", "人工呼吸器",
	}
}

func TestTheBrowserThatRegisteredSeesItsTicketAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		browser, other := p.Client(), p.Client()
		browser.LeadsTo(browser.Post("/events/here/register", newcomerForm("one", "a@b.example")...), "/events/here/registered")
		page := browser.Get("/events/here/registered")
		browser.Wants(page, http.StatusOK, "参加票のQRコード", "a@b.example にメールをお送りしました")
		apptest.Lacks(t, "the page", page.Body.String(), "人工呼吸器", "髙橋")
		apptest.Lacks(t, "another browser", other.Get("/events/here/registered").Body.String(), "参加票のQRコード", "a@b.example")

		t.Run("until the same person registers again", func(t *testing.T) {
			again := other.Post("/events/here/register", newcomerForm("another", "a@b.example")...)
			other.LeadsTo(again, "/events/here/registered")
			apptest.Lacks(t, "the page", other.Get("/events/here/registered").Body.String(), "参加票のQRコード")
		})
		t.Run("until the mailed link is opened", func(t *testing.T) {
			mail := p.Outbox("registration_confirmed")[0]
			p.Wants(p.Request(http.MethodGet, "/r/"+p.MailedSecret(*mail.RegistrationID), ""), http.StatusOK, "人工呼吸器")
			apptest.Lacks(t, "the page", browser.Get("/events/here/registered").Body.String(), "参加票のQRコード", "a@b.example")
		})
	})
}

func TestAMistypedAddressIsCorrectedAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		browser := p.Client()
		browser.Post("/events/here/register", newcomerForm("one", "hanako@exmaple.example")...)
		browser.Wants(browser.Post("/events/here/registered", "email", "nobody"), http.StatusUnprocessableEntity, "メールアドレス")
		to := []string{"email", "hanako@example.example"}
		browser.LeadsTo(browser.Post("/events/here/registered", to...), "/events/here/registered")
		browser.Wants(browser.Get("/events/here/registered"), http.StatusOK, "参加票のQRコード", "新しいアドレスに")
		p.RunJobs()
		apptest.Equal(t, "the mails", len(p.Mails()), 3)
		apptest.Equal(t, "the newest goes to", p.Mails()[0].ToAddress, "hanako@example.example")
		stranger := p.Client()
		stranger.LeadsTo(stranger.Post("/events/here/registered", to...), "/events/here/registered")
		apptest.Equal(t, "the mails", len(p.Mails()), 3)
	})
}
