package handlers_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
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
		answer := browser.Post("/events/here/register", newcomerForm("one", "a@b.example")...)
		browser.LeadsTo(answer, "/events/here/registered")
		page := browser.Get("/events/here/registered")
		browser.Wants(page, http.StatusOK, "参加票のQRコード", "a@b.example", "こちらにもメールをお送りしました")
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
		const mistyped = "hanaka@example.example"
		browser := p.Client()
		browser.Post("/events/here/register", newcomerForm("one", mistyped)...)
		browser.Wants(browser.Post("/events/here/registered", "email", "nobody"), http.StatusUnprocessableEntity, "メールアドレス")
		to := []string{"email", "hanako@example.example"}
		browser.LeadsTo(browser.Post("/events/here/registered", to...), "/events/here/registered")
		browser.Wants(
			browser.Get("/events/here/registered"), http.StatusOK, "参加票のQRコード", "hanako@example.example",
		)
		p.RunJobs()
		apptest.Equal(t, "the mails", len(p.Mails()), 3)
		apptest.Equal(t, "the newest goes to", p.Mails()[0].ToAddress, "hanako@example.example")
		apptest.Lacks(t, "the page", browser.Get("/events/here/registered").Body.String(), mistyped)

		mail := p.Outbox("registration_confirmed")[0]
		staff := p.As(models.RoleOrganizer)
		staff.Post(
			"/staff/events/here/people/"+*mail.RegistrationID,
			"family_name", "髙橋", "given_name", "花子", "email", "secret@example.example",
		)
		apptest.Lacks(
			t, "after staff changed it, the page", browser.Get("/events/here/registered").Body.String(), "@example.example",
		)
		stranger := p.Client()
		stranger.LeadsTo(stranger.Post("/events/here/registered", to...), "/events/here/registered")
		apptest.Equal(t, "the mails", len(p.Mails()), 5)
	})
}

func TestOnlyWhoIsOnlineIsLedIntoTheRoomAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		page := func(ticketType string) string {
			browser, fields := p.Client(), newcomerForm(ticketType, ticketType+"@b.example")
			fields[3] = ticketType
			browser.Post("/events/here/register", fields...)
			return browser.Get("/events/here/registered").Body.String()
		}
		apptest.Contains(t, "online", page("online"), "オンライン会場に入る")
		apptest.Lacks(t, "at the venue", page("venue"), "オンライン会場に入る")
	})
}

func TestAnEventThatAsksToConfirmSaysSo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.ConfirmHours = 48 })
		browser, staff := p.Client(), p.As(models.RoleOrganizer)
		browser.Post("/events/here/register", newcomerForm("one", "a@b.example")...)
		browser.Wants(browser.Get("/events/here/registered"), http.StatusOK, "お席を確保するため")
		mail := p.Outbox("registration_confirmed")[0]
		body := staff.Get("/staff/events/here/mails/" + mail.ID + "/body")
		staff.Wants(body, http.StatusOK, "お席を確保するため", "お席をお待ちの方へお譲りします")
		staff.Wants(staff.Get("/staff/events/here/people"), http.StatusOK, "未確認")
		person := "/staff/events/here/people/" + *mail.RegistrationID
		staff.Wants(staff.Get(person), http.StatusOK, "リンクがまだ開かれていません")

		p.Wants(p.Request(http.MethodGet, "/r/"+p.MailedSecret(*mail.RegistrationID), ""), http.StatusOK)
		apptest.Lacks(t, "the list", staff.Get("/staff/events/here/people").Body.String(), "未確認")
		apptest.Lacks(t, "the person's page", staff.Get(person).Body.String(), "リンクがまだ開かれていません")
	})
}

func TestALapsedPlaceIsShownAsSuch(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.ConfirmHours = 48 })
		secret, id, ticket := p.SignUp(p.Event, "a@b.example")
		p.Advance(49 * time.Hour)
		if len(p.Outbox("registration_lapsed")) != 1 {
			t.Error("the person was not told")
		}
		p.Wants(p.Request(http.MethodGet, "/r/"+secret, ""), http.StatusOK, "期限切れ", "お席はお待ちの方へ", "もう一度申し込む")
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get("/staff/events/here/people/"+id), http.StatusOK, "期限切れ")
		staff.Wants(staff.Get("/staff/events/here/people?state=lapsed"), http.StatusOK, "髙橋")
		scans := map[string]any{"scans": []any{map[string]any{"id": "scan", "ticket": ticket, "door": "main"}}}
		answer := p.API(models.RoleReceptionist).Expect(http.StatusOK, "", http.MethodPost, apptest.CheckInsPath, scans)
		result, _ := answer["results"].([]any)[0].(map[string]any)
		apptest.Equal(t, "at the door", result["result"], any("cancelled"))
	})
}
