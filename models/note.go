package models

import "time"

// Note is what staff remember about a person. Staff who may see people read it, and the person, among what is held of
// them; who wrote it may change it.
type Note struct {
	ID             string
	RegistrationID string
	AccountID      *string // nil once the account is gone
	Text           string
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// WrittenNote is a note with the name of who wrote it, "" once their account is gone.
type WrittenNote struct {
	Note
	ByName string
}

// IsOf reports whether an account wrote the note.
func (n *Note) IsOf(accountID string) bool { return n.AccountID != nil && *n.AccountID == accountID }

// NoteQuery reads notes.
type NoteQuery struct{ q *Query }

// NoteStore reads and writes notes.
type NoteStore struct {
	NoteQuery
	tx *Tx
}

// Notes reads notes.
func (q *Query) Notes() NoteQuery { return NoteQuery{q} }

// Notes reads and writes notes.
func (tx *Tx) Notes() NoteStore { return NoteStore{tx.Query.Notes(), tx} }

// OfRegistration lists the notes about a person, the latest first.
func (store NoteQuery) OfRegistration(r *Registration) ([]WrittenNote, error) {
	var list []WrittenNote
	err := store.q.g.Table("notes").Select("notes.*, COALESCE(accounts.name, '') AS by_name").
		Joins("LEFT JOIN accounts ON accounts.id = notes.account_id").
		Where("notes.registration_id = ?", r.ID).Order("notes.created_at DESC, notes.id DESC").Limit(200).
		Scan(&list).Error
	return list, err
}

// Latest finds the latest note about each of the people, by registration.
func (store NoteQuery) Latest(registrationIDs []string) (map[string]Note, error) {
	var list []Note
	err := store.q.g.Where(store.q.inList("registration_id", registrationIDs)).Order("created_at, id").Find(&list).Error
	byID := map[string]Note{}
	for _, n := range list {
		byID[n.RegistrationID] = n
	}
	return byID, err
}

// Add stores a new note of an account about a person.
func (store NoteStore) Add(r *Registration, accountID, text string) error {
	return store.tx.g.Create(&Note{
		ID: NewID(), RegistrationID: r.ID, AccountID: &accountID, Text: text,
		CreatedAt: store.tx.Now, UpdatedAt: store.tx.Now,
	}).Error
}

// Change gives a note about a person another text. NotFound where the account did not write it.
func (store NoteStore) Change(r *Registration, id, accountID, text string) error {
	const own = "id = ? AND registration_id = ? AND account_id = ?"
	changed := store.tx.g.Model(&Note{}).Where(own, id, r.ID, accountID).
		Updates(map[string]any{"text": text, "updated_at": store.tx.Now})
	return mustAffect(changed, NewError(CodeNotFound, "error.not_found"))
}

// Delete removes a note about a person. NotFound where the account did not write it.
func (store NoteStore) Delete(r *Registration, id, accountID string) error {
	deleted := store.tx.g.Where("id = ? AND registration_id = ? AND account_id = ?", id, r.ID, accountID).
		Delete(&Note{})
	return mustAffect(deleted, NewError(CodeNotFound, "error.not_found"))
}
