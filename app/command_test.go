package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"meguri/app/account"
	"meguri/models"
	"meguri/models/modelstest"
)

// command runs meguri with arguments against a database and returns what it printed.
func command(t *testing.T, db *models.DB, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	given := append([]string{"--database-url", db.URL, "--data-dir", dataDir(t)}, args...)
	err := run(t.Context(), given, &out)
	return out.String(), err
}

var dataDirs = map[string]string{}

// dataDir is one folder for all commands of a test.
func dataDir(t *testing.T) string {
	if _, ok := dataDirs[t.Name()]; !ok {
		dataDirs[t.Name()] = t.TempDir()
	}
	return dataDirs[t.Name()]
}

func rolesOf(t *testing.T, db *models.DB, email string, event *models.Event) []models.Role {
	t.Helper()
	account, err := db.Reader(t.Context()).AccountByEmail(email)
	if err != nil {
		t.Fatal(err)
	}
	roles, err := db.Reader(t.Context()).RolesAt(account.ID, event)
	if err != nil {
		t.Fatal(err)
	}
	return roles
}

func TestAnEmptySettingCountsAsNone(t *testing.T) {
	db := modelstest.OnSQLite(t)
	for _, name := range []string{"MEGURI_RATE_LIMIT", "MEGURI_LOG_FORMAT", "MEGURI_MIGRATE", "MEGURI_ADDR", "MEGURI_TRUSTED_PROXIES"} {
		t.Setenv(name, "")
	}
	if _, err := command(t, db, "migrate"); err != nil {
		t.Error(err)
	}
}

func TestUserCreate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		t.Run("gives a role at an event and prints a made password once", func(t *testing.T) {
			out, err := command(t, db, "user", "create", "--email", "Hanako@Example.JP", "--name", "川崎花子", "--event", "summit", "--role", "analyst")
			if err != nil {
				t.Fatal(err)
			}
			if strings.Count(out, "Password") != 1 {
				t.Errorf("printed %q", out)
			}
			if roles := rolesOf(t, db, "hanako@example.jp", event); len(roles) != 1 || roles[0] != models.Analyst {
				t.Errorf("roles are %v", roles)
			}
		})
		t.Run("makes the first organization and its owner", func(t *testing.T) {
			out, err := command(t, db, "user", "create", "--email", "o@example.jp", "--name", "主催", "--password", "ひとりで歩く長い道のり123",
				"--organization", "kawasaki", "--organization-name", "川崎市")
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out, "ひとり") {
				t.Error("a given password was printed")
			}
			if _, err := db.Reader(t.Context()).OrganizationBySlug("kawasaki"); err != nil {
				t.Error(err)
			}
		})
		t.Run("leaves nothing behind where the event is unknown", func(t *testing.T) {
			_, err := command(t, db, "user", "create", "--email", "x@example.jp", "--name", "X", "--event", "nowhere", "--role", "analyst")
			if err == nil || !strings.Contains(err.Error(), `no event "nowhere"`) {
				t.Errorf("said %v", err)
			}
			if _, err := db.Reader(t.Context()).AccountByEmail("x@example.jp"); models.CodeOf(err) != models.NotFound {
				t.Errorf("the account is there: %v", err)
			}
		})
		t.Run("says in words that an address is taken or a password short", func(t *testing.T) {
			_, err := command(t, db, "user", "create", "--email", "o@example.jp", "--name", "X")
			if err == nil || !strings.Contains(err.Error(), "already has an account") {
				t.Errorf("said %v", err)
			}
			_, err = command(t, db, "user", "create", "--email", "p@example.jp", "--name", "X", "--password", "short")
			if err == nil || !strings.Contains(err.Error(), "12") {
				t.Errorf("said %v", err)
			}
		})
	})
}

func TestUserPasswordIsForThoseWhoGetNoMail(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if _, err := command(t, db, "user", "create", "--email", "o@example.jp", "--name", "主催"); err != nil {
			t.Fatal(err)
		}
		out, err := command(t, db, "user", "password", "--email", "O@example.jp")
		if err != nil {
			t.Fatal(err)
		}
		_, password, _ := strings.Cut(strings.TrimSpace(out), "this once): ")
		if _, err := quietAccounts(db).SignIn(t.Context(), account.SignInInput{Email: "o@example.jp", Password: password}); err != nil {
			t.Errorf("%q does not sign in: %v", password, err)
		}
		if _, err := command(t, db, "user", "password", "--email", "x@example.jp"); err == nil || !strings.Contains(err.Error(), "no account") {
			t.Errorf("said %v", err)
		}
	})
}

func TestTokenCreatePrintsTheTokenAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		out, err := command(t, db, "token", "create", "--role", "receptionist", "--event", "summit", "--name", "gate")
		if err != nil {
			t.Fatal(err)
		}
		secret, rest, _ := strings.Cut(out, "\n")
		if rest != "" || strings.ContainsAny(secret, " \t") {
			t.Errorf("printed %q", out)
		}
		token, err := db.Reader(t.Context()).TokenBySecret(secret)
		if err != nil || token.EventID != event.ID || token.Role != models.Receptionist || token.Name != "gate" {
			t.Errorf("token is %+v, %v", token, err)
		}
		if _, err := command(t, db, "token", "create", "--role", "king", "--event", "summit"); err == nil {
			t.Error("an unknown role was taken")
		}
	})
}

func TestDoctor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Run("looks at every part", func(t *testing.T) {
			out, _ := command(t, db, "doctor") // assets may be missing where only Go was built
			for _, part := range []string{"ok       data folder", "ok       secret", "ok       database", "ok       migrations", "ok       clock", "ok       mail", "assets"} {
				if !strings.Contains(out, part) {
					t.Errorf("%q is missing in\n%s", part, out)
				}
			}
		})
		t.Run("says how to mend a mail server that does not answer", func(t *testing.T) {
			out, err := command(t, db, "--smtp-url", "smtp://127.0.0.1:1", "doctor")
			if err == nil || !strings.Contains(out, "trouble  mail") || !strings.Contains(out, "→ check host") {
				t.Errorf("said %v and\n%s", err, out)
			}
		})
	})
	t.Run("does not make the database that it looks for", func(t *testing.T) {
		db := &models.DB{URL: "file:" + filepath.Join(t.TempDir(), "none.db")}
		out, err := command(t, db, "doctor")
		if err == nil || !strings.Contains(out, "there is no database at") {
			t.Errorf("said %v and\n%s", err, out)
		}
	})
}
