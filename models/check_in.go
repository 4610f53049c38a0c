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
	CheckInUndone     CheckInResult = "undone"   // the answer to an undo; of no scan
	CheckInRefused    CheckInResult = "refused"  // the answer to an undo by a device that may not; of no scan
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
	Place string
	// Way is how the scan came here, "" by a device or a page.
	Way CheckInWay
	// Repeats says that the scan found the person inside: it counts as long as a scan that let them in does.
	Repeats bool
	ByName  string
	// DeviceID is the device that made the scan, "" for staff and programs.
	DeviceID string
	// ScannedAt is when the person was scanned, as far as that can be known. DeviceAt is what the device said, where that
	// cannot be.
	ScannedAt time.Time
	DeviceAt  *time.Time
	CreatedAt time.Time
	UndoneAt  *time.Time
}

// CheckInWay is how a scan came here.
type CheckInWay string

// WayPaper is from a list on paper that was ticked.
const WayPaper CheckInWay = "paper"

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

// CanUndo reports whether undoing the scan changes where somebody is.
func (c *CheckIn) CanUndo() bool {
	return (c.Result == CheckInAdmitted || c.Result == CheckInLeft) && c.Conflict != ConflictOtherContent &&
		c.UndoneAt == nil
}

// CountsIn reports whether the scan says that the person is inside, and nobody undid it.
func (c *CheckIn) CountsIn() bool {
	return (c.Result == CheckInAdmitted || c.Result == CheckInAlready) && c.UndoneAt == nil
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

// counting finds the scans that say where people are, by registration, also those that were undone.
func (store CheckInQuery) counting(registrationIDs []string) (map[string][]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where(store.q.inList("registration_id", registrationIDs)).
		Where("result IN ?", countingResults).Find(&list).Error
	byID := map[string][]CheckIn{}
	for _, c := range list {
		byID[*c.RegistrationID] = append(byID[*c.RegistrationID], c)
	}
	return byID, err
}

// OfRegistrations finds the scans that say where people are, the latest first, by registration. Only what attendance
// needs of them is set: it reads tens of thousands.
func (store CheckInQuery) OfRegistrations(registrationIDs []string) (map[string][]CheckIn, error) {
	rows, err := store.q.g.Raw(`SELECT id, registration_id, door, direction, result, place, repeats, scanned_at, undone_at
		FROM check_ins WHERE ? AND result IN ? ORDER BY scanned_at DESC, id`,
		store.q.inList("registration_id", registrationIDs), countingResults).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byID := map[string][]CheckIn{}
	for rows.Next() {
		var c CheckIn
		err := rows.Scan(&c.ID, &c.RegistrationID, &c.Door, &c.Direction, &c.Result, &c.Place, &c.Repeats, &c.ScannedAt,
			&c.UndoneAt)
		if err != nil {
			return nil, err
		}
		c.ScannedAt = c.ScannedAt.UTC()
		byID[*c.RegistrationID] = append(byID[*c.RegistrationID], c)
	}
	return byID, rows.Err()
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

// Begins lists the event's scans whose ids begin alike, in the order of the names of people, with these.
func (store CheckInQuery) Begins(e *Event, id string) ([]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where("event_id = ? AND id >= ? AND id < ?", e.ID, id, id+"~").Order("id").Find(&list).Error
	return list, err
}

// Position is where a scan found the person when it was answered, from the scans that were known then.
func (store CheckInQuery) Position(e *Event, c *CheckIn) (Position, error) {
	nights, err := store.q.Admissions().Nights(e)
	if err != nil {
		return Position{}, err
	}
	var list []CheckIn
	err = store.q.g.Where("registration_id = ? AND id <> ? AND result IN ?", c.RegistrationID, c.ID, countingResults).
		Where("created_at <= ?", c.CreatedAt).Find(&list).Error
	for i := range list {
		if undone := list[i].UndoneAt; undone != nil && undone.After(c.CreatedAt) {
			list[i].UndoneAt = nil
		}
	}
	return positionAt(nights, list, c), err
}

// Insert stores scans and returns the ids that were new, and of each whether its undo is here already. Each id may be
// in the list once.
func (store CheckInStore) Insert(list []CheckIn) (isUndone map[string]bool, err error) {
	if len(list) == 0 {
		return map[string]bool{}, nil
	}
	slices.SortFunc(list, func(a, b CheckIn) int { return strings.Compare(a.ID, b.ID) })
	now := store.tx.Now
	from, values := store.tx.rowsOf(len(list),
		textColumn(func(i int) string { return list[i].ID }),
		textColumn(func(i int) string { return list[i].EventID }),
		columnOf(pgText, func(i int) *string { return list[i].RegistrationID }),
		textColumn(func(i int) string { return list[i].Door }),
		textColumn(func(i int) Direction { return list[i].Direction }),
		textColumn(func(i int) CheckInResult { return list[i].Result }),
		textColumn(func(i int) CheckInConflict { return list[i].Conflict }),
		columnOf(pgBoolean, func(i int) bool { return list[i].Repeats }),
		textColumn(func(i int) string { return list[i].ByName }),
		textColumn(func(i int) string { return list[i].DeviceID }),
		columnOf(pgTime, func(i int) time.Time { return list[i].ScannedAt }),
		columnOf(pgTime, func(i int) *time.Time { return list[i].DeviceAt }),
		columnOf(pgTime, func(int) time.Time { return now }),
		textColumn(func(i int) string { return list[i].Place }),
		textColumn(func(i int) CheckInWay { return list[i].Way }),
	)
	return store.tx.writtenFlags(`INSERT INTO check_ins (id, event_id, registration_id, door, direction, result, conflict,
		repeats, by_name, device_id, scanned_at, device_at, created_at, place, way) `+from+`
		ON CONFLICT DO NOTHING RETURNING id, EXISTS (SELECT 1 FROM check_in_undos u
			WHERE u.event_id = check_ins.event_id AND u.check_in_id = check_ins.id)`, values)
}

// MarkUndone marks scans of one event as undone, and returns the ids of those that were not yet.
func (store CheckInStore) MarkUndone(e *Event, ids []string) (map[string]bool, error) {
	if len(ids) == 0 {
		return map[string]bool{}, nil
	}
	values := []any{store.tx.Now, e.ID}
	for _, id := range ids {
		values = append(values, id)
	}
	return store.tx.writtenKeys(`UPDATE check_ins SET undone_at = ? WHERE event_id = ? AND undone_at IS NULL
		AND id IN `+placeholders(1, len(ids))+` RETURNING id`, values)
}

// doorOpensBefore is how long before a session its door lets people in.
const doorOpensBefore = 30 * time.Minute

// ScannedSessions tells at which of the sessions people were scanned, at the door of its own or of its room: from when
// that opens until the session ends. ofDoor are the sessions that have doors of their own, by the door's slug.
func (store CheckInQuery) ScannedSessions(
	e *Event, sessions []Session, ofDoor map[string]string,
) (map[string]bool, error) {
	scanned := map[string]bool{}
	var places []string
	err := store.q.g.Model(&CheckIn{}).Where("event_id = ? AND place <> ''", e.ID).Distinct().Pluck("place", &places).Error
	if err != nil || len(places) == 0 {
		return scanned, err
	}
	for i := range sessions {
		s, place := &sessions[i], sessions[i].ID
		if s.RoomID != nil {
			place = *s.RoomID
		}
		if !slices.Contains(places, place) {
			continue
		}
		others := []string{""}
		for door, id := range ofDoor {
			if id != s.ID {
				others = append(others, door)
			}
		}
		var n int64
		err := store.q.g.Model(&CheckIn{}).Where("event_id = ? AND place = ? AND place <> ''", e.ID, place).
			Where("scanned_at >= ? AND scanned_at < ?", s.StartsAt.Add(-doorOpensBefore).UTC(), s.EndsAt.UTC()).
			Where("result IN ? AND undone_at IS NULL AND door NOT IN ?", countingResults, others).Count(&n).Error
		if err != nil {
			return nil, err
		}
		scanned[s.ID] = n > 0
	}
	return scanned, nil
}
