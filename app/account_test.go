package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// cookieClient asks as a browser does: it keeps cookies and follows nothing.
type cookieClient struct {
	t       *testing.T
	handler http.Handler
	cookies map[string]string
}

func newBrowser(t *testing.T, db *models.DB) *cookieClient {
	t.Helper()
	program, err := newApp(t.Context(), &Config{DataDir: t.TempDir(), Addr: "127.0.0.1:8080", MailFrom: "Meguri <meguri@localhost>", RateLimit: "off"}, db)
	if err != nil {
		t.Fatal(err)
	}
	return &cookieClient{t, program.handler, map[string]string{}}
}

func (b *cookieClient) get(path string) (*http.Response, string) {
	return b.send(http.MethodGet, path, nil)
}

// post sends a form of pairs of a name and a value.
func (b *cookieClient) post(path string, pairs ...string) (*http.Response, string) {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.send(http.MethodPost, path, form)
}

func (b *cookieClient) send(method, path string, form url.Values) (*http.Response, string) {
	b.t.Helper()
	request := httptest.NewRequestWithContext(b.t.Context(), method, path, strings.NewReader(form.Encode()))
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, request)
	response := recorder.Result()
	for _, cookie := range response.Cookies() {
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return response, recorder.Body.String()
}

// says demands a status and a text on the page.
func (b *cookieClient) says(response *http.Response, body string, status int, text string) {
	b.t.Helper()
	if response.StatusCode != status || !strings.Contains(body, text) {
		b.t.Errorf("%d, want %d with %q", response.StatusCode, status, text)
	}
}

func (b *cookieClient) leadsTo(response *http.Response, path string) {
	b.t.Helper()
	if response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != path {
		b.t.Errorf("%d to %q, want %q", response.StatusCode, response.Header.Get("Location"), path)
	}
}

const ownersPassword = "river bridge lantern 7"

func withOwner(t *testing.T, db *models.DB) *cookieClient {
	t.Helper()
	modelstest.Summit(t, db, "summit")
	if _, err := command(t, db, "user", "create", "--email", "o@example.jp", "--name", "主催", "--password", ownersPassword, "--event", "summit"); err != nil {
		t.Fatal(err)
	}
	return newBrowser(t, db)
}

func TestSignInPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := withOwner(t, db)
		response, body := b.post("/staff/login", "email", "o@example.jp", "password", "wrong")
		b.says(response, body, http.StatusUnprocessableEntity, "メールアドレスまたはパスワードが違います")
		b.says(response, body, http.StatusUnprocessableEntity, `value="o@example.jp"`)
		for range 5 {
			response, body = b.post("/staff/login", "email", "o@example.jp", "password", "wrong")
		}
		b.says(response, body, http.StatusTooManyRequests, "あと約1分")
		if response.Header.Get("Retry-After") != "60" {
			t.Errorf("Retry-After is %q", response.Header.Get("Retry-After"))
		}
		response, body = b.send(http.MethodPost, "/staff/login?lang=en", url.Values{"email": {"o@example.jp"}, "password": {"wrong"}})
		b.says(response, body, http.StatusTooManyRequests, "about 1 minute and")
	})
}

func TestOwnAccountPages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := withOwner(t, db)
		response, _ := b.post("/staff/login", "email", "o@example.jp", "password", ownersPassword, "next", "/staff/account")
		b.leadsTo(response, "/staff/account")
		t.Run("a wrong present password is told beside its field", func(t *testing.T) {
			response, body := b.post("/staff/account/password", "current", "wrong", "password", "another river at night")
			b.says(response, body, http.StatusUnprocessableEntity, "今のパスワードが違います")
		})
		t.Run("profile and password change", func(t *testing.T) {
			response, _ := b.post("/staff/account", "name", "川崎 花子", "locale", "en")
			b.leadsTo(response, "/staff/account")
			response, body := b.get("/staff/account")
			b.says(response, body, http.StatusOK, "川崎 花子")
			response, _ = b.post("/staff/account/password", "current", ownersPassword, "password", "another river at night")
			b.leadsTo(response, "/staff/account")
			response, body = b.get("/staff/account")
			b.says(response, body, http.StatusOK, "パスワードを変更しました")
		})
		t.Run("signing out ends it", func(t *testing.T) {
			response, _ := b.post("/staff/logout")
			b.leadsTo(response, "/staff/login")
			response, _ = b.get("/staff/account")
			b.leadsTo(response, "/staff/login?next=%2Fstaff%2Faccount")
		})
	})
}

func TestForgottenPasswordTellsNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := withOwner(t, db)
		for _, email := range []string{"o@example.jp", "nobody@example.jp", "no address at all"} {
			response, _ := b.post("/staff/forgot", "email", email)
			b.leadsTo(response, "/staff/forgot/sent")
		}
		response, body := b.get("/staff/reset/no-such-link")
		b.says(response, body, http.StatusNotFound, "このリンクは使えません")
		if response.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Error("the address of a reset may leak to other sites")
		}
	})
}

func TestMembersPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := withOwner(t, db)
		const members = "/staff/events/summit/members"
		b.post("/staff/login", "email", "o@example.jp", "password", ownersPassword)
		t.Run("a new colleague sets a password by the link in the mail", func(t *testing.T) {
			response, _ := b.post(members, "email", "taro@example.jp", "role", "receptionist")
			b.leadsTo(response, members)
			_, body := b.get("/staff/events/summit/mails")
			mail := regexp.MustCompile(`/mails/[0-9a-f-]{36}`).FindString(body)
			_, body = b.get("/staff/events/summit" + mail + "/body")
			link := regexp.MustCompile(`/staff/reset/[\w-]+`).FindString(body)
			taro := &cookieClient{t, b.handler, map[string]string{}}
			response, body = taro.get(link)
			b.says(response, body, http.StatusOK, "taro@example.jp")
			response, _ = taro.post(link, "password", "lanterns on the water")
			b.leadsTo(response, "/staff/login")
			response, _ = taro.post("/staff/login", "email", "taro@example.jp", "password", "lanterns on the water")
			b.leadsTo(response, "/staff")
		})
		t.Run("an organizer does not see the link of an invitation", func(t *testing.T) {
			if _, err := command(t, db, "user", "create", "--email", "e@example.jp", "--name", "運営", "--password", ownersPassword, "--event", "summit", "--role", "organizer"); err != nil {
				t.Fatal(err)
			}
			b.post(members, "email", "jiro@example.jp", "role", "owner")
			organizer := &cookieClient{t, b.handler, map[string]string{}}
			organizer.post("/staff/login", "email", "e@example.jp", "password", ownersPassword)
			_, body := organizer.get("/staff/events/summit/mails")
			mail := regexp.MustCompile(`/mails/[0-9a-f-]{36}`).FindString(body)
			_, mine := organizer.get("/staff/events/summit" + mail + "/body")
			_, owners := b.get("/staff/events/summit" + mail + "/body")
			secret := regexp.MustCompile(`/staff/reset/([\w-]{32})`).FindStringSubmatch(owners)
			if len(secret) < 2 || strings.Contains(mine, secret[1]) {
				t.Errorf("the link is %v", secret)
			}
		})
		t.Run("the last owner stays", func(t *testing.T) {
			_, body := b.get(members)
			var response *http.Response
			for _, remove := range regexp.MustCompile(`/staff/events/summit/members/[0-9a-f-]{36}/remove`).FindAllString(body, -1) {
				response, _ = b.post(remove)
				b.leadsTo(response, members)
			}
			response, body = b.get(members)
			b.says(response, body, http.StatusOK, "o@example.jp")
		})
		t.Run("a token is shown once and works until it is revoked", func(t *testing.T) {
			response, body := b.post("/staff/events/summit/tokens", "token_name", "report", "token_role", "organizer")
			b.says(response, body, http.StatusOK, "今だけ")
			if response.Header.Get("Cache-Control") != "no-store" {
				t.Error("the page with the token may be kept")
			}
			secret := regexp.MustCompile(`mgr_[\w-]+`).FindString(body)
			_, body = b.get(members)
			if strings.Contains(body, secret) {
				t.Error("the token is shown again")
			}
			program := func() int {
				request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/events/summit/registrations", nil)
				request.Header.Set("Authorization", "Bearer "+secret)
				recorder := httptest.NewRecorder()
				b.handler.ServeHTTP(recorder, request)
				return recorder.Code
			}
			if status := program(); status != http.StatusOK {
				t.Errorf("%d", status)
			}
			b.post(regexp.MustCompile(`/staff/events/summit/tokens/[0-9a-f-]{36}/revoke`).FindString(body))
			if status := program(); status != http.StatusUnauthorized {
				t.Errorf("revoked: %d", status)
			}
		})
	})
}
