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
	// Conflict says what a replay or a later scan contradicted; empty where nothing was.
	Conflict  string
	ByName    string
	ScannedAt time.Time
	CreatedAt time.Time
	UndoneAt  *time.Time
}

// Admission is where an admitted person is now.
type Admission struct {
	RegistrationID string `gorm:"primaryKey"`
	EventID        string
	Inside         bool
	CheckInID      string
	FirstAt        time.Time
	ChangedAt      time.Time
}

// CheckInsOf lists the scans of a person, the latest first.
func (store CheckInQuery) OfRegistration(r *Registration) ([]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where("registration_id = ?", r.ID).Order("scanned_at DESC, id").Limit(100).Find(&list).Error
	return list, err
}

// CheckIn finds one of the event's scans by the id that the device made.
func (store CheckInQuery) ByID(e *Event, id string) (*CheckIn, error) {
	byID, err := store.ByIDs(e, []string{id})
	c, ok := byID[id]
	if err == nil && !ok {
		err = NewError(CodeNotFound, "error.not_found")
	}
	return &c, err
}

// CheckInsByID finds those of the scans that the event has already. The statement does not name the event: PostgreSQL, which believes that an event it has
// no statistics of is small, would read all of its scans.
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

// InsertCheckIns stores scans, each id once in the list, and tells which of them were new.
func (store CheckInStore) Insert(list []CheckIn) (map[string]bool, error) {
	if len(list) == 0 {
		return map[string]bool{}, nil
	}
	slices.SortFunc(list, func(a, b CheckIn) int { return strings.Compare(a.ID, b.ID) })
	values := make([]any, 0, 10*len(list))
	for _, c := range list {
		values = append(values, c.ID, c.EventID, c.RegistrationID, c.Door, c.Direction, c.Result, c.Conflict, c.ByName, c.ScannedAt, store.tx.Now)
	}
	return store.tx.writtenKeys(`INSERT INTO check_ins (id, event_id, registration_id, door, direction, result, conflict, by_name, scanned_at, created_at) VALUES `+
		placeholders(len(list), 10)+` ON CONFLICT DO NOTHING RETURNING id`, values)
}

// returned runs a statement that writes rows and returns a text of each. (GORM's Scan would spell the whole statement out for a log that nobody keeps.)
func (tx *Tx) writtenKeys(statement string, values []any) (map[string]bool, error) {
	found, err := tx.g.Raw(statement, values...).Rows()
	if err != nil {
		return nil, err
	}
	defer found.Close()
	texts := map[string]bool{}
	for found.Next() {
		var text string
		if err := found.Scan(&text); err != nil {
			return nil, err
		}
		texts[text] = true
	}
	return texts, found.Err()
}

// placeholders are the placeholders of a statement that inserts several placeholders.
func placeholders(count, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + ")"
	return strings.TrimSuffix(strings.Repeat(row+",", count), ",")
}

// Passage is a person about to come in or go out.
type Passage struct {
	RegistrationID, EventID, CheckInID string
	At                                 time.Time
}

// Enter lets people in, each once in the list, and tells by registration who was outside. The statement decides, also when two doors ask at once; rows are
// taken in one order, so that two doors do not wait for each other.
func (store AdmissionStore) Enter(list []Passage) (map[string]bool, error) {
	return store.move(list, true)
}

// Leave lets people out, each once in the list, and tells by registration who was inside.
func (store AdmissionStore) Leave(list []Passage) (map[string]bool, error) {
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.RegistrationID
	}
	var inside []string // held, and nobody else is moved: who never came has no row, and gets none
	if len(ids) > 0 {
		err := store.tx.g.Model(&Admission{}).Clauses(forUpdate).Where(store.tx.inList("registration_id", ids)).Where("inside = ?", true).Order("registration_id").Pluck("registration_id", &inside).Error
		if err != nil {
			return nil, err
		}
	}
	return store.move(slices.DeleteFunc(list, func(m Passage) bool { return !slices.Contains(inside, m.RegistrationID) }), false)
}

func (store AdmissionStore) move(list []Passage, inside bool) (map[string]bool, error) {
	if len(list) == 0 {
		return map[string]bool{}, nil
	}
	slices.SortFunc(list, func(a, b Passage) int { return strings.Compare(a.RegistrationID, b.RegistrationID) })
	values := make([]any, 0, 6*len(list))
	for _, m := range list {
		values = append(values, m.RegistrationID, m.EventID, inside, m.CheckInID, m.At, m.At)
	}
	return store.tx.writtenKeys(`INSERT INTO admissions (registration_id, event_id, inside, check_in_id, first_at, changed_at) VALUES `+placeholders(len(list), 6)+`
		ON CONFLICT (registration_id) DO UPDATE SET inside = excluded.inside, check_in_id = excluded.check_in_id, changed_at = excluded.changed_at
		WHERE admissions.inside <> excluded.inside RETURNING registration_id`, values)
}

// HoldReception lets one transaction with several scans at a time work at the event: two with the same people in different orders would wait for each
// other. A single scan needs it not.
func (store EventStore) LockReception(e *Event) error {
	var ids []string
	return store.tx.g.Model(&Event{}).Clauses(forUpdate).Where("id = ?", e.ID).Pluck("id", &ids).Error
}

// Admission finds where an admitted person is, or NotFound.
func (store AdmissionQuery) OfRegistration(registrationID string) (*Admission, error) {
	var a Admission
	err := store.q.g.Where("registration_id = ?", registrationID).Take(&a).Error
	return &a, notFound(err)
}

// AdmissionsOf finds the admissions of several people, by registration.
func (store AdmissionQuery) OfRegistrations(registrationIDs []string) (map[string]Admission, error) {
	var list []Admission
	err := store.q.g.Where(store.q.inList("registration_id", registrationIDs)).Find(&list).Error
	byID := make(map[string]Admission, len(list))
	for _, a := range list {
		byID[a.RegistrationID] = a
	}
	return byID, err
}

// UndoCheckIn marks a scan as undone, unless it is already, and puts the person back where the scan before it had left them. It is a Conflict where
// the scan is not the person's last.
func (store CheckInStore) Undo(c *CheckIn) error {
	undone := store.tx.g.Model(&CheckIn{}).Where("event_id = ? AND id = ? AND undone_at IS NULL", c.EventID, c.ID).Update("undone_at", store.tx.Now)
	if undone.Error != nil || undone.RowsAffected == 0 {
		return undone.Error
	}
	admission := store.tx.g.Model(&Admission{}).Where("registration_id = ? AND check_in_id = ?", c.RegistrationID, c.ID)
	late := NewError(CodeConflict, "reception.undo_late")
	before, err := store.last("registration_id = ? AND id <> ? AND result IN ? AND conflict = '' AND undone_at IS NULL",
		c.RegistrationID, c.ID, []CheckInResult{CheckInAdmitted, CheckInLeft})
	if CodeOf(err) == CodeNotFound {
		return mustAffect(admission.Delete(&Admission{}), late)
	}
	if err != nil {
		return err
	}
	return mustAffect(admission.Updates(map[string]any{
		"inside": before.Result == CheckInAdmitted, "check_in_id": before.ID, "changed_at": before.ScannedAt,
	}), late)
}

// EnteredBefore finds the scan that had let a person in when a later scan of theirs was answered, or NotFound.
func (store CheckInQuery) EnteredBefore(later *CheckIn) (*CheckIn, error) {
	return store.last("registration_id = ? AND result = ? AND created_at <= ? AND (undone_at IS NULL OR undone_at > ?)",
		later.RegistrationID, CheckInAdmitted, later.CreatedAt, later.CreatedAt)
}

func (store CheckInQuery) last(where string, args ...any) (*CheckIn, error) {
	var c CheckIn
	err := store.q.g.Where(where, args...).Order("created_at DESC, scanned_at DESC, id DESC").Limit(1).Take(&c).Error
	return &c, notFound(err)
}

// LatestCheckIns lists the event's latest scans.
func (store CheckInQuery) Latest(e *Event, limit int) ([]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where("event_id = ?", e.ID).Order("scanned_at DESC, id").Limit(limit).Find(&list).Error
	return list, err
}

// Arrival counts people of one ticket type: who is expected, who has come, who is inside now.
type Arrival struct {
	TicketTypeID              string
	Expected, Arrived, Inside int
}

// Arrivals counts the event's people at the door by ticket type.
func (store AdmissionQuery) Arrivals(e *Event) ([]Arrival, error) {
	var list []Arrival
	err := store.q.g.Raw(`SELECT r.ticket_type_id, COUNT(*) AS expected, COUNT(a.registration_id) AS arrived,
		COALESCE(SUM(CASE WHEN a.inside THEN 1 ELSE 0 END), 0) AS inside
		FROM registrations r LEFT JOIN admissions a ON a.registration_id = r.id
		WHERE r.event_id = ? AND r.state = ? GROUP BY r.ticket_type_id`, e.ID, RegistrationConfirmed).Scan(&list).Error
	return list, err
}

// ArrivalTimes lists when each admitted person first came, in order.
func (store AdmissionQuery) ArrivalTimes(e *Event) ([]time.Time, error) {
	var list []time.Time
	err := store.q.g.Model(&Admission{}).Where("event_id = ?", e.ID).Order("first_at").Pluck("first_at", &list).Error
	return list, err
}
