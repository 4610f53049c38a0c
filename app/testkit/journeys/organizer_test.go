package journeys_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"meguri/app/testkit/browser"
	"meguri/models"
)

// organizer searches registrations and makes an event.
func (s *demoServer) organizer(t *testing.T, view browser.View) {
	s.browser.Visit(t, s.BaseURL, "nobody", view).Open("/staff").Sees("account.sign_in").Examine("sign-in")
	p := s.staff(t, models.RoleOrganizer, view).Examine("events")
	p.FollowAt(`a[href="/staff/events/summit-2025"]`).Sees("desk.types", "event.arrivals").Examine("dashboard")
	s.findsPeople(t, p)
	s.selectsPeople(p)
	s.takesLists(t, p)
	s.makesEvent(p, view.Name())
}

// findsPeople searches a registration by reading (in hiragana), by code and by address.
func (s *demoServer) findsPeople(t *testing.T, p *browser.Page) {
	section(p, "registration.people").Sees("registration.people").Examine("people")
	attendee := s.confirmedAt(t, "summit-2025")
	for _, words := range []string{"さきやま はまこ", strings.ToLower(attendee.Code), attendee.Email} {
		p.Open("/staff/events/summit-2025/people").Fill("registration.search", words)
		p.Sees(p.T("registration.found", "n", "1"))
	}
	p.Examine("people-found").FollowAt("#list tbody a").Sees(attendee.Email, attendee.Code).Examine("person")
}

// selectsPeople sorts the list, chooses columns where there are some, and is asked what to do with those selected.
func (s *demoServer) selectsPeople(p *browser.Page) {
	p.Open("/staff/events/summit-2025/people?sort=-registered&page=2").Sees("common.previous")
	if p.View.Width > 700 {
		p.FollowAt(".people .sorts a").SeesAt(`.people [aria-sort="ascending"]`)
		p.PressAt(".people-columns summary").Examine("people-columns")
	}
	p.PressAt(".people thead .pick-area")
	p.Sees(p.T("registration.picked", "n", "50"), p.T("registration.pick_all_n", "n", "215"))
	p.PressAt(".bulk-all").Sees(p.T("registration.picked", "n", "215")).Examine("people-selected")
	p.PressAt(".more-menu.up summary").FollowAt(".more-menu.up .danger")
	p.Sees(p.T("bulk.ask_cancel", "count", 215)).Examine("people-question")
	p.Open("/staff/events/first-steps/people").PressAt(".people tbody tr:first-child .pick-area")
	p.Follow("registration.bulk_link").Follow(p.T("registration.selected_link_do", "count", 1))
	p.Sees(p.T("registration.outcome_link", "count", 1)).Examine("people-outcome")
}

func (s *demoServer) takesLists(t *testing.T, p *browser.Page) {
	p.Open("/staff/events/summit-2025/people").PressAt(".people-bar .more-menu:last-child summary")
	for words, beginning := range map[string]string{
		"CSV":                         "\ufeff",
		"Excel":                       "PK",
		"registration.reception_list": "%PDF-",
	} {
		if file := p.Download(words); !bytes.HasPrefix(file.Content, []byte(beginning)) {
			t.Errorf("%s begins with %.20q", file.Name, file.Content)
		}
	}
}

// makesEvent makes a hybrid event with ticket types and 13 sessions and publishes it, in fewer clicks than an organizer
// would begin to count, and then edits it.
func (s *demoServer) makesEvent(p *browser.Page, name string) {
	p.Open("/staff")
	before := p.Clicks
	p.Follow("event.new").Examine("event-new")
	if p.Sees("event.english"); p.Pick("ja", "en") == "ja" {
		p.Choose("event.english")
	}
	p.Fill("event.title_ja", "プロボノのつどい").Fill("event.title_en", "Pro Bono Meeting "+name)
	p.Fill("event.venue_name_ja", "中原区役所").Fill("event.stream_url", "https://stream.example/tsudoi")
	p.Fill("event.venue_places", "２０").Fill("event.online_places", "300")
	p.Follow("event.save").Sees("event.created", "event.required").Examine("draft")
	event := p.Path()
	pastesProgramme(p)
	section(p, "common.nav_dashboard").
		Follow("desk.next_publish").
		Sees("event.publish_now").
		Examine("publish").
		Follow("event.publish").
		Sees("event.published_now")
	if clicks := p.Clicks - before; clicks > mostClicks {
		p.Fail(fmt.Sprintf("a whole event took %d clicks", clicks))
	}
	p.Examine("published").PressAt(".desk-head .more-menu summary").FollowAt(`.desk-head .menu a[href^="/events/"]`).
		Sees(p.Pick("プロボノのつどい", "Pro Bono Meeting"), p.T("event.left_venue", "n", "20")).
		Examine("public")
	p.Follow(p.T("event.agenda_rest", "n", "12")).Sees("プロボノの循環")
	editsEvent(p.Open(event))
}

// mostClicks are those of a whole event on a phone, where each part of the menu is in a drawer, with the switch for
// English: two less on a desktop.
const mostClicks = 12

// editsEvent edits the parts of an event.
func editsEvent(p *browser.Page) {
	section(p, "event.edit").Fill("event.venue_address_ja", "川崎市中原区").Follow("event.save").Sees("event.saved")
	section(p, "ticket_type.title").Sees("ticket_type.rows_lead").Examine("types")
	editsTypes(p)
	section(p, "agenda.title")
	editsRows(p)
}

// editsTypes takes a copy back, moves a new row by keys, pastes two rows, and deletes one of them and a stored one.
func editsTypes(p *browser.Page) {
	p.PressAt(`[data-list] > :nth-child(1) [data-menu]`).Press("rows.copy").Press("rows.undo").Sees("rows.undone")
	p.PressAt(`[data-list] > :nth-child(3) .title input`).Type("学生").AltKey(kb.ArrowUp).Examine("types-edited")
	p.Follow("event.save").Sees("ticket_type.saved")
	p.SeesAt(`[data-list] > :nth-child(2) .title input[value="学生"]`)
	p.SeesAt(`[data-list] > :nth-child(3) .capacity input[value="300"]`)
	p.Unfold("rows.paste").Fill("rows.paste_text", "報道\t会場\t5名\n取材\tオンライン\t\n").Examine("types-paste")
	p.Press("rows.paste_take").SeesAt(`[data-list] > :nth-child(6)`)
	p.PressAt(`[data-list] > :nth-child(5) [data-menu]`).Press("rows.delete")
	p.PressAt(`[data-list] > :nth-child(2) [data-menu]`).Press("rows.delete").Sees(p.T("rows.deleted", "name", "学生"))
	p.Examine("types-deleted").Follow("event.save").Sees("ticket_type.saved").Examine("types-saved")
	p.SeesAt(`[data-list] > :nth-child(3) .title input[value="報道"]`)
	p.SeesAt(`[data-list] > :nth-child(4):not([data-stored])`)
}

// programme has the 13 sessions of the summit, as a spreadsheet copies them.
const programme = `時間	内容	登壇者	所属	場所
13:00〜13:10	開会	進行役	国際社会経済研究所	大会議室
13:10〜13:20	主催者あいさつ	代表	NECプロボノ倶楽部	大会議室
13:20〜13:30	川崎市あいさつ	担当課長	川崎市	大会議室
13:30〜13:40	NECプロボノ倶楽部の紹介	会員	NECプロボノ倶楽部	大会議室
13:40〜13:50	川崎プロボノ部の紹介	事務局	川崎プロボノ部	大会議室
13:50〜14:00	専修大学の紹介	教員と学生	専修大学	大会議室
14:00〜14:10	川崎市看護協会の紹介	理事	川崎市看護協会	大会議室
14:10〜14:20	富士通プロボノ部の紹介	発起人	富士通プロボノ部	大会議室
14:20〜14:35	休憩
14:35〜15:00	テーマ1：プロボノの時間どう捻出？	進行役	国際社会経済研究所	大会議室
15:00〜15:25	テーマ2：必要なスキルが足りているか不安	進行役	国際社会経済研究所	大会議室
15:25〜15:50	テーマ3：プロボノの循環	進行役	国際社会経済研究所	大会議室
15:50〜16:10	閉会・これからの宣言	代表	NECプロボノ倶楽部	大会議室
`

// pastesProgramme makes the whole agenda of a programme in three clicks from the page of the agenda.
func pastesProgramme(p *browser.Page) {
	section(p, "agenda.title").Sees("agenda.none_rows")
	before := p.Clicks
	p.Follow("rows.paste").Examine("agenda-paste")
	p.Fill("agenda.paste_text", programme)
	take := p.T("agenda.paste_take", "n", "13")
	p.Follow("agenda.paste_read").Sees(take).Examine("agenda-pasted")
	p.Follow(take).Sees("agenda.pasted", p.T("agenda.count", "n", "13")).Examine("agenda-rows")
	if clicks := p.Clicks - before; clicks != 3 {
		p.Fail(fmt.Sprintf("a programme took %d clicks", clicks))
	}
}

// startsAt reports that the session in a row starts at a time, as the server has it.
func startsAt(p *browser.Page, row int, clock string) {
	p.SeesAt(fmt.Sprintf(`[data-list] > :nth-child(%d) [name^="start."][value=%q]`, row, clock))
}

// editsRows moves everything from a row on by five minutes in three clicks, takes that back, and moves a row by keys.
func editsRows(p *browser.Page) {
	before := p.Clicks
	p.PressAt(`[data-list] > :nth-child(2) [data-menu]`).
		Sees(p.T("rows.shift_from", "time", "13:10")).
		Examine("agenda-shift")
	p.Press(p.T("rows.shift_apply", "n", "5")).Sees("rows.unsaved").Follow("event.save").Sees("agenda.saved")
	if clicks := p.Clicks - before; clicks != 3 {
		p.Fail(fmt.Sprintf("moving the agenda took %d clicks", clicks))
	}
	startsAt(p, 2, "13:15")
	startsAt(p, 13, "15:55")
	p.Press("rows.restore").Follow("event.save").Sees("agenda.saved")
	startsAt(p, 13, "15:50")

	p.PressAt(`[data-list] > :nth-child(9) .title textarea`).AltKey(kb.ArrowUp).Follow("event.save").Sees("agenda.saved")
	startsAt(p, 8, "14:10") // the break
	startsAt(p, 9, "14:25")
	p.PressAt(`[data-list] > :nth-child(8) [data-menu]`).Press("rows.copy").Press("rows.undo").Sees("rows.undone")
	p.PressAt(`[data-list] > :nth-child(8) [data-menu]`).Press("rows.delete").Press("rows.undo")
	p.Open(p.Path()).Sees(p.T("agenda.count", "n", "13"))
}
