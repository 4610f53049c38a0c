package public_test

import (
	"fmt"
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
	opening = p.AddSession(models.Session{
		TitleJa: "開会", TitleEn: "Opening", StartsAt: at(0), EndsAt: at(10), Room: &models.Room{NameJa: "大会議室"},
		Speakers: []models.SessionSpeaker{{Speaker: models.Speaker{
			OrganizationJa: "川崎市", NameJa: "市長", OrganizationEn: "City of Kawasaki", NameEn: "Mayor",
		}}},
	})
	talk = p.AddSession(models.Session{
		TitleJa: "語り合い", TitleEn: "Talk", DescriptionJa: "- 一\n  - 一の一", StartsAt: at(10), EndsAt: at(40),
		Room: &models.Room{NameJa: "ロビー"}, Track: &models.Track{NameJa: "対話"},
	})
	return opening, talk
}

func clock(p *apptest.Program, t time.Time) string { return p.Event.Local(t).Format("15:04") }

func TestTheAgendaOfAnEventWithoutSessions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Shows(p.Page("/events/here/agenda", "ja"), "決まりしだい")
	})
}

func TestTheAgendaOfSeveralRooms(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, _ := twoSessions(p)
		t.Run("in Japanese", func(t *testing.T) {
			page := p.Page("/events/here/agenda", "ja")
			p.With(t).Shows(page.Find(".slot").First(), "開会", "大会議室")
			apptest.Equal(t, "rooms", page.Find(".tt-room").Length(), 2)
			address := "/events/here/sessions/" + opening.ID
			apptest.Equal(t, "the way to the page", page.Find(".slot a").First().AttrOr("href", ""), address)
		})
		t.Run("in English", func(t *testing.T) {
			p.With(t).Shows(p.Page("/events/here/agenda", "en"), "All sessions are in Japanese", "Opening")
		})
		t.Run("for programs", func(t *testing.T) {
			page := p.Page("/events/here/agenda", "ja")
			apptest.Equal(t, "addresses", page.Find(`link[rel="alternate"][href*="schedule."]`).Length(), 2)
		})
	})
}

func TestTheAgendaSaysWhatIsCancelledMovedAndOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, talk := twoSessions(p)
		p.Write(func(tx *models.Tx) error { return tx.Sessions().SetCancelled(p.Event, talk.ID, true) })
		p.SetClock(p.Event.StartsAt.Add(5 * time.Minute))
		page := p.Page("/events/here/agenda", "en")
		p.Shows(page.Find(".slot.off"), "Talk", "Cancelled")
		p.Shows(page.Find(".agenda-changes"), "Talk has been cancelled")
		page = p.Page("/events/here/agenda", "ja")
		p.Shows(page.Find(".slot.on"), "開会", "いま")
		p.Shows(page.Find("#now-card"), "開会", "あと5分")
		p.Write(func(tx *models.Tx) error {
			moved := *opening
			moved.StartsAt, moved.EndsAt = talk.StartsAt, talk.EndsAt
			moved.NoteMove(p.Event, opening, tx.Now)
			return tx.Sessions().Update(p.Event, &moved, moved.Version)
		})
		change := "開会は、" + clock(p, opening.StartsAt) + "から" + clock(p, talk.StartsAt) + " 大会議室に"
		p.Shows(p.Page("/events/here/agenda", "ja").Find(".agenda-changes"), change)
	})
}

func TestASessionsOwnPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, talk := twoSessions(p)
		pause := p.AddSession(models.Session{
			TitleJa: "休憩", Kind: models.SessionBreak, StartsAt: talk.EndsAt, EndsAt: talk.EndsAt.Add(time.Minute),
		})
		slides := models.Material{SessionID: &opening.ID, Kind: models.MaterialSlides, URL: "https://files.example/slides"}
		p.Write(func(tx *models.Tx) error { return tx.Materials().Replace(p.Event, []models.Material{slides}) })
		address := func(s *models.Session) string { return "/events/here/sessions/" + s.ID }
		page := p.Page(address(opening), "ja")
		times := clock(p, opening.StartsAt) + "–" + clock(p, opening.EndsAt)
		p.Shows(page.Find("main"), "開会", times, "大会議室", "川崎市", "市長", "資料", "参加を申し込む", "カレンダーに追加")
		p.Shows(page.Find(`.session-nav [rel="next"]`), "語り合い")
		apptest.Contains(t, "linked data", page.Find(`script[type="application/ld+json"]`).Text(), `"superEvent"`, "開会")
		apptest.Equal(t, "sharing", page.Find(`meta[property="og:title"]`).AttrOr("content", ""), "開会 – かわさきプロボノサミット")
		p.Shows(p.Page(address(talk), "en").Find("main"), "Talk", "Back to the agenda")
		p.Wants(p.Request(http.MethodGet, address(pause), ""), http.StatusNotFound)
		p.Wants(p.Request(http.MethodGet, "/events/elsewhere/sessions/"+opening.ID, ""), http.StatusNotFound)
		p.Write(func(tx *models.Tx) error { return tx.Sessions().SetCancelled(p.Event, talk.ID, true) })
		p.Shows(p.Page(address(talk), "ja").Find(".notice.error"), "中止")
		p.MoveEvent(models.EventDraft, map[string]any{})
		p.Wants(p.Request(http.MethodGet, address(opening), ""), http.StatusNotFound)
		p.Wants(p.Request(http.MethodGet, address(opening), "", p.AsOwner()...), http.StatusOK)
	})
}

func TestALongAgendaIsSearched(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		twoSessions(p)
		apptest.Equal(t, "fields for two", p.Page("/events/here/agenda", "ja").Find(".agenda-choice").Length(), 0)
		for i := range 20 {
			at := p.Event.StartsAt.Add(time.Duration(i) * time.Minute)
			p.AddSession(models.Session{TitleJa: fmt.Sprint("話", i), StartsAt: at, EndsAt: at.Add(time.Hour)})
		}
		apptest.Equal(t, "fields for 22", p.Page("/events/here/agenda", "ja").Find(".agenda-choice").Length(), 1)
		found := func(query string) string {
			return p.Page("/events/here/agenda?"+query, "ja").Find(".agenda-list").Text()
		}
		apptest.Contains(t, "the speaker's", found("q=市長"), "開会")
		apptest.Contains(t, "a word", found("q=語リ合い&room="), "語り合い")
		apptest.Lacks(t, "a word", found("q=語り合い"), "開会")
		p.Shows(p.Page("/events/here/agenda?q=nothing", "ja").Find("main"), "見つかりませんでした")
	})
}

// calendarFile is a calendar file of the event, with its lines unfolded.
func calendarFile(p *apptest.Program, path string) string {
	p.T.Helper()
	answer := p.Request(http.MethodGet, "/events/here"+path, "")
	p.Wants(answer, http.StatusOK, "BEGIN:VTIMEZONE", "\r\n")
	apptest.Equal(p.T, "Content-Type", answer.Header().Get("Content-Type"), "text/calendar; charset=utf-8")
	return strings.ReplaceAll(answer.Body.String(), "\r\n ", "")
}

func TestCalendarFiles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, talk := twoSessions(p)
		t.Run("of the event", func(t *testing.T) {
			apptest.Contains(t, "file", calendarFile(p.With(t), "/calendar.ics"), "UID:"+p.Event.ID+"@meguri",
				"SEQUENCE:0", "STATUS:CONFIRMED", "かわさきプロボノサミット", "https://meguri.example/events/here\r\n")
		})
		t.Run("of the agenda", func(t *testing.T) {
			file := calendarFile(p.With(t), "/agenda.ics")
			apptest.Contains(t, "file", file, "UID:"+opening.ID+"@meguri", "UID:"+talk.ID+"@meguri")
		})
		t.Run("of a session", func(t *testing.T) {
			file := calendarFile(p.With(t), "/sessions/"+opening.ID+"/calendar.ics")
			address := "https://meguri.example/events/here/sessions/" + opening.ID
			apptest.Contains(t, "file", file, "UID:"+opening.ID+"@meguri", address, "大会議室")
			apptest.Equal(t, "entries", strings.Count(file, "BEGIN:VEVENT"), 1)
		})
		t.Run("not of another event's session", func(t *testing.T) {
			answer := p.Request(http.MethodGet, "/events/elsewhere/sessions/"+opening.ID+"/calendar.ics", "")
			p.With(t).Wants(answer, http.StatusNotFound)
		})
	})
}

func TestCalendarFilesFollowChanges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, talk := twoSessions(p)
		staff := func(path string, values url.Values) {
			t.Helper()
			p.Wants(p.Form("/staff/events/here"+path, values, p.AsOwner()...), http.StatusSeeOther)
		}
		staff("/agenda/"+opening.ID+"/cancel", url.Values{"cancelled": {"true"}})
		p.PublishAgenda()
		file := calendarFile(p, "/sessions/"+opening.ID+"/calendar.ics")
		apptest.Contains(t, "a cancelled session", file, "STATUS:CANCELLED", "SEQUENCE:1")
		staff("/cancel", url.Values{"reason": {"雨"}})
		staff("/archive", url.Values{})
		file = calendarFile(p, "/calendar.ics")
		apptest.Contains(t, "a cancelled event", file, "STATUS:CANCELLED", "SEQUENCE:2", "UID:"+p.Event.ID+"@meguri")
		file = calendarFile(p, "/sessions/"+talk.ID+"/calendar.ics")
		apptest.Contains(t, "a session of a cancelled event", file, "STATUS:CANCELLED")
	})
}

func TestSchedulesAreForEverybody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		twoSessions(p)
		for path, contentType := range map[string]string{
			"/schedule.json": "application/json", "/schedule.xml": "application/xml",
		} {
			t.Run(path, func(t *testing.T) {
				answer := p.Request(http.MethodGet, "/events/here"+path, "")
				p.With(t).Wants(answer, http.StatusOK, "語り合い", "大会議室")
				header := answer.Header()
				apptest.Contains(t, "Content-Type", header.Get("Content-Type"), contentType)
				apptest.Equal(t, "Access-Control-Allow-Origin", header.Get("Access-Control-Allow-Origin"), "*")
			})
		}
	})
}

func TestWhatProgramsPollIsSentOnlyWhenItChanged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, _ := twoSessions(p)
		for i, path := range []string{
			"/schedule.json", "/schedule.xml", "/calendar.ics", "/agenda.ics", "/sessions/" + opening.ID + "/calendar.ics",
		} {
			t.Run(path, func(t *testing.T) {
				p := p.With(t)
				first := p.Request(http.MethodGet, "/events/here"+path, "")
				p.Wants(first, http.StatusOK)
				apptest.Equal(t, "Cache-Control", first.Header().Get("Cache-Control"), "private, no-cache")
				tag := first.Header().Get("ETag")
				p.Advance(time.Minute)
				same := p.Request(http.MethodGet, "/events/here"+path, "", "If-None-Match", tag)
				p.Wants(same, http.StatusNotModified)
				apptest.Equal(t, "bytes", same.Body.Len(), 0)
				p.ChangeEvent(func(e *models.Event) { e.TitleJa = fmt.Sprint("題", i) })
				cancelled := url.Values{"cancelled": {fmt.Sprint(i%2 == 0)}}
				p.Wants(
					p.Form("/staff/events/here/agenda/"+opening.ID+"/cancel", cancelled, p.AsOwner()...), http.StatusSeeOther,
				)
				p.Wants(p.Request(http.MethodGet, "/events/here"+path, "", "If-None-Match", tag), http.StatusOK)
			})
		}
	})
}
