package announcement_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const desk = "/staff/events/here/announcements"

// onTheDay is a program while its event goes on, with somebody at the venue and somebody online.
type onTheDay struct {
	*apptest.Program
	venue, online string // secrets of their pages
	staff         *apptest.Client
}

func start(t *testing.T, p *apptest.Program) *onTheDay {
	t.Helper()
	d := &onTheDay{Program: p}
	d.venue, _, _ = p.SignUpAs(p.Event, "venue", "venue@mail.example")
	d.online, _, _ = p.SignUpAs(p.Event, "online", "online@mail.example")
	p.RunJobs()
	p.SetClock(p.Event.StartsAt.Add(10 * time.Minute))
	d.staff = p.As(models.RoleOrganizer)
	return d
}

func (d *onTheDay) announces(t *testing.T, fields ...string) {
	t.Helper()
	d.staff.With(t).LeadsTo(d.staff.With(t).Post(desk, fields...), desk)
}

// sees reports which of the two own pages show a text, each without JavaScript, and as the part that is asked for.
func (d *onTheDay) sees(t *testing.T, text string) (who string) {
	t.Helper()
	for name, secret := range map[string]string{"venue": d.venue, "online": d.online} {
		page := d.With(t).Request(http.MethodGet, "/r/"+secret, "").Body.String()
		part := d.With(t).Request(http.MethodGet, "/r/"+secret+"/announcements", "").Body.String()
		if strings.Contains(page, text) != strings.Contains(part, text) {
			t.Errorf("%s: the page and its part differ about %q", name, text)
		}
		if strings.Contains(part, text) {
			who += " " + name
		}
	}
	return who
}

func TestAnnouncementsReachWhomTheyAreFor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := start(t, p)
		d.announces(t, "text_ja", "全員に <b>こんにちは", "mode", "")
		d.announces(t, "text_ja", "B口を閉めました。", "text_en", "Door B is closed.", "mode", "venue")
		d.announces(t, "text_ja", "配信が遅れています。", "mode", "online")
		for text, want := range map[string]int{"全員に &lt;b&gt;こんにちは": 2, "B口を閉めました。": 1, "配信が遅れています。": 1} {
			apptest.Equal(t, text, len(strings.Fields(d.sees(t, text))), want)
		}
		apptest.Equal(t, "to the venue", d.sees(t, "B口を閉めました。"), " venue")
		guest := p.Client()
		guest.Get("/r/" + d.online + "/join")
		room := guest.Get("/events/here/live").Body.String()
		apptest.Contains(t, "the room", room, "配信が遅れています。")
		apptest.Lacks(t, "the room", room, "B口を閉めました。")

		t.Run("they end with the event", func(t *testing.T) {
			p.SetClock(p.Event.EndsAt.Add(time.Minute))
			apptest.Equal(t, "seen", d.sees(t, "B口を閉めました。"), "")
			later := p.As(models.RoleOrganizer).With(t)
			later.Wants(later.Post(desk, "text_ja", "あとで", "mode", ""), http.StatusUnprocessableEntity, "終わるまで")
		})
	})
}

func TestAnnouncementsAreCorrectedAndTakenBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := start(t, p)
		id := models.NewID()
		for range 2 { // a phone sends it twice
			d.announces(t, "id", id, "text_ja", "10時から昼食です。", "mode", "")
		}
		list := d.staff.Get(desk).Body.String()
		apptest.Equal(t, "in the list", strings.Count(list, "announcement-row\""), 1)
		apptest.Contains(t, "who and when", list, "が作成")

		p.Advance(5 * time.Minute)
		d.corrects(t, id, "1", "text_ja", "12時から昼食です。", "mode", "")
		apptest.Equal(t, "the old text", d.sees(t, "10時から昼食です。"), "")
		apptest.Equal(t, "corrected", len(strings.Fields(d.sees(t, "12時から昼食です。"))), 2)
		apptest.Equal(t, "marked", len(strings.Fields(d.sees(t, "（訂正）"))), 2)
		late := d.staff.With(t).Post(desk+"/"+id, "version", "1", "text_ja", "13時から", "mode", "")
		d.staff.With(t).Wants(late, http.StatusUnprocessableEntity, "ほかの人が変更")

		d.staff.LeadsTo(d.staff.Post(desk+"/"+id+"/end"), desk)
		apptest.Equal(t, "taken back", d.sees(t, "12時から昼食です。"), "")
		apptest.Contains(t, "stays in the list", d.staff.Get(desk).Body.String(), "12時から昼食です。", "が取り消し")
		d.staff.Wants(d.staff.Post(desk+"/"+id+"/end"), http.StatusUnprocessableEntity)
		d.staff.Wants(d.staff.Get(desk+"/"+id), http.StatusNotFound)
	})
}

func (d *onTheDay) corrects(t *testing.T, id, version string, fields ...string) {
	t.Helper()
	fields = append(fields, "version", version)
	d.staff.With(t).LeadsTo(d.staff.With(t).Post(desk+"/"+id, fields...), desk)
}

func TestAnnouncementsByMail(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := start(t, p)
		before := len(p.Outbox("message"))
		d.announces(
			t,
			"text_ja",
			"1. *急ぎ* {name} の_件_です。\n10:10 https://meguri.example/a_b_c へ",
			"mode",
			"venue",
			"mail",
			"true",
		)
		apptest.Equal(t, "at once", len(p.Outbox("message"))-before, 0)
		p.Advance(time.Minute)
		mails := p.Outbox("message")
		if len(mails)-before != 1 {
			t.Fatalf("%d mails to the venue", len(mails)-before)
		}
		apptest.Equal(t, "to", mails[0].ToAddress, "venue@mail.example")
		apptest.Equal(t, "subject", mails[0].Subject, "【お知らせ】1. *急ぎ* ｛name｝ の_件_です。")
		apptest.Contains(t, "counts", d.staff.Get(desk).Body.String(), "送信済み1")
		body := d.staff.Get("/staff/events/here/mails/" + mails[0].ID + "/body").Body.String()
		apptest.Contains(t, "as it was typed", body, "1. *急ぎ* ｛name｝ の_件_です。", `href="https://meguri.example/a_b_c"`)
		t.Run("what is taken back in time does not leave", func(t *testing.T) {
			id := models.NewID()
			d.announces(t, "id", id, "text_ja", "まちがい", "mode", "", "mail", "true")
			d.staff.With(t).LeadsTo(d.staff.With(t).Post(desk+"/"+id+"/end"), desk)
			p.Advance(time.Hour)
			apptest.Equal(t, "mails", len(p.Outbox("message")), len(mails))
		})
		t.Run("who may not write to people sends none", func(t *testing.T) {
			moderator := p.As(models.RoleModerator).With(t)
			moderator.Wants(moderator.Post(desk, "text_ja", "声", "mode", "", "mail", "true"), http.StatusForbidden)
			moderator.LeadsTo(moderator.Post(desk, "text_ja", "声", "mode", ""), desk)
		})
	})
}

func TestBadAnnouncementsAreRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := start(t, p)
		for name, fields := range map[string][]string{
			"empty":    {"text_ja", " ", "mode", ""},
			"too long": {"text_ja", strings.Repeat("長", 301), "mode", ""},
			"to whom":  {"text_ja", "声", "mode", "elsewhere"},
		} {
			answer := d.staff.Post(desk, fields...)
			if answer.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d", name, answer.Code)
			}
		}
		for i := range models.MaxAnnouncements {
			d.announces(t, "text_ja", strings.Repeat("い", i+1), "mode", "")
		}
		d.staff.Wants(d.staff.Post(desk, "text_ja", "もう一つ", "mode", ""), http.StatusUnprocessableEntity, "取り消してから")
	})
}
