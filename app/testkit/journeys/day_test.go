package journeys_test

import (
	"testing"

	"meguri/app/service/ticket"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// gone waits until the corrected announcement is on the page no more.
const gone = `(async () => {
  while (document.body.innerText.includes('昼食は12時半')) await new Promise((done) => setTimeout(done, 50))
  return 'gone'
})()`

// Staff tell people something, who see it at once on whatever page they have open, each of them what is for them.
func TestAnnouncementsAreSeenAtOnce(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := server.staff(t, models.RoleOwner, browser.View{Width: 1280, Lang: "ja"})
	owner.Open("/staff/events/summit-next/room").Choose("live.state_open").Follow("live.save_state")
	owner.Open("/staff/events/summit-next/stage")
	stage := owner.Says(`new URL(document.getElementById('screen-link').value).pathname`)
	announce := func(text, to string) {
		owner.Open("/staff/events/summit-next/announcements")
		owner.Fill(
			"announcement.text_ja",
			text,
		).Choose(
			to,
		).Choose(
			"announcement.stage",
		).Follow(
			"announcement.announce",
		).Sees(
			text,
		)
	}
	announce("受付を開きました。", "announcement.to_all")
	owner.Examine("announcements")

	link := mailedLink(owner, "summit-next", server.confirmedAt(t, "summit-next").Email)
	own := server.browser.Visit(t, server.BaseURL, "own", browser.View{Width: 390, Lang: "ja"})
	own.Open(link).Sees("受付を開きました。").Examine("own-announcement")
	room := server.browser.Visit(t, server.BaseURL, "room", browser.View{Width: 390, Lang: "en"})
	room.Open(link + "/join?lang=en").Sees("受付を開きました。")
	large := browser.View{Width: 1920, Height: 1080, Lang: "ja", SkipAxe: true}
	screen := server.browser.Visit(t, server.BaseURL, "screen", large)
	screen.Open(stage + "?lang=ja").Sees("受付を開きました。")

	announce("昼食は12時からです。", "announcement.to_all")
	for _, reader := range []*browser.Page{own, room, screen} {
		reader.Sees("昼食は12時からです。")
	}
	room.Examine("room-announcement")
	owner.FollowAt(".announced .button").Examine("announcement-correct")
	owner.Fill("announcement.text_ja", "昼食は12時半からです。").Follow("announcement.correct_save")
	for _, reader := range []*browser.Page{own, room, screen} {
		reader.Sees("昼食は12時半からです。").Misses("昼食は12時からです。")
	}
	owner.FollowAt(".announced form button").Sees("announcement.ended")
	for _, reader := range []*browser.Page{own, room, screen} {
		reader.Awaits(gone)
		reader.Sees("受付を開きました。")
	}
}

// An organizer looks at how people will come, and lets volunteers practise.
func TestTheForecastAndThePracticeRun(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	for _, view := range []browser.View{{Width: 1280, Lang: "ja"}, {Width: 390, Lang: "en"}} {
		p := server.staff(t, models.RoleOwner, view)
		p.Open("/staff/events/summit-next/forecast").Fill("forecast.walk_ins", "3000").Fill("forecast.doors", "3")
		p.Follow("forecast.save").Sees("forecast.saved", "3,02").Examine("forecast-" + view.Name()) // and a few registered
		p.Follow("practice.title").Sees("practice.never").Examine("practice-" + view.Name())
		p.Press("practice.play").Sees("practice.stop").Press("practice.stop").Sees("practice.play")
	}
}

// A practice run goes through the real app, and leaves nothing behind.
func practiceRun(t *testing.T, d *doorway) {
	_, _, real := d.person(t)
	p, _ := d.phone(t, true)
	first := ticket.PracticeText(ticket.PracticeVenue, 0)
	scan(p, first).Sees("practice.app_mark", "reception.result_admitted", "practice.app_first").Examine("app-practice")
	scan(p, first).Sees("practice.app_mark", "reception.result_already")
	scan(p, ticket.PracticeText(ticket.PracticeCancelled, 8)).Sees("practice.app_mark", "reception.result_cancelled")
	scan(p, real).Sees("reception.result_admitted").Misses("practice.app_mark")
	scan(p, first).Sees("reception.result_already").Press("practice.app_wipe").Sees("device.app_ready")
	scan(p, first).Sees("reception.result_admitted", "practice.app_first")
	d.expect(t, 1, 1)
}

// A visitor without a registration collects stamps on a phone, and shows the card at the desk.
func TestAStampRally(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := server.staff(t, models.RoleOwner, browser.View{Width: 1280, Lang: "ja"})
	owner.Open("/staff/events/summit-next/rally").Examine("rally-empty")
	for _, name := range []string{"多摩川の生きもの展示", "まちの相談所"} {
		owner.Fill("rally.name_ja", name).Follow("rally.add_do").Sees(name)
	}
	owner.Choose("rally.open").Fill("rally.prize_ja", "手ぬぐい").Set("rally.opens_at", "2026-01-01T09:00")
	owner.Follow("rally.save").Sees("rally.saved").Examine("rally-desk")
	event, err := server.DB.Query(t.Context()).Events().BySlug("summit-next")
	if err != nil {
		t.Fatal(err)
	}
	places, err := server.DB.Query(t.Context()).Rallies().Places(event)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"ja", "en"} {
		phone := server.browser.Visit(t, server.BaseURL, "visitor-"+lang, browser.View{Width: 390, Lang: lang})
		for i := range places {
			phone.Open("/events/summit-next/rally/" + places[i].Code + "?lang=" + lang).Sees("rally.you_are_at")
			phone.Examine("rally-place").Follow("rally.press").Sees("rally.stamped")
		}
		phone.Sees("rally.complete", "rally.to_desk").Examine("rally-card")
		code := phone.Text(".rally-code .code b")
		owner.Open("/staff/events/summit-next/rally/desk").Fill("rally.card_code", code).Follow("rally.look")
		owner.Sees(
			"rally.is_complete",
		).Examine(
			"rally-prize",
		).Follow(
			"rally.hand_out",
		).Sees(
			"rally.handed_out",
			"rally.prize_once",
		)
		phone.Open("/events/summit-next/rally").Misses("rally.to_desk")
	}
}
