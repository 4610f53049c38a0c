package public_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAVisitorFindsAnEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		page := p.Page("/?q=ｶﾜｻｷ&mode=online", "ja")
		p.Shows(page, "これからのイベント", "件")
		apptest.Equal(t, "conditions to take back", page.Find(".chips a:not(.all)").Length(), 2)
		apptest.Equal(t, "what taking the word back leaves",
			page.Find(".chips a").First().AttrOr("href", ""), "/?mode=online")
		p.Shows(p.Page("/?q=no-such-thing", "en"), "No event matches")
		p.Wants(p.Request(http.MethodGet, "/?page=x", ""), http.StatusBadRequest)
		p.Wants(p.Request(http.MethodGet, "/?month=%7F&host=%25&page=-1&year=9", ""), http.StatusOK)
		p.SetClock(p.Other.EndsAt.Add(48 * time.Hour))
		p.Shows(p.Page("/events/past?year=1", "en").Find(".past-rows"), "Kawasaki Pro Bono Summit")
	})
}

func TestAnEventPageOffersNothingThatIsNotThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		count := func(selector string) int { return p.Page("/events/here", "ja").Find(selector).Length() }
		const form, calendar = `a[href^="/events/here/register"]`, `a[href="/events/here/calendar.ics"]`
		bare := p.Page("/events/here", "ja").Find("main")
		for _, word := range []string{"参加費", "駐車場", "持ち物", "登壇者", "資料"} {
			apptest.Lacks(t, "an event without facts", bare.Text(), word)
		}
		p.ChangeEvent(func(e *models.Event) {
			e.FeeJa, e.AccessJa, e.ContactPhone = "500円", "川崎駅から徒歩5分", "044-000-0000"
		})
		p.Shows(p.Page("/events/here", "ja").Find("main"), "参加費", "500円", "川崎駅から徒歩5分", "044-000-0000")
		soon := p.DB.Now().Add(time.Hour)
		for _, slug := range []string{"venue", "online"} {
			ticket := p.TicketType(p.Event, slug)
			ticket.OpensAt = &soon
			p.Write(func(tx *models.Tx) error { return tx.TicketTypes().Update(ticket, 1) })
		}
		apptest.Equal(t, "links to the form before it opens", count(form), 0)
		p.Shows(p.Page("/events/here", "ja").Find(".side-card"), "受付前", "申込開始")
		p.SetClock(p.Event.EndsAt.Add(time.Hour))
		apptest.Equal(t, "links to the form after the end", count(form), 0)
		apptest.Equal(t, "calendars after the end", count(calendar), 0)
		apptest.Equal(t, "filled buttons after the end", count("main .button:not(.secondary):not(.quiet)"), 0)
	})
}

func TestAFullEventOffersTheWaitingList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const deadline = "申込締切"
		p.Shows(p.Page("/events/here", "ja").Find(".side-card"), deadline)
		online := p.TicketType(p.Event, "online")
		none := 0
		online.Capacity = &none
		p.Write(func(tx *models.Tx) error { return tx.TicketTypes().Update(online, 1) })
		for range 2 {
			modelstest.Registration(t, p.DB, p.Event, "venue")
		}
		p.SignUp(p.Event, "late@city.example")
		apptest.Lacks(t, "the page of a full event", p.Page("/events/here", "ja").Text(), deadline)
		p.Shows(p.Page("/events/here", "ja").Find(".side-card"), "キャンセル待ち1名", "キャンセル待ちに申し込む")
		p.Shows(p.Page("/", "en").Find(".page > section"), "Full", "1 on the waiting list")
	})
}

func TestOtherSitesAreOnlyLinkedTo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		page := p.Page("/events/here", "ja")
		for _, site := range []string{
			"https://calendar.google.com/", "https://outlook.live.com/", "https://line.me/", "https://x.com/",
			"https://www.openstreetmap.org/", "https://www.google.com/maps/",
		} {
			link := page.Find(`a[href^="` + site + `"]`)
			apptest.Equal(t, "links to "+site, link.Length(), 1)
			apptest.Lacks(t, site, link.AttrOr("href", ""), "stream.example")
		}
		apptest.Equal(t, "scripts of others", page.Find(`script[src^="http"]`).Length(), 0)
	})
}

func TestTheOperatorsTextsAreThere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, path := range []string{"/about", "/privacy", "/accessibility", "/help"} {
			apptest.Equal(t, "links to "+path, p.Page("/", "ja").Find(`.site-footer a[href="`+path+`"]`).Length(), 1)
			for _, lang := range []string{"ja", "en"} {
				text := p.Page(path, lang).Find(".prose").Text()
				if len(text) < 200 {
					t.Errorf("%s in %s says only %q", path, lang, text)
				}
				apptest.Lacks(t, path, text, "{operator}", "{contact}")
			}
		}
	})
}
