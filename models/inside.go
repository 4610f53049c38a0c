package models

import (
	"time"

	"meguri/models/text"
)

// InsidePerson is somebody who is inside now, with no more than is needed to find them.
type InsidePerson struct {
	ID string
	text.Name
	// Place is the room they went into last, "" for the venue; Door the slug of the door they came in by; Since when.
	Place string
	Door  string
	Since time.Time
}

// InsideNow lists everybody who is inside now in the order of their readings, whatever became of their registration.
func (store AdmissionQuery) InsideNow(e *Event) ([]InsidePerson, error) {
	night, err := store.night(e)
	if err != nil {
		return nil, err
	}
	var list []InsidePerson
	err = store.q.g.Table("admissions").Select(`registrations.id, registrations.family_name, registrations.given_name,
		registrations.family_kana, registrations.given_kana, admissions.place, COALESCE(check_ins.door, '') AS door,
		admissions.changed_at AS since`).
		Joins("JOIN registrations ON registrations.id = admissions.registration_id").
		Joins("LEFT JOIN check_ins ON check_ins.id = admissions.check_in_id AND check_ins.event_id = admissions.event_id").
		Where("admissions.event_id = ? AND admissions.inside AND admissions.changed_at >= ?", e.ID, night).
		Order("registrations.sort_key, registrations.id").Scan(&list).Error
	return list, err
}

// InPlace counts who is in a place now.
type InPlace struct {
	Place  string
	People int
}

// ByPlace counts who is inside now by place: "" is the venue, without those who are in one of its rooms.
func (store AdmissionQuery) ByPlace(e *Event) (map[string]int, error) {
	night, err := store.night(e)
	if err != nil {
		return nil, err
	}
	var list []InPlace
	err = store.q.g.Raw(`SELECT place, COUNT(*) AS people FROM admissions
		WHERE event_id = ? AND inside AND changed_at >= ? GROUP BY place`, e.ID, night).Scan(&list).Error
	counts := map[string]int{}
	for _, p := range list {
		counts[p.Place] = p.People
	}
	return counts, err
}
