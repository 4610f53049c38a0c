package models

import (
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ConsensusRound is some minutes in which attendees say to statements whether they agree.
type ConsensusRound struct {
	ID               string
	EventID          string
	ThemeID          *string
	TitleJa, TitleEn string
	// Seconds is how long it takes.
	Seconds int
	// Public says that everybody may see its result once it is over.
	Public   bool
	OpenedAt *time.Time
	// ClosesAt is when it ends, or has ended.
	ClosesAt *time.Time
	// Result is what was found, as app/consensus writes it; "" until then.
	Result    string
	CreatedAt time.Time
}

// IsOpen reports whether it takes answers.
func (r *ConsensusRound) IsOpen(now time.Time) bool {
	return r.OpenedAt != nil && r.ClosesAt != nil && now.Before(*r.ClosesAt)
}

// IsOver reports whether it took answers and takes no more.
func (r *ConsensusRound) IsOver(now time.Time) bool { return r.OpenedAt != nil && !r.IsOpen(now) }

// Statement is a sentence to agree with: a voice, or one that staff wrote.
type Statement struct {
	ID      string
	RoundID string
	PostID  *string
	// Text is what staff wrote; that of a voice is the voice's own.
	Text     string
	Position int

	Post *Post `gorm:"foreignKey:PostID;->"`
}

// Says is the text of the statement, "" where its voice is not public any more.
func (s *Statement) Says() string {
	switch {
	case s.Post == nil:
		return s.Text
	case s.Post.State == PostPublished || s.Post.State == PostMerged:
		return s.Post.Text
	}
	return ""
}

// StanceKind is what somebody says to a statement.
type StanceKind string

// StanceKinds lists all.
var StanceKinds = []StanceKind{StanceDisagree, StanceUnsure, StanceAgree}

// The kinds of stances.
const (
	StanceAgree    StanceKind = "agree"
	StanceDisagree StanceKind = "disagree"
	StanceUnsure   StanceKind = "unsure"
)

// Stance is what one person says to a statement. Voter is a pseudonym that is another one for each statement.
type Stance struct {
	StatementID string `gorm:"primaryKey"`
	Voter       string `gorm:"primaryKey"`
	Kind        StanceKind
}

// StanceTally counts the stances of a kind to a statement.
type StanceTally struct {
	StatementID string
	Kind        StanceKind
	Count       int
}

// ConsensusQuery reads rounds of consensus maps.
type ConsensusQuery struct{ q *Query }

// ConsensusStore reads and writes rounds of consensus maps.
type ConsensusStore struct {
	ConsensusQuery
	tx *Tx
}

// Consensus reads rounds of consensus maps.
func (q *Query) Consensus() ConsensusQuery { return ConsensusQuery{q} }

// Consensus reads and writes rounds of consensus maps.
func (tx *Tx) Consensus() ConsensusStore { return ConsensusStore{tx.Query.Consensus(), tx} }

// OfEvent lists the rounds of an event, the latest first.
func (store ConsensusQuery) OfEvent(e *Event) ([]ConsensusRound, error) {
	var list []ConsensusRound
	err := store.q.g.Where("event_id = ?", e.ID).Order("created_at DESC, id DESC").Find(&list).Error
	return list, err
}

// Open finds the round of an event that takes answers now, the latest where there are several. It is CodeNotFound
// without one.
func (store ConsensusQuery) Open(e *Event) (*ConsensusRound, error) {
	var r ConsensusRound
	err := store.q.g.Where("event_id = ? AND opened_at IS NOT NULL AND closes_at > ?", e.ID, store.q.Now).
		Order("opened_at DESC").Take(&r).Error
	return &r, notFound(err)
}

// InEvent finds one of the event's rounds.
func (store ConsensusQuery) InEvent(e *Event, id string) (*ConsensusRound, error) {
	var r ConsensusRound
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&r).Error
	return &r, notFound(err)
}

// Statements lists the statements of a round in order, also those whose voice is not public any more.
func (store ConsensusQuery) Statements(r *ConsensusRound) ([]Statement, error) {
	var list []Statement
	err := store.q.g.Preload("Post").Where("round_id = ?", r.ID).Order("position, id").Find(&list).Error
	return list, err
}

func (store ConsensusQuery) stances(r *ConsensusRound) *gorm.DB {
	return store.q.g.Model(&Stance{}).Where(
		"statement_id IN (?)", store.q.g.Model(&Statement{}).Select("id").Where("round_id = ?", r.ID),
	)
}

// Stances lists all that was said in a round, in the order of the pseudonyms.
func (store ConsensusQuery) Stances(r *ConsensusRound) ([]Stance, error) {
	var list []Stance
	err := store.stances(r).Order("voter").Find(&list).Error
	return list, err
}

// Tallies counts what was said in a round.
func (store ConsensusQuery) Tallies(r *ConsensusRound) ([]StanceTally, error) {
	var list []StanceTally
	err := store.stances(r).Select("statement_id, kind, COUNT(*) AS count").Group("statement_id, kind").Scan(&list).Error
	return list, err
}

// Given finds what is stored under pseudonyms, by statement.
func (store ConsensusQuery) Given(voters []string) (map[string]StanceKind, error) {
	var found []Stance
	err := store.q.g.Where(store.q.inList("voter", voters)).Find(&found).Error
	given := map[string]StanceKind{}
	for _, s := range found {
		given[s.StatementID] = s.Kind
	}
	return given, err
}

// Add stores a new round with its statements.
func (store ConsensusStore) Add(r *ConsensusRound, statements []Statement) error {
	r.CreatedAt = store.tx.Now
	if err := store.tx.g.Create(r).Error; err != nil {
		return err
	}
	return store.SetStatements(r, statements)
}

// SetStatements replaces the statements of a round that was never open.
func (store ConsensusStore) SetStatements(r *ConsensusRound, statements []Statement) error {
	if err := store.tx.g.Where("round_id = ?", r.ID).Delete(&Statement{}).Error; err != nil {
		return err
	}
	for i := range statements {
		statements[i].RoundID, statements[i].Position = r.ID, i
	}
	if len(statements) == 0 {
		return nil
	}
	return store.tx.g.Omit("Post").Create(&statements).Error
}

// Change changes fields of a round.
func (store ConsensusStore) Change(r *ConsensusRound, fields map[string]any) error {
	store.tx.Tell(ChangedMap(r.EventID))
	return store.tx.g.Model(&ConsensusRound{}).Where("id = ?", r.ID).Updates(fields).Error
}

// Delete deletes a round with all that was said in it.
func (store ConsensusStore) Delete(r *ConsensusRound) error {
	return store.tx.g.Where("id = ?", r.ID).Delete(&ConsensusRound{}).Error
}

// movedWithEach is how many stances are written anew with each new one, so that those that were written one after the
// other, as by one person, do not stand beside each other.
const movedWithEach = 16

// Answer stores a stance, in place of what the person said before. Answers in one round wait for each other.
func (store ConsensusStore) Answer(r *ConsensusRound, stance Stance) error {
	if err := store.tx.g.Clauses(forUpdate).Select("id").Where("id = ?", r.ID).Take(&ConsensusRound{}).Error; err != nil {
		return notFound(err)
	}
	rows := []Stance{}
	err := store.stances(r).Where("voter > ? AND voter <> ?", NewSecret(), stance.Voter).Order("voter").
		Limit(movedWithEach).Find(&rows).Error
	if err != nil {
		return err
	}
	rows = append(rows, stance)
	//nolint:gosec // the generator of math/rand/v2 itself is seeded by the system and cannot be foretold (ChaCha8)
	rand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	for _, row := range rows {
		err := store.tx.g.Delete(&Stance{}, "statement_id = ? AND voter = ?", row.StatementID, row.Voter).Error
		if err != nil {
			return err
		}
	}
	return store.InsertStances(rows)
}

// InsertStances stores stances as they are. The last of two by the same pseudonym counts.
func (store ConsensusStore) InsertStances(rows []Stance) error {
	if len(rows) == 0 {
		return nil
	}
	return store.tx.g.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "statement_id"}, {Name: "voter"}}, UpdateAll: true,
	}).CreateInBatches(&rows, insertBatch).Error
}

// SortStances writes all stances of a round anew in the order of their pseudonyms: no order of the people is left.
func (store ConsensusStore) SortStances(r *ConsensusRound) error {
	rows, err := store.Stances(r)
	if err != nil {
		return err
	}
	if err := store.ForgetStances(r); err != nil {
		return err
	}
	store.tx.AfterCommit(store.tx.db.EmptyLog)
	return store.InsertStances(rows)
}

// ForgetStances deletes what single people said. The result stays.
func (store ConsensusStore) ForgetStances(r *ConsensusRound) error {
	of := store.tx.g.Model(&Statement{}).Select("id").Where("round_id = ?", r.ID)
	return store.tx.g.Where("statement_id IN (?)", of).Delete(&Stance{}).Error
}
