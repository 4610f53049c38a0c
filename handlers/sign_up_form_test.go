package handlers_test

import (
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
)

func TestTheReviewLosesNothingAndStoresNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		browser := p.Client()
		fields := newcomerForm("one", "Hanako＠b.example")
		fields[len(fields)-1] = "1行目\r\n<b>2行目"
		review := browser.Post("/events/here/register/review", fields...)
		browser.Wants(review, http.StatusOK, "この内容で申し込みますか", "Hanako@b.example", "髙橋 花子", "まだお申し込みは終わっていません")
		apptest.Equal(t, "the registrations", p.Registrations(p.Event), 0)

		page := apptest.Document(t, review)
		var sent []string
		for _, field := range page.Find("form.form input[type=hidden]").EachIter() {
			sent = append(sent, field.AttrOr("name", ""), field.AttrOr("value", ""))
		}
		t.Run("on the way back", func(t *testing.T) {
			back := browser.Post("/events/here/register/review", append(sent, "edit", "email")...)
			form := apptest.Document(t, back).Find("form.form")
			apptest.Equal(t, "the name", form.Find("[name=family_name]").AttrOr("value", ""), "髙橋")
			apptest.Equal(t, "the needs", form.Find("[name=needs]").Text(), "1行目\n<b>2行目")
			apptest.Equal(t, "the form's id", form.Find("[name=id]").AttrOr("value", ""), "one")
			apptest.Equal(t, "faults", form.Find(".fault").Length(), 0)
		})
		t.Run("in the other language", func(t *testing.T) {
			other := page.Find("button.language").AttrOr("formaction", "")
			english := browser.With(t).Post(other, sent...)
			browser.With(t).Wants(english, http.StatusOK, "Hanako@b.example", "<html lang=\"en\">")
			other = apptest.Document(t, browser.Get("/events/here/register")).Find("button.language").AttrOr("formaction", "")
			form := apptest.Document(t, browser.Post(other, append(sent, "edit", "form")...))
			apptest.Equal(t, "the name", form.Find("[name=family_name]").AttrOr("value", ""), "髙橋")
			apptest.Equal(t, "the language", form.Find("html").AttrOr("lang", ""), "ja")
			apptest.Equal(t, "faults", form.Find(".fault").Length(), 0)
		})
		browser.LeadsTo(browser.Post("/events/here/register", sent...), "/events/here/registered")
		browser.LeadsTo(browser.Post("/events/here/register", sent...), "/events/here/registered") // pressed twice
		apptest.Equal(t, "the registrations", p.Registrations(p.Event), 1)
		browser.LeadsTo(browser.Get("/events/here/register/review"), "/events/here/register")
	})
}

func TestTheReviewShowsFaultsInTheForm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		answer := p.Client().Post("/events/here/register/review", newcomerForm("one", "nobody")...)
		p.Wants(answer, http.StatusUnprocessableEntity, "メールアドレスの形", `value="髙橋"`)
	})
}

func TestTheFormAsksForNoMoreThanItNeeds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		sectors := p.Page("/events/here/register", "ja").Find("select[name=sector]")
		apptest.Equal(t, "sectors that must be given", sectors.Filter("[required]").Length(), 0)
		p.Shows(sectors, "個人で参加")
		folded := p.Page("/events/here/register", "en").Find("details:not([open]) [name=family_name_kana]")
		apptest.Equal(t, "readings that are folded in English", folded.Length(), 1)
		folded = p.Page("/events/here/register", "ja").Find("details [name=family_name_kana]")
		apptest.Equal(t, "readings that are folded in Japanese", folded.Length(), 0)

		for _, sector := range []string{"", "individual"} {
			answer := p.Client().Post(
				"/events/here/register", "ticket_type", "online", "family_name", "林", "email", "a"+sector+"@b.example",
				"sector", sector,
			)
			p.LeadsTo(answer, "/events/here/registered")
		}
	})
}
