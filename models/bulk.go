package models

import (
	"time"

	"gorm.io/gorm"
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
	BulkAccept  BulkKind = "accept" // who waits for approval
	BulkDecline BulkKind = "decline"
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
	TagName      string  // of BulkTag and BulkUntag, "" once it was erased with the last who had the tag
	MayWait      bool    // of BulkMove and BulkAccept: who gets no place waits for one
	Reason       string  // of BulkDecline: what the mail says, "" for nothing
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

// BulkQuery reads what is done to several people at once.
type BulkQuery struct{ q *Query }

// BulkStore reads and writes what is done to several people at once.
type BulkStore struct {
	BulkQuery
	tx *Tx
}

// Bulks reads what is done to several people at once.
func (q *Query) Bulks() BulkQuery { return BulkQuery{q} }

// Bulks reads and writes what is done to several people at once.
func (tx *Tx) Bulks() BulkStore { return BulkStore{tx.Query.Bulks(), tx} }

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

// BriefRegistration is what decides whether something can be done to a person.
type BriefRegistration struct {
	ID           string
	State        RegistrationState
	TicketTypeID string
}

// Brief lists those whom the filter chooses, in the order of the list.
func (store RegistrationQuery) Brief(e *Event, f RegistrationFilter) ([]BriefRegistration, error) {
	types, err := store.q.TicketTypes().OfEvent(e)
	if err != nil {
		return nil, err
	}
	f.After, f.AfterID = "", ""
	var list []BriefRegistration
	err = store.filtered(e, f).Model(&Registration{}).Select("id", "state", "ticket_type_id").
		Order(f.Sort.order(types)).Find(&list).Error
	return list, err
}

// Named reads registrations in the order of the ids.
func (store RegistrationQuery) Named(ids []string) ([]Registration, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return store.inOrder(ids)
}

// Having lists who has a tag, by registration.
func (store TagQuery) Having(tag *Tag) (map[string]bool, error) {
	var ids []string
	err := store.q.g.Model(&RegistrationTag{}).Where("tag_id = ?", tag.ID).Pluck("registration_id", &ids).Error
	having := make(map[string]bool, len(ids))
	for _, id := range ids {
		having[id] = true
	}
	return having, err
}

// LockMany locks registrations until the transaction ends and returns those that are there, by id. The caller has
// locked their ticket types.
func (store RegistrationStore) LockMany(e *Event, ids []string) (map[string]*Registration, error) {
	var list []Registration
	err := store.tx.g.Clauses(forUpdate).Preload("TicketType").Where(store.tx.inList("id", ids)).
		Where("event_id || '' = ?", e.ID).Order("id").Find(&list).Error
	byID := make(map[string]*Registration, len(list))
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	return byID, err
}

// ReplaceTickets ends the tickets of registrations that have a place. PutMany counts their serials.
func (store RegistrationStore) ReplaceTickets(list []*Registration) error {
	if len(list) == 0 {
		return nil
	}
	former := make([]FormerTicket, len(list))
	for i, r := range list {
		former[i] = FormerTicket{
			RegistrationID: r.ID, Serial: r.TicketSerial, GoodFrom: r.CreatedAt, GoodUntil: store.tx.Now,
		}
		if r.ConfirmedAt != nil {
			former[i].GoodFrom = *r.ConfirmedAt
		}
	}
	return store.tx.g.CreateInBatches(former, insertBatch).Error
}

// Placement is where registrations are put together. NewTicket says that their tickets before are no longer good.
type Placement struct {
	State        RegistrationState
	TicketTypeID string
	NewTicket    bool
	QueuedAt     *time.Time // for the waiting list
}

// PutMany changes the state and the ticket type of registrations. The caller has locked them.
func (store RegistrationStore) PutMany(ids []string, to Placement) error {
	changes := map[string]any{
		"state": to.State, "ticket_type_id": to.TicketTypeID, "queued_at": to.QueuedAt,
		"version": gorm.Expr("version + 1"), "updated_at": store.tx.Now,
	}
	if to.NewTicket {
		changes["ticket_serial"] = gorm.Expr("ticket_serial + 1")
	}
	switch to.State {
	case RegistrationConfirmed:
		changes["confirmed_at"], changes["cancelled_at"] = store.tx.Now, nil
	case RegistrationCancelled:
		changes["cancelled_at"] = store.tx.Now
	case RegistrationWaitlisted, RegistrationApplied, RegistrationPending:
		changes["confirmed_at"], changes["confirm_by"], changes["cancelled_at"] = nil, nil, nil
	case RegistrationDeclined:
		changes["cancelled_at"] = store.tx.Now
	case RegistrationLapsed:
	}
	err := store.tx.g.Model(&Registration{}).Where(store.tx.inList("id", ids)).Updates(changes).Error
	if err != nil {
		return err
	}
	return store.tx.g.Model(&Admission{}).Where(store.tx.inList("registration_id", ids)).
		Update("ticket_type_id", to.TicketTypeID).Error
}

// SetConfirmBy stores until when the addresses of registrations have to be confirmed. The caller has locked them.
func (store RegistrationStore) SetConfirmBy(ids []string, by time.Time) error {
	return store.tx.g.Model(&Registration{}).Where(store.tx.inList("id", ids)).Update("confirm_by", by).Error
}

// SamePersonLives finds which of the registrations have another live one of the same person.
func (store RegistrationQuery) SamePersonLives(ids []string) (map[string]bool, error) {
	var found []string
	err := store.q.g.Model(&Registration{}).Where(store.q.inList("registrations.id", ids)).
		Where(`EXISTS (SELECT 1 FROM registrations o
			WHERE o.event_id = registrations.event_id AND o.email_key = registrations.email_key
			AND o.id <> registrations.id AND o.state IN (`+liveStates+`)
			AND lower(o.family_name) = lower(registrations.family_name)
			AND lower(o.given_name) = lower(registrations.given_name))`).Pluck("registrations.id", &found).Error
	lives := make(map[string]bool, len(found))
	for _, id := range found {
		lives[id] = true
	}
	return lives, err
}

// DropWaitingOf is DropWaiting for several people, and returns those of whom a mail was dropped.
func (store MailStore) DropWaitingOf(ids []string, kinds ...string) (map[string]bool, error) {
	var dropped []string
	err := store.tx.g.Model(&Mail{}).Where(store.tx.inList("registration_id", ids)).
		Where("state = ? AND kind IN ?", MailQueued, kinds).
		Where(`NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.cause = 'mail:' || mails.id AND jobs.locked_until >= ?)`,
			store.tx.Now).Pluck("id", &dropped).Error
	if err != nil || len(dropped) == 0 {
		return nil, err
	}
	causes := make([]string, len(dropped))
	for i, id := range dropped {
		causes[i] = "mail:" + id
	}
	err = store.tx.g.Exec("DELETE FROM jobs WHERE ? AND state = ? AND (locked_until IS NULL OR locked_until < ?)",
		store.tx.inList("cause", causes), JobWaiting, store.tx.Now).Error
	if err != nil {
		return nil, err
	}
	var of []string
	without := store.tx.g.Model(&Mail{}).Where(store.tx.inList("id", dropped)).
		Where("NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.cause = 'mail:' || mails.id)")
	if err := without.Session(&gorm.Session{}).Pluck("registration_id", &of).Error; err != nil {
		return nil, err
	}
	people := make(map[string]bool, len(of))
	for _, id := range of {
		people[id] = true
	}
	return people, without.Session(&gorm.Session{}).Delete(&Mail{}).Error
}

// AddMany writes entries now.
func (store AuditStore) AddMany(entries []AuditEntry) error {
	if len(entries) == 0 {
		return nil
	}
	for i := range entries {
		entries[i].ID, entries[i].CreatedAt = NewID(), store.tx.Now
	}
	return store.tx.g.CreateInBatches(entries, insertBatch).Error
}
