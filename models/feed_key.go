package models

import "time"

// FeedKey is a public key with which the installation signs, or signed, its feed. Private keys are in no database.
type FeedKey struct {
	Number    int `gorm:"primaryKey;autoIncrement:false"`
	PublicKey string
	// Handover is the signature of the key before it, "" where that was lost or stolen.
	Handover  string
	CreatedAt time.Time
}

// Keys lists the keys, the oldest first.
func (store FeedQuery) Keys() ([]FeedKey, error) {
	var keys []FeedKey
	err := store.q.g.Order("number").Find(&keys).Error
	return keys, err
}

// AddKey stores a key, unless there is one of that number.
func (store FeedStore) AddKey(k *FeedKey) error {
	k.CreatedAt = store.tx.Now
	return store.tx.g.Clauses(doNothing).Create(k).Error
}
