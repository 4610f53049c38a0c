package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/modelstest"
)

// What an attendee's route answers, beside the answers that staff get.
const (
	deadLink = "the link is dead"
	noTicket = "the way into the room"
	openMail = "the mailed link is asked for"
	notNow   = "not now (409)"
)

// attendeesAnswer tells apart what is refused for want of a secret from what the page itself says.
func attendeesAnswer(status int, body string) string {
	switch {
	case strings.Contains(body, "このリンクは使えません"):
		return deadLink
	case strings.Contains(body, "メールでお送りした専用ページからお入りください"):
		return noTicket
	case strings.Contains(body, "メールでお送りしたリンクから開いてください"):
		return openMail
	case status == http.StatusConflict:
		return notNow
	}
	return answer(&http.Response{StatusCode: status})
}

// attendee is a person of one of the events, each time another one.
func (b routeTest) attendee(event *models.Event) (secret string) {
	b.T.Helper()
	secret, _, _ = b.SignUp(event, models.NewID()+"@attendee.example")
	return secret
}

func (b routeTest) cancelled(event *models.Event) (secret string) {
	b.T.Helper()
	secret = b.attendee(event)
	b.Wants(b.Form("/r/"+secret+"/cancel", url.Values{}), http.StatusSeeOther)
	return secret
}

// attendees calls test with each route of a kind, on both databases.
func attendees(t *testing.T, kind web.Kind, test func(b routeTest, route handlers.RouteInfo)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		inside := apptest.New(t, db)
		inside.Write(func(tx *models.Tx) error { return tx.Events().SetLiveRoomState(inside.Event, models.LiveRoomOpen) })
		seen := 0
		for _, route := range handlers.Routes() {
			if route.Access.Kind != kind {
				continue
			}
			seen++
			t.Run(route.Method+" "+route.Path, func(t *testing.T) {
				test(routeTest{inside.With(t)}, route)
			})
		}
		if seen == 0 {
			t.Error("no route asks for it")
		}
	})
}

// asks sends a request with the secret in the place where the route looks for it.
func (b routeTest) asks(route handlers.RouteInfo, secret, name, want string) {
	b.T.Helper()
	path := strings.NewReplacer(":token", secret, ":slug", b.Event.Slug, ":id", b.Survey.ID).Replace(route.Path)
	header := []string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", "__Host-meguri_lang=ja"}
	if route.Access.Kind == web.InRoom && secret != "" {
		header[3] += "; " + b.RoomCookie(secret)
	}
	got := b.Request(route.Method, path, "tab=t&ticket_type=venue", header...)
	if what := attendeesAnswer(got.Code, got.Body.String()); what != want {
		b.T.Errorf("%s: %s (%d), want %s", name, what, got.Code, want)
	}
}

func TestAnAttendeesLinkOpensTheirOwnPagesOnly(t *testing.T) {
	attendees(t, web.Holder, func(b routeTest, route handlers.RouteInfo) {
		b.asks(route, models.NewSecret(), "a wrong link", deadLink)
		b.asks(route, "x", "what is no secret", deadLink)

		owner, others, cancelled := in, in, in
		switch {
		case strings.HasSuffix(route.Path, "/summary.pdf"), strings.HasSuffix(route.Path, "/certificate.pdf"),
			strings.HasSuffix(route.Path, "/badge.png"):
			// the event is not over
			owner, others, cancelled = notNow, notNow, notNow
		case strings.HasSuffix(route.Path, "/ticket.pdf"):
			cancelled = notNow
		case strings.Contains(route.Path, "/companions/"): // who registered nobody
			owner, others, cancelled = hidden, hidden, hidden
		case strings.Contains(route.Path, "/survey/"): // of the first event
			others = hidden
			if route.Method == http.MethodPost { // which is not open
				owner, cancelled = notNow, notNow
			}
		}
		if strings.HasSuffix(route.Path, "/:token/record") || // it is not open
			strings.HasSuffix(route.Path, "/:token/rally") { // nor is there one
			owner, others, cancelled = hidden, hidden, hidden
		}
		if strings.Contains(route.Path, "/voices/") || strings.Contains(route.Path, "/promise/after/") ||
			strings.HasSuffix(route.Path, "/promise/offer") { // there is none
			owner, others, cancelled = hidden, hidden, hidden
		}
		b.asks(route, b.attendee(b.Event), "its owner", owner)
		b.asks(route, b.attendee(b.Other), "another event's person", others)
		b.asks(route, b.cancelled(b.Event), "who cancelled", cancelled)
	})
}

// What the form and the API give out opens nothing that the attendee, or staff, may have written since.
func TestTheProvisionalLinkOpensFewPages(t *testing.T) {
	attendees(t, web.Holder, func(b routeTest, route handlers.RouteInfo) {
		want := openMail
		if route.Access.Newcomer {
			want = in
		}
		b.asks(route, b.newcomer(b.Event), "who has just registered", want)

		secret := b.newcomer(b.Event)
		id, _, _ := strings.Cut(secret, ".")
		b.Wants(b.Request(http.MethodHead, "/r/"+b.MailedSecret(id), ""), http.StatusOK)
		b.asks(route, secret, "a link checker does not open the mail", want)
		b.Wants(b.Request(http.MethodGet, "/r/"+b.MailedSecret(id), ""), http.StatusOK)
		b.asks(route, secret, "once the mailed link was opened", deadLink)
	})
}

// newcomer registers somebody and returns the secret that the API gave out.
func (b routeTest) newcomer(event *models.Event) (secret string) {
	b.T.Helper()
	body := apptest.RegistrationBody(
		models.NewID()+"@attendee.example", "ticket_type", "online", "consents", []string{"privacy"},
	)
	made := b.API("").
		Expect(http.StatusCreated, "", http.MethodPost, "/api/v1/events/"+event.Slug+"/registrations", body)
	return strings.TrimPrefix(made.String("manage_url"), apptest.BaseURL+"/r/")
}

func TestAnAttendeesLinkShowsThatPersonOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := routeTest{p}
		secret := b.attendee(b.Other)
		page := b.Request(http.MethodGet, "/r/"+secret, "").Body.String()
		if !strings.Contains(page, `href="/events/elsewhere"`) {
			t.Error("the page does not lead to the person's event")
		}
		if strings.Contains(page, `href="/events/here"`) {
			t.Error("the page leads to another event")
		}
	})
}

func TestTheLiveRoomIsForItsEventsPeople(t *testing.T) {
	attendees(t, web.InRoom, func(b routeTest, route handlers.RouteInfo) {
		b.asks(route, "", "nobody", noTicket)
		b.asks(route, b.attendee(b.Other), "another event's person", noTicket)

		own, cancelled := in, in
		switch {
		case strings.HasSuffix(route.Path, "/promise/withdraw"): // does nothing where there is none
		case strings.HasSuffix(route.Path, "/withdraw"), // there is no voice, and no round
			strings.HasSuffix(route.Path, "/record"), strings.HasSuffix(route.Path, "/promise/offer"),
			strings.Contains(route.Path, "/consensus/:id") && route.Method == http.MethodGet:
			own, cancelled = hidden, hidden
		case strings.HasSuffix(route.Path, "/report"), strings.HasSuffix(route.Path, "/polls/:id"),
			strings.HasSuffix(route.Path, "/:transport"):
			own, cancelled = hidden, forbidden
		case strings.HasSuffix(route.Path, "vote"): // voices are closed
			own, cancelled = notNow, forbidden
		case strings.HasSuffix(route.Path, "/beat"), strings.HasSuffix(route.Path, "/voices"),
			strings.HasSuffix(route.Path, "/live/captions"):
			cancelled = forbidden
		}
		b.asks(route, models.NewSecret(), "a wrong secret", noTicket)
		b.asks(route, b.attendee(b.Event), "its own person", own)
		b.asks(route, b.cancelled(b.Event), "who cancelled", cancelled)
	})
}

func TestStrangersGetTheLiveRoomsPageAsForbidden(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := routeTest{p}
		b.Wants(
			b.Request(http.MethodGet, "/events/here/live", ""), http.StatusForbidden, "/events/here/link",
			"/events/here/register",
		)
		b.Wants(b.Form("/events/here/live/beat", url.Values{"tab": {"t"}}), http.StatusNotFound)
		b.Wants(b.Form("/events/here/live/leave", url.Values{"tab": {"t"}}), http.StatusNotFound)
	})
}

func TestEveryAddressWithASecretAsksForIt(t *testing.T) {
	for _, route := range handlers.Routes() {
		if secret := strings.Contains(route.Path, ":token"); secret != (route.Access.Kind == web.Holder) {
			t.Error(route.Method, route.Path, "and its access do not agree")
		}
		if strings.HasPrefix(route.Path, "/events/:slug/live") && route.Access.Kind != web.InRoom {
			t.Error(route.Method, route.Path, "is open to who is not in the room")
		}
	}
}
