package models

import (
	"slices"
	"time"
)

// CheckInUndo undoes a scan, which may arrive later. ID is made by whoever undoes.
type CheckInUndo struct {
	ID        string `gorm:"primaryKey"`
	EventID   string `gorm:"primaryKey"`
	CheckInID string
	ByName    string
	DeviceID  string
	UndoneAt  time.Time
	CreatedAt time.Time
}

// CountedScans are those of a person's scans that say where the person is, by time: without those that were undone, and
// without those that only repeat what was undone. It depends on the set of scans and the nights of the event alone;
// static/js/reception/rules.js has the same.
func CountedScans(nights Nights, scans []CheckIn) []CheckIn {
	var counted []CheckIn
	ways, undone := 0, 0 // in, since the person left last or a night passed, and how many of these were undone
	var day time.Time
	for _, s := range slices.SortedFunc(slices.Values(scans), compareScans) {
		isIn, isUndone := s.Direction == DirectionIn, s.UndoneAt != nil
		if night := nights.Before(s.ScannedAt); !night.Equal(day) {
			ways, undone, day = 0, 0, night
		}
		switch {
		case !slices.Contains(countingResults, s.Result):
			continue
		case s.Place != "": // the ways in and out of a room are none of the venue
		case isIn && s.Repeats:
			isUndone = isUndone || (ways > 0 && undone == ways) // where no way in is known it stands for itself
		case isIn && isUndone:
			ways, undone = ways+1, undone+1
		case isIn:
			ways++
		case !isUndone:
			ways, undone = 0, 0
		}
		if !isUndone {
			counted = append(counted, s)
		}
	}
	return counted
}

// InsertUndoes stores undos. One whose id is known changes nothing.
func (store CheckInStore) InsertUndoes(list []CheckInUndo) error {
	const columns = 7
	values := make([]any, 0, columns*len(list))
	for _, u := range list {
		values = append(values, u.ID, u.EventID, u.CheckInID, u.ByName, u.DeviceID, u.UndoneAt.UTC(), store.tx.Now)
	}
	return store.tx.g.Exec(`INSERT INTO check_in_undos
		(id, event_id, check_in_id, by_name, device_id, undone_at, created_at) VALUES `+placeholders(len(list), columns)+`
		ON CONFLICT DO NOTHING`, values...).Error
}

// Recent lists the event's newest scans that say where people are, the newest first.
func (store CheckInQuery) Recent(e *Event, limit int) ([]CheckIn, error) {
	var list []CheckIn
	err := store.q.g.Where("event_id = ? AND result IN ? AND registration_id IS NOT NULL", e.ID, countingResults).
		Order("scanned_at DESC, id").Limit(limit).Find(&list).Error
	return list, err
}
