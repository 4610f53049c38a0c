package command_test

import (
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/account"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func rolesOf(t *testing.T, db *models.DB, email string, event *models.Event) []models.Role {
	t.Helper()
	account, err := db.Query(t.Context()).Accounts().ByEmail(email)
	if err != nil {
		t.Fatal(err)
	}
	roles, err := db.Query(t.Context()).Members().RolesAt(account.ID, event)
	if err != nil {
		t.Fatal(err)
	}
	return roles
}

func TestAnEmptySettingCountsAsNone(t *testing.T) {
	db := modelstest.OnSQLite(t)
	for _, name := range []string{
		"MEGURI_RATE_LIMIT", "MEGURI_LOG_FORMAT", "MEGURI_MIGRATE", "MEGURI_ADDR", "MEGURI_TRUSTED_PROXIES",
	} {
		t.Setenv(name, "")
	}
	if _, err := apptest.Command(t, db, "migrate"); err != nil {
		t.Error(err)
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	db := modelstest.OnSQLite(t)
	file := func(content string) string {
		return write(t, filepath.Join(t.TempDir(), "setting"), []byte(content))
	}
	create := func() error {
		_, err := apptest.Command(t, db, "user", "create", "--email", "o@example.jp", "--name", "主催")
		return err
	}
	for _, c := range []struct{ name, content, said string }{
		{"MEGURI_SECRET_FILE", "short\n", "MEGURI_SECRET needs at least 32 characters"},
		{"MEGURI_METRICS_TOKEN_FILE", "short\n", "MEGURI_METRICS_TOKEN needs"},
		{"MEGURI_SMTP_URL_FILE", "nowhere\r\n", "MEGURI_SMTP_URL must look like"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv(c.name, file(c.content))
			expectText(t, start(t, "--database-url", db.URL), c.said)
		})
	}
	t.Run("also those of one command", func(t *testing.T) {
		t.Setenv("MEGURI_USER_PASSWORD_FILE", file("short\n"))
		if err := create(); err == nil || !strings.Contains(err.Error(), "12") {
			t.Errorf("said %v", err)
		}
	})
	t.Run("and the database's address", func(t *testing.T) {
		t.Setenv("MEGURI_DATABASE_URL_FILE", file("nowhere\n"))
		expectText(t, start(t), "MEGURI_DATABASE_URL must start with")
	})
	t.Run("not from two places, an empty file or none", func(t *testing.T) {
		t.Setenv("MEGURI_USER_PASSWORD_FILE", file(""))
		expectText(t, fmt.Sprint(create()), "is empty")
		t.Setenv("MEGURI_USER_PASSWORD_FILE", "/nowhere")
		expectText(t, fmt.Sprint(create()), "read MEGURI_USER_PASSWORD_FILE")
		t.Setenv("MEGURI_USER_PASSWORD", "a password of twelve")
		expectText(t, fmt.Sprint(create()), "both set")
	})
}

func TestTheDemoSaysWhereMailsGo(t *testing.T) {
	for server, want := range map[string]string{
		"": "Mails stay in the outbox: ", "smtp://mail.example:25": "Mails are sent, and are listed in the outbox: ",
	} {
		db := modelstest.OnSQLite(t)
		out, err := apptest.Command(t, db, "demo", "--smtp-url", server)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Contains(t, "what is printed", out, want)
	}
}

func TestUserCreate(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		t.Run("gives a role at an event and prints a made password once", func(t *testing.T) {
			out, err := apptest.Command(
				t, db, "user", "create", "--email", "Hanako@Example.JP", "--name", "川崎花子", "--event", "summit", "--role", "analyst",
			)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Count(out, "Password") != 1 {
				t.Errorf("printed %q", out)
			}
			apptest.Equal(t, "roles", rolesOf(t, db, "hanako@example.jp", event), []models.Role{models.RoleAnalyst})
		})
		t.Run("makes the first organization and its owner", func(t *testing.T) {
			out, err := apptest.Command(
				t, db, "user", "create", "--email", "o@example.jp", "--name", "主催", "--password", "ひとりで歩く長い道のり123",
				"--organization", "kawasaki", "--organization-name", "川崎市",
			)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out, "ひとり") {
				t.Error("a given password was printed")
			}
			if _, err := db.Query(t.Context()).Organizations().BySlug("kawasaki"); err != nil {
				t.Error(err)
			}
		})
		t.Run("leaves nothing behind where the event is unknown", func(t *testing.T) {
			_, err := apptest.Command(
				t, db, "user", "create", "--email", "x@example.jp", "--name", "X", "--event", "nowhere", "--role", "analyst",
			)
			if err == nil || !strings.Contains(err.Error(), `no event "nowhere"`) {
				t.Errorf("said %v", err)
			}
			if _, err := db.Query(t.Context()).Accounts().ByEmail("x@example.jp"); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("the account is there: %v", err)
			}
		})
		t.Run("says in words that an address is taken or a password short", func(t *testing.T) {
			_, err := apptest.Command(t, db, "user", "create", "--email", "o@example.jp", "--name", "X")
			if err == nil || !strings.Contains(err.Error(), "already has an account") {
				t.Errorf("said %v", err)
			}
			_, err = apptest.Command(t, db, "user", "create", "--email", "p@example.jp", "--name", "X", "--password", "short")
			if err == nil || !strings.Contains(err.Error(), "12") {
				t.Errorf("said %v", err)
			}
		})
	})
}

func TestUserPasswordIsForThoseWhoGetNoMail(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if _, err := apptest.Command(t, db, "user", "create", "--email", "o@example.jp", "--name", "主催"); err != nil {
			t.Fatal(err)
		}
		out, err := apptest.Command(t, db, "user", "password", "--email", "O@example.jp")
		if err != nil {
			t.Fatal(err)
		}
		_, password, _ := strings.Cut(strings.TrimSpace(out), "this once): ")
		if _, err := apptest.Empty(t, db).Accounts.SignIn(t.Context(), account.SignInInput{
			Email:    "o@example.jp",
			Password: password,
		}); err != nil {
			t.Errorf("%q does not sign in: %v", password, err)
		}
		if _, err := apptest.Command(t, db, "user", "password", "--email", "x@example.jp"); err == nil ||
			!strings.Contains(err.Error(), "no account") {
			t.Errorf("said %v", err)
		}
	})
}

func TestTokenCreatePrintsTheTokenAlone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		out, err := apptest.Command(t, db, "token", "create", "--role", "receptionist", "--event", "summit", "--name", "gate")
		if err != nil {
			t.Fatal(err)
		}
		secret, rest, _ := strings.Cut(out, "\n")
		if rest != "" || strings.ContainsAny(secret, " \t") {
			t.Errorf("printed %q", out)
		}
		token, err := db.Query(t.Context()).APITokens().BySecret(secret)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the token's event", token.EventID, event.ID)
		apptest.Equal(t, "the token's role", token.Role, models.RoleReceptionist)
		apptest.Equal(t, "the token's name", token.Name, "gate")
		for _, role := range models.Roles {
			if _, err := apptest.Command(t, db, "token", "create", "--role", string(role), "--event", "summit"); err != nil {
				t.Error(err)
			}
		}
		if _, err := apptest.Command(t, db, "token", "create", "--role", "king", "--event", "summit"); err == nil {
			t.Error("an unknown role was taken")
		}
	})
}

func TestDoctor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Run("looks at every part", func(t *testing.T) {
			out, _ := apptest.Command(t, db, "doctor") // assets may be missing where only Go was built
			for _, part := range []string{
				"ok       data folder", "ok       secret", "ok       database", "ok       migrations", "ok       clock",
				"ok       mail", "assets",
			} {
				if !strings.Contains(out, part) {
					t.Errorf("%q is missing in\n%s", part, out)
				}
			}
		})
		t.Run("says how to mend a mail server that does not answer", func(t *testing.T) {
			out, err := apptest.Command(t, db, "--smtp-url", "smtp://127.0.0.1:1", "doctor")
			if err == nil {
				t.Error("the doctor is content")
			}
			apptest.Contains(t, "the report", out, "trouble  mail", "→ check host")
		})
		t.Run("says how to mend a mail server that does not like us", func(t *testing.T) {
			server := apptest.NewMailServer(t)
			server.Strict = true
			out, _ := apptest.Command(t, db, "--smtp-url", "smtp://"+server.Address, "doctor")
			apptest.Contains(t, "the report", out, "ok       mail")
			out, _ = apptest.Command(t, db, "--smtp-url", "smtp://"+server.Address, "--smtp-helo", "vm", "doctor")
			apptest.Contains(t, "the report", out, "trouble  mail", "need fully-qualified hostname", "→ set MEGURI_MAIL_FROM")
			server.RefuseSender = errors.New("not from you")
			out, _ = apptest.Command(t, db, "--smtp-url", "smtp://"+server.Address, "doctor")
			apptest.Contains(t, "the report", out, "trouble  mail", "not from you", "→ set MEGURI_MAIL_FROM")
			if len(server.Mails) > 0 {
				t.Error("the doctor sent a mail")
			}
		})
		t.Run("says why nothing is sent to a server without encryption", func(t *testing.T) {
			server := apptest.NewMailServer(t)
			url := "smtp://" + server.Address + "?tls=starttls"
			out, _ := apptest.Command(t, db, "--smtp-url", url, "doctor")
			apptest.Contains(t, "the report", out, "trouble  mail", "offers no encryption", "?tls=none")
			out, _ = apptest.Command(t, db, "--smtp-url", "smtp://u:secret@"+server.Address+"?tls=none", "doctor")
			apptest.Contains(t, "the report", out, "trouble  mail", "leave out tls=none")
			apptest.Lacks(t, "the report", out, "secret@")
		})
	})
	t.Run("does not make the database that it looks for", func(t *testing.T) {
		db := &models.DB{URL: "file:" + filepath.Join(t.TempDir(), "none.db")}
		out, err := apptest.Command(t, db, "doctor")
		if err == nil || !strings.Contains(out, "there is no database at") {
			t.Errorf("said %v and\n%s", err, out)
		}
	})
}

func TestTokenCreateSaysHowLong(t *testing.T) {
	db := modelstest.OnSQLite(t)
	modelstest.Summit(t, db, "summit")
	create := func(days string) (*models.APIToken, error) {
		out, err := apptest.Command(t, db, "token", "create", "--role", "analyst", "--event", "summit", "--days", days)
		if err != nil {
			return nil, err
		}
		return db.Query(t.Context()).APITokens().BySecret(strings.TrimSpace(out))
	}
	token, err := create("7")
	if err != nil {
		t.Fatal(err)
	}
	apptest.Equal(t, "the time it works", token.ExpiresAt.Sub(token.CreatedAt), 7*24*time.Hour)
	for _, wrong := range []string{"-1", "731", "long"} {
		if _, err := create(wrong); err == nil {
			t.Errorf("%s days were taken", wrong)
		}
	}
}

func TestUserDisableAndEnable(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.Empty(t, db)
		const password = "river bridge lantern 7"
		user := func(args ...string) (string, error) {
			return apptest.Command(t, db, append([]string{"user"}, args...)...)
		}
		if _, err := user("create", "--email", "o@example.jp", "--name", "主催", "--password", password); err != nil {
			t.Fatal(err)
		}
		staff := p.Client()
		staff.SignIn("o@example.jp", password)
		if out, err := user("disable", "--email", "O@example.jp"); err != nil || !strings.Contains(out, "disabled") {
			t.Errorf("%q, %v", out, err)
		}
		staff.LeadsTo(staff.Get("/staff"), "/staff/login?next=%2Fstaff")
		answer := p.Client().Post("/staff/login", "email", "o@example.jp", "password", password)
		apptest.Equal(t, "signing in", answer.Code, http.StatusUnprocessableEntity)
		if _, err := user("enable", "--email", "o@example.jp"); err != nil {
			t.Error(err)
		}
		p.Client().SignIn("o@example.jp", password)
		_, err := user("disable", "--email", "nobody@example.jp")
		if err == nil || !strings.Contains(err.Error(), "no account") {
			t.Errorf("said %v", err)
		}
	})
}
