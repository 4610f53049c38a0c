package models

import "time"

// RosterPerson is a registration as devices know it: what a door must know of a person, and nothing else.
type RosterPerson struct {
	Registration
	// Arrived, Inside and Since are where the person is: Since is when they came in or left last.
	Arrived bool
	Inside  bool
	Since   *time.Time
	// Door is the slug of the door they passed then, Place the room they are in, "" for the venue.
	Door  string
	Place string
}

// rosterColumns are the columns that a device needs.
const rosterColumns = `registrations.id, registrations.event_id, registrations.ticket_type_id, registrations.code,
	registrations.state, registrations.family_name, registrations.given_name, registrations.family_kana,
	registrations.given_kana, registrations.organization, registrations.ticket_serial, registrations.merged_into,
	registrations.representative_id, registrations.erased_at, registrations.updated_at,
	COALESCE(admissions.arrived, FALSE) AS arrived,
	COALESCE(admissions.inside AND admissions.changed_at >= ?, FALSE) AS inside,
	admissions.changed_at AS since, COALESCE(admissions.place, '') AS place, COALESCE(check_ins.door, '') AS door`

// rosterMoves are what happened to people at doors.
var rosterMoves = []ActivityKind{ActivityAdmitted, ActivityLeft, ActivityCheckInUndone}

// Roster lists everybody who registered for the event in the order of their readings, or, since a time, those who
// changed or passed a door, in no order.
func (store RegistrationQuery) Roster(e *Event, since time.Time) ([]RosterPerson, error) {
	night, err := store.q.Admissions().night(e)
	if err != nil {
		return nil, err
	}
	var list []RosterPerson
	q := store.q.g.Table("registrations").Select(rosterColumns, night).
		Joins("LEFT JOIN admissions ON admissions.registration_id = registrations.id").
		Joins("LEFT JOIN check_ins ON check_ins.id = admissions.check_in_id AND check_ins.event_id = admissions.event_id").
		Where("registrations.event_id = ?", e.ID)
	if since.IsZero() {
		return list, q.Where("registrations.erased_at IS NULL").Order("registrations.sort_key, registrations.id").
			Scan(&list).Error
	}
	err = q.Where(`(registrations.updated_at >= ? OR registrations.id IN (SELECT registration_id FROM activities
		WHERE event_id = ? AND created_at >= ? AND kind IN ? AND registration_id IS NOT NULL))`,
		since.UTC(), e.ID, since.UTC(), rosterMoves).Scan(&list).Error
	return list, err
}
