package main

import (
	"bytes"
	"strings"
	"testing"

	"meguri/app/browsertest"
	"meguri/models"
)

// attendee goes from the front page to the answered survey.
func (s *site) attendee(t *testing.T, view browsertest.View) {
	p := s.browser.Visit(t, s.base, "attendee", view)
	staff := s.staff(t, models.Organizer, view)
	address := newcomer("hanako", view)

	p.Open("/").Sees("event.upcoming").Look("front")
	p.FollowAt(`a[href="/events/summit-next"]`).Sees("event.ways").Look("event")
	p.Follow("event.agenda_all").Sees("agenda.title").Look("agenda")
	p.FollowAt(`p.note a[href="/events/summit-next"]`)

	p.Follow("event.register").Sees("registration.you").Look("register")
	p.Follow("registration.submit").Sees("common.check_form").Look("register-faults")
	p.Choose(p.Pick("会場で参加", "At the venue"))
	p.Fill("registration.family_name", "𠮷田").Fill("registration.given_name", "花子")
	p.Fill("registration.family_kana", "よしだ").Fill("registration.given_kana", "ﾊﾅｺ")
	p.Fill("registration.email", address).Fill("registration.organization", "川崎市看護協会").Set("registration.sector", "health")
	p.PressAt("input[name=consents]")
	p.Follow("registration.submit").Sees("registration.sent_title").Look("registered")

	link := mailedLink(staff, "summit-next", address)
	p.Open(link).Sees(p.T("registration.own_hello", "name", "𠮷田 花子"), "registration.state_confirmed", "registration.ticket").Look("own")
	staff.Open("/staff/events/summit-next/people?q=ヨシダ").Sees("ヨシダ ハナコ")

	p.Unfold("registration.change_type").Choose(p.Pick("オンラインで参加", "Online")).Follow("registration.change_submit")
	p.Sees("registration.changed", "registration.ticket_online").Look("own-online")
	if file := p.Download("registration.calendar"); !strings.HasSuffix(file.Name, ".ics") || !bytes.HasPrefix(file.Content, []byte("BEGIN:VCALENDAR\r\n")) {
		t.Errorf("the calendar is %s: %.60s", file.Name, file.Content)
	}
	s.inRoom(t, p, staff, link)
	s.answers(p, staff, link)
}

// inRoom lets staff open the room for a rehearsal, and the attendee in.
func (s *site) inRoom(t *testing.T, p, staff *browsertest.Page, link string) {
	staff.Open("/staff/events/summit-next/room").Sees("live.state").Look("room-desk")
	staff.Choose("live.state_open").Follow("live.save").Sees("live.saved", "live.is_open")
	p.Open(link).Follow("registration.join").Sees("live.here", "live.keep_open").Look("room")
	if strings.Contains(p.Path(), "/r/") {
		t.Error("the room shows the secret in its address")
	}
	staff.Open("/staff/events/summit-next/room").Sees("live.present")
	if staff.Text(".stat b") == "0" {
		t.Error("staff see nobody in the room")
	}
}

// answers lets staff make and open a survey, and the attendee answer it.
func (s *site) answers(p, staff *browsertest.Page, link string) {
	staff.Open("/staff/events/summit-next/surveys/new").Fill("survey.title_ja", "リハーサルの感想").Fill("survey.title_en", "How was the rehearsal")
	staff.Look("survey-new").Follow("survey.save").Sees("survey.none_questions").Look("survey-editor")
	editor := staff.Path()
	staff.Open(editor+"/questions/new?kind=scale5").Fill("survey.question_ja", "満足度").Fill("survey.question_en", "Satisfaction").Look("question")
	staff.Follow("survey.save").Sees("survey.kind_scale5")
	staff.Follow("survey.open").Sees("survey.opened")
	p.Open(link).FollowAt(`a[href$="` + strings.TrimPrefix(editor, "/staff/events/summit-next/surveys") + `"]`).Sees(p.Pick("満足度", "Satisfaction")).Look("survey")
	p.Choose("4").Follow("survey.submit").Look("thanks")
	staff.Open(editor).Follow("survey.close").Sees("survey.closed")
	staff.Open(editor + "/results").Sees(staff.Pick("満足度", "Satisfaction")).Look("results")
}
