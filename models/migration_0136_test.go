package models_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// Copies of before: a chain of three (third after second after first) with a second copy of the first, a chain of
// another organization, and an event that was never copied.
const oldEditions = `
INSERT INTO organizations (id, slug, name_ja, sector, created_at, updated_at)
	VALUES ('host', 'host', '川崎市', 'government', @at, @at), ('guest', 'guest', '大学', 'academia', @at, @at);
INSERT INTO events (id, slug, organization_id, state, title_ja, title_en, time_zone, starts_at, ends_at, created_at,
		updated_at)
	VALUES ('first', 'first', 'host', 'published', '第1回', 'First', 'Asia/Tokyo', @at, @at, @at, @at),
	('second', 'second', 'host', 'published', '第2回', '', 'Asia/Tokyo', @at, @at, @at, @at),
	('branch', 'branch', 'host', 'draft', '分科会', '', 'Asia/Tokyo', @at, @at, @at, @at),
	('third', 'third', 'host', 'draft', '第3回', '', 'Asia/Tokyo', @at, @at, @at, @at),
	('old', 'old', 'guest', 'published', '講座', '', 'Asia/Tokyo', @at, @at, @at, @at),
	('new', 'new', 'guest', 'published', '次の講座', '', 'Asia/Tokyo', @at, @at, @at, @at),
	('alone', 'alone', 'guest', 'published', 'ひとつだけ', '', 'Asia/Tokyo', @at, @at, @at, @at);
INSERT INTO editions (event_id, earlier_id) VALUES ('second', 'first'), ('third', 'second'), ('branch', 'first'),
	('new', 'old')`

func TestMigrationOfSeries(t *testing.T) {
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: modelstest.SQLiteURL, models.PostgreSQL: modelstest.PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			db := databaseOfEditions(t, address(t))
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			q := db.Query(t.Context())
			t.Run("a chain and its branches are one series, which nobody sees yet", func(t *testing.T) {
				for organization, want := range map[string][]string{
					"host": {"branch", "first", "second", "third"}, "guest": {"new", "old"},
				} {
					checkSeries(t, q, organization, want)
				}
			})
			t.Run("an event that was never copied is in none", func(t *testing.T) {
				if s, err := q.Series().OfEvent("alone"); err != nil || s != nil {
					t.Errorf("%+v, %v", s, err)
				}
			})
		})
	}
}

// checkSeries wants one series of an organization, not announced, with these editions, that is called as the first one.
func checkSeries(t *testing.T, q *models.Query, organization string, want []string) {
	t.Helper()
	list, err := q.Series().OfHost(organization)
	if err != nil || len(list) != 1 || list[0].IsAnnounced() {
		t.Fatalf("%s has %+v, %v", organization, list, err)
	}
	var got []string
	events, err := q.Series().Events(&list[0])
	for i := range events {
		got = append(got, events[i].ID)
		if events[i].ID == list[0].ID && (events[i].TitleJa != list[0].TitleJa || events[i].Slug != list[0].Slug) {
			t.Errorf("the series of %s is called %s", events[i].TitleJa, list[0].TitleJa)
		}
	}
	slices.Sort(got)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("the series of %s has %v, not %v; %v", organization, got, want, err)
	}
}

// databaseOfEditions has the schema of the release before the migration.
func databaseOfEditions(t *testing.T, address string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.MigrateTo(t.Context(), 132); err != nil {
		t.Fatal(err)
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		for statement := range strings.SplitSeq(oldEditions, ";") {
			var given []any
			if strings.Contains(statement, "@") {
				given = append(given, map[string]any{"at": tx.Now})
			}
			if err := models.Exec(tx, statement, given...); err != nil {
				return err
			}
		}
		return nil
	})
	return db
}
