package journeys_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"meguri/app/testkit/browser"
	"meguri/models"
)

// attendee registers, joins the live room and answers the survey.
func (s *demoServer) attendee(t *testing.T, view browser.View) {
	p := s.browser.Visit(t, s.BaseURL, "attendee", view)
	staff := s.staff(t, models.RoleOrganizer, view)
	link := s.registers(p, staff, newAddress("hanako", view))
	s.changes(t, p)
	s.inRoom(t, p, staff, link)
	s.answers(p, staff, link)
	s.seesPastEvent(t, p, staff)
}

// withoutScript is the attendee's journey without JavaScript, also for staff. The attendee is at the venue, as the live
// room needs JavaScript.
func (s *demoServer) withoutScript(t *testing.T, view browser.View) {
	view.NoScript = true
	p := s.browser.Visit(t, s.BaseURL, "attendee", view)
	staff := s.staff(t, models.RoleOrganizer, view)
	link := s.registers(p, staff, newAddress("hanako", view))
	code := p.Text("#ticket .code b")
	s.changes(t, p)
	staff.Open("/staff/events/summit-next/reception").
		Fill("reception.code", code).
		Follow("reception.admit").
		Sees("reception.result_admitted")
	s.answers(p, staff, link)
	p.Open(link).Sees("registration.is_inside").Examine("own-inside")
	staff.Open("/staff/events/summit-next/reception").
		Choose("reception.out").
		Fill("reception.code", code).
		Follow("reception.admit").
		Sees("reception.result_left")
	p.Open(link).
		Unfold("registration.cancel").
		Follow("registration.cancel_submit").
		Sees("registration.is_cancelled").
		Examine("own-cancelled")
}

// registers registers for the venue and opens the attendee's page from the mail. It returns that page's address.
func (s *demoServer) registers(p, staff *browser.Page, address string) string {
	p.Open("/").Sees("event.open_now").Examine("front")
	p.FollowAt(`a[href="/events/summit-next"]`).Sees("event.ways").Examine("event").Screenshot("event", "body")
	p.Follow(p.T("event.agenda_rest", "n", "12")).Sees("agenda.title").Examine("agenda")
	p.FollowAt(`p.note a[href="/events/summit-next"]`)

	p.Follow("event.register").Sees("registration.you").Examine("register")
	p.Follow("registration.submit").Sees("common.check_form").Examine("register-faults")
	p.Press("registration.companion_add_first").
		Sees(p.T("registration.companion_n", "n", "2")).Examine("register-companion")
	p.Press("registration.companion_remove").Sees("registration.companion_add_first")
	p.Choose(p.Pick("会場で参加", "At the venue"))
	p.Fill("registration.family_name", "𠮷田").Fill("registration.given_name", "花子")
	if p.Lang == "en" {
		p.Unfold("registration.add_reading")
	}
	p.Fill("registration.family_kana", "よしだ").Fill("registration.given_kana", "ﾊﾅｺ")
	p.Fill("registration.email", address).Fill("registration.organization", "川崎市看護協会").Set("registration.sector", "health")
	p.PressAt("input[name=consents]")
	p.Follow("registration.review").Sees("registration.review_title", "registration.left_empty").Examine("review")
	p.Follow("registration.review_back").Sees("registration.you")
	p.Follow("registration.submit").
		Sees("registration.made_title", "registration.mailed_to").
		Unfold("registration.change_address")
	p.Examine("registered")

	staff.Open("/staff/events/summit-next/mails").Examine("outbox")
	link := mailedLink(staff, "summit-next", address)
	staff.Examine("mail")
	staff.Sees("mail.attachments", ".pdf", ".ics")
	p.Open(link).
		Sees(p.T("registration.own_hello", "name", "𠮷田 花子"), "registration.state_confirmed", "registration.ticket_pdf").
		Examine("own").
		Screenshot("ticket", "#ticket")
	staff.Open("/staff/events/summit-next/people?q=" + address).Sees("𠮷田 花子")
	return link
}

// changes downloads the ticket and the calendar, and changes to the online ticket type.
func (s *demoServer) changes(t *testing.T, p *browser.Page) {
	if file := p.Download("registration.ticket_pdf"); !bytes.HasPrefix(file.Content, []byte("%PDF-")) {
		t.Errorf("the ticket is %s: %.60q", file.Name, file.Content)
	}
	calendar := p.Unfold("registration.calendar").Download("event.calendar_file")
	if !strings.HasSuffix(calendar.Name, ".ics") {
		t.Errorf("the calendar is called %s", calendar.Name)
	}
	if !bytes.HasPrefix(calendar.Content, []byte("BEGIN:VCALENDAR\r\n")) {
		t.Errorf("the calendar begins with %.60q", calendar.Content)
	}
	p.Unfold("registration.change_type").Unfold("registration.correct").Unfold("registration.cancel")
	p.Examine("own-unfolded")
	p.Choose(p.Pick("オンラインで参加", "Online")).Follow("registration.change_submit")
	p.Sees("registration.changed", "registration.ticket_folded").Examine("own-online")
}

// inRoom opens the live room as staff, and joins it as the attendee.
func (s *demoServer) inRoom(t *testing.T, p, staff *browser.Page, link string) {
	staff.Open("/staff/events/summit-next/room").Sees("live.state").Examine("room-desk")
	staff.Choose("live.state_open").Follow("live.save_state").Sees("live.saved", "live.is_open")
	p.Open(link).Follow("registration.join").Sees("live.here", "live.keep_open").Examine("room")
	if strings.Contains(p.Path(), "/r/") {
		t.Error("the room shows the secret in its address")
	}
	staff.Open("/staff/events/summit-next/room").Sees("live.present")
	if staff.Text(".stat b") == "0" {
		t.Error("staff see nobody in the room")
	}
}

// answers makes and opens a survey as staff, and answers it as the attendee.
func (s *demoServer) answers(p, staff *browser.Page, link string) {
	staff.Open("/staff/events/summit-next/surveys/new").
		Fill("survey.title_ja", "リハーサルの感想").
		Fill("survey.title_en", "How was the rehearsal")
	staff.Examine("survey-new").Follow("survey.save").Sees("survey.questions").Examine("survey-editor")
	editor := staff.Path()
	writesQuestions(staff)
	staff.Follow("survey.open").Follow("survey.open").Sees("survey.opened")
	p.Open(link).
		FollowAt(`a[href$="` + strings.TrimPrefix(editor, "/staff/events/summit-next/surveys") + `"]`).
		Sees(p.Pick("満足度", "Satisfaction")).
		Examine("survey")
	p.Choose("4").Follow("survey.submit").Examine("thanks")
	staff.Open(editor).Follow("survey.close").Follow("survey.close").Sees("survey.closed")
	staff.Open(editor + "/results").Sees("survey.results_few").Examine("results") // one answer would tell whose it is
}

// writesQuestions writes a scale, pastes a choice from a spreadsheet, moves it and its options, and takes back that it
// was deleted. Without JavaScript the scale is pasted.
func writesQuestions(p *browser.Page) {
	if p.View.NoScript {
		p.Unfold("rows.paste").Fill("rows.paste_text", "満足度\t"+p.T("question.kind_scale5")+"\n").Follow("rows.paste_take")
		p.Follow("event.save").Sees("survey.saved").Examine("survey-questions")
		return
	}
	first := `[data-list] > :nth-child(1)`
	p.Press("＋ " + p.T("question.kind_scale5")).Sees("question.end_low").Examine("survey-question")
	p.PressAt(first + ` .title:not(.en) textarea`).Type("満足度")
	if p.Lang == "en" {
		p.PressAt(".rows-switch").PressAt(first + ` .title.en textarea`).Type("Satisfaction")
	}
	p.Unfold("rows.paste").Fill("rows.paste_text", "参加形式は\tひとつ選ぶ\t会場、オンライン\n")
	p.Press("rows.paste_take").Sees("会場／オンライン")
	p.PressAt(`[data-list] > :nth-child(2) .title:not(.en) textarea`).AltKey(kb.ArrowUp)
	p.Sees(p.T("rows.moved", "name", "参加形式は", "n", "1"))
	p.Follow("event.save").Sees("survey.saved", "会場／オンライン").Examine("survey-questions")
	p.PressAt(first + ` summary`).PressAt(first + ` [data-line]:nth-child(2) [name^="option_ja"]`).AltKey(kb.ArrowUp)
	p.Sees("オンライン／会場").Examine("survey-options")
	p.PressAt(first + ` [data-menu]`).Press("rows.delete").Sees(p.T("rows.deleted", "name", "参加形式は")).Press("rows.undo")
	p.Follow("event.save").Sees("survey.saved", "オンライン／会場")
	pastesOptions(p, first)
}

// pastesOptions pastes a list over stored options. It says of a reworded one which it replaces: that one keeps its
// code.
func pastesOptions(p *browser.Page, question string) {
	code := `document.querySelector('` + question + ` [name^="option_slug"]').value`
	p.PressAt(question + ` summary`)
	before := p.Says(code)
	p.Says(`(() => { const data = new DataTransfer(); data.setData('text', 'Zoomで\n会場\n録画')
		document.querySelector('` + question + ` [name^="option_ja"]')
			.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
		return '' })()`)
	p.Sees("question.reworded").Examine("survey-reworded")
	p.Says(`(() => {
		const select = document.querySelector('#reworded select'); select.value = '0'
		select.dispatchEvent(new Event('change', { bubbles: true }))
		return '' })()`)
	p.Press("question.reworded_take").Sees("Zoomで／録画／会場")
	if after := p.Says(code); after != before {
		p.Fail("the reworded option has the code " + after + ", not " + before)
	}
	p.Follow("event.save").Sees("survey.saved", "Zoomで／録画／会場")
}

// seesPastEvent opens the page of somebody who attended the past summit: the survey is closed, the summary is there.
func (s *demoServer) seesPastEvent(t *testing.T, p, staff *browser.Page) {
	link := mailedLink(staff, "summit-2025", s.confirmedAt(t, "summit-2025").Email)
	p.Open(link + "?lang=" + p.Lang) // otherwise in the language of the registration
	p.Misses("registration.survey").Examine("own-after")
	if file := p.Download("registration.summary"); !bytes.HasPrefix(file.Content, []byte("%PDF-")) {
		t.Errorf("the summary is %s: %.60q", file.Name, file.Content)
	}
	staff.Open("/staff/events/summit-2025/surveys").FollowAt(`a[href$="/results"]`)
	_, survey, _ := strings.Cut(staff.Path(), "/surveys/")
	p.Open(link + "/survey/" + strings.TrimSuffix(survey, "/results")).
		Misses("survey.submit").
		Sees("survey.to_own_page").
		Examine("survey-over")
}
