package account

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// guess fails to sign in as often as it may, and once more, from a network.
func (f *fixture) guess(email, network string, browser Browser) {
	f.t.Helper()
	for range freeForNetwork + 1 {
		_, _ = f.signInFrom(email, "guess", network, browser)
	}
}

func TestNobodyLocksAnotherOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		opened, err := f.signInFrom(hanako, goodPassword, clientNetwork, Browser{UserAgent: "Mozilla/5.0"})
		if err != nil {
			t.Fatal(err)
		}
		known := Browser{Device: opened.Device}
		f.guess(hanako, "203.0.113.9", Browser{})
		f.guess(hanako, clientNetwork, Browser{}) // also from the network of the venue
		signIn := func(email string, browser Browser) models.Code {
			_, err := f.signInFrom(email, goodPassword, clientNetwork, browser)
			return models.CodeOf(err)
		}
		t.Run("a browser that has signed in before is not locked", func(t *testing.T) {
			expectEqual(t, "code", signIn(hanako, known), models.CodeOf(nil))
		})
		t.Run("another browser is", func(t *testing.T) {
			expectEqual(t, "code", signIn(hanako, Browser{}), models.CodeTooMany)
		})
		t.Run("another account on the same browser is", func(t *testing.T) {
			if _, err := f.create("taro@kawasaki.example", "川崎太郎", goodPassword); err != nil {
				t.Fatal(err)
			}
			f.guess("taro@kawasaki.example", "203.0.113.10", Browser{})
			expectEqual(t, "code", signIn("taro@kawasaki.example", known), models.CodeTooMany)
		})
		t.Run("a forged cookie is like none", func(t *testing.T) {
			for _, forged := range []string{
				"", ".", opened.Device[:len(opened.Device)-1], "x" + opened.Device, models.NewSecret(),
				models.NewSecret() + "." + models.NewSecret() + "." + models.NewSecret(),
			} {
				expectEqual(t, forged, signIn(hanako, Browser{Device: forged}), models.CodeTooMany)
			}
		})
		t.Run("a mailed link opens the way for a new browser", func(t *testing.T) {
			if err := f.ForgotPassword(t.Context(), ForgotInput{hanako}); err != nil {
				t.Fatal(err)
			}
			cookies, err := f.ResetPassword(t.Context(), f.lastReset(hanako), ResetInput{otherPassword}, Browser{})
			if err != nil {
				t.Fatal(err)
			}
			f.guess(hanako, clientNetwork, Browser{})
			_, err = f.signInFrom(hanako, otherPassword, clientNetwork, Browser{Device: cookies.Device})
			expectEqual(t, "code", models.CodeOf(err), models.CodeOf(nil))
		})
		t.Run("guesses on a browser that has signed in before are slowed down, too", func(t *testing.T) {
			f.guess(hanako, clientNetwork, known)
			_, err := f.signInFrom(hanako, otherPassword, clientNetwork, known)
			expectCode(t, err, models.CodeTooMany)
		})
	})
}

func TestGuessesOfOthersDoNotStopAPasswordFromBeingChanged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.mustSignIn(goodPassword)
		f.guess(hanako, "203.0.113.9", Browser{})
		_, err := f.ChangePassword(t.Context(), f.me, PasswordInput{goodPassword, otherPassword}, Browser{})
		if err != nil {
			t.Error(err)
		}
	})
}

// kinds are the kinds of the mails to an account, the latest first.
func (f *fixture) kinds() (list []string) {
	f.t.Helper()
	for _, m := range modelstest.MailsOfAccount(f.t, f.db, f.me.ID) {
		list = append(list, m.Kind)
	}
	return list
}

func TestThePersonIsToldOfWhatHappensToTheirAccount(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		first, err := f.signInFrom(
			hanako, goodPassword, clientNetwork, Browser{UserAgent: "Mozilla/5.0 (iPhone) Safari/1"},
		)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "after a first sign-in", f.kinds(), []string{MailNewSignIn})
		notice := modelstest.MailsOfAccount(t, db, f.me.ID)[0]
		facts := map[string]string{"at": "2026-05-11T09:00:00Z", "device": "Safari / iPhone"}
		expectEqual(t, "facts", notice.Data, facts)
		if _, err := f.signInFrom(hanako, goodPassword, "198.51.100.1", Browser{Device: first.Device}); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "after another on the same device", len(f.kinds()), 1)
		f.now = f.now.Add(time.Minute)
		if _, err := f.ChangePassword(
			t.Context(), f.me, PasswordInput{goodPassword, otherPassword}, Browser{Device: first.Device},
		); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "after changing the password", f.kinds()[0], MailPasswordChanged)
		f.now = f.now.Add(time.Minute)
		if err := f.SetPassword(t.Context(), hanako, goodPassword); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "after the operator changed it", len(f.kinds()), 3)
	})
}

func TestALoginEndsAndIsReplaced(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		t.Run("when it is not used for three days", func(t *testing.T) {
			secret := f.mustSignIn(goodPassword)
			for range 3 {
				f.now = f.now.Add(models.LoginIdle - time.Minute)
				expectEqual(t, "in use", f.isSignedIn(secret), true)
			}
			f.now = f.now.Add(models.LoginIdle)
			expectEqual(t, "idle", f.isSignedIn(secret), false)
			logins, err := f.Logins(t.Context(), f.me.ID)
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "listed", len(logins), 0)
		})
		t.Run("when the browser signs in again", func(t *testing.T) {
			before := f.mustSignIn(goodPassword)
			after, err := f.signInFrom(hanako, goodPassword, clientNetwork, Browser{Replaces: before})
			if err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "by the old secret", f.isSignedIn(before), false)
			expectEqual(t, "by the new secret", f.isSignedIn(after.Login), true)
		})
	})
}

func TestDisablingEndsAllAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		token := &models.APIToken{EventID: event.ID, Name: "report", Role: models.RoleOwner, CreatedBy: &f.me.ID}
		token.TokenHash = models.HashSecret("mgr_secret")
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.APITokens().Create(token) })
		login := f.mustSignIn(goodPassword)
		if err := f.ForgotPassword(t.Context(), ForgotInput{hanako}); err != nil {
			t.Fatal(err)
		}
		reset := f.lastReset(hanako)
		if err := f.Disable(t.Context(), " HANAKO@kawasaki.example", true); err != nil {
			t.Fatal(err)
		}
		works := func() map[string]bool {
			_, tokenErr := db.Query(t.Context()).APITokens().BySecret("mgr_secret")
			_, resetErr := f.ResetPage(t.Context(), reset)
			_, signInErr := f.signIn(hanako, goodPassword, clientNetwork)
			return map[string]bool{
				"login": f.isSignedIn(login), "token": tokenErr == nil, "reset": resetErr == nil, "sign-in": signInErr == nil,
			}
		}
		all := map[string]bool{"login": false, "token": false, "reset": false, "sign-in": false}
		expectEqual(t, "while disabled", works(), all)
		if err := f.Disable(t.Context(), hanako, false); err != nil {
			t.Fatal(err)
		}
		all["sign-in"] = true
		expectEqual(t, "enabled again", works(), all)
		expectCode(t, f.Disable(t.Context(), "nobody@kawasaki.example", true), models.CodeNotFound)
	})
}
