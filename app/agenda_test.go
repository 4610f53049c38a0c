package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/models"
)

func (b *building) twoSessions() (opening, talk *models.Session) {
	b.t.Helper()
	at := func(minutes int) time.Time { return b.event.StartsAt.Add(time.Duration(minutes) * time.Minute) }
	opening = b.addSession(models.SessionInput{RoomName: "大会議室", People: []models.Speaker{{OrganizationJa: "川崎市", NameJa: "市長", OrganizationEn: "City of Kawasaki", NameEn: "Mayor"}},
		Session: models.Session{TitleJa: "開会", TitleEn: "Opening", StartsAt: at(0), EndsAt: at(10)}})
	talk = b.addSession(models.SessionInput{RoomName: "ロビー", TrackName: "対話", Session: models.Session{TitleJa: "語り合い", TitleEn: "Talk", DescriptionJa: "- 一\n  - 一の一", StartsAt: at(10), EndsAt: at(40)}})
	return opening, talk
}

func TestTheAgendaByTimeAndByRoom(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		b.shows(b.page("/events/here/agenda", "ja"), "決まりしだい")
		_, talk := b.twoSessions()
		b.shows(b.page("/events/here/agenda", "ja").Find(".session").First(), "開会", "川崎市 市長", "大会議室")
		b.shows(b.page("/events/here/agenda", "en"), "All sessions are in Japanese", "Opening", "City of Kawasaki Mayor")
		rooms := b.page("/events/here/agenda?by=room", "ja").Find(".agenda-group")
		if rooms.Length() != 2 {
			t.Errorf("%d rooms", rooms.Length())
		}
		b.shows(rooms.First().Find("h2"), "大会議室")
		b.write(func(tx *models.Tx) error { return tx.Sessions().SetCancelled(b.event, talk.ID, true) })
		b.shows(b.page("/events/here/agenda", "en").Find(".session.off"), "Talk", "Cancelled")
		b.db.SetClock(func() time.Time { return b.event.StartsAt.Add(5 * time.Minute) })
		b.shows(b.page("/events/here/agenda", "ja").Find(".session.current"), "開会", "いま")
	})
}

func TestCalendarFilesFollowChanges(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		opening, talk := b.twoSessions()
		file := func(path string) string {
			answer := b.request(http.MethodGet, "/events/here"+path, "")
			b.wants(answer, http.StatusOK, "BEGIN:VTIMEZONE", "\r\n")
			if got := answer.Header().Get("Content-Type"); got != "text/calendar; charset=utf-8" {
				t.Error(got)
			}
			return strings.ReplaceAll(answer.Body.String(), "\r\n ", "")
		}
		has := func(text string, wants ...string) {
			t.Helper()
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in %s", want, text)
				}
			}
		}
		has(file("/calendar.ics"), "UID:"+b.event.ID+"@meguri", "SEQUENCE:0", "STATUS:CONFIRMED", "かわさきプロボノサミット")
		has(file("/agenda.ics"), "UID:"+opening.ID+"@meguri", "UID:"+talk.ID+"@meguri")
		one := file("/sessions/" + opening.ID + "/calendar.ics")
		has(one, "UID:"+opening.ID+"@meguri", "https://meguri.example/events/here/agenda#"+opening.ID, "大会議室")
		if strings.Count(one, "BEGIN:VEVENT") != 1 {
			t.Error(one)
		}
		b.wants(b.request(http.MethodGet, "/events/elsewhere/sessions/"+opening.ID+"/calendar.ics", ""), http.StatusNotFound)
		b.wants(b.form("/staff/events/here/agenda/"+opening.ID+"/cancel", url.Values{"cancelled": {"true"}}, b.asOwner()...), http.StatusSeeOther)
		has(file("/sessions/"+opening.ID+"/calendar.ics"), "STATUS:CANCELLED", "SEQUENCE:1")
		b.wants(b.form("/staff/events/here/cancel", url.Values{"reason": {"雨"}}, b.asOwner()...), http.StatusSeeOther)
		b.wants(b.form("/staff/events/here/archive", url.Values{}, b.asOwner()...), http.StatusSeeOther)
		has(file("/calendar.ics"), "STATUS:CANCELLED", "SEQUENCE:2", "UID:"+b.event.ID+"@meguri")
		has(file("/sessions/"+talk.ID+"/calendar.ics"), "STATUS:CANCELLED")
	})
}

func TestSchedulesAreForEverybody(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		b.twoSessions()
		for path, kind := range map[string]string{"/schedule.json": "application/json", "/schedule.xml": "application/xml"} {
			answer := b.request(http.MethodGet, "/events/here"+path, "")
			b.wants(answer, http.StatusOK, "語り合い", "大会議室")
			if !strings.HasPrefix(answer.Header().Get("Content-Type"), kind) || answer.Header().Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("%v", answer.Header())
			}
		}
	})
}

func TestStaffEditTheAgenda(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		form := b.page("/staff/events/here/agenda/new", "ja", b.asOwner()...)
		values := url.Values{"title_ja": {"開会"}, "room": {"大会議室"}, "speakers": {"川崎市 | 市長"}}
		for _, name := range []string{"id", "starts_at", "ends_at"} {
			values.Set(name, form.Find("[name="+name+"]").AttrOr("value", ""))
		}
		b.wants(b.form("/staff/events/here/agenda", values, b.asOwner()...), http.StatusUnprocessableEntity, "選択肢から", "川崎市 | 市長")
		values.Set("kind", "opening")
		values.Set("language", "both")
		for range 2 {
			b.wants(b.form("/staff/events/here/agenda", values, b.asOwner()...), http.StatusSeeOther)
		}
		values.Set("id", models.NewID())
		b.wants(b.form("/staff/events/here/agenda", values, b.asOwner()...), http.StatusSeeOther)
		desk := b.page("/staff/events/here/agenda", "ja", b.asOwner()...)
		if n := desk.Find("tbody tr").Length(); n != 2 {
			t.Errorf("%d sessions", n)
		}
		b.shows(desk.Find(".notice.warn"), "会場「大会議室」", "登壇者「川崎市 市長」")
		b.shows(b.page("/staff/events/here/agenda", "en", b.asOwner()...).Find(".notice.warn"), "Some sessions clash")

		edit := desk.Find("tbody a").First().AttrOr("href", "")
		values.Set("version", "1")
		values.Set("title_ja", "先の題名")
		b.wants(b.form(edit, values, b.asOwner()...), http.StatusSeeOther)
		values.Set("title_ja", "後の題名")
		b.wants(b.form(edit, values, b.asOwner()...), http.StatusConflict, "ほかの方が先に", "後の題名", "先の題名")
		b.wants(b.form(edit+"/delete", url.Values{}, b.asOwner()...), http.StatusSeeOther)

		room := desk.Find(`form[action$="/rooms"] input[name=id]`).AttrOr("value", "")
		b.wants(b.form("/staff/events/here/rooms", url.Values{"id": {room}, "name_ja": {""}, "name_en": {"Hall"}}, b.asOwner()...), http.StatusUnprocessableEntity, "日本語の名前", `value="Hall"`)
		b.wants(b.form("/staff/events/here/rooms", url.Values{"id": {room}, "name_ja": {"大会議室"}}, b.asOwner()...), http.StatusBadRequest)
		b.wants(b.form("/staff/events/here/rooms", url.Values{"id": {room}, "name_ja": {"大会議室"}, "name_en": {"Hall"}}, b.asOwner()...), http.StatusSeeOther)
		b.shows(b.page("/events/here/agenda", "en").Find(".session"), "Hall")
	})
}
