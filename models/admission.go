package models

import (
	"slices"
	"strings"
	"time"
)

// Admission says of an admitted person whether they are inside now.
type Admission struct {
	RegistrationID string `gorm:"primaryKey"`
	EventID        string
	Inside         bool
	CheckInID      string // the scan that last let the person in or out
	FirstAt        time.Time
	ChangedAt      time.Time
}

// Passage is one person's way in or out.
type Passage struct {
	RegistrationID string
	EventID        string
	CheckInID      string
	At             time.Time
}

// OfRegistrations finds admissions by registration. A person who was never admitted has none.
func (store AdmissionQuery) OfRegistrations(registrationIDs []string) (map[string]Admission, error) {
	var list []Admission
	err := store.q.g.Where(store.q.inList("registration_id", registrationIDs)).Find(&list).Error
	byID := make(map[string]Admission, len(list))
	for _, a := range list {
		byID[a.RegistrationID] = a
	}
	return byID, err
}

// Enter lets people in and returns the registrations of those who were outside. Each may be in the list once. One
// statement decides, also when two doors scan a ticket at the same time. It writes the rows in a fixed order, so that
// two doors do not deadlock.
func (store AdmissionStore) Enter(list []Passage) (map[string]bool, error) {
	return store.move(list, true)
}

// Leave lets people out and returns the registrations of those who were inside. Each may be in the list once.
func (store AdmissionStore) Leave(list []Passage) (map[string]bool, error) {
	inside, err := store.lockInside(list)
	if err != nil {
		return nil, err
	}
	leaving := slices.DeleteFunc(list, func(p Passage) bool { return !slices.Contains(inside, p.RegistrationID) })
	return store.move(leaving, false)
}

// lockInside locks the admissions of those who are inside and lists their registrations. Only they may be moved: a
// person who was never admitted has no row and must not get one.
func (store AdmissionStore) lockInside(list []Passage) (inside []string, err error) {
	if len(list) == 0 {
		return nil, nil
	}
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.RegistrationID
	}
	err = store.tx.g.Model(&Admission{}).Clauses(forUpdate).
		Where(store.tx.inList("registration_id", ids)).Where("inside = ?", true).
		Order("registration_id").Pluck("registration_id", &inside).Error
	return inside, err
}

func (store AdmissionStore) move(list []Passage, inside bool) (map[string]bool, error) {
	if len(list) == 0 {
		return map[string]bool{}, nil
	}
	slices.SortFunc(list, func(a, b Passage) int { return strings.Compare(a.RegistrationID, b.RegistrationID) })
	const columns = 6
	values := make([]any, 0, columns*len(list))
	for _, p := range list {
		values = append(values, p.RegistrationID, p.EventID, inside, p.CheckInID, p.At, p.At)
	}
	return store.tx.writtenKeys(`INSERT INTO admissions
		(registration_id, event_id, inside, check_in_id, first_at, changed_at) VALUES `+placeholders(len(list), columns)+`
		ON CONFLICT (registration_id) DO UPDATE
		SET inside = excluded.inside, check_in_id = excluded.check_in_id, changed_at = excluded.changed_at
		WHERE admissions.inside <> excluded.inside RETURNING registration_id`, values)
}

// MoveBack restores the state of a person before a scan: that of the scan before it, or no admission if there is none
// (nil). It reports false if another scan has moved the person since.
func (store AdmissionStore) MoveBack(undone, before *CheckIn) (bool, error) {
	admission := store.tx.g.Model(&Admission{}).
		Where("registration_id = ? AND check_in_id = ?", undone.RegistrationID, undone.ID)
	if before == nil {
		deleted := admission.Delete(&Admission{})
		return deleted.RowsAffected == 1, deleted.Error
	}
	updated := admission.Updates(map[string]any{
		"inside": before.Result == CheckInAdmitted, "check_in_id": before.ID, "changed_at": before.ScannedAt,
	})
	return updated.RowsAffected == 1, updated.Error
}

// LockReception lets one transaction at a time write several scans at the event: two with the same people in different
// orders would deadlock. A single scan does not need it.
func (store EventStore) LockReception(e *Event) error {
	var ids []string
	return store.tx.g.Model(&Event{}).Clauses(forUpdate).Where("id = ?", e.ID).Pluck("id", &ids).Error
}

// Arrival counts attendees of one ticket type: how many are expected, have arrived and are inside now.
type Arrival struct {
	TicketTypeID string
	Expected     int
	Arrived      int
	Inside       int
}

// Arrivals counts the event's attendees at the doors by ticket type.
func (store AdmissionQuery) Arrivals(e *Event) ([]Arrival, error) {
	var list []Arrival
	err := store.q.g.Raw(`SELECT r.ticket_type_id, COUNT(*) AS expected, COUNT(a.registration_id) AS arrived,
		COALESCE(SUM(CASE WHEN a.inside THEN 1 ELSE 0 END), 0) AS inside
		FROM registrations r LEFT JOIN admissions a ON a.registration_id = r.id
		WHERE r.event_id = ? AND r.state = ? GROUP BY r.ticket_type_id`, e.ID, RegistrationConfirmed).Scan(&list).Error
	return list, err
}

// ArrivalTimes lists when each person was first admitted, in order.
func (store AdmissionQuery) ArrivalTimes(e *Event) ([]time.Time, error) {
	var list []time.Time
	err := store.q.g.Model(&Admission{}).Where("event_id = ?", e.ID).Order("first_at").Pluck("first_at", &list).Error
	return list, err
}
