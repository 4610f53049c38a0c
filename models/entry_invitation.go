package models

import "time"

// EntryInvitation invites one person to register. Its code is good for one registration.
type EntryInvitation struct {
	ID      string
	EventID string
	CodeID  string
	// Name is as staff wrote it, "" for none; Email and EmailKey are "" and the id once they were erased.
	Name     string
	Email    string
	EmailKey string
	// Locale is the language of its mails.
	Locale    string
	InvitedAt time.Time
	// RemindedAt is when it was mailed once more, nil for never. DeclinedAt is when the person said no.
	RemindedAt *time.Time
	DeclinedAt *time.Time

	Code EntryCode `gorm:"foreignKey:CodeID;->"`
}

// EntryInvitationState says what became of an invitation.
type EntryInvitationState string

// The states of an invitation.
const (
	EntryInvited    EntryInvitationState = "invited"
	EntryRegistered EntryInvitationState = "registered"
	EntryDeclined   EntryInvitationState = "declined"
	EntryExpired    EntryInvitationState = "expired"
	EntryWithdrawn  EntryInvitationState = "withdrawn"
)

// State is what became of the invitation until the time. Who registered after declining has registered.
func (i *EntryInvitation) State(now time.Time) EntryInvitationState {
	switch {
	case i.Code.Used > 0:
		return EntryRegistered
	case i.Code.StoppedAt != nil:
		return EntryWithdrawn
	case i.DeclinedAt != nil:
		return EntryDeclined
	case i.Code.State(now) != EntryCodeGood:
		return EntryExpired
	}
	return EntryInvited
}

// EntryInvitationQuery reads invitations to register.
type EntryInvitationQuery struct{ q *Query }

// EntryInvitationStore reads and writes invitations to register.
type EntryInvitationStore struct {
	EntryInvitationQuery
	tx *Tx
}

// EntryInvitations reads invitations to register.
func (q *Query) EntryInvitations() EntryInvitationQuery { return EntryInvitationQuery{q} }

// EntryInvitations reads and writes invitations to register.
func (tx *Tx) EntryInvitations() EntryInvitationStore {
	return EntryInvitationStore{tx.Query.EntryInvitations(), tx}
}

// OfEvent lists the invitations of the event in the order in which they were made, with their codes.
func (store EntryInvitationQuery) OfEvent(e *Event) ([]EntryInvitation, error) {
	var list []EntryInvitation
	err := store.q.g.Joins("Code").Where("entry_invitations.event_id = ?", e.ID).Order("entry_invitations.id").
		Find(&list).Error
	return list, err
}

// ByID finds one of the event's invitations.
func (store EntryInvitationQuery) ByID(e *Event, id string) (*EntryInvitation, error) {
	return store.find("entry_invitations.event_id = ? AND entry_invitations.id = ?", e.ID, id)
}

// OfCode finds the invitation of a code.
func (store EntryInvitationQuery) OfCode(code *EntryCode) (*EntryInvitation, error) {
	return store.find("entry_invitations.code_id = ?", code.ID)
}

// OfAddress finds the invitation of an address to the event.
func (store EntryInvitationQuery) OfAddress(e *Event, key string) (*EntryInvitation, error) {
	return store.find("entry_invitations.event_id = ? AND entry_invitations.email_key = ?", e.ID, key)
}

func (store EntryInvitationQuery) find(where string, args ...any) (*EntryInvitation, error) {
	var i EntryInvitation
	err := store.q.g.Joins("Code").Where(where, args...).Take(&i).Error
	return &i, notFound(err)
}

// Create stores a new invitation and reports false where the address is invited already.
func (store EntryInvitationStore) Create(i *EntryInvitation) (bool, error) {
	i.ID, i.InvitedAt = NewID(), store.tx.Now
	result := store.tx.g.Omit("Code").Clauses(doNothing).Create(i)
	return result.RowsAffected == 1, result.Error
}

// SetReminded stores that the invitation was mailed once more.
func (store EntryInvitationStore) SetReminded(i *EntryInvitation) error {
	i.RemindedAt = &store.tx.Now
	return store.tx.g.Model(&EntryInvitation{}).Where("id = ?", i.ID).Update("reminded_at", i.RemindedAt).Error
}

// SetDeclined stores that the person said no. Again it changes nothing.
func (store EntryInvitationStore) SetDeclined(i *EntryInvitation) error {
	return store.tx.g.Model(&EntryInvitation{}).Where("id = ? AND declined_at IS NULL", i.ID).
		Update("declined_at", store.tx.Now).Error
}

// invitationRetention is how long after an event the names and addresses of whom it invited are kept.
const invitationRetention = 30 * 24 * time.Hour

// Forget erases the names and addresses of whom events invited that are over for a month. That they were invited stays.
func (store EntryInvitationStore) Forget() error {
	return store.blank(`email <> '' AND event_id IN (SELECT id FROM events WHERE ends_at < ?)`,
		store.tx.Now.Add(-invitationRetention))
}

// forgetPeople erases the names and addresses of invited people whose registrations are erased.
func (store EntryInvitationStore) forgetPeople(e *Event, ids []string) error {
	return store.blank(`event_id = ? AND (code_id IN (SELECT entry_code_id FROM registrations WHERE id IN ?)
		OR email_key IN (SELECT email_key FROM registrations WHERE id IN ?))`, e.ID, ids, ids)
}

func (store EntryInvitationStore) blank(where string, args ...any) error {
	const erased = "UPDATE entry_invitations SET name = '', email = '', email_key = id WHERE "
	return store.tx.g.Exec(erased+where, args...).Error
}
