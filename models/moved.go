package models

import "slices"

// Moved are the registrations of a transaction in which it changed whether they have a place at the event, by id.
type Moved struct {
	IDs []string
	// Undone are those of IDs for whom something was undone: they are what they were before.
	Undone []string
}

// OnMoved sets what is called at the end of a transaction in which the state of registrations changed: who has a place
// at the event now, or no longer. New registrations are not among them. Call it before the database is used.
func (db *DB) OnMoved(do func(tx *Tx, moved Moved) error) { db.moved = do }

// movingKinds are what changes whether somebody has a place at the event.
var movingKinds = []ActivityKind{
	ActivityConfirmed, ActivityPromoted, ActivityWaitlisted, ActivityCancelled, ActivityLapsed, ActivityDeclined,
	ActivityChanged, ActivityMerged, ActivityUnmerged, ActivityAccepted, ActivityRestored,
}

// undoneKinds are those by which what was done to people is undone.
var undoneKinds = []ActivityKind{ActivityUnmerged, ActivityRestored}

// tellMoved calls what OnMoved has set.
func (tx *Tx) tellMoved() error {
	if tx.db.moved == nil {
		return nil
	}
	var moved Moved
	var fresh []string
	for i := range tx.emitted {
		a := &tx.emitted[i]
		switch {
		case a.RegistrationID == nil:
		case a.Kind == ActivityRegistered:
			fresh = append(fresh, *a.RegistrationID)
		case slices.Contains(movingKinds, a.Kind) && !slices.Contains(fresh, *a.RegistrationID):
			moved.IDs = append(moved.IDs, *a.RegistrationID)
			if slices.Contains(undoneKinds, a.Kind) {
				moved.Undone = append(moved.Undone, *a.RegistrationID)
			}
		}
	}
	if len(moved.IDs) == 0 {
		return nil
	}
	slices.Sort(moved.IDs)
	moved.IDs = slices.Compact(moved.IDs)
	return tx.db.moved(tx, moved)
}
