package models

import (
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
	CheckInRevoked    CheckInResult = "revoked" // an older ticket of somebody who has a newer one
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
	Conflict  string
	ByName    string
	ScannedAt time.Time
	CreatedAt time.Time
	UndoneAt  *time.Time
}

// Moved reports whether the scan let the person in or out.
func (c *CheckIn) Moved() bool {
	return c.Conflict == "" && (c.Result == CheckInAdmitted || c.Result == CheckInLeft)
}

// CanUndo reports whether the scan itself may be undone. Only the person's last scan can be: that is checked when it is
// undone.
func (c *CheckIn) CanUndo() bool { return c.Moved() && c.UndoneAt == nil }

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

// EnteredBefore finds the scan that had admitted the person when a later scan was answered, or CodeNotFound.
func (store CheckInQuery) EnteredBefore(later *CheckIn) (*CheckIn, error) {
	return store.last("registration_id = ? AND result = ? AND created_at <= ? AND (undone_at IS NULL OR undone_at > ?)",
		later.RegistrationID, CheckInAdmitted, later.CreatedAt, later.CreatedAt)
}

// LastMove finds the scan that last let the person of a scan in or out, except that scan and undone ones, or
// CodeNotFound.
func (store CheckInQuery) LastMove(except *CheckIn) (*CheckIn, error) {
	return store.last("registration_id = ? AND id <> ? AND result IN ? AND conflict = '' AND undone_at IS NULL",
		except.RegistrationID, except.ID, []CheckInResult{CheckInAdmitted, CheckInLeft})
}

func (store CheckInQuery) last(where string, args ...any) (*CheckIn, error) {
	var c CheckIn
	err := store.q.g.Where(where, args...).Order("created_at DESC, scanned_at DESC, id DESC").Limit(1).Take(&c).Error
	return &c, notFound(err)
}

// Insert stores scans and returns the ids that were new. Each id may be in the list once.
func (store CheckInStore) Insert(list []CheckIn) (map[string]bool, error) {
	if len(list) == 0 {
		return map[string]bool{}, nil
	}
	slices.SortFunc(list, func(a, b CheckIn) int { return strings.Compare(a.ID, b.ID) })
	const columns = 10
	values := make([]any, 0, columns*len(list))
	for _, c := range list {
		values = append(values, c.ID, c.EventID, c.RegistrationID, c.Door, c.Direction, c.Result, c.Conflict, c.ByName,
			c.ScannedAt, store.tx.Now)
	}
	return store.tx.writtenKeys(`INSERT INTO check_ins (id, event_id, registration_id, door, direction, result, conflict,
		by_name, scanned_at, created_at) VALUES `+placeholders(len(list), columns)+`
		ON CONFLICT DO NOTHING RETURNING id`, values)
}

// MarkUndone marks a scan as undone, and reports false where it was already.
func (store CheckInStore) MarkUndone(c *CheckIn) (bool, error) {
	result := store.tx.g.Model(&CheckIn{}).Where("event_id = ? AND id = ? AND undone_at IS NULL", c.EventID, c.ID).
		Update("undone_at", store.tx.Now)
	return result.RowsAffected == 1, result.Error
}
