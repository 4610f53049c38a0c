package public_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestAPostponedEventIsToldEverywhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		own, before := string(paths.OfAttendee(secret)), *p.Event
		postpone := func(form url.Values) {
			p.Wants(p.Form("/staff/events/here/postpone", form, p.AsOwner()...), http.StatusSeeOther)
			p.RunJobs()
		}
		postpone(url.Values{"dates": {"later"}, "reason": {"台風のため。"}, "people": {"1"}})
		p.SetClock(before.EndsAt.Add(time.Hour)) // its time passes, and it is not over
		page := p.Page("/events/here", "ja")
		p.Shows(page.Find(".event-head .notice"), "延期になりました", "台風のため。")
		p.Shows(page.Find(".side-card"), "新しい日程は後日お知らせします", "当初の日程")
		apptest.Equal(t, "links to the form", page.Find(`main a[href^="/events/here/register"]`).Length(), 0)
		apptest.Equal(t, "calendars", page.Find(`main a[href="/events/here/calendar.ics"]`).Length(), 0)
		apptest.Equal(t, "the status", linked(p, "ja").EventStatus, "https://schema.org/EventPostponed")
		p.Shows(p.Page("/", "ja").Find(".event-cards"), "延期", "新しい日程は後日お知らせします")
		p.Shows(p.Page(own, "ja").Find(".own-main"), "延期になりました", "台風のため。")
		apptest.Equal(t, "a way to cancel", p.Page(own, "ja").Find(`form[action$="/cancel"]`).Length(), 1)
		p.Shows(p.Page("/events/here/agenda", "ja"), "時刻は当初の日程のものです")
		p.Shows(p.Page("/staff/events/here", "ja", p.AsOwner()...), "新しい日程を決める")
		p.Wants(p.Request(http.MethodGet, "/events/here/calendar.ics", ""), http.StatusOK,
			"STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "SUMMARY:【延期・日程調整中】")
		p.Wants(p.Request(http.MethodGet, own+"/calendar.ics", ""), http.StatusOK, "STATUS:TENTATIVE")
		p.Wants(p.Form("/events/here/register", url.Values{}), http.StatusUnprocessableEntity, "お休みしています")

		postpone(url.Values{
			"people":    {"1"},
			"starts_at": {before.Local(before.StartsAt.AddDate(0, 0, 90)).Format(check.LocalLayout)},
			"ends_at":   {before.Local(before.EndsAt.AddDate(0, 0, 90)).Format(check.LocalLayout)},
		})
		page = p.Page("/events/here", "ja")
		p.Shows(page.Find(".event-head .notice"), "日程が変わりました", "参加票は、そのまま有効です")
		p.Shows(page.Find(".side-card"), "当初の日程")
		apptest.Equal(t, "the status with dates", linked(p, "ja").EventStatus, "https://schema.org/EventRescheduled")
		p.Wants(p.Request(http.MethodGet, own+"/calendar.ics", ""), http.StatusOK, "STATUS:CONFIRMED")
		for _, m := range p.Outbox("event_new_dates") {
			body := p.Request(http.MethodGet, "/staff/events/here/mails/"+m.ID+"/body", "", p.AsOwner()...)
			p.Wants(body, http.StatusOK, "新しい日程が決まりました", "変更前の日時")
		}
		apptest.Equal(t, "mails", len(p.Outbox("event_postponed"))+len(p.Outbox("event_new_dates")), 2)
	})
}

func TestAShareCardSaysWhatHasChanged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		card := func() (address, etag string) {
			address = p.Page("/events/here", "ja").Find(`meta[property="og:image"]`).AttrOr("content", "")
			at, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			answer := p.Request(http.MethodGet, at.RequestURI(), "")
			p.Wants(answer, http.StatusOK)
			etag = answer.Header().Get("ETag")
			again := p.Request(http.MethodGet, at.RequestURI(), "", "If-None-Match", etag)
			apptest.Equal(t, "asked again", again.Code, http.StatusNotModified)
			return address, etag
		}
		open, drawnOpen := card()
		none := 0
		for _, slug := range []string{"venue", "online"} {
			ticket := p.TicketType(p.Event, slug)
			ticket.Capacity = &none
			p.Write(func(tx *models.Tx) error { return tx.TicketTypes().Update(ticket, 1) })
		}
		full, drawnFull := card()
		apptest.Contains(t, "the address of the full one", full, "as=full")
		p.SetClock(p.Event.StartsAt.Add(-time.Minute))
		apptest.Equal(t, "another picture", open != full && drawnOpen != drawnFull, true)
	})
}
