package models_test

import (
	"context"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// A voice of which two needs were made, as it could happen before.
const oldNeeds = `
INSERT INTO organizations (id, slug, name_ja, sector, created_at, updated_at)
	VALUES ('host', 'host', '川崎市', 'government', @at, @at);
INSERT INTO events (id, slug, organization_id, state, title_ja, title_en, time_zone, starts_at, ends_at, created_at,
		updated_at)
	VALUES ('e', 'e', 'host', 'published', '一', '', 'Asia/Tokyo', @at, @at, @at, @at);
INSERT INTO posts (id, event_id, request_id, author, kind, text, state, created_at, updated_at, version)
	VALUES ('v', 'e', 'r', 'a', 'opinion', '声', 'published', @at, @at, 1);
INSERT INTO needs (id, organization_id, event_id, source, post_id, state, state_at, title, version, created_at,
		updated_at)
	VALUES ('n1', 'host', 'e', 'voice', 'v', 'draft', @at, '一', 1, @at, @at),
	('n2', 'host', 'e', 'voice', 'v', 'draft', @at, '二', 1, @at, @at),
	('n3', 'host', 'e', 'staff', NULL, 'draft', @at, '三', 1, @at, @at)`

// Both needs stay, and the voice counts as made.
func TestMigrationOfNeedsOfOneVoice(t *testing.T) {
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: modelstest.SQLiteURL, models.PostgreSQL: modelstest.PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			db, err := models.Open(context.Background(), address(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			if err := db.MigrateTo(t.Context(), 195); err != nil {
				t.Fatal(err)
			}
			modelstest.Write(t, db, func(tx *models.Tx) error {
				for statement := range strings.SplitSeq(oldNeeds, ";") {
					if err := models.Exec(tx, statement, map[string]any{"at": tx.Now}); err != nil {
						return err
					}
				}
				return nil
			})
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			at := models.NeedPlace{OrganizationID: "host", EventID: "e"}
			n, err := db.Query(t.Context()).Needs().MadeOf(at, models.Origin{Kind: models.OriginVoice, ID: "v"})
			if err != nil || n.ID != "n1" {
				t.Errorf("%+v %v", n, err)
			}
			if list, err := db.Query(t.Context()).Needs().Board(at, &models.NeedFilter{}, 0, 9); err != nil || len(list) != 3 {
				t.Errorf("%d needs: %v", len(list), err)
			}
		})
	}
}
