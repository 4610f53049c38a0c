package staff_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const ownersPassword = "river bridge lantern 7"

// eachWithOwner runs a test on each engine, with an event (slug summit) and an owner of it, o@example.jp, who signs in
// by a password.
func eachWithOwner(t *testing.T, test func(t *testing.T, p *apptest.Program)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.Empty(t, db)
		modelstest.Summit(t, db, "summit")
		createUser(t, db, "o@example.jp", models.RoleOwner)
		test(t, p)
	})
}

// createUser makes an account with a role at the event, as an operator does.
func createUser(t *testing.T, db *models.DB, email string, role models.Role) {
	t.Helper()
	_, err := apptest.Command(t, db, "user", "create", "--email", email, "--name", "主催", "--password", ownersPassword,
		"--event", "summit", "--role", string(role))
	if err != nil {
		t.Fatal(err)
	}
}

// signIn is a browser in which the owner is signed in.
func signIn(p *apptest.Program) *apptest.Client {
	p.T.Helper()
	c := p.Client()
	c.SignIn("o@example.jp", ownersPassword)
	return c
}

func TestSignInPage(t *testing.T) {
	eachWithOwner(t, func(t *testing.T, p *apptest.Program) {
		c := p.Client()
		answer := c.Post("/staff/login", "email", "o@example.jp", "password", "wrong")
		c.Wants(answer, http.StatusUnprocessableEntity, "メールアドレスまたはパスワードが違います", `value="o@example.jp"`)
		for range 5 {
			answer = c.Post("/staff/login", "email", "o@example.jp", "password", "wrong")
		}
		c.Wants(answer, http.StatusTooManyRequests, "あと約1分")
		if got := answer.Header().Get("Retry-After"); got != "60" {
			t.Errorf("Retry-After is %q", got)
		}
		answer = c.Post("/staff/login?lang=en", "email", "o@example.jp", "password", "wrong")
		c.Wants(answer, http.StatusTooManyRequests, "about 1 minute and")
	})
}

func TestOwnAccountPages(t *testing.T) {
	const newPassword = "another river at night"
	eachWithOwner(t, func(t *testing.T, p *apptest.Program) {
		t.Run("the sign-in leads to where one wanted to go", func(t *testing.T) {
			c := p.With(t).Client()
			c.LeadsTo(c.Get("/staff/account"), "/staff/login?next=%2Fstaff%2Faccount")
			answer := c.Post("/staff/login", "email", "o@example.jp", "password", ownersPassword, "next", "/staff/account")
			c.LeadsTo(answer, "/staff/account")
		})
		t.Run("a wrong present password is told beside its field", func(t *testing.T) {
			c := signIn(p.With(t))
			answer := c.Post("/staff/account/password", "current", "wrong", "password", newPassword)
			c.Wants(answer, http.StatusUnprocessableEntity, "今のパスワードが違います")
		})
		t.Run("the profile changes", func(t *testing.T) {
			c := signIn(p.With(t))
			c.LeadsTo(c.Post("/staff/account", "name", "川崎 花子", "locale", "en"), "/staff/account")
			c.Wants(c.Get("/staff/account"), http.StatusOK, "川崎 花子")
		})
		t.Run("signing out ends it", func(t *testing.T) {
			c := signIn(p.With(t))
			c.LeadsTo(c.Post("/staff/logout"), "/staff/login")
			c.LeadsTo(c.Get("/staff/account"), "/staff/login?next=%2Fstaff%2Faccount")
		})
		t.Run("the password changes", func(t *testing.T) {
			c := signIn(p.With(t))
			c.LeadsTo(c.Post("/staff/account/password", "current", ownersPassword, "password", newPassword), "/staff/account")
			c.Wants(c.Get("/staff/account"), http.StatusOK, "パスワードを変更しました")
			p.With(t).Client().SignIn("o@example.jp", newPassword)
		})
	})
}

func TestForgottenPasswordTellsNothing(t *testing.T) {
	eachWithOwner(t, func(t *testing.T, p *apptest.Program) {
		c := p.Client()
		for _, email := range []string{"o@example.jp", "nobody@example.jp", "no address at all"} {
			c.LeadsTo(c.Post("/staff/forgot", "email", email), "/staff/forgot/sent")
		}
		answer := c.Get("/staff/reset/no-such-link")
		c.Wants(answer, http.StatusNotFound, "このリンクは使えません")
		if answer.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Error("the address of a reset may leak to other sites")
		}
	})
}

const membersPath = "/staff/events/summit/members"

// find is the first text of a page that matches the pattern.
func find(c *apptest.Client, page, pattern string) string {
	c.T.Helper()
	return regexp.MustCompile(pattern).FindString(c.Get(page).Body.String())
}

// newestMail is the address of the newest mail in the outbox, as it is shown.
func newestMail(c *apptest.Client) string {
	c.T.Helper()
	return "/staff/events/summit" + find(c, "/staff/events/summit/mails", `/mails/[0-9a-f-]{36}`) + "/body"
}

func TestMembersPage(t *testing.T) {
	eachWithOwner(t, func(t *testing.T, p *apptest.Program) {
		t.Run("a new colleague sets a password by the link in the mail", func(t *testing.T) {
			p := p.With(t)
			owner := signIn(p)
			owner.LeadsTo(owner.Post(membersPath, "email", "taro@example.jp", "role", "receptionist"), membersPath)
			link := find(owner, newestMail(owner), `/staff/reset/[\w-]+`)
			taro := p.Client()
			taro.Wants(taro.Get(link), http.StatusOK, "taro@example.jp")
			taro.LeadsTo(taro.Post(link, "password", "lanterns on the water"), "/staff/login")
			taro.SignIn("taro@example.jp", "lanterns on the water")
		})
		t.Run("an organizer does not see the link of an invitation", func(t *testing.T) {
			p := p.With(t)
			createUser(t, p.DB, "e@example.jp", models.RoleOrganizer)
			owner, organizer := signIn(p), p.Client()
			owner.Post(membersPath, "email", "jiro@example.jp", "role", "owner")
			organizer.SignIn("e@example.jp", ownersPassword)
			mail := newestMail(organizer)
			_, secret, _ := strings.Cut(find(owner, mail, `/staff/reset/[\w-]{32}`), "/staff/reset/")
			if secret == "" {
				t.Fatal("the owner does not see the link")
			}
			if strings.Contains(organizer.Get(mail).Body.String(), secret) {
				t.Error("the organizer sees the link")
			}
		})
		t.Run("a token is shown once and works until it is revoked", func(t *testing.T) {
			p := p.With(t)
			owner := signIn(p)
			answer := owner.Post("/staff/events/summit/tokens", "token_name", "report", "token_role", "organizer")
			owner.Wants(answer, http.StatusOK, "今だけ")
			if answer.Header().Get("Cache-Control") != "no-store" {
				t.Error("the page with the token may be kept")
			}
			secret := regexp.MustCompile(`mgr_[\w-]+`).FindString(answer.Body.String())
			if strings.Contains(owner.Get(membersPath).Body.String(), secret) {
				t.Error("the token is shown again")
			}
			api := p.API("").As(secret)
			api.Expect(http.StatusOK, "", http.MethodGet, "/api/v1/events/summit/registrations", nil)
			owner.Post(find(owner, membersPath, `/staff/events/summit/tokens/[0-9a-f-]{36}/revoke`))
			api.Expect(http.StatusUnauthorized, "forbidden", http.MethodGet, "/api/v1/events/summit/registrations", nil)
		})
		t.Run("the last owner stays", func(t *testing.T) {
			owner := signIn(p.With(t))
			page := owner.Get(membersPath).Body.String()
			removal := regexp.MustCompile(`/staff/events/summit/members/[0-9a-f-]{36}/remove`)
			for _, remove := range removal.FindAllString(page, -1) {
				owner.LeadsTo(owner.Post(remove), membersPath)
			}
			owner.Wants(owner.Get(membersPath), http.StatusOK, "o@example.jp")
		})
	})
}
