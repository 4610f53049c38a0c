package public_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func twoSessions(p *apptest.Program) (opening, talk *models.Session) {
	p.T.Helper()
	at := func(minutes int) time.Time { return p.Event.StartsAt.Add(time.Duration(minutes) * time.Minute) }
	opening = p.AddSession(models.SessionInput{RoomName: "大会議室", People: []models.Speaker{{OrganizationJa: "川崎市", NameJa: "市長", OrganizationEn: "City of Kawasaki", NameEn: "Mayor"}},
		Session: models.Session{TitleJa: "開会", TitleEn: "Opening", StartsAt: at(0), EndsAt: at(10)}})
	talk = p.AddSession(models.SessionInput{RoomName: "ロビー", TrackName: "対話", Session: models.Session{TitleJa: "語り合い", TitleEn: "Talk", DescriptionJa: "- 一\n  - 一の一", StartsAt: at(10), EndsAt: at(40)}})
	return opening, talk
}

func TestTheAgendaByTimeAndByRoom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Shows(p.Page("/events/here/agenda", "ja"), "決まりしだい")
		_, talk := twoSessions(p)
		p.Shows(p.Page("/events/here/agenda", "ja").Find(".session").First(), "開会", "川崎市 市長", "大会議室")
		p.Shows(p.Page("/events/here/agenda", "en"), "All sessions are in Japanese", "Opening", "City of Kawasaki Mayor")
		rooms := p.Page("/events/here/agenda?by=room", "ja").Find(".agenda-group")
		if rooms.Length() != 2 {
			t.Errorf("%d rooms", rooms.Length())
		}
		p.Shows(rooms.First().Find("h2"), "大会議室")
		p.Write(func(tx *models.Tx) error { return tx.Sessions().SetCancelled(p.Event, talk.ID, true) })
		p.Shows(p.Page("/events/here/agenda", "en").Find(".session.off"), "Talk", "Cancelled")
		p.SetClock(p.Event.StartsAt.Add(5 * time.Minute))
		p.Shows(p.Page("/events/here/agenda", "ja").Find(".session.current"), "開会", "いま")
	})
}

func TestCalendarFilesFollowChanges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, talk := twoSessions(p)
		file := func(path string) string {
			answer := p.Request(http.MethodGet, "/events/here"+path, "")
			p.Wants(answer, http.StatusOK, "BEGIN:VTIMEZONE", "\r\n")
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
		has(file("/calendar.ics"), "UID:"+p.Event.ID+"@meguri", "SEQUENCE:0", "STATUS:CONFIRMED", "かわさきプロボノサミット")
		has(file("/agenda.ics"), "UID:"+opening.ID+"@meguri", "UID:"+talk.ID+"@meguri")
		one := file("/sessions/" + opening.ID + "/calendar.ics")
		has(one, "UID:"+opening.ID+"@meguri", "https://meguri.example/events/here/agenda#"+opening.ID, "大会議室")
		if strings.Count(one, "BEGIN:VEVENT") != 1 {
			t.Error(one)
		}
		p.Wants(p.Request(http.MethodGet, "/events/elsewhere/sessions/"+opening.ID+"/calendar.ics", ""), http.StatusNotFound)
		p.Wants(p.Form("/staff/events/here/agenda/"+opening.ID+"/cancel", url.Values{"cancelled": {"true"}}, p.AsOwner()...), http.StatusSeeOther)
		has(file("/sessions/"+opening.ID+"/calendar.ics"), "STATUS:CANCELLED", "SEQUENCE:1")
		p.Wants(p.Form("/staff/events/here/cancel", url.Values{"reason": {"雨"}}, p.AsOwner()...), http.StatusSeeOther)
		p.Wants(p.Form("/staff/events/here/archive", url.Values{}, p.AsOwner()...), http.StatusSeeOther)
		has(file("/calendar.ics"), "STATUS:CANCELLED", "SEQUENCE:2", "UID:"+p.Event.ID+"@meguri")
		has(file("/sessions/"+talk.ID+"/calendar.ics"), "STATUS:CANCELLED")
	})
}

func TestSchedulesAreForEverybody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		twoSessions(p)
		for path, kind := range map[string]string{"/schedule.json": "application/json", "/schedule.xml": "application/xml"} {
			answer := p.Request(http.MethodGet, "/events/here"+path, "")
			p.Wants(answer, http.StatusOK, "語り合い", "大会議室")
			apptest.Contains(t, "Content-Type", answer.Header().Get("Content-Type"), kind)
			apptest.Equal(t, "Access-Control-Allow-Origin", answer.Header().Get("Access-Control-Allow-Origin"), "*")
		}
	})
}
