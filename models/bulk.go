package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// BulkKind is what is done to several people at once.
type BulkKind string

// The kinds.
const (
	BulkTag     BulkKind = "tag"
	BulkUntag   BulkKind = "untag"
	BulkMove    BulkKind = "move" // to another ticket type
	BulkConfirm BulkKind = "confirm"
	BulkCancel  BulkKind = "cancel"
)

// BulkState says how far it is.
type BulkState string

// The states.
const (
	BulkRunning BulkState = "running"
	BulkDone    BulkState = "done"
	BulkUndoing BulkState = "undoing"
	BulkUndone  BulkState = "undone"
)

// BulkAction is something that staff do to several people at once. It is done in batches, each whole or not at all;
// what is left after a crash is done later.
type BulkAction struct {
	ID           string
	EventID      string
	AccountID    *string
	Kind         BulkKind
	State        BulkState
	TicketTypeID *string // of BulkMove
	TagName      string  // of BulkTag and BulkUntag
	MayWait      bool    // of BulkMove: who gets no place waits for one
	People       int
	// List is the query of the list in which the people were chosen.
	List       string
	CreatedAt  time.Time
	FinishedAt *time.Time
}

// BulkPersonState says what became of a person.
type BulkPersonState string

// The states of people. Kept are those whom an undo could not bring back.
const (
	BulkPersonWaiting BulkPersonState = "waiting"
	BulkPersonDone    BulkPersonState = "done"
	BulkPersonRefused BulkPersonState = "refused"
	BulkPersonUndone  BulkPersonState = "undone"
	BulkPersonKept    BulkPersonState = "kept"
)

// BulkPerson is one of the people of an action, with what they were before, for undoing it.
type BulkPerson struct {
	BulkID         string
	Number         int
	RegistrationID string
	State          BulkPersonState
	Reason         string // a text key, for those who were refused or kept
	BeforeState    RegistrationState
	BeforeTypeID   string
	BeforeQueuedAt *time.Time
	ChangedAt      *time.Time
}

// TableName is the table of people of actions.
func (BulkPerson) TableName() string { return "bulk_people" }

// BulkOfPerson is what an action did to one person.
type BulkOfPerson struct {
	BulkPerson
	Kind   BulkKind
	ByName string // the name of who did it, "" once the account is gone
	// From and To are ticket types, nil where the action has none.
	FromJa, FromEn, ToJa, ToEn string
}

// OfRegistration lists what was done to a person together with others, the latest first.
func (store BulkQuery) OfRegistration(r *Registration) ([]BulkOfPerson, error) {
	var list []BulkOfPerson
	err := store.q.g.Table("bulk_people").
		Select(`bulk_people.*, bulk_actions.kind, COALESCE(accounts.name, '') AS by_name,
			COALESCE(f.name_ja, '') AS from_ja, COALESCE(f.name_en, '') AS from_en,
			COALESCE(t.name_ja, '') AS to_ja, COALESCE(t.name_en, '') AS to_en`).
		Joins("JOIN bulk_actions ON bulk_actions.id = bulk_people.bulk_id").
		Joins("LEFT JOIN accounts ON accounts.id = bulk_actions.account_id").
		Joins("LEFT JOIN ticket_types f ON f.id = bulk_people.before_type_id").
		Joins("LEFT JOIN ticket_types t ON t.id = bulk_actions.ticket_type_id").
		Where("bulk_people.registration_id = ? AND bulk_people.changed_at IS NOT NULL", r.ID).
		Order("bulk_people.changed_at DESC").Limit(100).Scan(&list).Error
	return list, err
}

// ByID finds one of the event's actions.
func (store BulkQuery) ByID(e *Event, id string) (*BulkAction, error) {
	var b BulkAction
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&b).Error
	return &b, notFound(err)
}

// ByIDAnywhere finds an action, for going on with it.
func (store BulkQuery) ByIDAnywhere(id string) (*BulkAction, error) {
	var b BulkAction
	err := store.q.g.Where("id = ?", id).Take(&b).Error
	return &b, notFound(err)
}

// Lock is ByIDAnywhere and locks the row until the transaction ends.
func (store BulkStore) Lock(id string) (*BulkAction, error) {
	var b BulkAction
	err := store.tx.g.Clauses(forUpdate).Where("id = ?", id).Take(&b).Error
	return &b, notFound(err)
}

// Add stores a new action for those whom the filter chooses, in the order of the list, and counts them.
func (store BulkStore) Add(b *BulkAction, people []BulkPerson) error {
	b.ID, b.State, b.People, b.CreatedAt = NewID(), BulkRunning, len(people), store.tx.Now
	if err := store.tx.g.Create(b).Error; err != nil {
		return err
	}
	for i := range people {
		people[i].BulkID, people[i].Number, people[i].State = b.ID, i+1, BulkPersonWaiting
	}
	return store.tx.g.CreateInBatches(people, insertBatch).Error
}

// SetState stores how far an action is.
func (store BulkStore) SetState(b *BulkAction, state BulkState) error {
	b.State = state
	changes := map[string]any{"state": state}
	if state == BulkDone || state == BulkUndone {
		changes["finished_at"] = store.tx.Now
	}
	return store.tx.g.Model(&BulkAction{}).Where("id = ?", b.ID).Updates(changes).Error
}

// In lists the people of an action in a state, at most limit.
func (store BulkQuery) In(b *BulkAction, state BulkPersonState, limit int) ([]BulkPerson, error) {
	var list []BulkPerson
	err := store.q.g.Where("bulk_id = ? AND state = ?", b.ID, state).Order("number").Limit(limit).Find(&list).Error
	return list, err
}

// Save stores what became of people of an action.
func (store BulkStore) Save(people []BulkPerson) error {
	if len(people) == 0 {
		return nil
	}
	update := clause.OnConflict{
		Columns: []clause.Column{{Name: "bulk_id"}, {Name: "number"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"state", "reason", "before_state", "before_type_id", "before_queued_at", "changed_at",
		}),
	}
	return store.tx.g.Clauses(update).CreateInBatches(people, insertBatch).Error
}

// Tally counts the people of an action by state.
func (store BulkQuery) Tally(b *BulkAction) (map[BulkPersonState]int, error) {
	var rows []struct {
		State BulkPersonState
		Count int
	}
	err := store.q.g.Model(&BulkPerson{}).Select("state, COUNT(*) AS count").Where("bulk_id = ?", b.ID).
		Group("state").Scan(&rows).Error
	tally := map[BulkPersonState]int{}
	for _, row := range rows {
		tally[row.State] = row.Count
	}
	return tally, err
}

// BulkRefusal is a person whom an action left as they were, and why.
type BulkRefusal struct {
	Registration
	Reason string
}

// Refusals lists people of an action in a state with the reason, at most limit.
func (store BulkQuery) Refusals(b *BulkAction, state BulkPersonState, limit int) ([]BulkRefusal, error) {
	people, err := store.In(b, state, limit)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(people))
	for i := range people {
		ids[i] = people[i].RegistrationID
	}
	found, err := store.q.Registrations().inOrder(ids)
	if err != nil {
		return nil, err
	}
	list := make([]BulkRefusal, 0, len(found))
	for i, at := 0, 0; i < len(people) && at < len(found); i++ {
		if found[at].ID == people[i].RegistrationID {
			list = append(list, BulkRefusal{found[at], people[i].Reason})
			at++
		}
	}
	return list, nil
}
