package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

const (
	hanako        = "hanako@kawasaki.example"
	goodPassword  = "river bridge lantern 7"
	otherPassword = "夕焼けの橋をゆっくり渡る"
	clientNetwork = "192.0.2.7"
)

var links = link.New([]byte("a key for tests"))

// fixture is the service with one account, and a clock that the test sets.
type fixture struct {
	*Service
	t     *testing.T
	now   time.Time
	woken int
	me    *models.Account
}

func newFixture(t *testing.T, db *models.DB) *fixture {
	t.Helper()
	f := &fixture{t: t, now: time.Date(2026, 5, 11, 9, 0, 0, 0, time.UTC)}
	db.SetClock(func() time.Time { return f.now })
	db.OnJob(func() { f.woken++ })
	f.Service = New(db, Options{Links: links, SendsMail: true})
	f.pause = 0
	var err error
	if f.me, err = f.create(hanako, "川崎花子", goodPassword); err != nil {
		t.Fatal(err)
	}
	return f
}

// create makes an account without a role.
func (f *fixture) create(email, name, password string) (*models.Account, error) {
	in := CreateInput{Email: email, Name: name, Password: password, Locale: "ja"}
	return f.CreateMember(f.t.Context(), in, func(*models.Tx) (*models.Member, error) { return nil, nil })
}

func (f *fixture) signIn(email, password, network string) (string, error) {
	opened, err := f.signInFrom(email, password, network, Browser{UserAgent: "Mozilla/5.0"})
	return opened.Login, err
}

func (f *fixture) signInFrom(email, password, network string, browser Browser) (Cookies, error) {
	in := SignInInput{Email: email, Password: password, Network: network, Browser: browser}
	return f.SignIn(f.t.Context(), in)
}

// reset sets a password by the secret of a mailed link.
func (f *fixture) reset(secret, password string) error {
	_, err := f.ResetPassword(f.t.Context(), secret, ResetInput{password}, Browser{})
	return err
}

func (f *fixture) mustSignIn(password string) string {
	f.t.Helper()
	secret, err := f.signIn(hanako, password, clientNetwork)
	if err != nil {
		f.t.Fatal(err)
	}
	return secret
}

func (f *fixture) isSignedIn(secret string) bool {
	_, _, err := f.Authenticate(f.t.Context(), secret)
	return err == nil
}

// lastReset is the secret of the link in the mail that was queued last for an address, "" where there is no mail.
func (f *fixture) lastReset(email string) string {
	f.t.Helper()
	account, err := f.db.Query(f.t.Context()).Accounts().ByEmail(email)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, m := range modelstest.MailsOfAccount(f.t, f.db, account.ID) {
		if m.Data["reset"] != "" {
			return links.PasswordReset(m.Data["reset"])
		}
	}
	return ""
}

func expectCode(t *testing.T, err error, code models.Code) {
	t.Helper()
	if err == nil || models.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// expectEqual compares what there is with what should be; what names it.
func expectEqual[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestSignIn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		t.Run("opens a login until signing out", func(t *testing.T) {
			secret := f.mustSignIn(goodPassword)
			account, login, err := f.Authenticate(t.Context(), secret)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "account", account.ID, f.me.ID)
			if err := f.SignOut(t.Context(), account.ID, login.ID); err != nil {
				t.Fatal(err)
			}
			if f.isSignedIn(secret) {
				t.Error("still signed in")
			}
		})
		t.Run("says the same of a wrong password and an unknown address", func(t *testing.T) {
			_, wrong := f.signIn(hanako, "not the password", clientNetwork)
			_, unknown := f.signIn("nobody@kawasaki.example", goodPassword, clientNetwork)
			expectCode(t, wrong, models.CodeInvalid)
			expectCode(t, unknown, models.CodeInvalid)
			expectEqual(t, "error", fmt.Sprint(unknown), fmt.Sprint(wrong))
		})
		t.Run("ends by itself after two weeks", func(t *testing.T) {
			secret := f.mustSignIn(goodPassword)
			f.now = f.now.Add(LoginAge)
			if f.isSignedIn(secret) {
				t.Error("still signed in")
			}
		})
		t.Run("notes the last use, not each", func(t *testing.T) {
			secret := f.mustSignIn(goodPassword)
			start := f.now
			for _, step := range []struct{ after, seen time.Duration }{{time.Minute, 0}, {6 * time.Minute, 6 * time.Minute}} {
				f.now = start.Add(step.after)
				f.isSignedIn(secret)
				logins, err := f.Logins(t.Context(), f.me.ID)
				if err != nil {
					t.Fatal(err)
				}
				expectEqual(t, "last use after "+step.after.String(), logins[0].SeenAt.Sub(start), step.seen)
			}
		})
		t.Run("one login ends all others", func(t *testing.T) {
			here, there := f.mustSignIn(goodPassword), f.mustSignIn(goodPassword)
			_, login, err := f.Authenticate(t.Context(), here)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SignOutOthers(t.Context(), f.me.ID, login.ID); err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "signed in here", f.isSignedIn(here), true)
			expectEqual(t, "signed in there", f.isSignedIn(there), false)
		})
	})
}

func TestADisabledAccountIsClosedAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		before := f.mustSignIn(goodPassword)
		modelstest.DisableAccount(t, db, f.me.ID)
		if f.isSignedIn(before) {
			t.Error("still signed in")
		}
		_, err := f.signIn(hanako, goodPassword, clientNetwork)
		expectCode(t, err, models.CodeInvalid)
		if err := f.ForgotPassword(t.Context(), ForgotInput{hanako}); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "reset that was mailed", f.lastReset(hanako), "")
	})
}

func TestGuessingIsSlow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		t.Run("an account waits longer and longer, and then opens again", func(t *testing.T) {
			for n := range freeForAccount {
				_, err := f.signIn(hanako, "guess", clientNetwork)
				if models.CodeOf(err) != models.CodeInvalid {
					t.Fatalf("attempt %d: %v", n, err)
				}
			}
			_, err := f.signIn(hanako, goodPassword, "198.51.100.1")
			expectCode(t, err, models.CodeTooMany) // even with the right password, from anywhere
			f.now = f.now.Add(firstWait)
			_, err = f.signIn(hanako, "guess", clientNetwork)
			expectCode(t, err, models.CodeInvalid)
			f.now = f.now.Add(firstWait)
			_, err = f.signIn(hanako, goodPassword, clientNetwork)
			expectCode(t, err, models.CodeTooMany)
			f.now = f.now.Add(firstWait)
			f.mustSignIn(goodPassword)
			_, err = f.signIn(hanako, "guess", clientNetwork)
			expectCode(t, err, models.CodeInvalid) // success cleared the account
		})
		t.Run("an unknown address waits like a known one", func(t *testing.T) {
			for range freeForAccount {
				_, err := f.signIn("nobody@kawasaki.example", "guess", "203.0.113.1")
				expectCode(t, err, models.CodeInvalid)
			}
			_, err := f.signIn("nobody@kawasaki.example", "guess", "203.0.113.1")
			expectCode(t, err, models.CodeTooMany)
		})
		t.Run("a network that tries many addresses waits", func(t *testing.T) {
			for n := range freeForNetwork {
				_, err := f.signIn(strings.Repeat("x", n+1)+"@kawasaki.example", "guess", "203.0.113.2")
				expectCode(t, err, models.CodeInvalid)
			}
			_, err := f.signIn(hanako, goodPassword, "203.0.113.2")
			expectCode(t, err, models.CodeTooMany)
			f.mustSignIn(goodPassword) // other networks do not wait
		})
		t.Run("nobody is locked out for longer than a quarter of an hour", func(t *testing.T) {
			for range 40 {
				_, _ = f.signIn(hanako, "guess", "203.0.113.3")
				f.now = f.now.Add(longestWait)
			}
			f.mustSignIn(goodPassword)
		})
		t.Run("many at once count each", func(t *testing.T) {
			f.now = f.now.Add(2 * forgetAfter)
			codes := make(chan models.Code)
			for range 20 {
				go func() {
					_, err := f.SignIn(
						context.WithoutCancel(t.Context()),
						SignInInput{Email: hanako, Password: "guess", Network: "203.0.113.4"},
					)
					codes <- models.CodeOf(err)
				}()
			}
			tried := 0
			for range 20 {
				if <-codes == models.CodeInvalid {
					tried++
				}
			}
			if tried > freeForAccount {
				t.Errorf("%d guesses were looked at", tried)
			}
		})
	})
}

func TestPasswordReset(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		ask := func(email string) {
			t.Helper()
			if err := f.ForgotPassword(t.Context(), ForgotInput{email}); err != nil {
				t.Fatal(err)
			}
		}
		t.Run("says nothing of an unknown address", func(t *testing.T) {
			ask("nobody@kawasaki.example")
			ask("no address")
			expectEqual(t, "reset that was mailed", f.lastReset(hanako), "")
		})
		t.Run("a link works once, and ends all logins", func(t *testing.T) {
			before := f.mustSignIn(goodPassword)
			ask(" Hanako@Kawasaki.example ")
			secret := f.lastReset(hanako)
			expectCode(t, f.reset(secret, "password1234"), models.CodeInvalid)
			if err := f.reset(secret, otherPassword); err != nil {
				t.Fatal(err)
			}
			expectCode(t, f.reset(secret, goodPassword), models.CodeNotFound)
			if f.isSignedIn(before) {
				t.Error("the old login still works")
			}
			f.mustSignIn(otherPassword)
			_, err := f.signIn(hanako, goodPassword, clientNetwork)
			expectCode(t, err, models.CodeInvalid)
		})
		t.Run("a link is good for an hour", func(t *testing.T) {
			ask(hanako)
			secret := f.lastReset(hanako)
			f.now = f.now.Add(resetAge - time.Second)
			if _, err := f.ResetPage(t.Context(), secret); err != nil {
				t.Errorf("before: %v", err)
			}
			f.now = f.now.Add(time.Second)
			_, err := f.ResetPage(t.Context(), secret)
			expectCode(t, err, models.CodeNotFound)
			expectCode(t, f.reset(secret, goodPassword), models.CodeNotFound)
		})
		t.Run("a mailbox gets three an hour", func(t *testing.T) {
			f.now = f.now.Add(2 * time.Hour)
			before := len(f.mails())
			for range 6 {
				ask(hanako)
			}
			expectEqual(t, "mails", len(f.mails())-before, resetsPerHour)
		})
		t.Run("a mail holds no secret", func(t *testing.T) {
			for _, m := range f.mails() {
				expectEqual(t, "number of facts", len(m.Data), 1)
				if strings.Contains(m.Data["reset"], links.PasswordReset(m.Data["reset"])) {
					t.Errorf("the mail holds the secret: %v", m.Data)
				}
			}
		})
	})
}

func (f *fixture) mails() []models.Mail {
	f.t.Helper()
	return slices.DeleteFunc(modelstest.MailsOfAccount(f.t, f.db, f.me.ID), func(m models.Mail) bool {
		return m.Kind != MailPasswordReset
	})
}

func TestChangePassword(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		here, there := f.mustSignIn(goodPassword), f.mustSignIn(goodPassword)
		me, _, err := f.Authenticate(t.Context(), here)
		if err != nil {
			t.Fatal(err)
		}
		var opened Cookies
		change := func(current, password string) (err error) {
			opened, err = f.ChangePassword(t.Context(), me, PasswordInput{current, password}, Browser{})
			return err
		}
		expectCode(t, change("not it", otherPassword), models.CodeInvalid)
		expectCode(t, change(goodPassword, "password1234"), models.CodeInvalid)
		if err := change(goodPassword, otherPassword); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "signed in by the old cookie", f.isSignedIn(here), false)
		expectEqual(t, "signed in by the new cookie", f.isSignedIn(opened.Login), true)
		expectEqual(t, "signed in there", f.isSignedIn(there), false)
		f.mustSignIn(otherPassword)
	})
}
