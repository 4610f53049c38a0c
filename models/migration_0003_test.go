package models_test

import (
	"context"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// A database of the release before has registrations in every state, also several of one address.
func TestMigrationOfLiveAddresses(t *testing.T) {
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: modelstest.SQLiteURL, models.PostgreSQL: modelstest.PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			db := oldDatabase(t, address(t))
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			event, err := db.Query(t.Context()).Events().BySlug("summit")
			if err != nil {
				t.Fatal(err)
			}
			t.Run("keeps all registrations", func(t *testing.T) {
				n, err := db.Query(t.Context()).Registrations().Count(event, models.RegistrationFilter{}, 100)
				if err != nil {
					t.Fatal(err)
				}
				if n != 2*len(models.RegistrationStates) {
					t.Errorf("%d registrations", n)
				}
			})
			for state, isLive := range live {
				t.Run("of a registration that was "+string(state), func(t *testing.T) {
					r := &models.Registration{EventID: event.ID, TicketTypeID: "type", Code: string(state)}
					r.Email = string(state) + "@mail.example"
					r.EmailKey, r.State, r.Sector = r.Email, models.RegistrationConfirmed, models.SectorOther
					if refused := !insertAgain(t, db, r); refused != isLive {
						t.Errorf("a second one is refused: %v", refused)
					}
				})
			}
		})
	}
}

// An old database is written by statements: the structs are those of now.
const (
	oldEvent = `
INSERT INTO organizations (id, slug, name_ja, sector, created_at, updated_at)
	VALUES ('host', 'host', '川崎市', 'government', @at, @at);
INSERT INTO events (id, slug, organization_id, state, title_ja, time_zone, starts_at, ends_at, created_at, updated_at)
	VALUES ('event', 'summit', 'host', 'published', 'サミット', 'Asia/Tokyo',
	@at, @at, @at, @at);
INSERT INTO ticket_types (id, event_id, slug, name_ja, mode, created_at, updated_at)
	VALUES ('type', 'event', 'online', 'オンライン', 'online', @at, @at)`
	oldRegistration = `
INSERT INTO registrations (id, event_id, ticket_type_id, request_id, code, state, sort_key, search_text, email,
	email_key, sector, locale, link_hash, created_at, updated_at)
	VALUES (@id, 'event', 'type', @id, @id, @state, 'a', 'a', @email, @email, 'other', 'ja', @id, @at, @at)`
)

// oldDatabase has the schema before the migration, and for each state an address that cancelled once and came again.
func oldDatabase(t *testing.T, address string) *models.DB {
	t.Helper()
	db, err := models.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.MigrateTo(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		for statement := range strings.SplitSeq(oldEvent, ";") {
			if err := models.Exec(tx, statement, map[string]any{"at": tx.Now}); err != nil {
				return err
			}
		}
		for _, state := range models.RegistrationStates {
			email := string(state) + "@mail.example"
			for _, state := range []models.RegistrationState{models.RegistrationCancelled, state} {
				id := models.NewID()
				values := map[string]any{"id": id, "state": state, "email": email, "at": tx.Now}
				if err := models.Exec(tx, oldRegistration, values); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return db
}
