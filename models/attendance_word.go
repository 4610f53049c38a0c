package models

import (
	"errors"
	"time"

	"gorm.io/gorm"
)

// AttendanceWord is a word that was shown on the stage. Who types it while it is open shows that they were there.
type AttendanceWord struct {
	ID       string
	EventID  string
	Text     string
	OpensAt  time.Time
	ClosesAt time.Time
}

// IsOpen reports whether the word may be given at a time.
func (w *AttendanceWord) IsOpen(now time.Time) bool {
	return !now.Before(w.OpensAt) && now.Before(w.ClosesAt)
}

// WordGiven is that a person gave a word in time.
type WordGiven struct {
	WordID         string `gorm:"primaryKey"`
	RegistrationID string `gorm:"primaryKey"`
	GivenAt        time.Time
}

// TableName is for gorm.
func (WordGiven) TableName() string { return "words_given" }

// AttendanceWordQuery reads words of attendance, and who gave them.
type AttendanceWordQuery struct{ q *Query }

// AttendanceWordStore reads and writes words of attendance, and who gave them.
type AttendanceWordStore struct {
	AttendanceWordQuery
	tx *Tx
}

// AttendanceWords reads words of attendance, and who gave them.
func (q *Query) AttendanceWords() AttendanceWordQuery { return AttendanceWordQuery{q} }

// AttendanceWords reads and writes words of attendance, and who gave them.
func (tx *Tx) AttendanceWords() AttendanceWordStore {
	return AttendanceWordStore{tx.Query.AttendanceWords(), tx}
}

// OpenNow finds the word that may be given now, nil for none.
func (store AttendanceWordQuery) OpenNow(e *Event) (*AttendanceWord, error) {
	var w AttendanceWord
	err := store.q.g.Where("event_id = ? AND opens_at <= ? AND closes_at > ?", e.ID, store.q.Now, store.q.Now).
		Order("opens_at DESC, id DESC").Take(&w).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &w, err
}

// ShownWord is a word with how many gave it.
type ShownWord struct {
	AttendanceWord
	Given int
}

// OfEvent lists the event's words in the order in which they were shown.
func (store AttendanceWordQuery) OfEvent(e *Event) (list []ShownWord, err error) {
	err = store.q.g.Model(&AttendanceWord{}).
		Select("attendance_words.*, (SELECT COUNT(*) FROM words_given WHERE word_id = attendance_words.id) AS given").
		Where("event_id = ?", e.ID).Order("opens_at, id").Scan(&list).Error
	return list, err
}

// GivenBy tells which words people gave, and when, by registration and by word.
func (store AttendanceWordQuery) GivenBy(ids []string) (map[string]map[string]time.Time, error) {
	var list []WordGiven
	err := store.q.g.Where(store.q.inList("registration_id", ids)).Find(&list).Error
	given := map[string]map[string]time.Time{}
	for _, g := range list {
		if given[g.RegistrationID] == nil {
			given[g.RegistrationID] = map[string]time.Time{}
		}
		given[g.RegistrationID][g.WordID] = g.GivenAt.UTC()
	}
	return given, err
}

// Show stores a word, and closes those that were open before.
func (store AttendanceWordStore) Show(w *AttendanceWord) error {
	if err := store.Close(w.EventID); err != nil {
		return err
	}
	w.ID = NewID()
	return store.tx.g.Create(w).Error
}

// Close ends the words of an event that are open, and tells the room.
func (store AttendanceWordStore) Close(eventID string) error {
	store.tx.Tell(Change{EventID: eventID, Watchers: ForEverybody, Part: PartWord})
	return store.tx.g.Model(&AttendanceWord{}).Where("event_id = ? AND closes_at > ?", eventID, store.tx.Now).
		Update("closes_at", store.tx.Now).Error
}

// Give stores that a person gave a word. The first time counts.
func (store AttendanceWordStore) Give(w *AttendanceWord, r *Registration) error {
	return store.tx.g.Clauses(doNothing).Create(&WordGiven{w.ID, r.ID, store.tx.Now}).Error
}
