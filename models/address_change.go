package models

import "time"

// AddressChange is the address to which a person wants mails from now on, until it is confirmed. A person has one.
type AddressChange struct {
	ID             string
	RegistrationID string
	Email          string
	EmailKey       string
	// MailedAt is when the link was mailed last.
	MailedAt  time.Time
	ExpiresAt time.Time
	CreatedAt time.Time
}

// AddressChangeQuery reads addresses that are to be confirmed.
type AddressChangeQuery struct{ q *Query }

// AddressChangeStore reads and writes addresses that are to be confirmed.
type AddressChangeStore struct {
	AddressChangeQuery
	tx *Tx
}

// AddressChanges reads addresses that are to be confirmed.
func (q *Query) AddressChanges() AddressChangeQuery { return AddressChangeQuery{q} }

// AddressChanges reads and writes addresses that are to be confirmed.
func (tx *Tx) AddressChanges() AddressChangeStore {
	return AddressChangeStore{tx.Query.AddressChanges(), tx}
}

// OfRegistration finds the change that waits for a person, nil for none.
func (store AddressChangeQuery) OfRegistration(r *Registration) (*AddressChange, error) {
	return store.waiting("registration_id = ?", r.ID)
}

// ByID finds a change that waits, nil where it does no more.
func (store AddressChangeQuery) ByID(id string) (*AddressChange, error) {
	return store.waiting("id = ?", id)
}

func (store AddressChangeQuery) waiting(where string, args ...any) (*AddressChange, error) {
	var list []AddressChange
	err := store.q.g.Where(where, args...).Where("expires_at > ?", store.q.Now).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Replace stores a change in place of the one that the person had. The caller has locked the registration.
func (store AddressChangeStore) Replace(c *AddressChange) error {
	if err := store.Drop(c.RegistrationID); err != nil {
		return err
	}
	c.ID, c.CreatedAt, c.MailedAt = NewID(), store.tx.Now, store.tx.Now
	return store.tx.g.Create(c).Error
}

// Drop deletes the change of a registration, if it has one.
func (store AddressChangeStore) Drop(registrationID string) error {
	return store.tx.g.Where("registration_id = ?", registrationID).Delete(&AddressChange{}).Error
}

// Mailed records that the link was mailed once more.
func (store AddressChangeStore) Mailed(c *AddressChange) error {
	return store.tx.g.Model(&AddressChange{}).Where("id = ?", c.ID).Update("mailed_at", store.tx.Now).Error
}
