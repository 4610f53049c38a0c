package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

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

// What somebody needs to take part is read by those who arrange it, at the door by those who meet the person, and by
// nobody else: not on a page that other roles open, in the roster of devices or a file. What is asked for after its
// deadline is marked as late.
func TestWhatPeopleNeedIsReadByWhoArrangesIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		own, id, _ := p.SignUp(p.Event, "own@example.jp")
		asks := url.Values{
			"family_name": {"高橋"}, "given_name": {"花子"}, "asks_shown": {"true"}, "asks": {"sign"}, "needs": {"人工呼吸器の電源"},
		}
		p.LeadsTo(p.Form("/r/"+own, asks), "/r/"+own)
		list, person := "/staff/events/here/accessibility", "/staff/events/here/people/"+id
		const atDoor = "/staff/events/here/reception?q=高橋"
		for _, role := range models.Roles {
			staff := p.As(role)
			if arranges := models.Holds([]models.Role{role}, models.EditPeople); arranges {
				staff.Wants(staff.Get(list), http.StatusOK, "人工呼吸器の電源", "手話通訳")
				apptest.Lacks(t, "the list before the deadline", staff.Get(list).Body.String(), "締切後")
				continue
			}
			for _, path := range []string{
				list, person, "/staff/events/here", "/staff/events/here/people", "/staff/events/here/people.csv",
				"/staff/events/here/inside", "/staff/events/here/board", atDoor,
			} {
				answer := staff.Get(path)
				if role == models.RoleReceptionist && path == atDoor {
					staff.Wants(answer, http.StatusOK, "人工呼吸器の電源")
					continue
				}
				apptest.Lacks(t, string(role)+" at "+path, answer.Body.String(), "人工呼吸器", "手話通訳")
				if path == list && answer.Code == http.StatusOK {
					t.Errorf("%s opens the list", role)
				}
			}
		}
		roster := p.API(models.RoleReceptionist).Expect(http.StatusOK, "", "GET", "/api/v1/events/here/roster", nil)
		apptest.Lacks(t, "the roster", fmt.Sprint(roster), "人工呼吸器", "sign")

		until := p.DB.Now().Add(-time.Minute)
		p.Write(func(tx *models.Tx) error {
			return tx.Forms().Save(&models.Form{EventID: p.Event.ID, NeedsUntil: &until})
		})
		asks["asks"] = []string{"sign", "dog"}
		p.LeadsTo(p.Form("/r/"+own, asks), "/r/"+own)
		organizer := p.As(models.RoleOrganizer)
		organizer.Wants(organizer.Get(list), http.StatusOK, "締切後")
	})
}

// Statement, time, phone and organization: bad answers come back beside their fields in the reader's language, good
// ones go to the own page, can be changed there, and stand in both files.
func TestKindsOfFormsGoTheWholeWay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		for _, q := range [][]string{
			{"agree", "rules", "会場の決まりを守ります", "I will keep to the rules of the venue"},
			{"time", "arrive", "到着の時刻", "When you arrive"},
			{"phone", "call", "当日の電話", "Phone on the day"},
			{"organization", "from", "推薦した団体", "Who recommended you"},
		} {
			answer := organizer.Post(at+"/questions", "kind", q[0], "slug", q[1], "title_ja", q[2], "title_en", q[3],
				"required", map[bool]string{true: "true"}[q[0] == "agree"])
			organizer.LeadsTo(answer, at)
		}
		fields := url.Values{
			"ticket_type": {"online"}, "family_name": {"高橋"}, "given_name": {"花子"}, "email": {"own@example.jp"},
			"consents": {"privacy"}, "form_version": {"4"}, "q_arrive": {"昼ごろ"}, "q_call": {"12"}, "q_from": {"市民協働課"},
		}
		for lang, want := range map[string][]string{
			"ja": {"到着の時刻", "会場の決まりを守ります", "q_rules-fault", "q_arrive-fault", "q_call-fault"},
			"en": {
				"When you arrive", "I will keep to the rules of the venue", "q_rules-fault", "q_arrive-fault", "q_call-fault",
			},
		} {
			p.Wants(p.Form("/events/here/register?lang="+lang, fields), http.StatusUnprocessableEntity, want...)
		}
		fields.Set("q_rules", "yes")
		fields.Set("q_arrive", "午後1時半")
		fields.Set("q_call", "０４４－２００－２１１１")
		p.LeadsTo(p.Form("/events/here/register", fields), "/events/here/registered")

		var id string
		for r, err := range p.DB.Query(t.Context()).Registrations().Each(p.Event, models.RegistrationFilter{}) {
			if err != nil {
				t.Fatal(err)
			}
			id = r.ID
		}
		own := "/r/" + p.MailedSecret(id)
		p.Wants(p.Request(http.MethodGet, own+"?lang=ja", ""), http.StatusOK, "到着の時刻", "13:30", "044-200-2111", "市民協働課")
		p.Wants(p.Request(http.MethodGet, own+"?lang=en", ""), http.StatusOK,
			"When you arrive", "<dd class=\"pre-line\">Yes</dd>")
		p.Wants(p.Form(own+"/answers", url.Values{"form_version": {"4"}, "q_rules": {"yes"}, "q_arrive": {"25:00"}}),
			http.StatusUnprocessableEntity, "q_arrive-fault")
		p.LeadsTo(p.Form(own+"/answers", url.Values{
			"form_version": {"4"}, "q_rules": {"yes"}, "q_arrive": {"09:15"}, "q_from": {"めぐりの会"},
		}), own)
		file := p.Request(http.MethodGet, "/api/v1/events/here/registrations.csv", "", p.AsOwner()...).Body.String()
		apptest.Contains(t, "the file", file, "当日の電話", "09:15", "めぐりの会")
		apptest.Lacks(t, "the file", file, "13:30")
	})
}

// Staff write down what a person told them: with the permission, after the deadline, with a line in the history. What
// is no longer asked stands beside it in its old words.
func TestStaffChangeAnswers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "short", "title_ja", "昔の質問", "slug", "old"), at)
		own, id, _ := p.SignUp(p.Event, "own@example.jp")
		p.LeadsTo(p.Form("/r/"+own+"/answers", url.Values{"form_version": {"1"}, "q_old": {"昔の答え"}}), "/r/"+own)
		organizer.LeadsTo(organizer.Post(at+"/questions/old/remove"), at)
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "agree", "title_ja", "決まり", "slug", "rules",
			"required", "true"), at)
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "time", "title_ja", "到着", "slug", "arrive"), at)

		person := "/staff/events/here/people/" + id
		page := organizer.Get(person + "/answers")
		organizer.Wants(page, http.StatusOK, "昔の質問", "昔の答え", "到着", "決まり")
		was, _ := apptest.Document(t, page).Find("input[name=was]").Attr("value")
		version, _ := apptest.Document(t, page).Find("input[name=form_version]").Attr("value")
		send := func(was string, fields ...string) *httptest.ResponseRecorder {
			return organizer.Post(person+"/answers", append(fields, "was", was, "form_version", version)...)
		}
		organizer.Wants(send(was, "q_arrive", "25:00"), http.StatusUnprocessableEntity, "q_arrive-fault", "昔の答え")
		organizer.LeadsTo(organizer.Post(at+"/settings", "answers_until", "2020-01-01T09:00"), at)
		organizer.LeadsTo(send(was, "q_arrive", "9時半"), person)
		organizer.Wants(organizer.Get(person), http.StatusOK, "09:30", "昔の質問", "昔の答え", "質問への回答を変更", "回答を変更する")
		again := send(was, "q_arrive", "10:00")
		organizer.Wants(again, http.StatusUnprocessableEntity, "この間に", "10:00")
		was, _ = apptest.Document(t, again).Find("input[name=was]").Attr("value")
		organizer.LeadsTo(send(was, "q_arrive", "10:00"), person)
		p.Wants(p.Request(http.MethodGet, "/r/"+own, ""), http.StatusOK, "10:00", "昔の答え")

		for _, role := range []models.Role{models.RoleReceptionist, models.RoleModerator, models.RoleAnalyst} {
			other := p.As(role)
			for _, answer := range []*httptest.ResponseRecorder{
				other.Get(person + "/answers"), other.Post(person+"/answers", "was", was, "form_version", version),
			} {
				if answer.Code != http.StatusNotFound && answer.Code != http.StatusForbidden {
					t.Errorf("%s changes answers: %d", role, answer.Code)
				}
			}
		}
		p.LeadsTo(p.Form("/r/"+own+"/cancel", url.Values{}), "/r/"+own)
		organizer.Wants(send(was, "q_arrive", "11:00"), http.StatusUnprocessableEntity, "受け付けていません")
	})
}

// An organization is proposed from those that everybody may see: a draft's host is not, nor what other people typed.
func TestOrganizationsAreProposed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "organization", "title_ja", "推薦", "slug", "from"), at)
		p.Write(func(tx *models.Tx) error {
			accepted, asked, other := models.NewOrganization("共催の会", ""), models.NewOrganization("まだ答えない会", ""),
				models.NewOrganization("何もしない会", "")
			for _, o := range []*models.Organization{&accepted, &asked, &other} {
				if err := tx.Organizations().Create(o); err != nil {
					return err
				}
			}
			return tx.Events().ReplacePartners(p.Event, []models.EventOrganization{
				{EventID: p.Event.ID, OrganizationID: accepted.ID, Part: models.PartPartner, AcceptedAt: &tx.Now},
				{EventID: p.Event.ID, OrganizationID: asked.ID, Part: models.PartPartner},
			})
		})
		own, _, _ := p.SignUp(p.Event, "own@example.jp")
		p.LeadsTo(p.Form("/r/"+own+"/answers", url.Values{"form_version": {"1"}, "q_from": {"人が書いた会"}}), "/r/"+own)
		page := apptest.Document(t, p.Request(http.MethodGet, "/events/here/register", ""))
		var names []string
		page.Find("datalist#organizations option").Each(func(_ int, o *goquery.Selection) {
			names = append(names, o.AttrOr("value", ""))
		})
		host, err := p.DB.Query(t.Context()).Organizations().ByID(p.Event.OrganizationID)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(names, host.NameJa) || !slices.Contains(names, "共催の会") || slices.Contains(names, "何もしない会") ||
			slices.Contains(names, "まだ答えない会") || slices.Contains(names, "人が書いた会") {
			t.Errorf("proposed are %q", names)
		}
		if list := page.Find("#q_from").AttrOr("list", ""); list != "organizations" {
			t.Errorf("the field has the list %q", list)
		}
	})
}

// An address is asked with its postal code; the codes are told by the program itself, and typed by who has no scripts.
func TestAnAddressGoesTheWholeWay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Wants(p.Request(http.MethodGet, "/postal-codes/2100007", ""), http.StatusOK, `"神奈川県川崎市川崎区駅前本町"`)
		p.Wants(p.Request(http.MethodGet, "/postal-codes/4980000", ""), http.StatusOK, `{"address":""}`)
		own, _, _ := p.SignUp(p.Event, "own@example.jp")
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "address", "title_ja", "送り先", "slug", "home",
			"required", "true"), at)
		to := "/r/" + own + "/answers"
		send := func(values ...string) *httptest.ResponseRecorder {
			return p.Form(to, url.Values{"form_version": {"1"}, "q_home": values})
		}
		p.Wants(send("", ""), http.StatusUnprocessableEntity, "q_home-fault")
		p.Wants(send("21-07", "川崎区駅前本町"), http.StatusUnprocessableEntity, "郵便番号は7桁", "川崎区駅前本町")
		p.Wants(send("2100007", ""), http.StatusUnprocessableEntity, "住所もお書きください", `value="2100007"`)
		p.LeadsTo(send("２１０－０００７", "川崎区駅前本町1-2"), "/r/"+own)
		p.Wants(p.Request(http.MethodGet, "/r/"+own, ""), http.StatusOK, "210-0007 川崎区駅前本町1-2")
		p.Wants(p.Request(http.MethodGet, to, ""), http.StatusOK, `value="210-0007"`, `value="川崎区駅前本町1-2"`)
	})
}
