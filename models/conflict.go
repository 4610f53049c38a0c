package models

import (
	"time"
)

// The kinds of conflicts that follow from several scans, or from a clock.
const (
	// ConflictTwoDevices is of a person whom two devices let in within a short time: most likely they stood between two
	// doors, or a scan was made twice.
	ConflictTwoDevices CheckInConflict = "two_devices"
	// ConflictCopy is of a ticket with which two people may have come: the second one with a picture of it.
	ConflictCopy CheckInConflict = "copy"
	// ConflictClock is of a device whose clock says what cannot be.
	ConflictClock CheckInConflict = "clock"
)

const (
	sameMoment = 2 * time.Minute
	// copyWithin is how soon a ticket that is shown at another device is suspected; later its owner comes back.
	copyWithin = 30 * time.Minute
)

// Conflict is something about a scan that staff should look at.
type Conflict struct {
	EventID        string          `gorm:"primaryKey"`
	CheckInID      string          `gorm:"primaryKey"`
	Kind           CheckInConflict `gorm:"primaryKey"`
	RegistrationID *string
	// OtherID is the scan before, of the person by another device.
	OtherID   string
	CreatedAt time.Time
	SettledAt *time.Time
	SettledBy string
	// Undid says that it was settled by undoing the scan.
	Undid bool

	CheckIn      CheckIn       `gorm:"-"`
	Other        *CheckIn      `gorm:"-"`
	Registration *Registration `gorm:"-"`
}

// TableName is check_in_conflicts.
func (Conflict) TableName() string { return "check_in_conflicts" }

// isSameDevice reports whether two scans were made by one device, or by one member of staff.
func (c *CheckIn) isSameDevice(other *CheckIn) bool {
	return c.DeviceID == other.DeviceID && c.ByName == other.ByName
}

// WayConflicts are what a person's scans say against each other: two devices let them in on one day, and they had not
// left. It depends on the set of scans and the nights alone.
func WayConflicts(nights Nights, scans []CheckIn) []Conflict {
	var list []Conflict
	var before *CheckIn // the last scan that let the person in, since they left
	counted := CountedScans(nights, scans)
	for i := range counted {
		c := &counted[i]
		if before != nil && !nights.OneDay(before.ScannedAt, c.ScannedAt) {
			before = nil
		}
		switch {
		case c.Direction == DirectionOut:
			before = nil
			continue
		case before != nil && !before.isSameDevice(c):
			if kind := wayConflict(c, c.ScannedAt.Sub(before.ScannedAt)); kind != "" {
				list = append(list, Conflict{
					EventID: c.EventID, CheckInID: c.ID, Kind: kind, RegistrationID: c.RegistrationID, OtherID: before.ID,
				})
			}
		}
		if before == nil || !c.Repeats {
			before = c
		}
	}
	return list
}

// wayConflict is what it means that a person was let in so long before a scan; "" where it means nothing.
func wayConflict(c *CheckIn, after time.Duration) CheckInConflict {
	switch {
	case c.Repeats && (after < sameMoment || after > copyWithin):
		return "" // seen at once by whoever held the device, or somebody who comes back
	case after < sameMoment:
		return ConflictTwoDevices
	}
	return ConflictCopy
}

// OfPeople are the conflicts that the scans of the event's people make.
func (store ConflictQuery) OfPeople(e *Event, registrationIDs []string) ([]Conflict, error) {
	nights, err := store.q.Admissions().Nights(e)
	if err != nil {
		return nil, err
	}
	scans, err := store.q.CheckIns().counting(registrationIDs)
	var list []Conflict
	for _, of := range scans {
		list = append(list, WayConflicts(nights, of)...)
	}
	return list, err
}

// Record stores conflicts. Those that are known stay as they are.
func (store ConflictStore) Record(list []Conflict) error {
	if len(list) == 0 {
		return nil
	}
	const columns = 6
	values := make([]any, 0, columns*len(list))
	for _, c := range list {
		values = append(values, c.EventID, c.CheckInID, c.Kind, c.RegistrationID, c.OtherID, store.tx.Now)
	}
	return store.tx.g.Exec(`INSERT INTO check_in_conflicts
		(event_id, check_in_id, kind, registration_id, other_id, created_at) VALUES `+placeholders(len(list), columns)+`
		ON CONFLICT DO NOTHING`, values...).Error
}

// HasClock reports whether there was a conflict already about the clock of whoever made the scan.
func (store ConflictQuery) HasClock(c *CheckIn) (bool, error) {
	var count int64
	err := store.q.g.Table("check_in_conflicts k").
		Joins("JOIN check_ins c ON c.id = k.check_in_id AND c.event_id = k.event_id").
		Where("k.event_id = ? AND k.kind = ?", c.EventID, ConflictClock).
		Where("c.device_id = ? AND c.by_name = ?", c.DeviceID, c.ByName).Count(&count).Error
	return count > 0, err
}

// openConflicts are those that nobody settled, of scans that still count.
const openConflicts = `check_in_conflicts.event_id = ? AND check_in_conflicts.settled_at IS NULL AND EXISTS (SELECT 1
	FROM check_ins c WHERE c.id = check_in_conflicts.check_in_id AND c.event_id = check_in_conflicts.event_id
	AND c.undone_at IS NULL)`

// CountOpen counts the event's conflicts that are to be looked at.
func (store ConflictQuery) CountOpen(e *Event) (int, error) {
	var count int64
	err := store.q.g.Model(&Conflict{}).Where(openConflicts, e.ID).Count(&count).Error
	return int(count), err
}

// Open lists the event's conflicts that are to be looked at, the newest first.
func (store ConflictQuery) Open(e *Event, limit int) ([]Conflict, error) {
	var list []Conflict
	err := store.q.g.Where(openConflicts, e.ID).Order("created_at DESC, check_in_id").Limit(limit).Find(&list).Error
	if err != nil {
		return nil, err
	}
	return list, store.fill(e, list)
}

// Settled lists those that were settled last.
func (store ConflictQuery) Settled(e *Event, limit int) ([]Conflict, error) {
	var list []Conflict
	err := store.q.g.Where("event_id = ? AND settled_at IS NOT NULL", e.ID).Order("settled_at DESC, check_in_id").
		Limit(limit).Find(&list).Error
	if err != nil {
		return nil, err
	}
	return list, store.fill(e, list)
}

// fill adds the scans and people.
func (store ConflictQuery) fill(e *Event, list []Conflict) error {
	var scans, people []string
	for i := range list {
		scans = append(scans, list[i].CheckInID, list[i].OtherID)
		if id := list[i].RegistrationID; id != nil {
			people = append(people, *id)
		}
	}
	checkIns, err := store.q.CheckIns().ByIDs(e, scans)
	if err != nil {
		return err
	}
	registrations, err := store.q.Registrations().ByIDsOrCodes(e, people, nil)
	if err != nil {
		return err
	}
	byID := map[string]*Registration{}
	for i := range registrations {
		byID[registrations[i].ID] = &registrations[i]
	}
	for i := range list {
		c := &list[i]
		c.CheckIn = checkIns[c.CheckInID]
		if other, ok := checkIns[c.OtherID]; ok {
			c.Other = &other
		}
		if c.RegistrationID != nil {
			c.Registration = byID[*c.RegistrationID]
		}
	}
	return nil
}

// Settle says that somebody looked at a conflict. It reports false where that was done already.
func (store ConflictStore) Settle(
	e *Event, checkInID string, kind CheckInConflict, by string, undid bool,
) (bool, error) {
	result := store.tx.g.Model(&Conflict{}).
		Where("event_id = ? AND check_in_id = ? AND kind = ? AND settled_at IS NULL", e.ID, checkInID, kind).
		Updates(map[string]any{"settled_at": store.tx.Now, "settled_by": by, "undid": undid})
	return result.RowsAffected > 0, result.Error
}

// Reopen takes that back, and returns what it was. NotFound where nobody had settled it.
func (store ConflictStore) Reopen(e *Event, checkInID string, kind CheckInConflict) (*Conflict, error) {
	var c Conflict
	const of = "event_id = ? AND check_in_id = ? AND kind = ? AND settled_at IS NOT NULL"
	if err := store.tx.g.Clauses(forUpdate).Where(of, e.ID, checkInID, kind).Take(&c).Error; err != nil {
		return nil, notFound(err)
	}
	return &c, store.tx.g.Model(&Conflict{}).Where(of, e.ID, checkInID, kind).
		Updates(map[string]any{"settled_at": nil, "settled_by": "", "undid": false}).Error
}
