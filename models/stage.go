package models

import (
	"crypto/rand"
	"errors"
	"math/big"
	"strconv"
	"time"

	"gorm.io/gorm"
)

// Stage is what the screens of an event's stage show.
type Stage struct {
	EventID string `gorm:"primaryKey"`
	// Code is the short number with which people in the room find the live room.
	Code string
	// LinkNumber is the number of the link that opens the stage; the links before it open nothing any more.
	LinkNumber int
	// ViewName is the kind of page that is shown, Subject what it is of, "" for the whole.
	ViewName string
	Subject  string
	// AttendanceWord is a word that those who listen can write down, "" for none.
	AttendanceWord string
	// Captions says that all views have a band of captions.
	Captions bool
	// Version counts the changes.
	Version   int
	UpdatedAt time.Time
}

// FirstView is what a stage shows until somebody chooses.
const FirstView = "join"

// StageQuery reads what the stages of events show.
type StageQuery struct{ q *Query }

// StageStore reads and writes the same.
type StageStore struct {
	StageQuery
	tx *Tx
}

// Stages reads what the stages of events show.
func (q *Query) Stages() StageQuery { return StageQuery{q} }

// Stages reads and writes what the stages of events show.
func (tx *Tx) Stages() StageStore { return StageStore{tx.Query.Stages(), tx} }

// OfEvent finds the stage of an event. An event that has none yet has one without a code.
func (store StageQuery) OfEvent(e *Event) (*Stage, error) {
	stage := Stage{EventID: e.ID, LinkNumber: 1, ViewName: FirstView}
	err := store.q.g.Where("event_id = ?", e.ID).Take(&stage).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return &stage, err
}

// EventByCode finds the event whose stage has a code.
func (store StageQuery) EventByCode(code string) (*Event, error) {
	var e Event
	err := store.q.g.Joins("JOIN stages ON stages.event_id = events.id").Where("stages.code = ?", code).Take(&e).Error
	return &e, notFound(err)
}

// Make finds the stage of an event, and stores one where there is none.
func (store StageStore) Make(e *Event) (*Stage, error) {
	for range 20 {
		stage, err := store.OfEvent(e)
		if err != nil || stage.Code != "" {
			return stage, err
		}
		n, err := rand.Int(rand.Reader, big.NewInt(stageCodes))
		if err != nil {
			return nil, err
		}
		stage.Code, stage.Version, stage.UpdatedAt = strconv.FormatInt(firstStageCode+n.Int64(), 10), 1, store.tx.Now
		if err := store.tx.g.Clauses(doNothing).Create(stage).Error; err != nil {
			return nil, err
		}
	}
	return nil, NewError(CodeUnavailable, "error.unavailable")
}

// The codes are numbers of four digits.
const (
	firstStageCode = 1000
	stageCodes     = 9000
)

// Change stores what a stage shows, and tells its screens. Who is later wins: it is one remote control.
func (store StageStore) Change(stage *Stage, fields map[string]any) error {
	store.tx.Tell(Change{EventID: stage.EventID, Watchers: ForStage, Part: PartStage})
	fields["version"], fields["updated_at"] = gorm.Expr("version + 1"), store.tx.Now
	return store.tx.g.Model(&Stage{}).Where("event_id = ?", stage.EventID).Updates(fields).Error
}
