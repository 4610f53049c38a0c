package models

import "time"

// Direction is whether a scan was on the way in or out.
type Direction string

// The directions.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// CheckInResult is the answer to a scan.
type CheckInResult string

// The results.
const (
	Admitted     CheckInResult = "admitted"
	Already      CheckInResult = "already" // admitted before; the person may enter or not as staff decide
	Left         CheckInResult = "left"
	IsCancelled  CheckInResult = "cancelled"
	IsWaitlisted CheckInResult = "waitlisted"
	Unknown      CheckInResult = "unknown"
	WrongEvent   CheckInResult = "wrong_event"
	Revoked      CheckInResult = "revoked" // an older ticket of somebody who has a newer one
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

// Door is a reception desk.
type Door struct {
	ID       string
	EventID  string
	Slug     string
	NameJa   string
	NameEn   string
	Position int
}

// Doors lists the doors of the event in order.
func (tx *Tx) Doors(e *Event) ([]Door, error) {
	var list []Door
	err := tx.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// AddAdmission stores where an admitted person is, unless that is known already.
func (tx *Tx) AddAdmission(a *Admission) error {
	return tx.g.Clauses(doNothing).Create(a).Error
}

// CheckInsOf lists the scans of a person, the latest first.
func (tx *Tx) CheckInsOf(r *Registration) ([]CheckIn, error) {
	var list []CheckIn
	err := tx.g.Where("registration_id = ?", r.ID).Order("scanned_at DESC, id").Limit(100).Find(&list).Error
	return list, err
}
