package models

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Promise is what a person will go on with after an event.
type Promise struct {
	ID      string
	EventID string
	// RegistrationID is whose it is, nil once it was forgotten.
	RegistrationID *string
	// Sealed says that nobody but the person reads it; then Text is encrypted.
	Sealed bool
	Text   string
	// Mode is where the person was, "" where that would say too much.
	Mode Mode
	// InRecord says that the form told that it may be in the public record of the event.
	InRecord bool
	// HiddenAt is when staff took it off the pages of others.
	HiddenAt *time.Time
	// Returned30At and Returned90At are when it was mailed to the person.
	Returned30At *time.Time `gorm:"column:returned_30_at"`
	Returned90At *time.Time `gorm:"column:returned_90_at"`
	CreatedAt    time.Time
	UpdatedAt    time.Time

	Registration *Registration `gorm:"foreignKey:RegistrationID;->"`
}

// PromiseReturns are after how many days a promise comes back.
var PromiseReturns = []int{30, 90}

// PromiseOutcome is how somebody stands with their promise.
type PromiseOutcome string

// The outcomes.
const (
	PromiseGoing  PromiseOutcome = "going"
	PromiseNotYet PromiseOutcome = "not_yet"
	PromiseHelp   PromiseOutcome = "help"
)

// PromiseOutcomes lists them in the order in which they are offered.
var PromiseOutcomes = []PromiseOutcome{PromiseGoing, PromiseNotYet, PromiseHelp}

// PromiseAnswer is what a person said some days later. AfterDays is one of PromiseReturns.
type PromiseAnswer struct {
	PromiseID  string `gorm:"primaryKey"`
	AfterDays  int    `gorm:"primaryKey"`
	Answer     PromiseOutcome
	AnsweredAt time.Time
}

// PromiseQuery reads promises.
type PromiseQuery struct{ q *Query }

// PromiseStore reads and writes promises.
type PromiseStore struct {
	PromiseQuery
	tx *Tx
}

// Promises reads promises.
func (q *Query) Promises() PromiseQuery { return PromiseQuery{q} }

// Promises reads and writes promises.
func (tx *Tx) Promises() PromiseStore { return PromiseStore{tx.Query.Promises(), tx} }

// OfRegistration finds a person's promise.
func (store PromiseQuery) OfRegistration(r *Registration) (*Promise, error) {
	var p Promise
	err := store.q.g.Where("registration_id = ?", r.ID).Take(&p).Error
	return &p, notFound(err)
}

// InEvent finds one of the event's promises.
func (store PromiseQuery) InEvent(e *Event, id string) (*Promise, error) {
	var p Promise
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&p).Error
	return &p, notFound(err)
}

// Public lists the latest promises that all may read; with hidden ones for staff.
func (store PromiseQuery) Public(e *Event, hidden bool, limit int) ([]Promise, error) {
	var list []Promise
	g := store.q.g.Where("event_id = ? AND NOT sealed AND text <> ''", e.ID)
	if !hidden {
		g = g.Where("hidden_at IS NULL")
	}
	err := g.Order("created_at DESC, id DESC").Limit(limit).Find(&list).Error
	return list, err
}

// InRecord lists the latest promises that may be in the public record.
func (store PromiseQuery) InRecord(e *Event, limit int) ([]Promise, error) {
	var list []Promise
	err := store.q.g.Where("event_id = ? AND in_record AND NOT sealed AND text <> '' AND hidden_at IS NULL", e.ID).
		Order("created_at, id").Limit(limit).Find(&list).Error
	return list, err
}

// PromiseCounts are how many promises an event has.
type PromiseCounts struct{ All, Sealed int }

// Count counts the promises of an event, also those that were forgotten.
func (store PromiseQuery) Count(e *Event) (PromiseCounts, error) {
	var counts PromiseCounts
	err := store.q.g.Model(&Promise{}).
		Select(`COUNT(*) AS "all", COALESCE(SUM(CASE WHEN sealed THEN 1 ELSE 0 END), 0) AS sealed`).
		Where("event_id = ?", e.ID).Scan(&counts).Error
	return counts, err
}

// PromiseTally is how many gave an answer after some days.
type PromiseTally struct {
	AfterDays int
	Answer    PromiseOutcome
	Count     int
}

// Tallies counts what became of the promises of an event.
func (store PromiseQuery) Tallies(e *Event) ([]PromiseTally, error) {
	var list []PromiseTally
	err := store.q.g.Model(&PromiseAnswer{}).Select("after_days, answer, COUNT(*) AS count").
		Where("promise_id IN (?)", store.q.g.Model(&Promise{}).Select("id").Where("event_id = ?", e.ID)).
		Group("after_days, answer").Find(&list).Error
	return list, err
}

// Answers lists what a person said about their promise.
func (store PromiseQuery) Answers(p *Promise) ([]PromiseAnswer, error) {
	var list []PromiseAnswer
	err := store.q.g.Where("promise_id = ?", p.ID).Order("after_days").Find(&list).Error
	return list, err
}

// Due lists promises that come back to their people now, with these, at most limit: those whose event ended and that
// were made so many days ago, and were not returned then.
func (store PromiseQuery) Due(days, limit int) ([]Promise, error) {
	var list []Promise
	before := store.q.Now.AddDate(0, 0, -days).UTC()
	err := store.q.g.Preload("Registration").Joins("JOIN events ON events.id = promises.event_id").
		Where("registration_id IS NOT NULL AND promises.created_at <= ? AND events.ends_at <= ?", before, before).
		Where(returnedColumn(days) + " IS NULL").Order("promises.created_at, promises.id").Limit(limit).Find(&list).Error
	return list, err
}

func returnedColumn(days int) string {
	if days == PromiseReturns[0] {
		return "returned_30_at"
	}
	return "returned_90_at"
}

// Save stores a person's promise. They have one of an event.
func (store PromiseStore) Save(p *Promise) error {
	p.UpdatedAt = store.tx.Now
	return store.tx.g.Omit("Registration").Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "registration_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"sealed", "text", "mode", "in_record", "hidden_at", "updated_at"}),
	}).Create(p).Error
}

// SetReturned records that promises came back. Those of a later return are not due for an earlier one any more.
func (store PromiseStore) SetReturned(ids []string, days int) error {
	fields := map[string]any{}
	for _, earlier := range PromiseReturns {
		if earlier <= days {
			column := returnedColumn(earlier)
			fields[column] = gorm.Expr("COALESCE("+column+", ?)", store.tx.Now.UTC())
		}
	}
	return store.tx.g.Model(&Promise{}).Where("id IN ?", ids).Updates(fields).Error
}

// Answer stores what a person says about their promise. A later answer to the same return replaces it.
func (store PromiseStore) Answer(a *PromiseAnswer) error {
	a.AnsweredAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "promise_id"}, {Name: "after_days"}},
		DoUpdates: clause.AssignmentColumns([]string{"answer", "answered_at"}),
	}).Create(a).Error
}

// SetHidden takes a promise off the pages of others, or puts it back.
func (store PromiseStore) SetHidden(p *Promise, hidden bool) error {
	fields := map[string]any{"hidden_at": nil}
	if hidden {
		fields["hidden_at"] = store.tx.Now
	}
	return store.tx.g.Model(&Promise{}).Where("id = ?", p.ID).Updates(fields).Error
}

// Delete removes a person's promise.
func (store PromiseStore) Delete(r *Registration) error {
	return store.tx.g.Where("registration_id = ?", r.ID).Delete(&Promise{}).Error
}

// Move gives a promise to another registration of its person, with its text as it is sealed for that.
func (store PromiseStore) Move(p *Promise, to *Registration, text string) error {
	return store.tx.g.Model(&Promise{}).Where("id = ?", p.ID).
		Updates(map[string]any{"registration_id": to.ID, "text": text}).Error
}

// PromiseKept is for how many days after its event a promise leads to its person. Then a public one stays without, and
// of a sealed one a row for the numbers.
const PromiseKept = 120

// Forget takes the person from promises whose time is over, and the text from sealed ones. It returns how many there
// were.
func (store PromiseStore) Forget() (int, error) {
	before := store.tx.Now.AddDate(0, 0, -PromiseKept).UTC()
	result := store.tx.g.Model(&Promise{}).Where("registration_id IS NOT NULL AND created_at <= ?", before).
		Where("event_id IN (?)", store.tx.g.Model(&Event{}).Select("id").Where("ends_at <= ?", before)).
		Updates(map[string]any{
			"registration_id": nil, "text": gorm.Expr("CASE WHEN sealed THEN '' ELSE text END"), "updated_at": store.tx.Now,
		})
	return int(result.RowsAffected), result.Error
}
