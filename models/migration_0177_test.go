package models_test

import (
	"context"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// Lotteries of before: of sessions, published and as a draft, and of ticket types.
const oldLotteries = `
INSERT INTO organizations (id, slug, name_ja, sector, created_at, updated_at)
	VALUES ('host', 'host', '川崎市', 'government', @at, @at);
INSERT INTO events (id, slug, organization_id, state, title_ja, title_en, time_zone, starts_at, ends_at, created_at,
		updated_at)
	VALUES ('public', 'public', 'host', 'published', '一', '', 'Asia/Tokyo', @at, @at, @at, @at),
	('draft', 'draft', 'host', 'published', '二', '', 'Asia/Tokyo', @at, @at, @at, @at),
	('types', 'types', 'host', 'published', '三', '', 'Asia/Tokyo', @at, @at, @at, @at);
INSERT INTO lotteries (id, event_id, rules, opens_at, closes_at, draws_at, reply_hours, published_at, version,
		updated_at, of_sessions)
	VALUES ('1', 'public', '[{"kind":"limit","places":2},{"kind":"fewest"}]', @at, @at, @at, 0, @at, 1, @at, TRUE),
	('2', 'draft', '[{"kind":"limit","places":2}]', @at, @at, @at, 0, NULL, 1, @at, TRUE),
	('3', 'types', '[{"kind":"fewest"}]', @at, @at, @at, 0, @at, 1, @at, FALSE)`

// What was published of a lottery stays: families apply together only where the rules said so before.
func TestMigrationOfSessionLotteries(t *testing.T) {
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: modelstest.SQLiteURL, models.PostgreSQL: modelstest.PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			db := databaseOfLotteries(t, address(t))
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			for event, want := range map[string]string{
				"public": "alone limit fewest", "draft": "limit", "types": "fewest",
			} {
				l, err := db.Query(t.Context()).Lotteries().OfEvent(&models.Event{ID: event})
				if err != nil {
					t.Fatal(err)
				}
				var kinds []string
				for _, r := range l.Rules {
					kinds = append(kinds, r.Kind)
				}
				if got := strings.Join(kinds, " "); got != want {
					t.Errorf("%s has the rules %q, not %q", event, got, want)
				}
			}
		})
	}
}

// databaseOfLotteries has the schema of the release before the migration.
func databaseOfLotteries(t *testing.T, address string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.MigrateTo(t.Context(), 175); err != nil {
		t.Fatal(err)
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		for statement := range strings.SplitSeq(oldLotteries, ";") {
			if err := models.Exec(tx, statement, map[string]any{"at": tx.Now}); err != nil {
				return err
			}
		}
		return nil
	})
	return db
}
