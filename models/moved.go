package models

import "slices"

// OnMoved sets what is called at the end of a transaction in which the state of registrations changed, with their ids:
// who has a place at the event now, or no longer. New registrations are not among them. Call it before the database is
// used.
func (db *DB) OnMoved(do func(tx *Tx, registrationIDs []string) error) { db.moved = do }

// movingKinds are what changes whether somebody has a place at the event.
var movingKinds = []ActivityKind{
	ActivityConfirmed, ActivityPromoted, ActivityWaitlisted, ActivityCancelled, ActivityLapsed, ActivityDeclined,
	ActivityChanged, ActivityMerged, ActivityUnmerged, ActivityAccepted, ActivityRestored,
}

// tellMoved calls what OnMoved has set.
func (tx *Tx) tellMoved() error {
	if tx.db.moved == nil {
		return nil
	}
	var moved, fresh []string
	for i := range tx.emitted {
		a := &tx.emitted[i]
		switch {
		case a.RegistrationID == nil:
		case a.Kind == ActivityRegistered:
			fresh = append(fresh, *a.RegistrationID)
		case slices.Contains(movingKinds, a.Kind) && !slices.Contains(fresh, *a.RegistrationID):
			moved = append(moved, *a.RegistrationID)
		}
	}
	if len(moved) == 0 {
		return nil
	}
	slices.Sort(moved)
	return tx.db.moved(tx, slices.Compact(moved))
}
