package models

import (
	"slices"
	"time"

	"gorm.io/gorm/clause"
)

// TieKind is what somebody says of another one.
type TieKind string

// The kinds: they helped me, they introduced me, I learned something of them.
const (
	TieHelped     TieKind = "helped"
	TieIntroduced TieKind = "introduced"
	TieLearned    TieKind = "learned"
)

// TieKinds lists them.
var TieKinds = []TieKind{TieHelped, TieIntroduced, TieLearned}

// TieState is the state of a tie.
type TieState string

// The states: said by one, confirmed or declined by the other, taken back by who said it.
const (
	TieDeclared  TieState = "declared"
	TieConfirmed TieState = "confirmed"
	TieDeclined  TieState = "declined"
	TieWithdrawn TieState = "withdrawn"
)

// Tie is what one person of a team says of another one. Of people who were erased there is no name.
type Tie struct {
	ID         string
	Kind       TieKind
	ByID, OfID string
	// UsedID is the project in which what was learned is used, nil for elsewhere.
	UsedID *string
	Words  string
	State  TieState
	// ShownBy and ShownOf say that the one who said it, and the other, agree to be shown with their names.
	ShownBy, ShownOf bool
	DeclaredAt       time.Time
	AnsweredAt       *time.Time

	By   TeamMember `gorm:"foreignKey:ByID;->"`
	Of   TeamMember `gorm:"foreignKey:OfID;->"`
	Used *Project   `gorm:"foreignKey:UsedID;->"`
}

// IsShown reports whether everybody may read it with both names.
func (t Tie) IsShown() bool {
	return t.State == TieConfirmed && t.ShownBy && t.ShownOf && t.By.ErasedAt == nil && t.Of.ErasedAt == nil
}

// TieQuery reads ties.
type TieQuery struct{ q *Query }

// TieStore reads and writes ties.
type TieStore struct {
	TieQuery
	tx *Tx
}

// Ties reads ties.
func (q *Query) Ties() TieQuery { return TieQuery{q} }

// Ties reads and writes ties.
func (tx *Tx) Ties() TieStore { return TieStore{tx.Query.Ties(), tx} }

// OfMembers lists what people of teams say and what is said of them, the newest first, without what was taken back.
func (store TieQuery) OfMembers(memberIDs []string) (list []Tie, err error) {
	err = store.q.g.Preload("By.Project").Preload("Of.Project").Preload("Used").Where("state <> ?", TieWithdrawn).
		Where("by_id IN ? OR of_id IN ?", memberIDs, memberIDs).Order("declared_at DESC, id").Find(&list).Error
	return list, err
}

// ByID finds a tie that was not taken back. Errors: NotFound.
func (store TieQuery) ByID(id string) (*Tie, error) {
	var t Tie
	err := store.q.g.Preload("By").Preload("Of").Where("id = ? AND state <> ?", id, TieWithdrawn).Take(&t).Error
	return &t, notFound(err)
}

// Shown lists the newest ties that both agreed to show.
func (store TieQuery) Shown(limit int) ([]Tie, error) {
	var list []Tie
	err := store.q.g.Preload("By").Preload("Of").Where("state = ? AND shown_by AND shown_of", TieConfirmed).
		Order("answered_at DESC, id").Limit(limit).Find(&list).Error
	return slices.DeleteFunc(list, func(t Tie) bool { return !t.IsShown() }), err
}

// Count counts ties by kind and state.
func (store TieQuery) Count() (map[TieKind]map[TieState]int, error) {
	var rows []struct {
		Kind  TieKind
		State TieState
		N     int
	}
	err := store.q.g.Model(&Tie{}).Select("kind, state, COUNT(*) AS n").Group("kind, state").Scan(&rows).Error
	counts := map[TieKind]map[TieState]int{}
	for _, row := range rows {
		if counts[row.Kind] == nil {
			counts[row.Kind] = map[TieState]int{}
		}
		counts[row.Kind][row.State] = row.N
	}
	return counts, err
}

// CameAgain counts people who took registrations for two events or more as theirs, and were there.
func (store TieQuery) CameAgain() (n int, err error) {
	err = store.q.g.Raw(`SELECT COUNT(*) FROM (SELECT a.account_id FROM account_registrations a
		JOIN registrations r ON r.id = a.registration_id
		WHERE EXISTS (SELECT 1 FROM admissions i WHERE i.registration_id = r.id)
			OR EXISTS (SELECT 1 FROM presences p WHERE p.registration_id = r.id)
		GROUP BY a.account_id HAVING COUNT(DISTINCT r.event_id) > 1) came`).Scan(&n).Error
	return n, err
}

// BecameStaff counts people who took a registration as theirs, and got a role after that event began.
func (store TieQuery) BecameStaff() (n int, err error) {
	err = store.q.g.Raw(`SELECT COUNT(DISTINCT m.account_id) FROM members m
		JOIN account_registrations a ON a.account_id = m.account_id JOIN registrations r ON r.id = a.registration_id
		JOIN events e ON e.id = r.event_id WHERE m.created_at > e.starts_at`).Scan(&n).Error
	return n, err
}

// Declare stores what somebody says, also again after they took it back. Errors: Conflict where it is said already, or
// was declined.
func (store TieStore) Declare(t *Tie) error {
	t.ID, t.State, t.DeclaredAt = NewAnonymousID(), TieDeclared, store.tx.Now
	made := store.tx.g.Omit(clause.Associations).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "by_id"}, {Name: "of_id"}, {Name: "kind"}},
		Where:   clause.Where{Exprs: []clause.Expression{clause.Eq{Column: "ties.state", Value: TieWithdrawn}}},
		DoUpdates: clause.AssignmentColumns([]string{
			"id", "used_id", "words", "state", "shown_by", "shown_of", "declared_at", "answered_at",
		}),
	}).Create(t)
	if made.Error != nil {
		return made.Error
	}
	return mustAffect(made, NewError(CodeConflict, "tie.said_already"))
}

// Update stores a tie that was in a state. Errors: Conflict where it is in another one by now.
func (store TieStore) Update(t *Tie, was TieState) error {
	updated := store.tx.g.Model(&Tie{}).Where("id = ? AND state = ?", t.ID, was).
		Select("words", "state", "shown_by", "shown_of", "answered_at").Updates(t)
	if updated.Error != nil {
		return updated.Error
	}
	return mustAffect(updated, NewError(CodeConflict, "tie.changed_meanwhile"))
}

// forget takes what was written from ties of people who are erased. That there was one stays.
func (store TieStore) forget(memberIDs []string) error {
	return store.tx.g.Model(&Tie{}).Where("by_id IN ? OR of_id IN ?", memberIDs, memberIDs).
		Updates(map[string]any{"words": "", "shown_by": false, "shown_of": false}).Error
}

// takeBack deletes what the person of addresses said of others, with their account.
func (store TieStore) takeBack(emailKeys []string) error {
	return store.tx.g.Where("by_id IN (SELECT id FROM project_members WHERE email_key IN ?)", emailKeys).
		Delete(&Tie{}).Error
}
