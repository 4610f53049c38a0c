package models

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"

	"meguri/models/text"
)

const (
	receptionMigration     = "0010_reception.sql"
	receptionMigrationTurn = 10
)

// migrateReception is the migration 0010: what SQL can say, the index of search, which the engines have of different
// kinds, and the texts that are searched, which SQL cannot fold.
func (db *DB) migrateReception() *goose.Migration {
	return goose.NewGoMigration(receptionMigrationTurn, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		content, err := migrations.ReadFile("migrations/" + receptionMigration)
		if err != nil {
			return err
		}
		up, _, _ := strings.Cut(string(content), "-- +goose Down")
		if _, err := tx.ExecContext(ctx, up); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, searchTable[db.Engine]); err != nil {
			return err
		}
		if err := db.foldAgain(ctx, tx); err != nil {
			return fmt.Errorf("fold the texts that are searched: %w", err)
		}
		_, err = tx.ExecContext(ctx, engineIndexes[db.Engine])
		return err
	}}, nil)
}

// foldAgain computes the text of each registration that is searched, and writes its row of the index.
func (db *DB) foldAgain(ctx context.Context, tx *sql.Tx) error {
	const page = 500
	for after := ""; ; {
		list, err := searchedPage(ctx, tx, after, page)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			r := &list[i]
			r.refresh()
			_, err := tx.ExecContext(ctx, "UPDATE registrations SET search_text = $1 WHERE id = $2", r.SearchText, r.ID)
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, "INSERT INTO registration_search (registration_id, grams) VALUES ($1, $2)",
				r.ID, r.SearchTerms(db.Engine))
			if err != nil {
				return err
			}
			after = r.ID
		}
	}
}

func searchedPage(ctx context.Context, tx *sql.Tx, after string, limit int) (list []Registration, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, event_id, family_name, given_name, family_kana, given_kana, organization,
		email, code FROM registrations WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Registration
		var n text.Name
		err := rows.Scan(
			&r.ID, &r.EventID, &n.Family, &n.Given, &n.FamilyKana, &n.GivenKana, &r.Organization, &r.Email, &r.Code,
		)
		if err != nil {
			return nil, err
		}
		r.Name = n
		list = append(list, r)
	}
	return list, rows.Err()
}
