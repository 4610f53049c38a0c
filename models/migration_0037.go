package models

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
)

const (
	peopleMigration     = "0037_people.sql"
	peopleMigrationTurn = 37
)

// answersOnce stores the answers of earlier registrations by which they are filtered: the engines read JSON each in its
// own words.
var answersOnce = map[Engine]string{
	PostgreSQL: `INSERT INTO registration_answers (registration_id, event_id, question, answer)
		SELECT r.id, r.event_id, a.key, a.value FROM registrations r
		CROSS JOIN LATERAL json_each_text(CAST(r.answers AS json)) a
		WHERE r.answers <> '{}' AND length(a.key) <= 100 AND length(a.value) <= 100`,
	SQLite: `INSERT INTO registration_answers (registration_id, event_id, question, answer)
		SELECT r.id, r.event_id, a.key, a.value FROM registrations r, json_each(r.answers) a
		WHERE r.answers <> '{}' AND length(a.key) <= 100 AND length(a.value) <= 100`,
}

// migratePeople is the migration 0037: what the engines share, and the answers of earlier registrations.
func (db *DB) migratePeople() *goose.Migration {
	return goose.NewGoMigration(peopleMigrationTurn, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		content, err := migrations.ReadFile("migrations/" + peopleMigration)
		if err != nil {
			return err
		}
		up, _, _ := strings.Cut(string(content), "-- +goose Down")
		if _, err := tx.ExecContext(ctx, up); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, answersOnce[db.Engine]); err != nil {
			return fmt.Errorf("index the answers of registrations: %w", err)
		}
		return nil
	}}, nil)
}
