package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/modelstest"
)

// routeTest asks the routes of the URL table one after another.
type routeTest struct{ *apptest.Program }

// who asks: an account, a bearer token, or nobody.
type who struct{ account, token string }

func (b routeTest) ask(route handlers.RouteInfo, who who) *http.Response {
	b.T.Helper()
	request := httptest.NewRequestWithContext(b.T.Context(), route.Method, b.address(route.Path), strings.NewReader(""))
	if route.Method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who.account != "" {
		request.AddCookie(&http.Cookie{Name: apptest.LoginCookie, Value: b.Login(who.account)})
	}
	if who.token != "" {
		request.Header.Set("Authorization", "Bearer "+who.token)
	}
	recorder := httptest.NewRecorder()
	b.Handler.ServeHTTP(recorder, request)
	return recorder.Result()
}

// address fills a route's parameters in: the event, its survey, and for all else an id that names nothing.
func (b routeTest) address(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		switch {
		case part == ":slug" && parts[i-1] == "organizations":
			parts[i] = b.Event.Slug + "-host" // see modelstest.Summit
		case part == ":slug":
			parts[i] = b.Event.Slug
		case part == ":id" && slices.Contains(parts, "surveys"):
			parts[i] = b.Survey.ID
		case strings.HasPrefix(part, ":"), part == "*":
			parts[i] = "01890a5d-ac96-774b-bcce-b302099a8057"
		}
	}
	return strings.Join(parts, "/")
}

// The answers that a route can give to somebody, as far as access goes.
const (
	in         = "in"
	sentToSign = "sent to the sign-in page"
	asked      = "asked for a token (401)"
	sentToOpen = "sent to where a link is asked for"
	forbidden  = "forbidden (403)"
	hidden     = "not found (404)"
	broken     = "broken (5xx)"
)

func answer(response *http.Response) string {
	switch status := response.StatusCode; {
	case status >= 500:
		return broken
	case status == http.StatusUnauthorized:
		return asked
	case status == http.StatusForbidden:
		return forbidden
	case status == http.StatusNotFound:
		return hidden
	case status == http.StatusSeeOther && strings.HasPrefix(response.Header.Get("Location"), "/staff/login"):
		return sentToSign
	case status == http.StatusSeeOther && response.Header.Get("Location") == "/me":
		return sentToOpen
	}
	return in
}

// expects asks and compares. Where somebody may come in, what the id or the form names may be missing: refused would be
// another answer.
func (b routeTest) expects(route handlers.RouteInfo, who who, name, want string) {
	b.T.Helper()
	got := answer(b.ask(route, who))
	ok := got == want || (want == in && got == hidden && !isPageOfEvent(route))
	if !ok {
		b.T.Errorf("%s %s for %s: %s, want %s", route.Method, route.Path, name, got, want)
	}
}

// isAPI reports whether the route asks for a bearer.
func isAPI(route handlers.RouteInfo) bool {
	return route.Access.Kind == web.MayAPI || route.Access.Kind == web.HolderAPI
}

// isPageOfEvent reports whether the address names the event and nothing else, so that it must be there.
func isPageOfEvent(route handlers.RouteInfo) bool {
	return route.Method == http.MethodGet && !strings.ContainsAny(strings.Replace(route.Path, ":slug", "", 1), ":*")
}

func TestEveryRouteAdmitsWhomItsTableSays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := routeTest{apptest.New(t, db)}
		routes := handlers.Routes()
		// What must be refused is tried first: what is allowed may change the event.
		t.Run("signed out", func(t *testing.T) { routeTest{b.With(t)}.signedOut(routes) })
		t.Run("another organization's owner", func(t *testing.T) { routeTest{b.With(t)}.strangers(routes) })
		t.Run("without the permission", func(t *testing.T) { routeTest{b.With(t)}.roles(routes, false) })
		t.Run("with the permission", func(t *testing.T) { routeTest{b.With(t)}.roles(routes, true) })
	})
}

func (b routeTest) signedOut(routes []handlers.RouteInfo) {
	for _, route := range routes {
		switch {
		case isAPI(route):
			b.expects(route, who{}, "nobody", asked)
			b.expects(route, who{token: "mgr_wrong"}, "a wrong token", asked)
		case isForStaff(route):
			b.expects(route, who{}, "nobody", sentToSign)
			b.expects(route, who{token: b.Tokens[models.RoleOwner]}, "a token on a page", sentToSign)
		case route.Access.Kind == web.Person:
			b.expects(route, who{}, "nobody", sentToOpen)
			b.expects(route, who{account: b.Staff[models.RoleOwner]}, "staff", sentToOpen)
		default:
			b.open(route, who{}, "nobody")
		}
	}
}

// open demands that a public route asks nobody to sign in. The online room forbids by its own rule: it is for confirmed
// people.
func (b routeTest) open(route handlers.RouteInfo, who who, name string) {
	b.T.Helper()
	if got := answer(b.ask(route, who)); got != in && got != hidden && got != forbidden {
		b.T.Errorf("%s %s for %s: %s", route.Method, route.Path, name, got)
	}
}

func (b routeTest) strangers(routes []handlers.RouteInfo) {
	for _, route := range routes {
		if route.Access.Permission == "" {
			continue
		}
		b.expects(route, who{account: b.OtherOwner}, "a stranger", hidden)
		if isAPI(route) {
			b.expects(route, who{token: b.OtherToken}, "a stranger's token", hidden)
		}
	}
}

// roles asks with every role, each route that the role may use (allowed) or may not.
func (b routeTest) roles(routes []handlers.RouteInfo, allowed bool) {
	for _, route := range routes {
		for _, role := range models.Roles {
			if route.Access.Permission == "" || models.Holds([]models.Role{role}, route.Access.Permission) != allowed {
				continue
			}
			want := forbidden
			if allowed {
				want = in
			}
			b.expects(route, who{account: b.Staff[role]}, string(role), want)
			if isAPI(route) {
				b.expects(route, who{token: b.Tokens[role]}, string(role)+"'s token", want)
			}
		}
	}
}

func TestOnlyHostsMakeEvents(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := routeTest{apptest.New(t, db)}
		for _, route := range handlers.Routes() {
			if route.Access.Kind == web.Hosting {
				b.expects(route, who{account: b.Staff[models.RoleAnalyst]}, "an analyst", forbidden)
				b.expects(route, who{account: b.OtherOwner}, "an organization's owner", in)
			}
		}
	})
}

func TestSignedInIsEnoughForTheOwnAccount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := routeTest{apptest.New(t, db)}
		for _, route := range handlers.Routes() {
			if route.Access.Kind == web.SignedIn && route.Path != "/staff/logout" { // which leads to the sign-in page
				b.expects(route, who{account: b.Staff[models.RoleAnalyst]}, "an analyst", in)
			}
		}
	})
}

func TestEveryStaffRouteNamesWhoMay(t *testing.T) {
	open := []string{"/staff/login", "/staff/forgot", "/staff/forgot/sent", "/staff/reset/:secret"}
	for _, route := range handlers.Routes() {
		if strings.HasPrefix(route.Path, "/staff") && route.Access.Kind != web.SignedIn && route.Access.Kind != web.Hosting &&
			route.Access.Permission == "" &&
			!slices.Contains(open, route.Path) {
			t.Errorf("%s %s is open to anyone", route.Method, route.Path)
		}
		if strings.HasPrefix(route.Path, "/staff/events/:slug") && route.Access.Permission == "" {
			t.Errorf("%s %s needs a permission", route.Method, route.Path)
		}
	}
}
