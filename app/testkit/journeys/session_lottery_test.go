package journeys_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestSessionLottery follows a lottery of two sessions at the same time from its rules to what became of each wish. The
// draw is repeated in the browser.
func TestSessionLottery(t *testing.T) {
	t.Parallel()
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			server := serve(t, modelstest.OnSQLite(t))
			t.Cleanup(func() { server.DB.SetClock(time.Now) })
			first := server.sessionWithOnePlace(t)
			second := server.anotherPlace(t, first)
			desk := server.staff(t, models.RoleOrganizer, view)
			rules, public := "/staff/events/summit-next/lottery", "/events/summit-next/lottery"
			at := func(days int) string { return time.Now().AddDate(0, 0, days).Format("2006-01-02T15:04") }
			desk.Open(rules).Choose(desk.T("lottery.of_sessions"))
			for _, s := range []*models.Session{first, second} {
				desk.PressAt("input[name=sessions][value='" + s.ID + "']")
			}
			desk.Fill("lottery.limit", "2").Set("lottery.opens_at", at(-1)).Set("lottery.closes_at", at(2))
			desk.Set("lottery.draws_at", at(3))
			desk.Follow("lottery.save").Sees("lottery.saved").Examine("session-lottery-draft")
			desk.Follow("lottery.publish").Sees("lottery.published").Examine("session-lottery-desk")

			link := registerFamily(t, server.Demo, view)
			own := link + "/lottery?lang=" + view.Lang
			p := server.browser.Visit(t, server.BaseURL, "applicant", view)
			p.Open(own).Sees("lottery.wish_send").Follow("lottery.wish_send").Sees("lottery.wish_fault").Examine("wish-fault")
			one, two := p.T("lottery.wish_n", "n", "1"), p.T("lottery.wish_n", "n", "2")
			p.Sees(one, two).Set(one, first.ID).Set(two, second.ID).PressAt("input[name=with]")
			p.Follow("lottery.wish_send").Sees("lottery.wished", "lottery.own_code", "lottery.own_with")
			p.PressAt("input[name=with]").Follow("lottery.wish_change").Misses("lottery.own_with") // alone again
			p.Sees(p.T("lottery.wish_clash", "first", "ひとつの席", "second", "もうひとつの席")).Examine("wish-open")
			p.Open(link + "/sessions?lang=" + view.Lang).Sees("session_place.by_lottery").
				Examine("own-sessions-by-lot")
			p.Open("/events/summit-next/register").Sees("session_place.lottery_later").Examine("register-by-lot")

			server.later(4 * 24 * time.Hour)
			p.Open(public).Reload("lottery.lead_drawn").Examine("session-lottery-drawn")
			p.Press("lottery.verify_do").Sees("lottery.verified")
			p.Open(own).Sees("lottery.won", p.T("lottery.chance_clash", "type", "もうひとつの席", "with", "ひとつの席")).
				Examine("wish-drawn")
			desk.Open(rules).Examine("session-lottery-desk-drawn")
		})
	}
}

// registerFamily registers a parent and a child, and returns the path of the parent's page.
func registerFamily(t *testing.T, demo *apptest.Demo, view browser.View) string {
	t.Helper()
	body := apptest.RegistrationBody(newAddress("family", view), "ticket_type", "venue", "family_name", "高津",
		"given_name", "さくら", "family_name_kana", "タカツ", "sector", "civil", "locale", view.Lang,
		"consents", []string{"privacy"}, "companions", []any{map[string]any{
			"family_name": "高津", "given_name": "けんと", "family_name_kana": "タカツ", "given_name_kana": "ケント",
		}})
	made := demo.API(t).Expect(http.StatusCreated, "", http.MethodPost, "/api/v1/events/summit-next/registrations", body)
	return "/r/" + demo.MailedSecret(t, made.String("id"))
}

// anotherPlace adds a session at the time of another, with one place too.
func (s *demoServer) anotherPlace(t *testing.T, as *models.Session) *models.Session {
	t.Helper()
	event, err := s.DB.Query(t.Context()).Events().BySlug("summit-next")
	if err != nil {
		t.Fatal(err)
	}
	added := modelstest.Session(t, s.DB, event, models.Session{
		TitleJa: "もうひとつの席", StartsAt: as.StartsAt, EndsAt: as.EndsAt, Room: &models.Room{NameJa: "別の部屋"},
		Kind: models.SessionDiscussion,
	})
	modelstest.Write(t, s.DB, func(tx *models.Tx) error {
		return tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: added.ID, EventID: event.ID, Capacity: 1})
	})
	return added
}
