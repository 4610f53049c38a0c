package public_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// A hall of phones on one Wi-Fi opens the agenda at once.
func TestAnAgendaOf500SessionsIsLightOnTheWire(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for i := range 500 {
			from := p.Event.StartsAt.Add(time.Duration(i/25*12) * time.Minute)
			p.AddSession(models.Session{
				TitleJa: fmt.Sprintf("%d番目の団体が語る、地域でのプロボノのこれから", i), StartsAt: from, EndsAt: from.Add(10 * time.Minute),
				Room: &models.Room{NameJa: fmt.Sprintf("会議室%d", i%25+1)},
			})
		}
		answer := p.Request(http.MethodGet, "/events/here/agenda", "", "Accept-Encoding", "gzip")
		p.Wants(answer, http.StatusOK)
		if size := answer.Body.Len(); answer.Header().Get("Content-Encoding") != "gzip" || size > 40_000 {
			t.Errorf("%d bytes, packed by %q", size, answer.Header().Get("Content-Encoding"))
		}
	})
}

// Programs that poll get the number of the agenda, and nothing where it is still theirs.
func TestScheduleFilesHaveANumberThatGrows(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, _ := twoSessions(p)
		first := p.Request(http.MethodGet, "/events/here/schedule.json", "")
		apptest.Contains(t, "the first", first.Body.String(), `"version":"1"`)
		tag, since := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
		p.Wants(p.Request(http.MethodGet, "/events/here/schedule.json", "", "If-None-Match", tag), http.StatusNotModified)
		again := p.Request(http.MethodGet, "/events/here/schedule.xml", "", "If-Modified-Since", since)
		p.Wants(again, http.StatusNotModified)
		organizer := p.As(models.RoleOrganizer)
		answer := organizer.Post("/staff/events/here/day/"+opening.ID,
			"act", "delay", "minutes", "5", "version", strconv.Itoa(opening.Version))
		organizer.LeadsTo(answer, "/staff/events/here/day")
		next := p.Request(http.MethodGet, "/events/here/schedule.json", "", "If-None-Match", tag)
		p.Wants(next, http.StatusOK)
		apptest.Contains(t, "the next", next.Body.String(), `"version":"2"`)
		apptest.Contains(t, "the number", p.Request(http.MethodGet, "/events/here/agenda/version", "").Body.String(), "2")
		p.Shows(p.Page("/events/here/agenda/changes", "ja").Find("main"), "開会", "変わりました")
	})
}

// Who is in the room when a session moves stays there, and sees it.
func TestASessionIsMovedWhilePeopleAreInIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		opening, _ := twoSessions(p)
		p.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(p.Event, models.LiveRoomOpen) })
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		attendee := p.Client()
		attendee.LeadsTo(attendee.Get("/r/"+secret+"/join"), "/events/here/live")
		p.Wants(attendee.Post("/r/"+secret+"/agenda", "session", opening.ID), http.StatusSeeOther)
		p.Wants(attendee.Post("/events/here/live/beat", "tab", "t"), http.StatusNoContent)
		organizer := p.As(models.RoleOrganizer)
		tap := func(pairs ...string) {
			organizer.LeadsTo(organizer.Post("/staff/events/here/day/"+opening.ID, pairs...), "/staff/events/here/day")
		}
		tap("act", "delay", "minutes", "5", "version", strconv.Itoa(opening.Version))
		moved := clock(p, opening.StartsAt.Add(5*time.Minute))
		own := "/r/" + secret
		for _, page := range []string{"/events/here/live", own + "/agenda", own, "/events/here/agenda"} {
			p.With(t).Shows(apptest.Document(t, attendee.Get(page)).Find("body"), moved)
		}
		present := apptest.Document(t, p.As(models.RoleModerator).Get("/staff/events/here/room")).Find(".live-present").Text()
		apptest.Equal(t, "people in the room", present, "1")
		tap("act", "cancel", "version", strconv.Itoa(opening.Version+1))
		p.With(t).Shows(apptest.Document(t, attendee.Get("/r/"+secret+"/agenda")).Find(".off"), "開会", "中止")
	})
}
