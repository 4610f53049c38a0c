package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/member"
	"meguri/app/service/jobs"
	"meguri/handlers"
	"meguri/models"
	"meguri/models/modelstest"
)

// building is the program with two events of two organizations, and somebody of every role at the first one's organization.
type building struct {
	t             *testing.T
	db            *models.DB
	handler       http.Handler
	jobs          *jobs.Runner
	event, other  *models.Event
	survey        *models.Survey
	accounts      map[models.Role]string
	stranger      string // owner of the other event
	tokens        map[models.Role]string
	strangerToken string
}

func newBuilding(t *testing.T, db *models.DB) *building {
	t.Helper()
	program, err := newApp(t.Context(), &Config{DataDir: t.TempDir(), Addr: "127.0.0.1:8080", BaseURL: "https://meguri.example", MailFrom: "Meguri <meguri@localhost>", RateLimit: "off"}, db)
	if err != nil {
		t.Fatal(err)
	}
	b := &building{t: t, db: db, handler: program.handler, jobs: program.jobs, accounts: map[models.Role]string{}, tokens: map[models.Role]string{}}
	b.event, b.other = modelstest.Summit(t, db, "here"), modelstest.Summit(t, db, "elsewhere")
	b.survey = &models.Survey{EventID: b.event.ID, TitleJa: "アンケート", State: models.SurveyDraft}
	b.write(func(tx *models.Tx) error { return tx.CreateSurvey(b.survey) })
	for _, role := range models.Roles {
		b.accounts[role] = b.member(b.event, role)
		b.tokens[role] = b.token(b.event, role)
	}
	b.stranger, b.strangerToken = b.member(b.other, models.Owner), b.token(b.other, models.Owner)
	return b
}

func (b *building) write(do func(tx *models.Tx) error) {
	b.t.Helper()
	if err := b.db.InTx(b.t.Context(), do); err != nil {
		b.t.Fatal(err)
	}
}

// member makes an account with a role at the event's organization.
func (b *building) member(event *models.Event, role models.Role) string {
	b.t.Helper()
	email := fmt.Sprintf("%s@%s.example", role, event.Slug)
	account := &models.Account{Email: email, EmailKey: email, Name: string(role), PasswordHash: "!", Locale: "ja"}
	b.write(func(tx *models.Tx) error {
		if err := tx.CreateAccount(account); err != nil {
			return err
		}
		return tx.AddMember(&models.Member{AccountID: account.ID, OrganizationID: &event.OrganizationID, Role: role})
	})
	return account.ID
}

func (b *building) token(event *models.Event, role models.Role) string {
	b.t.Helper()
	secret, err := quietMembers(b.db).NewToken(b.t.Context(), event, member.TokenInput{Name: string(role), Role: role}, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return secret
}

// login opens a new login, so that a route that ends logins does not stand in the way of the next.
func (b *building) login(accountID string) string {
	b.t.Helper()
	secret := models.NewSecret()
	b.write(func(tx *models.Tx) error {
		return tx.CreateLogin(&models.Login{AccountID: accountID, TokenHash: models.HashSecret(secret), ExpiresAt: tx.Now.Add(time.Hour)})
	})
	return secret
}

// who asks: an account, a bearer token, or nobody.
type who struct{ account, token string }

func (b *building) ask(route handlers.RouteInfo, who who) *http.Response {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), route.Method, b.address(route.Path), strings.NewReader(""))
	if route.Method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who.account != "" {
		request.AddCookie(&http.Cookie{Name: "meguri_login", Value: b.login(who.account)})
	}
	if who.token != "" {
		request.Header.Set("Authorization", "Bearer "+who.token)
	}
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, request)
	return recorder.Result()
}

// address fills a route's parameters in: the event, its survey, and for all else an id that names nothing.
func (b *building) address(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		switch {
		case part == ":slug" && slices.Contains(parts, "organizations"):
			parts[i] = b.event.Slug + "-host" // see modelstest.Summit
		case part == ":slug":
			parts[i] = b.event.Slug
		case part == ":id" && slices.Contains(parts, "surveys"):
			parts[i] = b.survey.ID
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
	}
	return in
}

// expects asks and compares. Where somebody may come in, what the id or the form names may be missing: refused would be another answer.
func (b *building) expects(route handlers.RouteInfo, who who, name, want string) {
	b.t.Helper()
	got := answer(b.ask(route, who))
	ok := got == want || (want == in && got == hidden && !isPageOfEvent(route))
	if !ok {
		b.t.Errorf("%s %s for %s: %s, want %s", route.Method, route.Path, name, got, want)
	}
}

// isPageOfEvent reports whether the address names the event and nothing else, so that it must be there.
func isPageOfEvent(route handlers.RouteInfo) bool {
	return route.Method == http.MethodGet && !strings.ContainsAny(strings.Replace(route.Path, ":slug", "", 1), ":*")
}

func TestEveryRouteAdmitsWhomItsTableSays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		routes := handlers.Routes()
		// What must be refused is tried first: what is allowed may change the event.
		t.Run("signed out", func(t *testing.T) { b.t = t; b.signedOut(routes) })
		t.Run("another organization's owner", func(t *testing.T) { b.t = t; b.strangers(routes) })
		t.Run("without the permission", func(t *testing.T) { b.t = t; b.roles(routes, false) })
		t.Run("with the permission", func(t *testing.T) { b.t = t; b.roles(routes, true) })
	})
}

func (b *building) signedOut(routes []handlers.RouteInfo) {
	for _, route := range routes {
		switch {
		case route.API && route.Permission != "":
			b.expects(route, who{}, "nobody", asked)
			b.expects(route, who{token: "mgr_wrong"}, "a wrong token", asked)
		case route.Permission != "", route.SignedIn, route.Hosting:
			b.expects(route, who{}, "nobody", sentToSign)
			b.expects(route, who{token: b.tokens[models.Owner]}, "a token on a page", sentToSign)
		default:
			b.open(route, who{}, "nobody")
		}
	}
}

// open demands that a public route asks nobody to sign in. The online room forbids by its own rule: it is for confirmed people.
func (b *building) open(route handlers.RouteInfo, who who, name string) {
	b.t.Helper()
	if got := answer(b.ask(route, who)); got != in && got != hidden && got != forbidden {
		b.t.Errorf("%s %s for %s: %s", route.Method, route.Path, name, got)
	}
}

func (b *building) strangers(routes []handlers.RouteInfo) {
	for _, route := range routes {
		if route.Permission == "" {
			continue
		}
		b.expects(route, who{account: b.stranger}, "a stranger", hidden)
		if route.API {
			b.expects(route, who{token: b.strangerToken}, "a stranger's token", hidden)
		}
	}
}

// roles asks with every role, each route that the role may use (allowed) or may not.
func (b *building) roles(routes []handlers.RouteInfo, allowed bool) {
	for _, route := range routes {
		for _, role := range models.Roles {
			if route.Permission == "" || models.Holds([]models.Role{role}, route.Permission) != allowed {
				continue
			}
			want := forbidden
			if allowed {
				want = in
			}
			b.expects(route, who{account: b.accounts[role]}, string(role), want)
			if route.API {
				b.expects(route, who{token: b.tokens[role]}, string(role)+"'s token", want)
			}
		}
	}
}

func TestOnlyHostsMakeEvents(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		for _, route := range handlers.Routes() {
			if route.Hosting {
				b.expects(route, who{account: b.accounts[models.Analyst]}, "an analyst", forbidden)
				b.expects(route, who{account: b.stranger}, "an organization's owner", in)
			}
		}
	})
}

func TestSignedInIsEnoughForTheOwnAccount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		for _, route := range handlers.Routes() {
			if route.SignedIn && route.Path != "/staff/logout" { // which leads to the sign-in page
				b.expects(route, who{account: b.accounts[models.Analyst]}, "an analyst", in)
			}
		}
	})
}

func TestEveryStaffRouteNamesWhoMay(t *testing.T) {
	open := []string{"/staff/login", "/staff/forgot", "/staff/forgot/sent", "/staff/reset/:secret"}
	for _, route := range handlers.Routes() {
		if strings.HasPrefix(route.Path, "/staff") && !route.SignedIn && !route.Hosting && route.Permission == "" && !slices.Contains(open, route.Path) {
			t.Errorf("%s %s is open to anyone", route.Method, route.Path)
		}
		if strings.HasPrefix(route.Path, "/staff/events/:slug") && route.Permission == "" {
			t.Errorf("%s %s needs a permission", route.Method, route.Path)
		}
	}
}
