package models

import "time"

// EventKey signs the tickets of an event (Ed25519, base64). A retired key still verifies.
type EventKey struct {
	EventID    string `gorm:"primaryKey"`
	Number     int    `gorm:"primaryKey;autoIncrement:false"`
	PublicKey  string
	PrivateKey string
	CreatedAt  time.Time
	RetiredAt  *time.Time
}

// EventKeys lists the event's keys, the newest first.
func (tx *Tx) EventKeys(eventID string) ([]EventKey, error) {
	var keys []EventKey
	err := tx.g.Where("event_id = ?", eventID).Order("number DESC").Find(&keys).Error
	return keys, err
}

// AddEventKey stores a key, unless the event has one of that number.
func (tx *Tx) AddEventKey(k *EventKey) error {
	k.CreatedAt = tx.Now
	return tx.g.Clauses(doNothing).Create(k).Error
}
