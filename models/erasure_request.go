package models

import "time"

// ErasureRequest is an attendee's wish that everything held of them is erased.
type ErasureRequest struct {
	ID             string
	EventID        string
	RegistrationID string
	// Words are what the person wrote with it.
	Words   string
	State   ErasureState
	AskedAt time.Time
	// DueAt is until when staff answer.
	DueAt time.Time
	// Answer says why it is declined.
	Answer    string
	DecidedBy string
	DecidedAt *time.Time

	Registration Registration `gorm:"foreignKey:RegistrationID;->"`
}

// ErasureState is the state of a request to erase.
type ErasureState string

// The states.
const (
	ErasureOpen     ErasureState = "open"
	ErasureErasing  ErasureState = "erasing" // agreed: it is done once the mail about it has left
	ErasureDone     ErasureState = "done"
	ErasureDeclined ErasureState = "declined"
)

// Waits reports whether it is neither done nor declined.
func (r *ErasureRequest) Waits() bool { return r.State == ErasureOpen || r.State == ErasureErasing }

// Ask stores a new request. It reports false where the person has asked already and waits.
func (store PrivacyStore) Ask(r *ErasureRequest) (bool, error) {
	r.ID, r.State, r.AskedAt = NewID(), ErasureOpen, store.tx.Now
	result := store.tx.g.Omit("Registration").Clauses(doNothing).Create(r)
	return result.RowsAffected == 1, result.Error
}

// LastRequest is the last request of a registration's person, nil for none.
func (store PrivacyQuery) LastRequest(r *Registration) (*ErasureRequest, error) {
	var list []ErasureRequest
	err := store.q.g.Where("registration_id = ?", r.ID).Order("id DESC").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// OpenRequests lists the event's requests that staff have not answered, the most urgent first.
func (store PrivacyQuery) OpenRequests(e *Event) ([]ErasureRequest, error) {
	var list []ErasureRequest
	err := store.q.g.Preload("Registration").Where("event_id = ? AND state = ?", e.ID, ErasureOpen).
		Order("due_at, id").Limit(1000).Find(&list).Error
	return list, err
}

// Request finds one of the event's requests, with who asked.
func (store PrivacyQuery) Request(e *Event, id string) (*ErasureRequest, error) {
	var r ErasureRequest
	err := store.q.g.Preload("Registration").Where("event_id = ? AND id = ?", e.ID, id).Take(&r).Error
	return &r, notFound(err)
}

// Decide moves a request on. It is CodeConflict where it is no longer in the state from.
func (store PrivacyStore) Decide(r *ErasureRequest, from, to ErasureState) error {
	fields := map[string]any{"state": to, "answer": r.Answer, "decided_by": r.DecidedBy}
	if from == ErasureOpen {
		fields["decided_at"] = store.tx.Now
	}
	return mustAffect(
		store.tx.g.Model(&ErasureRequest{}).Where("id = ? AND state = ?", r.ID, from).Updates(fields),
		NewError(CodeConflict, "privacy.decided_already"),
	)
}

// ErasedOnRequest lists the ids of registrations that were erased on request.
func (store PrivacyQuery) ErasedOnRequest() ([]string, error) {
	var ids []string
	err := store.q.g.Model(&ErasureRequest{}).Where("state = ?", ErasureDone).Order("id").
		Pluck("registration_id", &ids).Error
	return ids, err
}

// HasLeft reports whether a mail is no longer waiting to be sent.
func (store MailQuery) HasLeft(cause string) (bool, error) {
	var n int64
	err := store.q.g.Model(&Mail{}).Where("cause = ? AND state = ?", cause, MailQueued).Count(&n).Error
	return n == 0, err
}
