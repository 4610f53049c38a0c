package models

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Direction is whether a scan was on the way in or out.
type Direction string

// The directions.
const (
	DirectionIn  Direction = "in"
	DirectionOut Direction = "out"
)

// Directions are all of them.
var Directions = []Direction{DirectionIn, DirectionOut}

// CheckInResult is the answer to a scan.
type CheckInResult string

// The results.
const (
	CheckInAdmitted   CheckInResult = "admitted"
	CheckInAlready    CheckInResult = "already" // admitted before; the person may enter or not as staff decide
	CheckInLeft       CheckInResult = "left"
	CheckInCancelled  CheckInResult = "cancelled"
	CheckInWaitlisted CheckInResult = "waitlisted"
	CheckInUnknown    CheckInResult = "unknown"
	CheckInWrongEvent CheckInResult = "wrong_event"
	CheckInRevoked    CheckInResult = "revoked"  // an older ticket of somebody who has a newer one
	CheckInFull       CheckInResult = "full"     // nobody more may come in
	CheckInNotHere    CheckInResult = "not_here" // another ticket type than the door's, or online while places are short
	CheckInClosed     CheckInResult = "closed"   // before the door opens, or after
)

// CheckIn is one scan at a door with the answer it was given. ID is made by the scanning device.
type CheckIn struct {
	ID             string `gorm:"primaryKey"`
	EventID        string `gorm:"primaryKey"`
	RegistrationID *string
	Door           string
	Direction      Direction
	Result         CheckInResult
	// Conflict says how the scan contradicts an earlier one, "" where it does not.
	Conflict CheckInConflict
	// Place is what the door leads to inside the venue, "" for the venue itself.
	Place  string
	ByName string
	// ScannedAt is when the person was scanned, as far as that can be known. DeviceAt is what the device said, where that
	// cannot be.
	ScannedAt time.Time
	DeviceAt  *time.Time
	CreatedAt time.Time
	UndoneAt  *time.Time
}

// CheckInConflict says how a scan contradicts what else is known.
type CheckInConflict string

// The conflicts. The last three are of a person who was let in rightly, by a device that was without network: their
// registration or ticket has changed since.
const (
	ConflictOtherContent CheckInConflict = "other_content" // in the answer to a replay only
	ConflictNotInside    CheckInConflict = "not_inside"
	ConflictCancelled    CheckInConflict = "cancelled"
	ConflictWaitlisted   CheckInConflict = "waitlisted"
	ConflictRevoked      CheckInConflict = "revoked"
	ConflictOver         CheckInConflict = "over"     // let in although no place was free
	ConflictNotHere      CheckInConflict = "not_here" // let in by a door that is not for them
	ConflictClosed       CheckInConflict = "closed"   // let in while the door was closed
)

// Moved reports whether the scan let the person in or out.
func (c *CheckIn) Moved() bool {
	return c.Result == CheckInAdmitted || (c.Result == CheckInLeft && c.Conflict != ConflictNotInside)
}

// CanUndo reports whether the scan itself may be undone. Only the person's last scan can be: that is checked when it is
// undone.
func (c *CheckIn) CanUndo() bool {
	return (c.Result == CheckInAdmitted || c.Result == CheckInLeft) && c.Conflict != ConflictOtherContent &&
		c.UndoneAt == nil
}

// compareScans orders a person's scans by time. Their ids order scans of the same moment, so that the order does not
// depend on which arrived first.
func compareScans(a, b CheckIn) int {
	return cmp.Or(a.ScannedAt.Compare(b.ScannedAt), strings.Compare(a.ID, b.ID))
}

// scansBefore are the person's scans before one of them.
func scansBefore(scans []CheckIn, c *CheckIn) []CheckIn {
	return slices.DeleteFunc(slices.Clone(scans), func(s CheckIn) bool { return compareScans(s, *c) >= 0 })
}

// countingResults are the results of scans that say where the person is.
var countingResults = []CheckInResult{CheckInAdmitted, CheckInAlready, CheckInLeft}

// counting finds the scans that say where people are, by registration.
func (store CheckInQuery) counting(registrationIDs []string) (map[string][]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where(store.q.inList("registration_id", registrationIDs)).
		Where("result IN ? AND undone_at IS NULL", countingResults).Find(&list).Error
	byID := map[string][]CheckIn{}
	for _, c := range list {
		byID[*c.RegistrationID] = append(byID[*c.RegistrationID], c)
	}
	return byID, err
}

// OfRegistrations lists people's scans, the latest first, by registration.
func (store CheckInQuery) OfRegistrations(ids []string) (map[string][]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where(store.q.inList("registration_id", ids)).Order("scanned_at DESC, id").Find(&list).Error
	byID := map[string][]CheckIn{}
	for _, c := range list {
		byID[*c.RegistrationID] = append(byID[*c.RegistrationID], c)
	}
	return byID, err
}

// OfRegistration lists a person's scans, the latest first.
func (store CheckInQuery) OfRegistration(r *Registration) ([]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where("registration_id = ?", r.ID).Order("scanned_at DESC, id").Limit(100).Find(&list).Error
	return list, err
}

// ByID finds one of the event's scans by the id that the device made.
func (store CheckInQuery) ByID(e *Event, id string) (*CheckIn, error) {
	byID, err := store.ByIDs(e, []string{id})
	c, ok := byID[id]
	if err == nil && !ok {
		err = NewError(CodeNotFound, "error.not_found")
	}
	return &c, err
}

// ByIDs finds the event's scans with these ids. The statement does not filter by event: PostgreSQL has no statistics of
// a new event, assumes that it is small, and would read all of its scans.
func (store CheckInQuery) ByIDs(e *Event, ids []string) (map[string]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where(store.q.inList("id", ids)).Find(&list).Error
	byID := make(map[string]CheckIn, len(list))
	for _, c := range list {
		if c.EventID == e.ID {
			byID[c.ID] = c
		}
	}
	return byID, err
}

// Position is where a scan found the person when it was answered, from the scans that were known then.
func (store CheckInQuery) Position(c *CheckIn) (Position, error) {
	var list []CheckIn
	err := store.q.g.Where("registration_id = ? AND id <> ? AND result IN ?", c.RegistrationID, c.ID, countingResults).
		Where("created_at <= ? AND (undone_at IS NULL OR undone_at > ?)", c.CreatedAt, c.CreatedAt).Find(&list).Error
	return positionAt(list, c), err
}

// After lists the scans of a scan's person that come after it and say where the person is.
func (store CheckInQuery) After(c *CheckIn) ([]CheckIn, error) {
	scans, err := store.counting([]string{*c.RegistrationID})
	after := slices.DeleteFunc(scans[*c.RegistrationID], func(s CheckIn) bool { return compareScans(s, *c) <= 0 })
	return after, err
}

// Insert stores scans and returns the ids that were new. Each id may be in the list once.
func (store CheckInStore) Insert(list []CheckIn) (map[string]bool, error) {
	if len(list) == 0 {
		return map[string]bool{}, nil
	}
	slices.SortFunc(list, func(a, b CheckIn) int { return strings.Compare(a.ID, b.ID) })
	const columns = 12
	values := make([]any, 0, columns*len(list))
	for _, c := range list {
		values = append(values, c.ID, c.EventID, c.RegistrationID, c.Door, c.Direction, c.Result, c.Conflict, c.ByName,
			c.ScannedAt, c.DeviceAt, store.tx.Now, c.Place)
	}
	return store.tx.writtenKeys(`INSERT INTO check_ins (id, event_id, registration_id, door, direction, result, conflict,
		by_name, scanned_at, device_at, created_at, place) VALUES `+placeholders(len(list), columns)+`
		ON CONFLICT DO NOTHING RETURNING id`, values)
}

// MarkUndone marks scans of one event as undone, and reports false where they were already.
func (store CheckInStore) MarkUndone(list []CheckIn) (bool, error) {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	result := store.tx.g.Model(&CheckIn{}).Where(store.tx.inList("id", ids)).
		Where("event_id = ? AND undone_at IS NULL", list[0].EventID).Update("undone_at", store.tx.Now)
	return result.RowsAffected > 0, result.Error
}
