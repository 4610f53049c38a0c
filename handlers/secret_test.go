package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestLogsHoldNoSecretAndNoPerson(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
		defer slog.SetDefault(before)
		secret, id, ticket := p.SignUp(p.Event, "hanako@secret.example")
		p.Request(http.MethodGet, "/r/"+secret+"?lang=en", "")
		p.Form("/r/"+secret, url.Values{"family_name": {"秘密"}, "given_name": {"花子"}})
		p.Form("/events/here/link", url.Values{"email": {"hanako@secret.example"}})
		p.Form("/staff/login", url.Values{"email": {"owner@here.example"}, "password": {"the secret password"}})
		p.Form("/staff/forgot", url.Values{"email": {"owner@here.example"}})
		p.Request(http.MethodGet, "/staff/reset/a-reset-secret", "")
		p.Request(http.MethodGet, "/staff/events/here/people?q=hanako%40secret.example", "", p.AsOwner()...)
		p.Request(http.MethodGet, "/events/nowhere-"+secret, "")
		p.Request(
			http.MethodPost, "/api/v1/events/here/checkins", `{"scans":[{"id":"1","ticket":"`+ticket+`","direction":"in"}]}`,
			"Content-Type", "application/json", "Authorization", "Bearer "+p.Tokens[models.RoleReceptionist],
		)
		text := log.String()
		if !strings.Contains(text, "/r/:token") {
			t.Fatalf("nothing was logged: %s", text)
		}
		for what, part := range map[string]string{
			"the link":       secret,
			"the address":    "secret.example",
			"a name":         "秘密",
			"the password":   "the secret",
			"the ticket":     ticket[:20],
			"the API token":  p.Tokens[models.RoleReceptionist],
			"the reset link": "a-reset-secret", "the registration": id,
		} {
			if strings.Contains(text, part) {
				t.Errorf("%s is in the log", what)
			}
		}
	})
}

func TestSlowedDownAddresses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Start(func(c *program.Config) { c.RateLimit = "on" })
		for path, most := range map[string]int{
			"/events/here/link":                  25,
			"/staff/login":                       65,
			"/staff/forgot":                      12,
			"/staff/reset/secret":                25,
			"/r/secret/survey/" + models.NewID(): 65,
			"GET /r/secret/ticket.pdf":           35,
			"GET /r/secret/summary.pdf":          35,
			"GET /r/secret/certificate.pdf":      35,
			"GET /r/secret/badge.png":            35,
			"GET /certificates/code":             35,
			"GET /organizations/x/did.json":      65,
			"GET /events/here/programme.pdf":     35,
		} {
			method, path, get := strings.Cut(path, " ")
			if !get {
				method, path = http.MethodPost, method
			}
			slowed := 0
			for range most {
				answer := p.Request(method, path, "email=nobody", "Content-Type", "application/x-www-form-urlencoded")
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

// Every answer of every route, and of an address that has none, carries the headers that keep a page from being framed,
// sniffed, kept, or sent along.
func TestEveryAnswerCarriesItsHeaders(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, route := range append(handlers.Routes(), handlers.RouteInfo{Method: http.MethodGet, Path: "/nowhere"}) {
			header := routeTest{p}.ask(route, who{account: p.Staff[models.RoleOwner]}).Header
			for name, want := range map[string]string{
				"X-Content-Type-Options":    "nosniff",
				"Strict-Transport-Security": "max-age=31536000",
				"Permissions-Policy":        "camera=(self), microphone=(), geolocation=()",
			} {
				if got := header.Get(name); got != want {
					t.Errorf("%s %s: %s is %q", route.Method, route.Path, name, got)
				}
			}
			policy := header.Get("Content-Security-Policy")
			if strings.Contains(policy, "sandbox") { // a mail in a frame, which has styles of its own and may do nothing
				apptest.Contains(t, route.Path, policy, "default-src 'none'", "frame-ancestors 'self'")
				continue
			}
			what := "the policy of " + route.Method + " " + route.Path
			apptest.Contains(
				t, what, policy, "default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
				"frame-ancestors",
			)
			apptest.Lacks(t, what, policy, "unsafe-inline")
			secret := strings.Contains(route.Path, ":token") || strings.Contains(route.Path, ":secret")
			if referrer := header.Get("Referrer-Policy"); (secret && referrer != "no-referrer") ||
				(referrer != "no-referrer" && referrer != "same-origin") {
				t.Errorf("%s %s: the referrer policy is %q", route.Method, route.Path, referrer)
			}
			if kept := header.Get("Cache-Control"); kept != "no-store" &&
				(secret || strings.HasPrefix(route.Path, "/staff") || isAPI(route)) {
				t.Errorf("%s %s may be kept: %q", route.Method, route.Path, kept)
			}
		}
	})
}

func TestTheLoginsCookieIsForThisSiteOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Account("staff@mail.example", "職員", demo.Password)
		values := url.Values{"email": {"staff@mail.example"}, "password": {demo.Password}}
		planted := models.NewSecret()
		answer := p.Form("/staff/login", values, "Cookie", apptest.LoginCookie+"="+planted)
		cookie := answer.Header().Get("Set-Cookie")
		apptest.Contains(
			t, "the cookie", cookie, apptest.LoginCookie+"=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax",
			"; Max-Age=",
		)
		apptest.Lacks(t, "the cookie", cookie, "Domain")
		if strings.Contains(cookie, planted) {
			t.Error("a secret from elsewhere opens the login")
		}
		t.Run("and the way back stays on this site", func(t *testing.T) {
			for next, want := range map[string]string{
				"//evil.example":             "/staff",
				"https://evil.example/staff": "/staff",
				`/\evil.example`:             "/staff",
				"javascript:alert(1)":        "/staff",
				"/staff\r\nX-A: b":           "/staff",
				"/staff/account":             "/staff/account",
			} {
				values.Set("next", next)
				if got := p.Form("/staff/login", values).Header().Get("Location"); got != want {
					t.Errorf("%q leads to %q", next, got)
				}
			}
		})
		t.Run("and ends with the account and at the sign-out", func(t *testing.T) {
			secret, _, _ := strings.Cut(strings.TrimPrefix(cookie, apptest.LoginCookie+"="), ";")
			asStaff := []string{"Cookie", apptest.LoginCookie + "=" + secret}
			p.Wants(p.Request(http.MethodGet, "/staff/account", "", asStaff...), http.StatusOK)
			p.Wants(p.Form("/staff/logout", url.Values{}, asStaff...), http.StatusSeeOther)
			p.Wants(p.Request(http.MethodGet, "/staff/account", "", asStaff...), http.StatusSeeOther)
		})
	})
}

func TestALostRoleIsLostAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		cookie := []string{"Cookie", apptest.LoginCookie + "=" + p.Login(p.Staff[models.RoleReceptionist])}
		p.Wants(p.Request(http.MethodGet, "/staff/events/here/reception", "", cookie...), http.StatusOK)
		members, err := p.DB.Query(t.Context()).Members().AtEvent(p.Event)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if m.Role == models.RoleReceptionist {
				p.Wants(
					p.Form("/staff/organizations/here-host/members/"+m.ID+"/remove", url.Values{}, p.AsOwner()...),
					http.StatusSeeOther,
				)
			}
		}
		p.Wants(p.Request(http.MethodGet, "/staff/events/here/reception", "", cookie...), http.StatusForbidden)
	})
}

// What others send as a request's id gets into the log and every answer only where it is one.
func TestARequestsIDFromOutsideIsShortAndPlain(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	for sent, kept := range map[string]bool{
		"proxy-1_a.B": true, models.NewID(): true, "hanako@secret.example": false, "<script>": false,
		strings.Repeat("x", 65): false,
	} {
		got := p.Request(http.MethodGet, "/healthz", "", "X-Request-ID", sent).Header().Get("X-Request-ID")
		if got == "" {
			t.Errorf("there is no id where %q was sent", sent)
		}
		if (got == sent) != kept {
			t.Errorf("%q became %q", sent, got)
		}
	}
}

// What broke is for the log. The database is closed under the program, so that every request meets an error that nobody
// wrote a text for.
func TestNoAnswerShowsWhatBroke(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		cookie := p.AsOwner()
		if err := p.DB.Close(); err != nil {
			t.Fatal(err)
		}
		part := append([]string{"HX-Request", "true"}, cookie...)
		token := []string{"Authorization", "Bearer " + p.Tokens[models.RoleOwner]}
		for name, answer := range map[string]*httptest.ResponseRecorder{
			"a page":       p.Request(http.MethodGet, "/events/nowhere", ""),
			"an own page":  p.Request(http.MethodGet, "/r/secret", ""),
			"a staff page": p.Request(http.MethodGet, "/staff/events/here/people", "", cookie...),
			"a form":       p.Form("/staff/login", url.Values{"email": {"a@b.example"}, "password": {"x"}}),
			"a part":       p.Request(http.MethodGet, "/staff/events/here/reception/counts", "", part...),
			"the API":      p.Request(http.MethodPost, apptest.RegistrationsPath, "{}", "Content-Type", "application/json"),
			"a file":       p.Request(http.MethodGet, "/api/v1/events/here/registrations.csv", "", token...),
		} {
			if answer.Code < 500 {
				t.Errorf("%s: %d", name, answer.Code)
			}
			for _, inside := range append(apptest.Internals, "sql:", "is closed", "connect") {
				if strings.Contains(answer.Body.String(), inside) {
					t.Errorf("%s shows %q: %.300s", name, inside, answer.Body)
				}
			}
		}
	})
}

// Whoever makes up methods does not fill the memory with what is counted of them.
func TestMethodsThatNobodyHasAreCountedAsOne(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	for _, method := range []string{"FOO", "BAR", "BREW", http.MethodGet} {
		p.Request(method, "/healthz", "")
	}
	answer := httptest.NewRecorder()
	p.Metrics.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	counted := answer.Body.String()
	apptest.Lacks(t, "what is counted", counted, `method="FOO"`)
	apptest.Contains(
		t, "what is counted", counted, `meguri_http_request_seconds_count{method="other",route="/healthz",status="405"} 3`,
	)
}

func TestMetricsAreForWhoHasTheToken(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	ask := func(header ...string) int { return p.Request(http.MethodGet, "/metrics", "", header...).Code }
	if got := ask("Authorization", "Bearer "); got != http.StatusNotFound {
		t.Errorf("%d without a token in the settings", got)
	}
	p.Start(func(c *program.Config) { c.MetricsToken = "0123456789abcdef" })
	for given, want := range map[string]int{
		"Bearer 0123456789abcdef":  http.StatusOK,
		"Bearer 0123456789abcdeF":  http.StatusUnauthorized,
		"Bearer ":                  http.StatusUnauthorized,
		"Bearer 0123456789abcdef0": http.StatusUnauthorized,
		"":                         http.StatusUnauthorized,
	} {
		if got := ask("Authorization", given); got != want {
			t.Errorf("%q: %d, want %d", given, got, want)
		}
	}
}

func TestAnybodyMayAskForHealthAndLearnsNothingMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
			if got := p.Request(http.MethodGet, path, "").Body.String(); got != want {
				t.Errorf("%s: %q, want %q", path, got, want)
			}
		}
		if err := p.DB.Close(); err != nil {
			t.Fatal(err)
		}
		answer := p.Request(http.MethodGet, "/readyz", "")
		if got := answer.Body.String(); answer.Code != http.StatusServiceUnavailable || got != "not ready\n" {
			t.Errorf("without a database: %d %q", answer.Code, got)
		}
	})
}

// Who sees counts or log lines before and after an answer would know when it came.
func TestAnsweringASurveyIsNeitherCountedNorLogged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
		defer slog.SetDefault(before)
		secret, id, _ := p.SignUp(p.Event, "hanako@secret.example")
		r, err := p.DB.Query(t.Context()).Registrations().ByID(p.Event, id)
		if err != nil {
			t.Fatal(err)
		}
		p.Write(func(tx *models.Tx) error {
			word := &models.Question{Slug: "word", Kind: models.QuestionShortText, TitleJa: "ひとこと"}
			if err := tx.Questions().Add(p.Survey, word); err != nil {
				return err
			}
			if err := tx.Presences().Beat(r, "tab", time.Minute); err != nil {
				return err
			}
			draft := *p.Survey
			return tx.Surveys().Open(&draft)
		})
		page := paths.OfAttendee(secret).Survey(p.Survey.ID)
		state := func() string {
			answer := httptest.NewRecorder()
			p.Metrics.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
			counted := answer.Body.String()
			var ours []string
			for line := range strings.Lines(counted) {
				if strings.Contains(line, "meguri_") && !strings.Contains(line, `"/metrics"`) {
					ours = append(ours, line)
				}
			}
			return strings.Join(ours, "")
		}
		counted := state()
		log.Reset()
		p.Wants(p.Request(http.MethodGet, string(page), ""), http.StatusOK)
		p.LeadsTo(p.Form(string(page), url.Values{"q_word": {"つながり"}}), page.Thanks())
		p.Wants(p.Request(http.MethodGet, page.Thanks(), ""), http.StatusOK)
		if logged := log.String(); logged != "" {
			t.Errorf("logged: %s", logged)
		}
		apptest.Equal(t, "what is counted", state(), counted)
	})
}
