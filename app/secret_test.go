package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestLogsHoldNoSecretAndNoPerson(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
		defer slog.SetDefault(before)
		secret, id, ticket := b.signUp(b.event, "hanako@secret.example")
		b.request(http.MethodGet, "/r/"+secret+"?lang=en", "")
		b.form("/r/"+secret, url.Values{"family_name": {"秘密"}, "given_name": {"花子"}})
		b.form("/events/here/link", url.Values{"email": {"hanako@secret.example"}})
		b.form("/staff/login", url.Values{"email": {"owner@here.example"}, "password": {"the secret password"}})
		b.form("/staff/forgot", url.Values{"email": {"owner@here.example"}})
		b.request(http.MethodGet, "/staff/reset/a-reset-secret", "")
		b.request(http.MethodGet, "/staff/events/here/people?q=hanako%40secret.example", "", b.asOwner()...)
		b.request(http.MethodGet, "/events/nowhere-"+secret, "")
		b.request(http.MethodPost, "/api/v1/events/here/checkins", `{"scans":[{"id":"1","ticket":"`+ticket+`","direction":"in"}]}`,
			"Content-Type", "application/json", "Authorization", "Bearer "+b.tokens[models.RoleReceptionist])
		text := log.String()
		if !strings.Contains(text, "/r/:token") {
			t.Fatalf("nothing was logged: %s", text)
		}
		for what, part := range map[string]string{
			"the link": secret, "the address": "secret.example", "a name": "秘密", "the password": "the secret", "the ticket": ticket[:20], "the API token": b.tokens[models.RoleReceptionist],
			"the reset link": "a-reset-secret", "the registration": id,
		} {
			if strings.Contains(text, part) {
				t.Errorf("%s is in the log", what)
			}
		}
	})
}

func TestSlowedDownAddresses(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		program, err := newApp(t.Context(), &Config{DataDir: t.TempDir(), Addr: "127.0.0.1:8080", MailFrom: "Meguri <meguri@localhost>", RateLimit: "on"}, b.db)
		if err != nil {
			t.Fatal(err)
		}
		b.handler = program.handler
		for path, most := range map[string]int{"/events/here/register": 65, "/events/here/link": 25, "/staff/login": 65, "/staff/forgot": 12, "/staff/reset/secret": 25,
			"/r/secret/survey/" + models.NewID(): 65, "GET /r/secret/ticket.pdf": 35, "GET /r/secret/summary.pdf": 35} {
			method, path, get := strings.Cut(path, " ")
			if !get {
				method, path = http.MethodPost, method
			}
			slowed := 0
			for range most {
				answer := b.request(method, path, "email=nobody", "Content-Type", "application/x-www-form-urlencoded")
				if answer.Code == http.StatusTooManyRequests {
					slowed++
					if answer.Header().Get("Retry-After") == "" {
						t.Errorf("%s does not say when to come again", path)
					}
				}
			}
			if slowed == 0 {
				t.Errorf("%s is never slowed down", path)
			}
		}
	})
}

// Every answer of every route, and of an address that has none, carries the headers that keep a page from being framed, sniffed, kept, or sent along.
func TestEveryAnswerCarriesItsHeaders(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		for _, route := range append(handlers.Routes(), handlers.RouteInfo{Method: http.MethodGet, Path: "/nowhere"}) {
			header := b.ask(route, who{account: b.accounts[models.RoleOwner]}).Header
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Strict-Transport-Security": "max-age=31536000",
				"Permissions-Policy": "camera=(self), microphone=(), geolocation=()"} {
				if got := header.Get(name); got != want {
					t.Errorf("%s %s: %s is %q", route.Method, route.Path, name, got)
				}
			}
			policy := header.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors"} {
				if !strings.Contains(policy, part) || strings.Contains(policy, "unsafe-inline") {
					t.Errorf("%s %s: the policy is %q", route.Method, route.Path, policy)
				}
			}
			secret := strings.Contains(route.Path, ":token") || strings.Contains(route.Path, ":secret")
			if referrer := header.Get("Referrer-Policy"); (secret && referrer != "no-referrer") || (referrer != "no-referrer" && referrer != "same-origin") {
				t.Errorf("%s %s: the referrer policy is %q", route.Method, route.Path, referrer)
			}
			if kept := header.Get("Cache-Control"); kept != "no-store" && (secret || strings.HasPrefix(route.Path, "/staff") || route.Access.Kind == web.MayAPI) {
				t.Errorf("%s %s may be kept: %q", route.Method, route.Path, kept)
			}
		}
	})
}

func TestTheLoginsCookieIsForThisSiteOnly(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		if _, err := quietAccounts(b.db).Create(t.Context(), "staff@mail.example", "職員", demoPassword, "ja"); err != nil {
			t.Fatal(err)
		}
		values := url.Values{"email": {"staff@mail.example"}, "password": {demoPassword}}
		planted := models.NewSecret()
		answer := b.form("/staff/login", values, "Cookie", "meguri_login="+planted)
		cookie := answer.Header().Get("Set-Cookie")
		for _, part := range []string{"meguri_login=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax", "; Max-Age="} {
			if !strings.Contains(cookie, part) || strings.Contains(cookie, "Domain") {
				t.Errorf("%q is not in %q", part, cookie)
			}
		}
		if strings.Contains(cookie, planted) {
			t.Error("a secret from elsewhere opens the login")
		}
		t.Run("and the way back stays on this site", func(t *testing.T) {
			for next, want := range map[string]string{"//evil.example": "/staff", "https://evil.example/staff": "/staff", `/\evil.example`: "/staff", "javascript:alert(1)": "/staff",
				"/staff\r\nX-A: b": "/staff", "/staff/account": "/staff/account"} {
				values.Set("next", next)
				if got := b.form("/staff/login", values).Header().Get("Location"); got != want {
					t.Errorf("%q leads to %q", next, got)
				}
			}
		})
		t.Run("and ends with the account and at the sign-out", func(t *testing.T) {
			secret, _, _ := strings.Cut(strings.TrimPrefix(cookie, "meguri_login="), ";")
			asStaff := []string{"Cookie", "meguri_login=" + secret}
			b.wants(b.request(http.MethodGet, "/staff/account", "", asStaff...), http.StatusOK)
			b.wants(b.form("/staff/logout", url.Values{}, asStaff...), http.StatusSeeOther)
			b.wants(b.request(http.MethodGet, "/staff/account", "", asStaff...), http.StatusSeeOther)
		})
	})
}

func TestALostRoleIsLostAtOnce(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		cookie := []string{"Cookie", "meguri_login=" + b.login(b.accounts[models.RoleReceptionist])}
		b.wants(b.request(http.MethodGet, "/staff/events/here/reception", "", cookie...), http.StatusOK)
		members, err := b.db.Query(t.Context()).Members().AtEvent(b.event)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if m.Role == models.RoleReceptionist {
				b.wants(b.form("/staff/organizations/here-host/members/"+m.ID+"/remove", url.Values{}, b.asOwner()...), http.StatusSeeOther)
			}
		}
		b.wants(b.request(http.MethodGet, "/staff/events/here/reception", "", cookie...), http.StatusNotFound)
	})
}

// What others send as a request's id gets into the log and every answer only where it is one.
func TestARequestsIDFromOutsideIsShortAndPlain(t *testing.T) {
	b := newBuilding(t, modelstest.OnSQLite(t))
	for sent, kept := range map[string]bool{"proxy-1_a.B": true, models.NewID(): true, "hanako@secret.example": false, "<script>": false, strings.Repeat("x", 65): false} {
		if got := b.request(http.MethodGet, "/healthz", "", "X-Request-ID", sent).Header().Get("X-Request-ID"); (got == sent) != kept || got == "" {
			t.Errorf("%q became %q", sent, got)
		}
	}
}

// What broke is for the log. The database is closed under the program, so that every request meets an error that nobody wrote a text for.
func TestNoAnswerShowsWhatBroke(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		cookie := b.asOwner()
		if err := b.db.Close(); err != nil {
			t.Fatal(err)
		}
		for name, answer := range map[string]*httptest.ResponseRecorder{
			"a page":       b.request(http.MethodGet, "/events/nowhere", ""),
			"an own page":  b.request(http.MethodGet, "/r/secret", ""),
			"a staff page": b.request(http.MethodGet, "/staff/events/here/people", "", cookie...),
			"a form":       b.form("/staff/login", url.Values{"email": {"a@b.example"}, "password": {"x"}}),
			"a part":       b.request(http.MethodGet, "/staff/events/here/reception/counts", "", append(cookie, "HX-Request", "true")...),
			"the API":      b.request(http.MethodPost, peoplePath, "{}", "Content-Type", "application/json"),
			"a file":       b.request(http.MethodGet, "/api/v1/events/here/registrations.csv", "", "Authorization", "Bearer "+b.tokens[models.RoleOwner]),
		} {
			if answer.Code < 500 {
				t.Errorf("%s: %d", name, answer.Code)
			}
			for _, inside := range append(internals, "sql:", "is closed", "connect") {
				if strings.Contains(answer.Body.String(), inside) {
					t.Errorf("%s shows %q: %.300s", name, inside, answer.Body)
				}
			}
		}
	})
}

// Whoever makes up methods does not fill the memory with what is counted of them.
func TestMethodsThatNobodyHasAreCountedAsOne(t *testing.T) {
	b := newBuilding(t, modelstest.OnSQLite(t))
	for _, method := range []string{"FOO", "BAR", "BREW", http.MethodGet} {
		b.request(method, "/healthz", "")
	}
	counted := b.request(http.MethodGet, "/metrics", "").Body.String()
	if strings.Contains(counted, `method="FOO"`) || !strings.Contains(counted, `meguri_http_request_seconds_count{method="other",route="/healthz",status="405"} 3`) {
		t.Errorf("%.3000s", counted)
	}
}
