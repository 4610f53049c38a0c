package member_test

import (
	"testing"
	"time"

	"meguri/app/member"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestTokens(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		in := member.TokenInput{Name: "report", Role: models.RoleAnalyst}
		secret, _, err := f.NewToken(t.Context(), event, in, &f.me.ID)
		if err != nil {
			t.Fatal(err)
		}
		listed := func() models.APIToken {
			t.Helper()
			tokens, err := f.Tokens(t.Context(), event)
			if err != nil || len(tokens) != 1 {
				t.Fatalf("%v, %v", tokens, err)
			}
			return tokens[0]
		}
		t.Run("the secret is not stored", func(t *testing.T) {
			if token := listed(); token.TokenHash == secret || token.LastUsedAt != nil {
				t.Errorf("%+v", token)
			}
		})
		t.Run("its last use is noted once a minute", func(t *testing.T) {
			start := f.now
			for _, step := range []struct{ after, used time.Duration }{
				{0, 0}, {30 * time.Second, 0}, {time.Minute, time.Minute},
			} {
				f.now = start.Add(step.after)
				if _, err := f.Token(t.Context(), secret); err != nil {
					t.Fatal(err)
				}
				if used := listed().LastUsedAt.Sub(start); used != step.used {
					t.Errorf("after %s: %s", step.after, used)
				}
			}
		})
		t.Run("revoked by another event it stays, by its own it ends", func(t *testing.T) {
			id := listed().ID
			expectCode(t, f.RevokeToken(t.Context(), other, id), models.CodeNotFound)
			if err := f.RevokeToken(t.Context(), event, id); err != nil {
				t.Fatal(err)
			}
			_, err := f.Token(t.Context(), secret)
			expectCode(t, err, models.CodeNotFound)
		})
	})
}

// Each process remembers tokens with their events: what another one changes or revokes holds at once in all.
func TestATokenIsTheSameInAllProcesses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		here, elsewhere := newFixture(t, db), member.New(db, member.Passwords{})
		event := modelstest.Summit(t, db, "summit")
		secret, token, err := elsewhere.NewToken(t.Context(), event, member.TokenInput{
			Name: "report", Role: models.RoleAnalyst,
		}, &here.me.ID)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := here.Token(t.Context(), secret); err != nil {
				t.Fatal(err)
			}
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			stored, err := tx.Events().ByID(event.ID)
			if err != nil {
				return err
			}
			stored.TitleJa = "変わった名前"
			return tx.Events().Update(stored, stored.Version)
		})
		if seen, err := here.Token(t.Context(), secret); err != nil || seen.Event.TitleJa != "変わった名前" {
			t.Errorf("%+v, %v", seen, err)
		}
		if err := elsewhere.RevokeToken(t.Context(), event, token.ID); err != nil {
			t.Fatal(err)
		}
		_, err = here.Token(t.Context(), secret)
		expectCode(t, err, models.CodeNotFound)
	})
}
