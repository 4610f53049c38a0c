package account

import (
	"context"
	"strings"
	"testing"
	"time"

	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

const (
	hanako   = "hanako@kawasaki.example"
	good     = "river bridge lantern 7"
	better   = "夕焼けの橋をゆっくり渡る"
	somebody = "192.0.2.7"
)

var links = link.New([]byte("a key for tests"))

// desk is a service with one account in it, and a clock to turn.
type desk struct {
	*Service
	t     *testing.T
	now   time.Time
	woken int
	me    *models.Account
}

func newDesk(t *testing.T, db *models.DB) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 5, 11, 9, 0, 0, 0, time.UTC)}
	db.SetClock(func() time.Time { return d.now })
	db.OnJob(func() { d.woken++ })
	d.Service = New(db, links)
	d.pause = 0
	var err error
	if d.me, err = d.create(hanako, "川崎花子", good); err != nil {
		t.Fatal(err)
	}
	return d
}

// create makes an account without a role.
func (d *desk) create(email, name, password string) (*models.Account, error) {
	in := CreateInput{Email: email, Name: name, Password: password, Locale: "ja"}
	return d.CreateMember(d.t.Context(), in, func(*models.Tx) (*models.Member, error) { return nil, nil })
}

func (d *desk) signIn(email, password, network string) (string, error) {
	return d.SignIn(
		d.t.Context(),
		SignInInput{Email: email, Password: password, Network: network, UserAgent: "Mozilla/5.0"},
	)
}

func (d *desk) mustSignIn(password string) string {
	d.t.Helper()
	secret, err := d.signIn(hanako, password, somebody)
	if err != nil {
		d.t.Fatal(err)
	}
	return secret
}

func (d *desk) isSignedIn(secret string) bool {
	_, _, err := d.Who(d.t.Context(), secret)
	return err == nil
}

// lastReset is the secret of the link in the mail that was queued last for an address, or "".
func (d *desk) lastReset(email string) string {
	d.t.Helper()
	account, err := d.db.Query(d.t.Context()).Accounts().ByEmail(email)
	if err != nil {
		d.t.Fatal(err)
	}
	mails := modelstest.MailsOfAccount(d.t, d.db, account.ID)
	if len(mails) == 0 {
		return ""
	}
	return links.PasswordReset(mails[0].Data["reset"])
}

func wants(t *testing.T, err error, code models.Code) {
	t.Helper()
	if err == nil || models.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestSignIn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		t.Run("opens a login until signing out", func(t *testing.T) {
			secret := d.mustSignIn(good)
			account, login, err := d.Who(t.Context(), secret)
			if err != nil || account.ID != d.me.ID {
				t.Fatalf("%+v, %v", account, err)
			}
			if err := d.SignOut(t.Context(), account.ID, login.ID); err != nil || d.isSignedIn(secret) {
				t.Errorf("still signed in, %v", err)
			}
		})
		t.Run("says the same of a wrong password and an unknown address", func(t *testing.T) {
			_, wrong := d.signIn(hanako, "not the password", somebody)
			_, unknown := d.signIn("nobody@kawasaki.example", good, somebody)
			if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() {
				t.Errorf("%v; %v", wrong, unknown)
			}
		})
		t.Run("ends by itself after two weeks", func(t *testing.T) {
			secret := d.mustSignIn(good)
			d.now = d.now.Add(LoginAge)
			if d.isSignedIn(secret) {
				t.Error("still signed in")
			}
		})
		t.Run("notes the last use, not each", func(t *testing.T) {
			secret := d.mustSignIn(good)
			start := d.now
			for _, step := range []struct{ after, seen time.Duration }{{time.Minute, 0}, {6 * time.Minute, 6 * time.Minute}} {
				d.now = start.Add(step.after)
				d.isSignedIn(secret)
				logins, err := d.Logins(t.Context(), d.me.ID)
				if err != nil || !logins[0].SeenAt.Equal(start.Add(step.seen)) {
					t.Errorf("after %s: seen %s, %v", step.after, logins[0].SeenAt.Sub(start), err)
				}
			}
		})
		t.Run("one login ends all others", func(t *testing.T) {
			here, there := d.mustSignIn(good), d.mustSignIn(good)
			_, login, err := d.Who(t.Context(), here)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.SignOutOthers(t.Context(), d.me.ID, login.ID); err != nil {
				t.Fatal(err)
			}
			if !d.isSignedIn(here) || d.isSignedIn(there) {
				t.Error("the wrong login ended")
			}
		})
	})
}

func TestADisabledAccountIsClosedAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		before := d.mustSignIn(good)
		modelstest.DisableAccount(t, db, d.me.ID)
		if d.isSignedIn(before) {
			t.Error("still signed in")
		}
		_, err := d.signIn(hanako, good, somebody)
		wants(t, err, models.CodeInvalid)
		if err := d.ForgotPassword(t.Context(), ForgotInput{hanako}); err != nil || d.lastReset(hanako) != "" {
			t.Error("a mail was queued", err)
		}
	})
}

func TestGuessingIsSlow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		t.Run("an account waits longer and longer, and then opens again", func(t *testing.T) {
			for n := range freeForAccount {
				_, err := d.signIn(hanako, "guess", somebody)
				if wants(t, err, models.CodeInvalid); t.Failed() {
					t.Fatalf("at attempt %d", n)
				}
			}
			_, err := d.signIn(hanako, good, "198.51.100.1")
			wants(t, err, models.CodeTooMany) // even with the right password, from anywhere
			d.now = d.now.Add(firstWait)
			_, err = d.signIn(hanako, "guess", somebody)
			wants(t, err, models.CodeInvalid)
			d.now = d.now.Add(firstWait)
			_, err = d.signIn(hanako, good, somebody)
			wants(t, err, models.CodeTooMany)
			d.now = d.now.Add(firstWait)
			d.mustSignIn(good)
			_, err = d.signIn(hanako, "guess", somebody)
			wants(t, err, models.CodeInvalid) // success cleared the account
		})
		t.Run("an unknown address waits like a known one", func(t *testing.T) {
			for range freeForAccount {
				_, err := d.signIn("nobody@kawasaki.example", "guess", "203.0.113.1")
				wants(t, err, models.CodeInvalid)
			}
			_, err := d.signIn("nobody@kawasaki.example", "guess", "203.0.113.1")
			wants(t, err, models.CodeTooMany)
		})
		t.Run("a network that tries many addresses waits", func(t *testing.T) {
			for n := range freeForNetwork {
				_, err := d.signIn(strings.Repeat("x", n+1)+"@kawasaki.example", "guess", "203.0.113.2")
				wants(t, err, models.CodeInvalid)
			}
			_, err := d.signIn(hanako, good, "203.0.113.2")
			wants(t, err, models.CodeTooMany)
			d.mustSignIn(good) // others are not held up
		})
		t.Run("nobody is locked out for longer than a quarter of an hour", func(t *testing.T) {
			for range 40 {
				_, _ = d.signIn(hanako, "guess", "203.0.113.3")
				d.now = d.now.Add(longestWait)
			}
			d.mustSignIn(good)
		})
		t.Run("many at once count each", func(t *testing.T) {
			d.now = d.now.Add(2 * forgetAfter)
			codes := make(chan models.Code)
			for range 20 {
				go func() {
					_, err := d.SignIn(
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
		d := newDesk(t, db)
		ask := func(email string) {
			t.Helper()
			if err := d.ForgotPassword(t.Context(), ForgotInput{email}); err != nil {
				t.Fatal(err)
			}
		}
		t.Run("says nothing of an unknown address", func(t *testing.T) {
			ask("nobody@kawasaki.example")
			ask("no address")
			if d.lastReset(hanako) != "" {
				t.Error("a mail was queued")
			}
		})
		t.Run("a link works once, and ends all logins", func(t *testing.T) {
			before := d.mustSignIn(good)
			ask(" Hanako@Kawasaki.example ")
			secret := d.lastReset(hanako)
			wants(t, d.ResetPassword(t.Context(), secret, ResetInput{"password1234"}), models.CodeInvalid)
			if err := d.ResetPassword(t.Context(), secret, ResetInput{better}); err != nil {
				t.Fatal(err)
			}
			wants(t, d.ResetPassword(t.Context(), secret, ResetInput{good}), models.CodeNotFound)
			if d.isSignedIn(before) {
				t.Error("the old login still works")
			}
			d.mustSignIn(better)
			_, err := d.signIn(hanako, good, somebody)
			wants(t, err, models.CodeInvalid)
		})
		t.Run("a link is good for an hour", func(t *testing.T) {
			ask(hanako)
			secret := d.lastReset(hanako)
			d.now = d.now.Add(resetAge - time.Second)
			if _, err := d.ResetAccount(t.Context(), secret); err != nil {
				t.Errorf("before: %v", err)
			}
			d.now = d.now.Add(time.Second)
			_, err := d.ResetAccount(t.Context(), secret)
			wants(t, err, models.CodeNotFound)
			wants(t, d.ResetPassword(t.Context(), secret, ResetInput{good}), models.CodeNotFound)
		})
		t.Run("a mailbox gets three an hour", func(t *testing.T) {
			d.now = d.now.Add(2 * time.Hour)
			before := len(d.mails())
			for range 6 {
				ask(hanako)
			}
			if n := len(d.mails()) - before; n != resetsPerHour {
				t.Errorf("%d mails", n)
			}
		})
		t.Run("a mail holds no secret", func(t *testing.T) {
			for _, m := range d.mails() {
				if strings.Contains(m.Data["reset"], links.PasswordReset(m.Data["reset"])) || len(m.Data) != 1 {
					t.Errorf("%v", m.Data)
				}
			}
		})
	})
}

func (d *desk) mails() []models.Mail {
	d.t.Helper()
	return modelstest.MailsOfAccount(d.t, d.db, d.me.ID)
}

func TestChangePassword(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		here, there := d.mustSignIn(good), d.mustSignIn(good)
		me, login, err := d.Who(t.Context(), here)
		if err != nil {
			t.Fatal(err)
		}
		change := func(current, password string) error {
			return d.ChangePassword(t.Context(), me, login.ID, PasswordInput{current, password})
		}
		wants(t, change("not it", better), models.CodeInvalid)
		wants(t, change(good, "password1234"), models.CodeInvalid)
		if err := change(good, better); err != nil {
			t.Fatal(err)
		}
		if !d.isSignedIn(here) || d.isSignedIn(there) {
			t.Error("it must end the other logins and keep this one")
		}
		d.mustSignIn(better)
	})
}
