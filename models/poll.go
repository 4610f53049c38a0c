package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PollKind is how a poll is answered.
type PollKind string

// The kinds of polls.
const (
	PollSingle   PollKind = "single"
	PollMultiple PollKind = "multiple"
	PollScale5   PollKind = "scale5"
	PollScale10  PollKind = "scale10"
	PollRanking  PollKind = "ranking"
	PollWords    PollKind = "words"
	// PollQuiz has one right answer, which is told when the poll is closed.
	PollQuiz PollKind = "quiz"
	// PollHere asks who is here.
	PollHere PollKind = "here"
)

// PollKinds lists them in the order in which they are offered.
var PollKinds = []PollKind{
	PollSingle, PollMultiple, PollScale5, PollScale10, PollRanking, PollWords, PollQuiz, PollHere,
}

// questionKinds are the kinds of the question that a poll asks.
var questionKinds = map[PollKind]QuestionKind{
	PollSingle: QuestionSingle, PollMultiple: QuestionMultiple, PollScale5: QuestionScale5, PollScale10: QuestionScale10,
	PollRanking: QuestionRanking, PollWords: QuestionShortText, PollQuiz: QuestionSingle, PollHere: QuestionSingle,
}

// QuestionKind is the kind of the question that the poll asks.
func (k PollKind) QuestionKind() QuestionKind { return questionKinds[k] }

// PollState is the state of a poll as it is stored.
type PollState string

// The states of polls.
const (
	PollPrepared PollState = "prepared"
	PollOpen     PollState = "open"
	PollClosed   PollState = "closed"
)

// Poll is one question that is put to all who take part, and their answers.
type Poll struct {
	ID      string
	EventID string
	// SessionID is the session that it belongs to, nil for none.
	SessionID *string
	// RequestID is the hash of the id that the client made; see Registration.RequestID.
	RequestID string
	Kind      PollKind
	TitleJa   string
	TitleEn   string
	Options   []Option `gorm:"serializer:json"`
	// Correct is the slug of a quiz's right answer.
	Correct string
	// HiddenWords are answers in words that staff keep from all others.
	HiddenWords []string `gorm:"serializer:json"`
	// StartsWithSession opens it when its session begins.
	StartsWithSession bool
	// HidesResults keeps what was answered from all until it is closed.
	HidesResults bool
	// Changeable lets people change their answer until it is closed.
	Changeable bool
	// Seconds is for how long it is open, 0 until somebody closes it.
	Seconds   int
	State     PollState
	Position  int
	Version   int
	OpenedAt  *time.Time
	ClosesAt  *time.Time
	ClosedAt  *time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
}

// StateAt is the state of the poll at a time: one whose time is over is closed.
func (p *Poll) StateAt(now time.Time) PollState {
	if p.State == PollOpen && p.ClosesAt != nil && !now.Before(*p.ClosesAt) {
		return PollClosed
	}
	return p.State
}

// PollAnswer is what one person answered. Voter is a pseudonym that is another one for each poll.
type PollAnswer struct {
	PollID string `gorm:"primaryKey"`
	Voter  string `gorm:"primaryKey"`
	// Mode is where the person is, "" where that would say too much.
	Mode   Mode
	Values []string `gorm:"column:answer;serializer:json"`
}

// PollTally is how many people of a mode gave an answer.
type PollTally struct {
	Mode   Mode
	Values []string `gorm:"column:answer;serializer:json"`
	Count  int
}

// PollQuery reads polls and their answers.
type PollQuery struct{ q *Query }

// PollStore reads and writes polls and their answers.
type PollStore struct {
	PollQuery
	tx *Tx
}

// Polls reads polls and their answers.
func (q *Query) Polls() PollQuery { return PollQuery{q} }

// Polls reads and writes polls and their answers.
func (tx *Tx) Polls() PollStore { return PollStore{tx.Query.Polls(), tx} }

// OfEvent lists the polls of an event in order.
func (store PollQuery) OfEvent(e *Event) ([]Poll, error) {
	var list []Poll
	err := inPosition(store.q.g).Where("event_id = ?", e.ID).Order("id").Find(&list).Error
	return list, err
}

// ByID finds one of the event's polls.
func (store PollQuery) ByID(e *Event, id string) (*Poll, error) {
	var p Poll
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&p).Error
	return &p, notFound(err)
}

// ByRequest finds the poll that a client's request made, for a replay. requestID is the hash.
func (store PollQuery) ByRequest(e *Event, requestID string) (*Poll, error) {
	var p Poll
	err := store.q.g.Where("event_id = ? AND request_id = ?", e.ID, requestID).Take(&p).Error
	return &p, notFound(err)
}

// Tallies counts the answers to a poll. They are not in the order in which they came.
func (store PollQuery) Tallies(p *Poll) ([]PollTally, error) {
	var list []PollTally
	err := store.q.g.Model(&PollAnswer{}).Select("mode, answer, COUNT(*) AS count").Where("poll_id = ?", p.ID).
		Group("mode, answer").Order("answer, mode").Find(&list).Error
	return list, err
}

// Answers lists the answers to a poll, in the order of pseudonyms, which says nothing.
func (store PollQuery) Answers(p *Poll) ([]PollAnswer, error) {
	var list []PollAnswer
	err := store.q.g.Where("poll_id = ?", p.ID).Order("voter").Find(&list).Error
	return list, err
}

// Counts are how many people answered each of the polls.
func (store PollQuery) Counts(ids []string) (map[string]int, error) {
	var rows []struct {
		PollID string
		Count  int
	}
	err := store.q.g.Model(&PollAnswer{}).Select("poll_id, COUNT(*) AS count").
		Where(store.q.inList("poll_id", ids)).Group("poll_id").Scan(&rows).Error
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.PollID] = row.Count
	}
	return counts, err
}

// Given are the answers that people with these pseudonyms gave, by poll.
func (store PollQuery) Given(voters []string) (map[string][]string, error) {
	var list []PollAnswer
	err := store.q.g.Where(store.q.inList("voter", voters)).Find(&list).Error
	given := make(map[string][]string, len(list))
	for _, a := range list {
		given[a.PollID] = a.Values
	}
	return given, err
}

// DueToOpen lists the polls whose session has begun and goes on, and that nobody has opened.
func (store PollQuery) DueToOpen() ([]Poll, error) {
	var list []Poll
	err := store.q.g.Joins("JOIN sessions ON sessions.id = polls.session_id").
		Joins("JOIN events ON events.id = polls.event_id").
		Where("polls.state = ? AND starts_with_session", PollPrepared).
		Where("sessions.starts_at <= ? AND sessions.ends_at > ? AND sessions.cancelled_at IS NULL",
			store.q.Now.UTC(), store.q.Now.UTC()).
		Where("events.state = ?", EventPublished).Order("polls.position, polls.id").Find(&list).Error
	return list, err
}

// Add stores a new poll, last of its event.
func (store PollStore) Add(p *Poll) error {
	var last int
	err := store.tx.g.Model(&Poll{}).Where("event_id = ?", p.EventID).Select("COALESCE(MAX(position), 0)").
		Scan(&last).Error
	if err != nil {
		return err
	}
	p.Position, p.Version, p.CreatedAt, p.UpdatedAt = last+1, 1, store.tx.Now, store.tx.Now
	p.fill()
	return mustAffect(store.tx.g.Clauses(doNothing).Create(p), NewError(CodeConflict, "poll.changed_meanwhile"))
}

func (p *Poll) fill() {
	if p.Options == nil {
		p.Options = []Option{} // GORM would store nil as NULL
	}
	if p.HiddenWords == nil {
		p.HiddenWords = []string{}
	}
}

// Update stores a prepared poll that was read at version.
func (store PollStore) Update(p *Poll, version int) error {
	p.fill()
	p.Version, p.UpdatedAt = version+1, store.tx.Now
	return mustAffect(
		store.tx.g.Model(&Poll{}).Where("id = ? AND version = ? AND state = ?", p.ID, version, PollPrepared).
			Select("session_id", "kind", "title_ja", "title_en", "options", "correct", "starts_with_session",
				"hides_results", "changeable", "seconds", "version", "updated_at").Updates(p),
		NewError(CodeConflict, "poll.changed_meanwhile"),
	)
}

// SetState opens or closes a poll that is still as it was read. until is when an open one closes by itself, nil for
// never.
func (store PollStore) SetState(p *Poll, state PollState, until *time.Time) error {
	fields := map[string]any{"state": state, "version": p.Version + 1, "updated_at": store.tx.Now}
	if state == PollOpen {
		fields["opened_at"], fields["closes_at"], fields["closed_at"] = store.tx.Now, until, nil
	} else {
		fields["closed_at"] = store.tx.Now
	}
	return mustAffect(
		store.tx.g.Model(&Poll{}).Where("id = ? AND version = ?", p.ID, p.Version).Updates(fields),
		NewError(CodeConflict, "poll.changed_meanwhile"),
	)
}

// SetHiddenWords stores which words are kept from all others.
func (store PollStore) SetHiddenWords(p *Poll, words []string) error {
	return store.tx.g.Model(&Poll{}).Where("id = ?", p.ID).Select("hidden_words", "updated_at").
		Updates(&Poll{HiddenWords: words, UpdatedAt: store.tx.Now}).Error
}

// Delete removes a poll with its answers.
func (store PollStore) Delete(e *Event, id string) error {
	result := store.tx.g.Where("event_id = ? AND id = ?", e.ID, id).Delete(&Poll{})
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}

// Answer stores a person's answer to an open poll. What they answered before is replaced where the poll lets them
// change it. ok is false where they have answered and the poll does not.
func (store PollStore) Answer(p *Poll, a *PollAnswer) (ok bool, err error) {
	// The poll first, so that closing it waits, and nobody answers one that is closed.
	lock := store.tx.g.Clauses(clause.Locking{Strength: "SHARE"})
	if store.tx.db.Engine == SQLite {
		lock = store.tx.g
	}
	var now Poll
	if err := lock.Where("id = ?", p.ID).Take(&now).Error; err != nil {
		return false, notFound(err)
	}
	if now.StateAt(store.tx.Now) != PollOpen {
		return false, NewError(CodeConflict, "poll.closed")
	}
	a.PollID = p.ID
	var result *gorm.DB
	if now.Changeable {
		result = store.tx.g.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "poll_id"}, {Name: "voter"}},
			DoUpdates: clause.AssignmentColumns([]string{"answer"}),
		}).Create(a)
	} else {
		result = store.tx.g.Clauses(doNothing).Create(a)
	}
	if result.Error != nil || result.RowsAffected > 0 {
		return result.Error == nil, result.Error
	}
	var before PollAnswer
	err = store.tx.g.Where("poll_id = ? AND voter = ?", p.ID, a.Voter).Take(&before).Error
	return err == nil && slices.Equal(before.Values, a.Values), err // the same again is no second answer
}
