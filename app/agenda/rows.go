package agenda

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// SaveRows stores the rows that somebody changed, all or none, and deletes those that are marked. Errors: Invalid with
// the fields at fault; Conflict where somebody else changed one of these rows first: RowsPage shows what they saved.
// Staff who may edit the event call it.
func (s *Service) SaveRows(ctx context.Context, e *models.Event, in *RowsInput) error {
	rows := in.changed(e)
	read, err := readSessions(e, rows)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := readWorking(tx.Query, e)
		if err != nil {
			return err
		}
		shown := w.byID()
		for i := range rows {
			if err := saveRow(tx, e, &rows[i], read[i], shown[rows[i].ID]); err != nil {
				return err
			}
		}
		return deleteUnused(tx, e)
	})
}

// readSessions checks all rows before any is stored; those to delete have no session.
func readSessions(e *models.Event, rows []RowInput) ([]*models.Session, error) {
	c := check.New()
	list := make([]*models.Session, len(rows))
	for i := range rows {
		if !rows[i].Delete {
			list[i] = rows[i].session(c, e)
		}
	}
	return list, c.Err()
}

func saveRow(tx *models.Tx, e *models.Event, row *RowInput, read, stored *models.Session) error {
	changed := models.NewError(models.CodeConflict, "rows.changed")
	switch {
	case stored == nil && row.Delete:
		return nil
	case stored == nil && row.Version > 0: // somebody deleted it
		return changed
	case stored == nil:
		session := *read
		return add(tx, e, &session)
	case row.Version == 0 && !row.Delete && hasTitleOf(row, stored): // the form was sent twice
		return nil
	case row.Version != stored.Version:
		return changed
	case row.Delete:
		return remove(tx, e, row.ID)
	}
	session := *read
	session.ID = row.ID
	return store(tx, e, &session, row.Version)
}

func hasTitleOf(row *RowInput, s *models.Session) bool {
	return row.TitleJa == s.TitleJa && row.TitleEn == s.TitleEn
}
