package reception

import (
	"context"

	"meguri/models"
)

// Undo undoes a scan that let somebody in or out, while it is their last one: they are again where the scan before left
// them. Undoing again changes nothing. Staff who may admit call it. Errors: NotFound; Conflict where the scan moved
// nobody, or was not the last.
func (s *Service) Undo(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		c, err := tx.CheckIns().ByID(event, id)
		if err != nil || c.UndoneAt != nil {
			return err
		}
		if !c.CanUndo() {
			return models.NewError(models.CodeConflict, "reception.undo_nothing")
		}
		return undo(tx, c)
	})
}

func undo(tx *models.Tx, c *models.CheckIn) error {
	isNew, err := tx.CheckIns().MarkUndone(c)
	if err != nil || !isNew {
		return err
	}
	before, err := tx.CheckIns().LastMove(c)
	switch models.CodeOf(err) {
	case "":
	case models.CodeNotFound:
		before = nil
	default:
		return err
	}
	moved, err := tx.Admissions().MoveBack(c, before)
	if err != nil {
		return err
	}
	if !moved {
		return models.NewError(models.CodeConflict, "reception.undo_late")
	}
	tx.Emit(models.ActivityCheckInUndone, c)
	return nil
}
