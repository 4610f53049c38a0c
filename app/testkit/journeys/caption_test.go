package journeys_test

import (
	"testing"

	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

const (
	typed = "つぎは、川崎プロ"
	box   = `[...document.querySelectorAll('#caption-lines li')].map((l) => l.textContent).join('|')`
)

// Two captioners type in turn. One of them is cut off and types on; nothing of it is lost, and nothing comes twice.
func TestCaptionersTypeInTurn(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	desk := browser.View{Width: 1280, Lang: "ja"}
	owner := server.staff(t, models.RoleOwner, desk)
	owner.Open("/staff/events/summit-next/room").Choose("live.state_open").Follow("live.save_state")
	owner.Open("/staff/events/summit-next/captions").Examine("captions-desk")
	seat := owner.Says(`new URL(document.getElementById('seat-link').value).pathname`)
	owner.Open("/staff/events/summit-next/stage")
	stage := owner.Says(`new URL(document.getElementById('screen-link').value).pathname`)

	first := server.browser.Visit(t, server.BaseURL, "captioner", desk)
	second := server.browser.Visit(t, server.BaseURL, "partner", browser.View{Width: 390, Lang: "en"})
	first.Open(seat+"?lang=ja").Fill("caption.name", "佐藤")
	second.Open(seat+"?lang=en").Fill("caption.name", "Suzuki").Sees("佐藤")
	link := mailedLink(owner, "summit-next", server.confirmedAt(t, "summit-next").Email)
	phone := server.browser.Visit(t, server.BaseURL, "reader", browser.View{Width: 390, Lang: "ja"})
	phone.Open(link + "/join").SeesAt("#captions")
	large := browser.View{Width: 1920, Height: 1080, Lang: "ja", SkipAxe: true}
	screen := server.browser.Visit(t, server.BaseURL, "screen", large)
	screen.Open(stage + "?view=captions&lang=ja").Sees("caption.stage_waiting")

	t.Run("one takes over, the other sees it", func(t *testing.T) {
		first.AltKey("t")
		first.Sees("caption.turn_own")
		second.Sees("It is 佐藤's turn.")
	})
	t.Run("what is typed is read at once", func(t *testing.T) {
		first.PressAt("#text").Type(typed)
		for _, reader := range []*browser.Page{second, phone, screen} {
			reader.Sees(typed)
		}
	})
	t.Run("a term of the agenda is offered", func(t *testing.T) {
		first.Sees("川崎プロボノ部").Type("\t").Type("の紹介です。").Enter()
		for _, reader := range []*browser.Page{second, phone, screen} {
			reader.Sees("つぎは、川崎プロボノ部の紹介です。")
		}
		first.Sees("caption.all_stored").Examine("caption-seat")
		second.Examine("caption-seat-partner")
		phone.Examine("room-captions")
	})
	t.Run("who is cut off types on, and loses nothing", func(t *testing.T) {
		first.Offline(true)
		for _, text := range []string{"一行目。", "二行目。", "三行目。"} {
			first.PressAt("#text").Type(text).Enter()
		}
		first.Sees("3行がまだ送れていません")
		second.PressAt("#text").Type("そのあいだの行。").Enter()
		phone.Sees("そのあいだの行。").Misses("一行目。")
		first.Offline(false).Sees("caption.all_stored")
		phone.Sees("一行目。", "二行目。", "三行目。")
		const whole = "つぎは、川崎プロボノ部の紹介です。|一行目。|二行目。|三行目。|そのあいだの行。"
		for name, reader := range map[string]*browser.Page{"captioner": first, "partner": second, "reader": phone} {
			if got := reader.Says(box); got != whole {
				t.Errorf("%s reads %s", name, got)
			}
		}
		stored := modelstest.Texts(t, server.DB, `SELECT text FROM captions JOIN events ON events.id = event_id
			WHERE slug = 'summit-next' ORDER BY spoken_at`)
		if len(stored) != 5 {
			t.Errorf("stored: %q", stored)
		}
	})
	t.Run("a line is corrected everywhere", func(t *testing.T) {
		second.Says(`[...document.querySelectorAll('#caption-lines li')].at(-1).click() ?? ''`)
		second.Sees("caption.correct_text").Fill("caption.correct_text", "その間の行。").Press("caption.correct_save")
		phone.Sees("その間の行。").Misses("そのあいだの行。")
	})
	t.Run("read alone, in large letters", func(t *testing.T) {
		phone.Follow("caption.alone").Sees("その間の行。").PressAt(`[data-step="1"]`).PressAt("[data-caption-ground]")
		if got := phone.Says(`document.querySelector('[data-caption-box]').dataset.size`); got != "3" {
			t.Errorf("the size is %s", got)
		}
		phone.Examine("captions-alone").Reload("その間の行。")
		if got := phone.Says(`document.querySelector('[data-caption-box]').dataset.size`); got != "3" {
			t.Errorf("after loading again the size is %s", got)
		}
	})
}
