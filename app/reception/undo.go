package reception

import (
	"context"

	"meguri/models"
)

// Undo undoes a scan that let somebody in or out, while it is their last one: they are again where the scan before left
// them. Scans after it that only found them inside are undone, too. Undoing again changes nothing. Staff who may admit
// call it. Errors: NotFound; Conflict where the scan let nobody in or out, or was not the last.
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
	if err := tx.Admissions().Lock(c); err != nil {
		return err
	}
	undone := []models.CheckIn{*c}
	after, err := tx.CheckIns().After(c)
	if err != nil {
		return err
	}
	for _, later := range after {
		if later.Result != models.CheckInAlready { // that one says only where this scan had brought them
			return models.NewError(models.CodeConflict, "reception.undo_late")
		}
		undone = append(undone, later)
	}
	isNew, err := tx.CheckIns().MarkUndone(undone)
	if err != nil || !isNew {
		return err
	}
	tx.Emit(models.ActivityCheckInUndone, c)
	return tx.Admissions().Recount(*c.RegistrationID)
}
