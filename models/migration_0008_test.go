package models_test

import (
	"context"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// Accounts of before: one with a password and a role, one that is invited at two places, tokens of the operator, of an
// owner, and of somebody who was removed.
const oldAccounts = `
INSERT INTO organizations (id, slug, name_ja, sector, created_at, updated_at)
	VALUES ('host', 'host', '川崎市', 'government', @at, @at), ('guest', 'guest', '大学', 'academia', @at, @at);
INSERT INTO events (id, slug, organization_id, state, title_ja, time_zone, starts_at, ends_at, created_at, updated_at)
	VALUES ('event', 'summit', 'host', 'published', 'サミット', 'Asia/Tokyo', @at, @at, @at, @at);
INSERT INTO event_organizations (event_id, organization_id, part, position) VALUES ('event', 'guest', 'cohost', 0);
INSERT INTO accounts (id, email, email_key, name, password_hash, locale, created_at, updated_at)
	VALUES ('boss', 'b', 'b', 'B', 'hash', 'ja', @at, @at),
	('gone', 'g', 'g', 'G', 'hash', 'ja', @at, @at),
	('new', 'n', 'n', 'N', '!', 'ja', @at, @at);
INSERT INTO members (id, account_id, organization_id, event_id, role, created_at)
	VALUES ('m1', 'boss', 'host', NULL, 'owner', @at), ('m2', 'new', NULL, 'event', 'analyst', @at),
	('m3', 'new', 'guest', NULL, 'owner', @later);
INSERT INTO password_resets (id, account_id, token_hash, created_at, expires_at)
	VALUES ('r1', 'new', @secret, @at, @later), ('r2', 'boss', 'other', @at, @later);
INSERT INTO api_tokens (id, event_id, name, role, token_hash, created_by, created_at)
	VALUES ('t1', 'event', 'operator', 'owner', @t1, NULL, @at), ('t2', 'event', 'boss', 'owner', @t2, 'boss', @at),
	('t3', 'event', 'gone', 'owner', @t3, 'gone', @at)`

func TestMigrationOfAccounts(t *testing.T) {
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: modelstest.SQLiteURL, models.PostgreSQL: modelstest.PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			db := databaseOfAccounts(t, address(t))
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			q := db.Query(t.Context())
			t.Run("who has a password keeps their roles, who has none is invited", func(t *testing.T) {
				for account, want := range map[string]bool{"boss": true, "new": false} {
					has, err := q.Members().Belongs(account, "host")
					if err != nil || has != want {
						t.Errorf("%s has a role: %v, %v", account, has, err)
					}
				}
			})
			t.Run("a link that is under way belongs to the place that made the account", func(t *testing.T) {
				reset, err := q.PasswordResets().BySecret("secret")
				if err != nil || reset.MemberID == nil || *reset.MemberID != "m2" {
					t.Errorf("%+v, %v", reset, err)
				}
				if reset, err := q.PasswordResets().ByID("r2"); err != nil || reset.MemberID != nil {
					t.Errorf("a forgotten password became an invitation: %+v, %v", reset, err)
				}
			})
			t.Run("tokens go on, but for those of somebody who lost their role", func(t *testing.T) {
				for secret, want := range map[string]bool{"t1": true, "t2": true, "t3": false} {
					if _, err := q.APITokens().BySecret(secret); (err == nil) != want {
						t.Errorf("%s: %v", secret, err)
					}
				}
			})
			t.Run("co-hosts stay named", func(t *testing.T) {
				e := &models.Event{ID: "event"}
				if err := q.Events().LoadPartners(e); err != nil || len(e.Partners) != 1 {
					t.Errorf("%v, %v", e.Partners, err)
				}
			})
		})
	}
}

// databaseOfAccounts has the schema of the release before the migration.
func databaseOfAccounts(t *testing.T, address string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.MigrateTo(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		values := map[string]any{
			"at": tx.Now, "later": tx.Now.AddDate(0, 0, 7), "secret": models.HashSecret("secret"),
			"t1": models.HashSecret("t1"), "t2": models.HashSecret("t2"), "t3": models.HashSecret("t3"),
		}
		for statement := range strings.SplitSeq(oldAccounts, ";") {
			var given []any
			if strings.Contains(statement, "@") {
				given = append(given, values)
			}
			if err := models.Exec(tx, statement, given...); err != nil {
				return err
			}
		}
		return nil
	})
	return db
}
