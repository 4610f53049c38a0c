package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/models"
	"meguri/models/modelstest"
)

// page reads a page in a language; header has further pairs, as of somebody who is signed in.
func (b *building) page(path, lang string, header ...string) *goquery.Selection {
	b.t.Helper()
	answer := b.request(http.MethodGet, path, "", append(header, "Accept-Language", lang)...)
	b.wants(answer, http.StatusOK)
	document, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if got := document.Find("html").AttrOr("lang", ""); got != lang {
		b.t.Errorf("%s is in %q, want %q", path, got, lang)
	}
	if n := document.Find("h1").Length(); n != 1 {
		b.t.Errorf("%s has %d titles", path, n)
	}
	return document.Selection
}

// shows demands texts inside a part of a page.
func (b *building) shows(part *goquery.Selection, texts ...string) {
	b.t.Helper()
	got := strings.Join(strings.Fields(part.Text()), " ")
	for _, text := range texts {
		if !strings.Contains(got, text) {
			b.t.Errorf("%q is not in %.1500s", text, got)
		}
	}
}

// change changes the event behind the pages' back.
func (b *building) change(change func(e *models.Event)) {
	b.t.Helper()
	b.write(func(tx *models.Tx) error {
		e, err := tx.Events().ByID(b.event.ID)
		if err != nil {
			return err
		}
		change(e)
		b.event = e
		return tx.Events().Update(e, e.Version)
	})
}

func (b *building) move(to models.EventState, fields map[string]any) {
	b.t.Helper()
	b.write(func(tx *models.Tx) error {
		return tx.Events().SetState(b.event, to, fields, models.EventPublished, models.EventCancelled, models.EventDraft)
	})
}

func (b *building) addSession(edit models.SessionInput) *models.Session {
	b.t.Helper()
	edit.New, edit.Kind, edit.Language = true, models.SessionTalk, "ja"
	b.write(func(tx *models.Tx) error { return tx.Sessions().Save(b.event, &edit, 0) })
	return &edit.Session
}

func TestTheFrontPageInvites(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		b.shows(b.page("/", "ja").Find(".event-card").First(), "かわさきプロボノサミット", "川崎市役所", "オンライン")
		b.shows(b.page("/", "en").Find(".event-card").First(), "Kawasaki Pro Bono Summit", "Online")
		b.move(models.EventCancelled, map[string]any{"cancelled_at": b.db.Now()})
		b.shows(b.page("/", "ja"), "中止")
		b.db.SetClock(func() time.Time { return b.other.EndsAt.Add(48 * time.Hour) })
		b.shows(b.page("/", "en").Find(".events.past"), "Kawasaki Pro Bono Summit")
	})
}

func TestTheEventPageTellsHowToCome(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		b.change(func(e *models.Event) {
			e.SummaryJa, e.DescriptionJa, e.DescriptionEn = "語り合う午後", "# だれでも\n\n<script>alert(1)</script>\n\n**どうぞ**", "Everybody is **welcome**"
			e.VenueAddressJa, e.VenueMapURL, e.ContactEmail = "川崎市川崎区", "https://map.example/x", "summit@city.example"
		})
		page := b.page("/events/here", "ja")
		b.shows(page.Find("main"), "かわさきプロボノサミット", "NECプロボノ倶楽部", "語り合う午後", "川崎市役所", "川崎市川崎区", "だれでも", "どうぞ", "summit@city.example", "残り2席")
		if page.Find(`a[href="/events/here/register"]`).Length() != 1 || page.Find(`a[href="https://map.example/x"]`).Length() != 1 || page.Find(".prose script").Length() != 0 {
			t.Error("links")
		}
		b.shows(b.page("/events/here", "en").Find("main"), "Kawasaki Pro Bono Summit", "NEC Pro Bono Club", "Everybody is welcome", "2 left")
		modelstest.Registration(t, b.db, b.event, "venue")
		modelstest.Registration(t, b.db, b.event, "venue")
		full := b.page("/events/here", "ja").Find(".ways .card").First()
		b.shows(full, "満席・キャンセル待ち受付中", "キャンセル待ちに申し込む")
		if !strings.HasPrefix(full.Find("svg.filling .fill-1").AttrOr("width", ""), "100") {
			t.Error("the drawing does not show that it is full")
		}
	})
}

// linked reads the data for search engines.
func (b *building) linked(lang string) (data struct {
	Type, EventStatus, EventAttendanceMode, Name, StartDate string
	Location                                                []map[string]any
	Offers                                                  []map[string]any
}) {
	b.t.Helper()
	text := b.page("/events/here", lang).Find(`script[type="application/ld+json"]`).Text()
	if err := json.Unmarshal([]byte(text), &data); err != nil {
		b.t.Errorf("%v in %s", err, text)
	}
	return data
}

func TestSearchEnginesUnderstandTheEvent(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		b.change(func(e *models.Event) { e.TitleJa = `「声」</script><b>&'"` })
		data := b.linked("ja")
		if data.Name != `「声」</script><b>&'"` || data.EventAttendanceMode != "https://schema.org/MixedEventAttendanceMode" || data.EventStatus != "https://schema.org/EventScheduled" ||
			len(data.Location) != 2 || len(data.Offers) != 2 || data.Offers[0]["availability"] != "https://schema.org/InStock" || !strings.HasSuffix(data.StartDate, "+09:00") {
			t.Errorf("%+v", data)
		}
		modelstest.Registration(t, b.db, b.event, "venue")
		modelstest.Registration(t, b.db, b.event, "venue")
		if data := b.linked("en"); data.Offers[0]["availability"] != "https://schema.org/SoldOut" || data.Name != "Kawasaki Pro Bono Summit" {
			t.Errorf("%+v", data)
		}
		b.change(func(e *models.Event) { e.StreamURL = "" })
		b.move(models.EventCancelled, map[string]any{"cancelled_at": b.db.Now(), "cancel_reason": "台風のため"})
		data = b.linked("ja")
		if data.EventAttendanceMode != "https://schema.org/OfflineEventAttendanceMode" || data.EventStatus != "https://schema.org/EventCancelled" || data.Offers[0]["availability"] != "https://schema.org/Discontinued" {
			t.Errorf("%+v", data)
		}
		page := b.page("/events/here", "ja")
		b.shows(page.Find(".notice.error"), "中止になりました", "台風のため")
		if page.Find(`a[href="/events/here/register"]`).Length() != 0 || page.Find(`meta[property="og:title"]`).Length() != 1 {
			t.Error("a cancelled event invites")
		}
	})
}

func TestNoPublicAddressTellsTheStream(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		s := b.addSession(models.SessionInput{RoomName: "大会議室", Session: models.Session{TitleJa: "開会", StartsAt: b.event.StartsAt, EndsAt: b.event.EndsAt}})
		for _, path := range []string{"", "/agenda", "/agenda?by=room", "/calendar.ics", "/agenda.ics", "/sessions/" + s.ID + "/calendar.ics", "/schedule.json", "/schedule.xml", "/register"} {
			for _, header := range [][]string{{}, b.asOwner()} {
				if answer := b.request(http.MethodGet, "/events/here"+path, "", header...); answer.Code != http.StatusOK || strings.Contains(answer.Body.String(), "stream.example") {
					t.Errorf("%s: %d", path, answer.Code)
				}
			}
		}
	})
}

func TestADraftIsSeenByItsStaffOnly(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		b.move(models.EventDraft, map[string]any{})
		stranger := []string{"Cookie", "meguri_login=" + b.login(b.stranger)}
		for _, path := range []string{"/events/here", "/events/here/agenda"} {
			for _, header := range [][]string{{}, stranger} {
				b.wants(b.request(http.MethodGet, path, "", header...), http.StatusNotFound)
			}
			b.shows(b.page(path, "ja", b.asOwner()...), "下書きです")
			b.shows(b.page(path, "en", b.asOwner()...), "This is a draft")
		}
		for _, path := range []string{"/register", "/calendar.ics", "/schedule.json"} {
			b.wants(b.request(http.MethodGet, "/events/here"+path, "", b.asOwner()...), http.StatusNotFound)
		}
	})
}

func TestStaffMakePublishAndCopyAnEvent(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		for lang, want := range map[string]string{"ja": "イベントを作る", "en": "event"} {
			b.shows(b.page("/staff/events/new", lang, b.asOwner()...).Find("h1"), want)
		}
		form := b.page("/staff/events/new", "ja", b.asOwner()...)
		values := url.Values{"id": {form.Find("input[name=id]").AttrOr("value", "")}, "slug": {"tsudoi"}, "title_ja": {"つどい"}, "time_zone": {"Asia/Tokyo"}, "starts_at": {"2030-05-01T13:00"},
			"ends_at": {"2030-05-01T16:00"}, "new_partners": {"専修大学 | Senshu University"}}
		for range 2 { // a double click
			answer := b.form("/staff/events/new", values, b.asOwner()...)
			if b.wants(answer, http.StatusSeeOther); answer.Header().Get("Location") != "/staff/events/tsudoi" {
				t.Error(answer.Header())
			}
		}
		b.wants(b.form("/staff/events/tsudoi/publish", url.Values{}, b.asOwner()...), http.StatusUnprocessableEntity, "会場か、オンラインの配信URL")
		b.shows(b.page("/staff/events/tsudoi", "en", b.asOwner()...).Find(".next-steps"), "venue")
		values.Set("version", "1")
		values.Set("venue_name_ja", "区役所")
		b.wants(b.form("/staff/events/tsudoi/edit", values, b.asOwner()...), http.StatusSeeOther)
		b.wants(b.form("/staff/events/tsudoi/publish", url.Values{}, b.asOwner()...), http.StatusSeeOther)
		b.shows(b.page("/events/tsudoi", "en"), "つどい", "Senshu University")
		id := b.page("/staff/events/tsudoi", "ja", b.asOwner()...).Find(`form[action$="/copy"] input[name=id]`).AttrOr("value", "")
		for range 2 {
			if answer := b.form("/staff/events/tsudoi/copy", url.Values{"id": {id}}, b.asOwner()...); answer.Header().Get("Location") != "/staff/events/tsudoi-2/edit" {
				t.Errorf("%d %v", answer.Code, answer.Header())
			}
		}
	})
}

func TestTheEditorsPagesInBothLanguages(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		b.addSession(models.SessionInput{RoomName: "大会議室", TrackName: "対話", People: []models.Speaker{{NameJa: "市長"}}, Session: models.Session{TitleJa: "開会", StartsAt: b.event.StartsAt, EndsAt: b.event.EndsAt}})
		b.write(func(tx *models.Tx) error {
			return tx.ConsentTexts().Add(&models.ConsentText{EventID: b.event.ID, Slug: "photo", TextJa: "写真", TextEn: "Pictures", Required: true})
		})
		for path, want := range map[string][2]string{
			"":                {"お申し込みの状況", "Registrations"},
			"/edit":           {"プログラムの時刻も同じだけずらす", "Move the agenda along"},
			"/types":          {"写真", "Pictures"},
			"/agenda":         {"部屋の名前", "Names of rooms"},
			"/agenda/new":     {"セッションを追加", "Add a session"},
			"/consents/photo": {"使うのをやめる", "Stop asking for it"},
			"/consents/new":   {"同意文を追加", "Add a consent"},
		} {
			b.shows(b.page("/staff/events/here"+path, "ja", b.asOwner()...), want[0])
			if path != "" {
				b.shows(b.page("/staff/events/here"+path, "en", b.asOwner()...), want[1])
			}
		}
		b.wants(b.request(http.MethodGet, "/staff/events/here/consents/nothing", "", b.asOwner()...), http.StatusNotFound)
	})
}

func TestAWordingAtFaultKeepsWhatWasTyped(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		answer := b.form("/staff/events/here/consents/new", url.Values{"slug": {"写真"}, "text_en": {"We take pictures."}}, b.asOwner()...)
		b.wants(answer, http.StatusUnprocessableEntity, "We take pictures.", "英小文字", "入力してください")
		b.wants(b.form("/staff/events/here/consents/new", url.Values{"slug": {"photo"}, "text_ja": {"写真を撮ります。"}, "required": {"true"}}, b.asOwner()...), http.StatusSeeOther)
		b.shows(b.page("/events/here/register", "ja"), "写真を撮ります。")
		b.wants(b.form("/staff/events/here/consents/photo/withdraw", url.Values{}, b.asOwner()...), http.StatusSeeOther)
		if strings.Contains(b.page("/events/here/register", "ja").Text(), "写真を撮ります。") {
			t.Error("a withdrawn consent is asked for")
		}
	})
}

// outbox does what waits to be done and lists the mails of a kind.
func (b *building) outbox(kind string) (list []models.Mail) {
	b.t.Helper()
	if err := b.jobs.Drain(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	all, err := b.db.Query(b.t.Context()).Mails().OfEvent(b.event, "", "", "", 1000)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, m := range all {
		if m.Kind == kind {
			list = append(list, m)
		}
	}
	return list
}

func (b *building) kind(slug string) *models.TicketType {
	b.t.Helper()
	kind, err := b.db.Query(b.t.Context()).TicketTypes().BySlug(b.event, slug)
	if err != nil {
		b.t.Fatal(err)
	}
	return kind
}

func TestALargerCapacityGoesToThoseWhoWait(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		public := newProgram(t, b, "")
		for _, email := range []string{"a@mail.example", "b@mail.example", "c@mail.example", "d@mail.example"} {
			public.expect(201, "", "POST", peoplePath, someone(email))
		}
		b.shows(b.page("/staff/events/here", "ja", b.asOwner()...), "キャンセル待ち2人")
		values := url.Values{"version": {"1"}, "name_ja": {"会場"}, "mode": {"venue"}, "capacity": {"3"}}
		b.wants(b.form("/staff/events/here/types/"+b.kind("venue").ID, values, b.asOwner()...), http.StatusSeeOther)
		promoted := b.outbox("registration_promoted")
		if len(promoted) != 1 || promoted[0].ToAddress != "c@mail.example" || b.kind("venue").Taken != 3 {
			t.Errorf("%+v", promoted)
		}
		values.Set("version", "2")
		values.Set("capacity", "2")
		b.wants(b.form("/staff/events/here/types/"+b.kind("venue").ID, values, b.asOwner()...), http.StatusUnprocessableEntity, "3席が埋まっています", `value="2"`)
	})
}

func TestACancelledEventIsMailedInEachLanguage(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		public := newProgram(t, b, "")
		public.expect(201, "", "POST", peoplePath, someone("ja@mail.example", "ticket_type", "online", "locale", "ja"))
		public.expect(201, "", "POST", peoplePath, someone("en@mail.example", "ticket_type", "venue", "locale", "en"))
		b.wants(b.form("/staff/events/here/cancel", url.Values{"reason": {"  "}}, b.asOwner()...), http.StatusUnprocessableEntity, "中止の理由を入力してください")
		b.wants(b.form("/staff/events/here/cancel", url.Values{"reason": {"台風のため。\r\nまた計画します。"}}, b.asOwner()...), http.StatusSeeOther)
		mails := b.outbox("event_cancelled")
		if len(mails) != 2 {
			t.Fatalf("%d mails to two people", len(mails))
		}
		for _, m := range mails {
			path, subject := "/staff/events/here/mails/"+m.ID, map[string]string{"ja": "中止のお知らせ", "en": "Called off"}[m.Locale]
			if !strings.Contains(m.Subject, subject) {
				t.Errorf("%s: %q", m.Locale, m.Subject)
			}
			b.wants(b.request(http.MethodGet, path+"/body", "", b.asOwner()...), http.StatusOK, "台風のため。", "また計画します。")
			b.wants(b.request(http.MethodGet, path+"/files/calendar.ics", "", b.asOwner()...), http.StatusOK, "STATUS:CANCELLED")
		}
	})
}

func TestAMovedEventIsMailedBesideWhatItWas(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		public := newProgram(t, b, "")
		public.expect(201, "", "POST", peoplePath, someone("venue@mail.example", "ticket_type", "venue", "locale", "ja"))
		public.expect(201, "", "POST", peoplePath, someone("online@mail.example", "ticket_type", "online", "locale", "ja"))
		moved := eventForm(b.event, func(v url.Values) { v.Set("venue_name_ja", "川崎市産業振興会館"); v.Set("tell", "true") })
		b.wants(b.form("/staff/events/here/edit", moved, b.asOwner()...), http.StatusSeeOther)
		for _, m := range b.outbox("event_changed") {
			body := b.request(http.MethodGet, "/staff/events/here/mails/"+m.ID+"/body", "", b.asOwner()...)
			b.wants(body, http.StatusOK, "2030年5月1日", "変更前の日時")
			atVenue := m.ToAddress == "venue@mail.example"
			if told := strings.Contains(body.Body.String(), "変更前の場所"); told != atVenue {
				t.Errorf("%s is told of the place before: %v", m.ToAddress, told)
			}
		}
	})
}
