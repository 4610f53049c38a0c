package models

import "time"

// EventKey is a key that signs the tickets of an event (Ed25519, base64). An older key still verifies tickets.
type EventKey struct {
	EventID    string `gorm:"primaryKey"`
	Number     int    `gorm:"primaryKey;autoIncrement:false"`
	PublicKey  string
	PrivateKey string
	CreatedAt  time.Time
}

// EventKeyQuery reads event keys.
type EventKeyQuery struct{ q *Query }

// EventKeyStore reads and writes event keys.
type EventKeyStore struct {
	EventKeyQuery
	tx *Tx
}

// EventKeys reads event keys.
func (q *Query) EventKeys() EventKeyQuery { return EventKeyQuery{q} }

// EventKeys reads and writes event keys.
func (tx *Tx) EventKeys() EventKeyStore { return EventKeyStore{tx.Query.EventKeys(), tx} }

// OfEvent lists the event's keys, the newest first.
func (store EventKeyQuery) OfEvent(eventID string) ([]EventKey, error) {
	var keys []EventKey
	err := store.q.g.Where("event_id = ?", eventID).Order("number DESC").Find(&keys).Error
	return keys, err
}

// Add stores a key, unless the event has one of that number.
func (store EventKeyStore) Add(k *EventKey) error {
	k.CreatedAt = store.tx.Now
	return store.tx.g.Clauses(doNothing).Create(k).Error
}
