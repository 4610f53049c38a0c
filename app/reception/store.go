package reception

import (
	"fmt"

	"meguri/models"
)

// errStoredBefore says that a scan has an answer already. The transaction is run again, and looks it up.
var errStoredBefore = fmt.Errorf("a scan was stored before: %w", models.ErrRunAgain)

// store stores new scans with their answers, and emits who went in or out.
func store(tx *models.Tx, answered map[string]models.CheckIn, scans []*scan) error {
	rows := make([]models.CheckIn, len(scans))
	for i, s := range scans {
		rows[i], answered[s.input.ID] = s.CheckIn, s.CheckIn
		emit(tx, &s.CheckIn)
	}
	isUndone, err := tx.CheckIns().Insert(rows)
	if err == nil && len(isUndone) < len(rows) {
		err = errStoredBefore
	}
	if err != nil || len(scans) == 0 {
		return err
	}
	if err := undoNew(tx, scans, isUndone); err != nil {
		return err
	}
	if err := recountRepeats(tx, scans); err != nil {
		return err
	}
	return recordConflicts(tx, scans)
}

// emit emits that the person came in or went out.
func emit(tx *models.Tx, c *models.CheckIn) {
	switch {
	case !c.Moved():
	case c.Result == models.CheckInAdmitted:
		tx.Emit(models.ActivityAdmitted, c)
	default:
		tx.Emit(models.ActivityLeft, c)
	}
}
