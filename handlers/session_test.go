package handlers_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// setCookies are the cookies that an answer sets, by name.
func setCookies(header http.Header) map[string]*http.Cookie {
	found := map[string]*http.Cookie{}
	for _, cookie := range (&http.Response{Header: header}).Cookies() {
		found[cookie.Name] = cookie
	}
	return found
}

func TestCookiesAreOfThisHostOnlyWhereHTTPSIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Account("staff@mail.example", "職員", demo.Password)
		values := url.Values{"email": {"staff@mail.example"}, "password": {demo.Password}}
		for base, prefix := range map[string]string{"https://meguri.example": "__Host-", "http://localhost:8080": ""} {
			p.Start(func(c *program.Config) { c.BaseURL = base })
			cookies := setCookies(p.Form("/staff/login?lang=en", values).Header())
			for _, name := range []string{"meguri_login", "meguri_device", "meguri_lang"} {
				cookie := cookies[prefix+name]
				if cookie == nil {
					t.Fatalf("%s: no cookie %s in %v", base, prefix+name, cookies)
				}
				apptest.Equal(t, name+" is secure", cookie.Secure, prefix != "")
				apptest.Equal(t, name+"'s path", cookie.Path, "/")
				apptest.Equal(t, name+"'s domain", cookie.Domain, "")
				apptest.Equal(t, name+" is hidden from scripts", cookie.HttpOnly, true)
			}
			login := []string{"Cookie", prefix + "meguri_login=" + cookies[prefix+"meguri_login"].Value}
			p.Wants(p.Request(http.MethodGet, "/staff/account", "", login...), http.StatusOK)
			if prefix != "" { // a cookie that another host of the domain could have set
				login[1] = strings.TrimPrefix(login[1], prefix)
				p.Wants(p.Request(http.MethodGet, "/staff/account", "", login...), http.StatusSeeOther)
			}
		}
	})
}

func TestStrictTransportIsWhatTheOperatorSets(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, c := range []struct{ base, set, want string }{
			{"https://meguri.example", "max-age=31536000", "max-age=31536000"},
			{"https://meguri.example", "max-age=63072000; includeSubDomains", "max-age=63072000; includeSubDomains"},
			{"https://meguri.example", "off", ""},
			{"http://localhost:8080", "max-age=31536000", ""},
		} {
			p.Start(func(config *program.Config) { config.BaseURL, config.HSTS = c.base, c.set })
			got := p.Request(http.MethodGet, "/", "").Header().Get("Strict-Transport-Security")
			apptest.Equal(t, c.base+" "+c.set, got, c.want)
		}
		if _, err := program.New(&program.Config{DataDir: t.TempDir(), HSTS: "yes\r\nX: y"}, p.DB); err == nil {
			t.Error("a header of one's own was taken")
		}
	})
}

func TestSigningOutClearsTheBrowser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		answer := p.Form("/staff/logout", url.Values{}, p.AsOwner()...)
		apptest.Equal(t, "what is cleared", answer.Header().Get("Clear-Site-Data"), `"cache", "storage"`)
		cookies := setCookies(answer.Header())
		apptest.Equal(t, "the login's age", cookies[apptest.LoginCookie].MaxAge, -1)
		if cookies["__Host-meguri_device"] != nil {
			t.Error("the browser forgets that it has signed in before")
		}
	})
}

// Who floods the sign-in page from the network of a venue shuts nobody out who has signed in there before.
func TestABrowserThatHasSignedInCountsApartFromItsNetwork(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Start(func(c *program.Config) { c.RateLimit = "on" })
		p.Account("staff@mail.example", "職員", demo.Password)
		values := url.Values{"email": {"staff@mail.example"}, "password": {demo.Password}}
		device := setCookies(p.Form("/staff/login", values).Header())["__Host-meguri_device"]
		flood := func() {
			for range 70 {
				p.Form("/staff/login", url.Values{"email": {"x"}, "password": {""}})
			}
		}
		flood()
		apptest.Equal(t, "another browser", p.Form("/staff/login", values).Code, http.StatusTooManyRequests)
		known := p.Form("/staff/login", values, "Cookie", device.Name+"="+device.Value)
		apptest.Equal(t, "this one", known.Code, http.StatusSeeOther)
		flood()
		forged := p.Form("/staff/login", values, "Cookie", device.Name+"=x"+device.Value)
		apptest.Equal(t, "a forged one", forged.Code, http.StatusTooManyRequests)
	})
}

func TestSecurityEventsAreInTheLogWithoutPersonalData(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Start(func(c *program.Config) { c.RateLimit = "on" })
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		defer slog.SetDefault(before)
		p.Account("hanako@secret.example", "秘密花子", demo.Password)
		owner := p.As(models.RoleOwner)
		sign := func(password string) {
			p.Client().Post("/staff/login", "email", "hanako@secret.example", "password", password)
		}
		sign(demo.Password)
		for range 7 {
			sign("not the password")
		}
		p.Client().Post("/staff/forgot", "email", "hanako@secret.example")
		invite(owner, atHere, "taro@secret.example", models.RoleAnalyst)
		invite(owner, atHere, "analyst@here.example", models.RoleReceptionist) // who belongs to it already
		link := mailedLinkOf(p, owner, "taro@secret.example")
		p.Client().Post(link, "password", chosen)
		owner.Post(atHere+"/tokens", "token_name", "秘密の鍵", "token_role", "analyst")
		post := func(pattern string) {
			owner.Post(regexp.MustCompile(atHere + pattern).FindString(owner.Get(atHere + "/members").Body.String()))
		}
		post(`/tokens/[0-9a-f-]{36}/revoke`)
		host := "/staff/organizations/here-host"
		owner.Post(host + "/accounts/" + p.Staff[models.RoleAnalyst] + "/disable")
		owner.Post(host + "/accounts/" + p.Staff[models.RoleAnalyst] + "/enable")
		post(`/members/[0-9a-f-]{36}/remove`)
		p.As(models.RoleReceptionist).Get(atHere + "/members")
		p.AsAccount(p.OtherOwner).Get(atHere)
		for range 12 {
			p.Client().Post("/staff/forgot", "email", "x")
		}
		owner.Post("/staff/logout")
		text := log.String()
		for _, event := range []string{
			"sign_in security.outcome=ok", "sign_in security.outcome=failed", "sign_in security.outcome=locked", "sign_out",
			"password_reset", "password_forgotten", "invitation_sent", "invitation_answered", "role_given", "role_removed",
			"token_made", "token_ended", "account_disabled", "account_enabled", "permission_refused", "rate_limited",
		} {
			apptest.Contains(t, "the log", text, "security.event="+event)
		}
		apptest.Contains(t, "the log", text, "security.network=192.0.2.1", "security.account="+p.Staff[models.RoleOwner])
		secret := strings.TrimPrefix(link, "/staff/reset/")
		apptest.Lacks(t, "the log", text, "secret.example", "秘密", demo.Password, chosen, secret)
	})
}

// mailedLinkOf is the link in the outbox to an address.
func mailedLinkOf(p *apptest.Program, c *apptest.Client, email string) string {
	p.T.Helper()
	page := c.Get(atHere + "/mails?q=" + url.QueryEscape(email)).Body.String()
	mail := regexp.MustCompile(`/mails/[0-9a-f-]{36}`).FindString(page)
	return regexp.MustCompile(`/staff/reset/[\w-]{32}`).FindString(c.Get(atHere + mail + "/body").Body.String())
}
