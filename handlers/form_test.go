package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// A question goes the whole way without JavaScript: staff write it, people answer it for themselves and for who comes
// with them, look at it before they send it, change it, and staff find it.
func TestAQuestionGoesTheWholeWay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "single", "title_ja", "お弁当はいりますか",
			"slug", "bento", "required", "true", "option_slug", "", "option_ja", "いる", "option_en", "Yes",
			"option_slug", "", "option_ja", "いらない", "option_en", "No"), at)
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "short", "title_ja", "食べられないもの", "slug", "food",
			"show_if", "bento=yes"), at)
		organizer.Wants(organizer.Get(at), http.StatusOK, "お弁当はいりますか", "「いる」と答えた方")
		organizer.Wants(organizer.Post(at+"/preview", "ticket_type", "online"), http.StatusUnprocessableEntity)
		organizer.Wants(organizer.Post(at+"/preview", "ticket_type", "online", "q_bento", "yes", "q_food", "卵"),
			http.StatusOK, "<dd class=\"pre-line\">いる</dd>", "<dd class=\"pre-line\">卵</dd>")

		key := models.NewAnonymousID()
		fields := url.Values{
			"ticket_type": {"online"}, "family_name": {"高橋"}, "given_name": {"花子"}, "email": {"hanako@example.jp"},
			"consents": {"privacy"}, "form_version": {"2"}, "row": {key},
			"family_name." + key: {"高橋"}, "given_name." + key: {"次郎"},
			"q_bento": {"no"}, "q_food": {"かくれた答え"},
		}
		p.Wants(p.Form("/events/here/register", fields), http.StatusUnprocessableEntity, "q_bento."+key, "選んでください。")
		fields.Set("q_bento."+key, "yes")
		fields.Set("q_food."+key, "えび")
		review := p.Form("/events/here/register/review", fields)
		p.Wants(review, http.StatusOK, "いらない", "食べられないもの: えび", `name="q_food.`+key+`" value="えび"`)
		apptest.Lacks(t, "the review", apptest.Document(t, review).Find("dl.review").Text(), "かくれた答え")
		p.LeadsTo(p.Form("/events/here/register", fields), "/events/here/registered")

		table := p.Request(http.MethodGet, "/api/v1/events/here/registrations.csv", "", p.AsOwner()...).Body.String()
		apptest.Contains(t, "the table", table, "お弁当はいりますか", "いらない", "えび")
		apptest.Lacks(t, "the table", table, "かくれた答え")
		organizer.Wants(organizer.Get("/staff/events/here/people?answer=bento:yes"), http.StatusOK, "次郎", "お弁当はいりますか")
	})
}

// A page that was open while the form changed is shown again with all that was typed.
func TestAChangedFormIsShownAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "short", "title_ja", "ひとこと", "slug", "word"), at)
		fields := url.Values{
			"ticket_type": {"online"}, "family_name": {"高橋"}, "given_name": {"花子"}, "email": {"hanako@example.jp"},
			"consents": {"privacy"}, "form_version": {"1"}, "q_word": {"たのしみです"},
		}
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "short", "title_ja", "あたらしい質問", "slug", "more"), at)
		again := p.Form("/events/here/register", fields)
		p.Wants(again, http.StatusUnprocessableEntity, "主催者が質問を変更しました", "たのしみです", "あたらしい質問")
		version, _ := apptest.Document(t, again).Find("input[name=form_version]").Attr("value")
		fields.Set("form_version", version)
		p.LeadsTo(p.Form("/events/here/register", fields), "/events/here/registered")
	})
}

// The attendee changes answers on their own page, and sees what staff arranged; staff without people's data do not.
func TestAnAttendeeChangesAnswersAndSeesWhatIsArranged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "short", "title_ja", "ひとこと", "slug", "word"), at)
		own, id, _ := p.SignUp(p.Event, "own@example.jp")
		p.Wants(p.Request(http.MethodGet, "/r/"+own+"/answers", ""), http.StatusOK, "ひとこと")
		p.LeadsTo(p.Form("/r/"+own+"/answers", url.Values{"form_version": {"1"}, "q_word": {"よろしくお願いします"}}), "/r/"+own)
		p.LeadsTo(p.Form("/r/"+own, url.Values{
			"family_name": {"高橋"}, "given_name": {"花子"}, "asks_shown": {"true"}, "asks": {"sign"}, "needs": {"前の席"},
		}), "/r/"+own)
		p.Wants(p.Request(http.MethodGet, "/r/"+own, ""), http.StatusOK, "よろしくお願いします", "手話通訳", "承りました")

		list := "/staff/events/here/accessibility"
		organizer.Wants(organizer.Get(list), http.StatusOK, "手話通訳", "前の席")
		organizer.Wants(organizer.Post(list+"/"+id, "state.sign", "declined"), http.StatusUnprocessableEntity)
		organizer.LeadsTo(organizer.Post(list+"/"+id, "state.sign", "arranged", "note.sign", "舞台の左です"), list)
		p.Wants(p.Request(http.MethodGet, "/r/"+own, ""), http.StatusOK, "手配しました", "舞台の左です")
		for _, role := range []models.Role{models.RoleReceptionist, models.RoleModerator, models.RoleAnalyst} {
			if answer := p.As(role).Get(list); answer.Code != http.StatusNotFound && answer.Code != http.StatusForbidden {
				t.Errorf("%s sees what people need: %d", role, answer.Code)
			}
		}
		if mails := p.Outbox("accessibility_answered"); len(mails) != 1 || strings.Contains(mails[0].Subject, "手話") {
			t.Errorf("mails about the answer: %+v", mails)
		}
	})
}
