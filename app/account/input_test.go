package account

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestWhatIsWrongWithAFormIsToldAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		long := strings.Repeat("長", 101)
		for title, c := range map[string]struct {
			do   func() error
			want map[string]string
		}{
			"a new account": {
				func() error { _, err := f.create("nobody", " ", goodPassword); return err },
				map[string]string{"email": "field.email", "name": "field.required"},
			},
			"signing in": {
				func() error { _, err := f.SignIn(ctx, SignInInput{}); return err },
				map[string]string{"email": "field.required", "password": "field.required"},
			},
			"a profile": {
				func() error { return f.ChangeProfile(ctx, f.me.ID, ProfileInput{Name: long, Locale: "fr"}) },
				map[string]string{"name": "field.too_long", "locale": "field.choice"},
			},
			"a name of space alone": {
				func() error { return f.ChangeProfile(ctx, f.me.ID, ProfileInput{Name: " 　", Locale: "ja"}) },
				map[string]string{"name": "field.required"},
			},
			"an advertisement for a name": {
				func() error {
					return f.ChangeProfile(ctx, f.me.ID, ProfileInput{Name: "www.phish.example", Locale: "ja"})
				},
				map[string]string{"name": "field.no_url"},
			},
			"an advertisement for a new account's name": {
				func() error { _, err := f.create("x@mail.example", "https://phish.example", goodPassword); return err },
				map[string]string{"name": "field.no_url"},
			},
			"a change of the password": {
				func() error { _, err := f.ChangePassword(ctx, f.me, PasswordInput{}, Browser{}); return err },
				map[string]string{"current": "field.required", "password": "field.required"},
			},
			"a forgotten password": {
				func() error { return f.ForgotPassword(ctx, ForgotInput{Email: " "}) },
				map[string]string{"email": "field.required"},
			},
		} {
			t.Run(title, func(t *testing.T) {
				var known *models.Error
				if err := c.do(); !errors.As(err, &known) {
					t.Fatalf("it said %v", err)
				}
				if diff := cmp.Diff(c.want, known.Fields); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}

func TestAProfileIsKept(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		if err := f.ChangeProfile(t.Context(), f.me.ID, ProfileInput{Name: " 川崎　はなこ ", Locale: "en"}); err != nil {
			t.Fatal(err)
		}
		now, err := db.Query(t.Context()).Accounts().ByID(f.me.ID)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "name", now.Name, "川崎 はなこ")
		expectEqual(t, "language", now.Locale, "en")
	})
}

func TestThePageMarksTheLoginThatLooksAtIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		here, _ := f.mustSignIn(goodPassword), f.mustSignIn(goodPassword)
		me, login, err := f.Authenticate(t.Context(), here)
		if err != nil {
			t.Fatal(err)
		}
		page, err := f.Page(t.Context(), me, login)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "number of logins", len(page.Logins), 2)
		for _, row := range page.Logins {
			expectEqual(t, "login "+row.ID+" is marked", row.Here, row.ID == login.ID)
		}
	})
}
