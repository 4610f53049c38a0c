package staff_test

import (
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
	"meguri/models/modelstest"
)

func TestStaffMakePublishAndCopyAnEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for lang, want := range map[string]string{"ja": "イベントを作成する", "en": "event"} {
			p.Shows(p.Page("/staff/events/new", lang, p.AsOwner()...).Find("h1"), want)
		}
		form := p.Page("/staff/events/new", "ja", p.AsOwner()...)
		values := url.Values{
			"id":        {form.Find("input[name=id]").AttrOr("value", "")},
			"title_en":  {"Tsudoi"},
			"title_ja":  {"つどい"},
			"time_zone": {"Asia/Tokyo"},
			"starts_at": {"2030-05-01T13:00"},
			"ends_at":   {"2030-05-01T16:00"},

			"partner_name":    {"専修大学", ""},
			"partner_name_en": {"Senshu University", ""},
			"partner_part":    {"partner", "partner"},
		}
		for range 2 { // a double click
			answer := p.Form("/staff/events/new", values, p.AsOwner()...)
			p.Wants(answer, http.StatusSeeOther)
			apptest.Equal(t, "where it leads", answer.Header().Get("Location"), "/staff/events/tsudoi")
		}
		answer := p.Form("/staff/events/tsudoi/publish", url.Values{}, p.AsOwner()...)
		p.Wants(answer, http.StatusUnprocessableEntity, "会場か、オンラインの配信URL")
		p.Shows(p.Page("/staff/events/tsudoi/publish", "en", p.AsOwner()...).Find(".checklist"), "venue", "phone")
		values.Set("version", "1")
		values.Set("venue_name_ja", "区役所")
		values.Set("contact_phone", "044-000-0000")
		p.Wants(p.Form("/staff/events/tsudoi/edit", values, p.AsOwner()...), http.StatusSeeOther)
		p.Wants(p.Form("/staff/events/tsudoi/publish", url.Values{}, p.AsOwner()...), http.StatusSeeOther)
		p.Shows(p.Page("/events/tsudoi", "en"), "Tsudoi", "Senshu University")
		copying := p.Page("/staff/events/tsudoi/copy", "ja", p.AsOwner()...)
		apptest.Equal(t, "when a copy starts", copying.Find("#starts_at").AttrOr("value", ""), "2031-04-30T13:00")
		typed := url.Values{
			"id":        {copying.Find("input[name=id]").AttrOr("value", "")},
			"title_ja":  {"つどい2031"},
			"starts_at": {"2031-05-03T13:00"},
			"ends_at":   {"2031-05-03T12:00"},
		}
		p.Wants(p.Form("/staff/events/tsudoi/copy", typed, p.AsOwner()...), http.StatusUnprocessableEntity, "つどい2031")
		typed.Set("ends_at", "2031-05-03T16:00")
		for range 2 {
			answer := p.Form("/staff/events/tsudoi/copy", typed, p.AsOwner()...)
			apptest.Equal(t, "where a copy leads", answer.Header().Get("Location"), "/staff/events/tsudoi-2031")
		}
	})
}

func TestTheEditorsPagesInBothLanguages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.AddSession(models.Session{
			TitleJa: "開会", StartsAt: p.Event.StartsAt, EndsAt: p.Event.EndsAt,
			Room: &models.Room{NameJa: "大会議室"}, Track: &models.Track{NameJa: "対話"},
			Speakers: []models.SessionSpeaker{{Speaker: models.Speaker{NameJa: "市長"}}},
		})
		p.Write(func(tx *models.Tx) error {
			return tx.ConsentTexts().Add(&models.ConsentText{
				EventID: p.Event.ID, Slug: "photo", TextJa: "写真", TextEn: "Pictures", Required: true,
			})
		})
		for path, want := range map[string][2]string{
			"":                {"参加枠ごとの席", "Places by ticket type"},
			"/edit":           {"プログラムの時刻も同じだけずらす", "Move the agenda along"},
			"/types":          {"写真", "Pictures"},
			"/agenda":         {"部屋・ブースの名前", "Names of rooms"},
			"/agenda/new":     {"セッションを追加", "Add a session"},
			"/consents/photo": {"使用を終了する", "Stop asking for this"},
			"/consents/new":   {"同意文を追加", "Add a consent"},
		} {
			p.Shows(p.Page("/staff/events/here"+path, "ja", p.AsOwner()...), want[0])
			if path != "" {
				p.Shows(p.Page("/staff/events/here"+path, "en", p.AsOwner()...), want[1])
			}
		}
		p.Wants(p.Request(http.MethodGet, "/staff/events/here/consents/nothing", "", p.AsOwner()...), http.StatusNotFound)
	})
}

func TestAWordingAtFaultKeepsWhatWasTyped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		wrong := url.Values{"slug": {"写真"}, "text_en": {"We take pictures."}}
		answer := p.Form("/staff/events/here/consents/new", wrong, p.AsOwner()...)
		p.Wants(answer, http.StatusUnprocessableEntity, "We take pictures.", "英小文字", "入力してください")
		right := url.Values{"slug": {"photo"}, "text_ja": {"写真を撮ります。"}, "required": {"true"}}
		p.Wants(p.Form("/staff/events/here/consents/new", right, p.AsOwner()...), http.StatusSeeOther)
		p.Shows(p.Page("/events/here/register", "ja"), "写真を撮ります。")
		p.Wants(p.Form("/staff/events/here/consents/photo/withdraw", url.Values{}, p.AsOwner()...), http.StatusSeeOther)
		if strings.Contains(p.Page("/events/here/register", "ja").Text(), "写真を撮ります。") {
			t.Error("a withdrawn consent is asked for")
		}
	})
}

// register registers somebody at the event; pairs are further fields of the request.
func register(p *apptest.Program, email string, pairs ...any) {
	p.T.Helper()
	body := apptest.RegistrationBody(email, pairs...)
	p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body)
}

func TestALargerCapacityGoesToThoseWhoWait(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, email := range []string{"a@mail.example", "b@mail.example", "c@mail.example", "d@mail.example"} {
			register(p, email)
		}
		p.Shows(p.Page("/staff/events/here", "ja", p.AsOwner()...).Find(".key-numbers"), "キャンセル待ち", "2人")
		values, venue := typesForm(p), p.TicketType(p.Event, "venue").ID
		values.Set("capacity."+venue, "3")
		p.Wants(p.Form(typesPath, values, p.AsOwner()...), http.StatusSeeOther)
		promoted := p.Outbox("registration_promoted")
		var told []string
		for _, m := range promoted {
			told = append(told, m.ToAddress)
		}
		apptest.Equal(t, "who is told of a place", told, []string{"c@mail.example"})
		apptest.Equal(t, "the places taken", p.TicketType(p.Event, "venue").Taken, 3)
		values = typesForm(p)
		values.Set("capacity."+venue, "2")
		p.Wants(p.Form(typesPath, values, p.AsOwner()...), http.StatusSeeOther)
		apptest.Equal(t, "the places taken where there are fewer", p.TicketType(p.Event, "venue").Taken, 3)
	})
}

func TestACancelledEventIsMailedInEachLanguage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		register(p, "ja@mail.example", "ticket_type", "online", "locale", "ja")
		register(p, "en@mail.example", "ticket_type", "venue", "locale", "en")
		cancel := func(reason string) *httptest.ResponseRecorder {
			return p.Form("/staff/events/here/cancel", url.Values{"reason": {reason}}, p.AsOwner()...)
		}
		p.Wants(cancel("  "), http.StatusUnprocessableEntity, "中止の理由を入力してください")
		p.Wants(cancel("台風のため。\r\nまた計画します。"), http.StatusSeeOther)
		mails := p.Outbox("event_cancelled")
		if len(mails) != 2 {
			t.Fatalf("%d mails to two people", len(mails))
		}
		for _, m := range mails {
			path := "/staff/events/here/mails/" + m.ID
			subject := map[string]string{"ja": "中止のお知らせ", "en": "Event cancelled"}[m.Locale]
			if !strings.Contains(m.Subject, subject) {
				t.Errorf("%s: %q", m.Locale, m.Subject)
			}
			p.Wants(p.Request(http.MethodGet, path+"/body", "", p.AsOwner()...), http.StatusOK, "台風のため。", "また計画します。")
			p.Wants(p.Request(http.MethodGet, path+"/files/calendar.ics", "", p.AsOwner()...), http.StatusOK, "STATUS:CANCELLED")
		}
	})
}

func TestAMovedEventIsMailedBesideWhatItWas(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		register(p, "venue@mail.example", "ticket_type", "venue", "locale", "ja")
		register(p, "online@mail.example", "ticket_type", "online", "locale", "ja")
		moved := eventForm(p.Event, func(v url.Values) { v.Set("venue_name_ja", "川崎市産業振興会館"); v.Set("tell", "true") })
		p.Wants(p.Form("/staff/events/here/edit", moved, p.AsOwner()...), http.StatusSeeOther)
		for _, m := range p.Outbox("event_changed") {
			body := p.Request(http.MethodGet, "/staff/events/here/mails/"+m.ID+"/body", "", p.AsOwner()...)
			p.Wants(body, http.StatusOK, "2030年5月1日", "変更前の日時")
			atVenue := m.ToAddress == "venue@mail.example"
			if told := strings.Contains(body.Body.String(), "変更前の場所"); told != atVenue {
				t.Errorf("%s is told of the place before: %v", m.ToAddress, told)
			}
			ticket := "/staff/events/here/mails/" + m.ID + "/files/ticket.pdf" // the one that says until when it is valid now
			if attached := p.Request(http.MethodGet, ticket, "", p.AsOwner()...); atVenue {
				p.Wants(attached, http.StatusOK, "%PDF")
			} else {
				p.Wants(attached, http.StatusNotFound)
			}
		}
	})
}

func TestAMoveAsksWhomToTell(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		register(p, "venue@mail.example", "ticket_type", "venue", "locale", "ja")
		apptest.Equal(t, "boxes before it is needed",
			p.Page("/staff/events/here/edit", "ja", p.AsOwner()...).Find("#tell").Length(), 0)
		moved := eventForm(p.Event, func(v url.Values) { v.Set("venue_name_ja", "川崎市産業振興会館") })
		answer := p.Form("/staff/events/here/edit", moved, p.AsOwner()...)
		p.Wants(answer, http.StatusUnprocessableEntity, "川崎市産業振興会館")
		form := apptest.Document(t, answer)
		p.Shows(form.Find("#tell"), "1人にメールで知らせるか")
		_, ticked := form.Find("#tell input[type=checkbox]").Attr("checked")
		apptest.Equal(t, "ticked", ticked, true)
		form.Find("#tell input").Each(func(_ int, field *goquery.Selection) {
			moved.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
		})
		p.Wants(p.Form("/staff/events/here/edit", moved, p.AsOwner()...), http.StatusSeeOther)
		p.RunJobs()
		apptest.Equal(t, "mails", len(p.Outbox("event_changed")), 1)
		moved.Set("version", "2")
		moved.Set("venue_name_ja", "市役所")
		moved.Del("tell")
		p.Wants(p.Form("/staff/events/here/edit", moved, p.AsOwner()...), http.StatusSeeOther)
		p.RunJobs()
		apptest.Equal(t, "mails after a change that nobody is told of", len(p.Outbox("event_changed")), 1)
	})
}

func TestAnUnpublishedEventGetsAnotherAddress(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		dashboard := p.Page("/staff/events/here", "ja", p.AsOwner()...)
		path := dashboard.Find(`a[href$="/unpublish"]`).AttrOr("href", "")
		p.Shows(p.Page(path, "ja", p.AsOwner()...).Find("main"), "下書きに戻ります", "お申し込みは0件です")
		p.LeadsTo(p.Form(path, nil, p.AsOwner()...), "/staff/events/here")
		p.Wants(p.Request(http.MethodGet, "/events/here", ""), http.StatusNotFound)
		p.Write(func(tx *models.Tx) error {
			return tx.ConsentTexts().Add(&models.ConsentText{EventID: p.Event.ID, Slug: "privacy", TextJa: "ご連絡に使います。"})
		})
		version := p.Page("/staff/events/here/edit", "ja", p.AsOwner()...).Find("input[name=version]").AttrOr("value", "")
		renamed := eventForm(p.Event, func(v url.Values) { v.Set("slug", "there"); v.Set("version", version) })
		p.LeadsTo(p.Form("/staff/events/here/edit", renamed, p.AsOwner()...), "/staff/events/there")
		p.LeadsTo(p.Form("/staff/events/there/publish", nil, p.AsOwner()...), "/staff/events/there")
		p.Wants(p.Request(http.MethodGet, "/events/there", ""), http.StatusOK)
		p.Wants(p.Request(http.MethodGet, "/events/here", ""), http.StatusMovedPermanently) // where people met it
		published := p.Page("/staff/events/there/edit", "ja", p.AsOwner()...)
		p.Shows(published.Find("#slug-help"), "これまでのURLからこのページへ移動します")
	})
}

func eventForm(e *models.Event, change func(url.Values)) url.Values {
	values := url.Values{
		"version":       {"1"},
		"title_ja":      {e.TitleJa},
		"time_zone":     {"Asia/Tokyo"},
		"starts_at":     {"2030-05-01T13:00"},
		"ends_at":       {"2030-05-01T16:00"},
		"venue_name_ja": {"川崎市役所"},
		"stream_url":    {"https://stream.example/x"},
		"contact_phone": {"044-000-0000"},
	}
	change(values)
	return values
}

func TestEventFormsRefuseWhatCannotBe(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for name, c := range map[string]struct {
			change func(url.Values)
			text   string
		}{
			"end before start": {func(v url.Values) { v.Set("ends_at", "2030-05-01T12:00") }, "開始日時より後"},
			"a time that is not there": {func(v url.Values) {
				v.Set("time_zone", "Europe/Berlin")
				v.Set("starts_at", "2030-03-31T02:30")
			}, "夏時間"},
			"an unknown zone":        {func(v url.Values) { v.Set("time_zone", "Moon/Base") }, "タイムゾーンを選んで"},
			"no title":               {func(v url.Values) { v.Set("title_ja", " ") }, "入力してください"},
			"a title that is long":   {func(v url.Values) { v.Set("title_en", strings.Repeat("x", 201)) }, "200文字以内"},
			"an address without TLS": {func(v url.Values) { v.Set("stream_url", "http://stream.example/x") }, "https://"},
			"a script as address":    {func(v url.Values) { v.Set("stream_url", "javascript:alert(1)") }, "https://"},
		} {
			t.Run(name, func(t *testing.T) {
				p := p.With(t)
				answer := p.Form("/staff/events/here/edit", eventForm(p.Event, c.change), p.AsOwner()...)
				p.Wants(answer, http.StatusUnprocessableEntity, c.text)
			})
		}
	})
}

func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		first := eventForm(p.Event, func(v url.Values) { v.Set("title_ja", "先の題名") })
		second := eventForm(p.Event, func(v url.Values) { v.Set("title_ja", "後の題名") })
		p.Wants(p.Form("/staff/events/here/edit", first, p.AsOwner()...), http.StatusSeeOther)
		p.Wants(p.Form("/staff/events/here/edit", second, p.AsOwner()...), http.StatusConflict, "ほかの方が先に", "後の題名", "先の題名")
		event, err := p.DB.Query(t.Context()).Events().ByID(p.Event.ID)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the title", event.TitleJa, "先の題名")
	})
}

const typesPath = "/staff/events/here/types"

// typesForm is the form of the ticket types as a browser sends it.
func typesForm(p *apptest.Program) url.Values {
	p.T.Helper()
	values := url.Values{}
	for pair := range slices.Chunk(rowsOf(p.Page(typesPath, "ja", p.AsOwner()...)), 2) {
		values.Add(pair[0], pair[1])
	}
	return values
}

func TestTheSecondOfTwoWhoChangeATicketTypeIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		venue := p.TicketType(p.Event, "venue").ID
		values, late := typesForm(p), typesForm(p)
		values.Set("capacity."+venue, "60")
		p.Wants(p.Form(typesPath, values, p.AsOwner()...), http.StatusSeeOther)
		late.Set("capacity."+venue, "41")
		answer := p.Form(typesPath, late, p.AsOwner()...)
		p.Wants(answer, http.StatusConflict, "ほかの方が先に", `value="41"`, ">60<")
	})
}

func TestRowsAreAddedAndPastedWithoutScripts(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		values := typesForm(p)
		count := func(p *apptest.Program, answer *httptest.ResponseRecorder) int {
			p.Wants(answer, http.StatusOK)
			return apptest.Document(p.T, answer).Find("[data-list] > li").Length()
		}
		values.Set("do", "add")
		values.Set("name_ja."+values["row"][2], "まだ保存していない枠")
		answer := p.Form(typesPath, values, p.AsOwner()...)
		apptest.Equal(t, "rows with more empty ones", count(p, answer), 6)
		p.Wants(answer, http.StatusOK, "まだ保存していない枠")
		values.Set("do", "paste")
		values.Set("pasted", "学生\t10名\n報道\t5名\n")
		answer = p.Form(typesPath, values, p.AsOwner()...)
		apptest.Equal(t, "rows with those that were pasted", count(p, answer), 5)
		p.Wants(answer, http.StatusOK, `value="報道"`, "data-unsaved")
		values.Set("pasted", " ")
		p.Wants(p.Form(typesPath, values, p.AsOwner()...), http.StatusUnprocessableEntity, "行にできる内容がありません", "まだ保存していない枠")
		apptest.Equal(t, "stored rows", p.Page(typesPath, "ja", p.AsOwner()...).Find("[data-stored]").Length(), 2)
	})
}

func TestATicketTypeWithPeopleStays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		modelstest.Registration(t, p.DB, p.Event, "venue")
		modelstest.Registration(t, p.DB, p.Event, "venue")
		values, venue := typesForm(p), p.TicketType(p.Event, "venue").ID
		values.Set("capacity."+venue, "３")
		p.Wants(p.Form(typesPath, values, p.AsOwner()...), http.StatusSeeOther)
		values.Set("delete."+venue, "true")
		p.Wants(p.Form(typesPath, values, p.AsOwner()...), http.StatusConflict)
		values = typesForm(p)
		values.Set("delete."+venue, "true")
		p.Wants(p.Form(typesPath, values, p.AsOwner()...), http.StatusUnprocessableEntity, "2人の申し込みがあるため")
	})
}

func TestAnEventIsPublishedAtATime(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.ContactPhone = "044-000-0000" })
		p.MoveEvent(models.EventDraft, map[string]any{})
		p.Write(func(tx *models.Tx) error {
			return tx.ConsentTexts().Add(&models.ConsentText{EventID: p.Event.ID, Slug: "privacy", TextJa: "ご連絡に使います。"})
		})
		const path = "/staff/events/here/publish"
		late := url.Values{"when": {"later"}, "publish_at": {"2099-01-01T10:00"}}
		p.Wants(p.Form(path, late, p.AsOwner()...), http.StatusUnprocessableEntity, "2099-01-01T10:00", "開始日時より前")
		at := p.Event.StartsAt.Add(-24 * time.Hour)
		in := url.Values{"when": {"later"}, "publish_at": {p.Event.Local(at).Format("2006-01-02T15:04")}}
		p.LeadsTo(p.Form(path, in, p.AsOwner()...), "/staff/events/here")
		p.Shows(p.Page(path, "ja", p.AsOwner()...), "公開予定", "予定を取り消す")
		p.Wants(p.Request(http.MethodGet, "/events/here", ""), http.StatusNotFound)
		p.SetClock(at.Add(time.Minute))
		p.RunJobs()
		p.Wants(p.Request(http.MethodGet, "/events/here", ""), http.StatusOK)
	})
}

func TestCancellingAsksWithTheNumberOfPeople(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "one@city.example")
		p.SignUp(p.Event, "two@city.example")
		page := p.Page("/staff/events/here/cancel", "ja", p.AsOwner()...)
		p.Shows(page, "申し込んだ2人に", "2人にメールを送る")
		p.Wants(p.Form("/staff/events/here/cancel", url.Values{}, p.AsOwner()...), http.StatusUnprocessableEntity, "中止の理由を")
		in := url.Values{"reason": {"台風のため"}}
		p.LeadsTo(p.Form("/staff/events/here/cancel", in, p.AsOwner()...), "/staff/events/here")
		p.Shows(p.Page("/staff/events/here/archive", "en", p.AsOwner()...), "Registrations (2) are kept")
	})
}

func TestNothingThatWasTypedAboutAnEventIsLost(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		page := p.Page("/staff/events/here/edit", "ja", p.AsOwner()...)
		in := url.Values{
			"version": {page.Find("input[name=version]").AttrOr("value", "")}, "title_ja": {""}, "access_en": {"By bus"},
			"coordinates": {"here"}, "partner_id": {"", ""}, "partner_name": {"専修大学", "川崎市"},
			"partner_name_en": {"Senshu", ""}, "partner_part": {"cohost", "partner"}, "partner_remove": {"1"},
		}
		answer := p.Form("/staff/events/here/edit", in, p.AsOwner()...)
		p.Wants(answer, http.StatusUnprocessableEntity, "By bus", "専修大学", "Senshu", "35.5766, 139.6631")
		again, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the rows, with an empty one", again.Find(".partner-row").Length(), 3)
		apptest.Equal(t, "the part", again.Find("#partner-part-0 option[selected]").AttrOr("value", ""), "cohost")
		apptest.Equal(t, "rows that go", again.Find("[name=partner_remove][checked]").AttrOr("value", ""), "1")
	})
}
