package models

import (
	"time"
)

// Minutes are what was written down at an event: plain texts. Only its staff see them until they are published.
type Minutes struct {
	EventID        string `gorm:"primaryKey"`
	TextJa, TextEn string
	PublishedAt    *time.Time
	Version        int
	UpdatedAt      time.Time
}

// TableName is where they are.
func (Minutes) TableName() string { return "minutes" }

// IsPublished reports whether everybody may read them who may see the event.
func (m *Minutes) IsPublished() bool { return m.PublishedAt != nil }

// MinutesQuery reads minutes.
type MinutesQuery struct{ q *Query }

// MinutesStore reads and writes minutes.
type MinutesStore struct {
	MinutesQuery
	tx *Tx
}

// Minutes reads minutes.
func (q *Query) Minutes() MinutesQuery { return MinutesQuery{q} }

// Minutes reads and writes minutes.
func (tx *Tx) Minutes() MinutesStore { return MinutesStore{tx.Query.Minutes(), tx} }

// OfEvent finds the minutes of an event, which are empty and of version 0 at first.
func (store MinutesQuery) OfEvent(e *Event) (*Minutes, error) {
	var list []Minutes
	err := store.q.g.Where("event_id = ?", e.ID).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return &Minutes{EventID: e.ID}, err
	}
	return &list[0], nil
}

// Published lists the published minutes of events, by the event's id.
func (store MinutesQuery) Published(eventIDs []string) (map[string]*Minutes, error) {
	var list []Minutes
	err := store.q.g.Where("event_id IN ? AND published_at IS NOT NULL", eventIDs).Find(&list).Error
	of := make(map[string]*Minutes, len(list))
	for i := range list {
		of[list[i].EventID] = &list[i]
	}
	return of, err
}

// Save stores minutes that were read at version. It is CodeConflict where somebody else changed them since.
func (store MinutesStore) Save(m *Minutes, version int) error {
	m.Version, m.UpdatedAt = version+1, store.tx.Now
	changed := NewError(CodeConflict, "minutes.changed_meanwhile")
	if version == 0 {
		return mustAffect(store.tx.g.Clauses(doNothing).Create(m), changed)
	}
	return mustAffect(store.tx.g.Model(&Minutes{}).Where("event_id = ? AND version = ?", m.EventID, version).
		Select("text_ja", "text_en", "published_at", "version", "updated_at").Updates(m), changed)
}
