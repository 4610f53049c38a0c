package models

import (
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// WordSettings say how an event's word cloud counts.
type WordSettings struct {
	EventID string `gorm:"primaryKey"`
	// Joined are words that belong together, Hidden words that are not shown; one a line.
	Joined, Hidden string
	// Public says that everybody may see the word cloud.
	Public bool
}

// TableName is the table of WordSettings.
func (WordSettings) TableName() string { return "word_settings" }

// WordSettingsQuery reads how word clouds count.
type WordSettingsQuery struct{ q *Query }

// WordSettingsStore reads and writes how word clouds count.
type WordSettingsStore struct {
	WordSettingsQuery
	tx *Tx
}

// WordSettings reads how word clouds count.
func (q *Query) WordSettings() WordSettingsQuery { return WordSettingsQuery{q} }

// WordSettings reads and writes how word clouds count.
func (tx *Tx) WordSettings() WordSettingsStore {
	return WordSettingsStore{tx.Query.WordSettings(), tx}
}

// OfEvent finds the settings of an event, which are empty at first.
func (store WordSettingsQuery) OfEvent(e *Event) (*WordSettings, error) {
	settings := WordSettings{EventID: e.ID}
	err := store.q.g.Where("event_id = ?", e.ID).Take(&settings).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return &settings, err
}

// Save stores the settings of an event.
func (store WordSettingsStore) Save(settings *WordSettings) error {
	return store.tx.g.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true,
	}).Create(settings).Error
}
