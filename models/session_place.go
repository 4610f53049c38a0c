package models

import (
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// SessionPlaces say that people sign up for a session, and how many places it has.
type SessionPlaces struct {
	SessionID string `gorm:"primaryKey"`
	EventID   string
	Capacity  int
	// Taken counts the places that are taken; see Take. It may be more than the capacity, which can be lowered.
	Taken int
	// OpensAt and ClosesAt are when people can sign up, nil for always until the session begins.
	OpensAt, ClosesAt *time.Time
	// Mode is who can: those who take part so, "" for everybody.
	Mode Mode
	// ByLottery says that its places wait for a draw: people apply, and nobody takes one before.
	ByLottery bool
	UpdatedAt time.Time

	// Waiting counts those who wait. OfEvent sets it.
	Waiting int `gorm:"->;-:migration"`
}

// TableName is the table's name.
func (SessionPlaces) TableName() string { return "session_places" }

// Free is the number of free places.
func (p *SessionPlaces) Free() int { return max(0, p.Capacity-p.Taken) }

// IsFull reports whether who signs up now waits.
func (p *SessionPlaces) IsFull() bool { return p.Free() == 0 || p.Waiting > 0 }

// IsFew reports whether few places are left, and their number is told.
func (p *SessionPlaces) IsFew() bool { return !p.IsFull() && FewPlaces(p.Free(), p.Capacity) }

// Over counts how many more places are taken than there are.
func (p *SessionPlaces) Over() int { return max(0, p.Taken-p.Capacity) }

// OpenAt reports whether people can sign up for the session at the time.
func (p *SessionPlaces) OpenAt(s *Session, now time.Time) bool {
	return s.CancelledAt == nil && now.Before(s.StartsAt) &&
		(p.OpensAt == nil || !now.Before(*p.OpensAt)) && (p.ClosesAt == nil || now.Before(*p.ClosesAt))
}

// SignUpState says whether somebody who signed up for a session has a place.
type SignUpState string

// The states.
const (
	SignUpTaken   SignUpState = "taken"
	SignUpWaiting SignUpState = "waiting"
)

// SessionSignUp is a person who signed up for a session.
type SessionSignUp struct {
	SessionID      string `gorm:"primaryKey"`
	RegistrationID string `gorm:"primaryKey"`
	State          SignUpState
	// QueuedAt is since when the person waits, or when they signed up.
	QueuedAt time.Time
	// ReplyBy is until when who moved up has to say that they come, nil for no such time.
	ReplyBy *time.Time
	// WaitsWith is the same for those who move up only together, nil for who moves up alone.
	WaitsWith *string
	CreatedAt time.Time

	Registration Registration `gorm:"foreignKey:RegistrationID;->"`
}

// SessionPlaceRules say what an event does with sessions that are at the same time.
type SessionPlaceRules struct {
	EventID string `gorm:"primaryKey"`
	// RefusesClashes says that nobody can sign up for sessions at the same time; else they are warned.
	RefusesClashes bool
	UpdatedAt      time.Time
}

// SessionPlaceQuery reads who signed up for sessions.
type SessionPlaceQuery struct{ q *Query }

// SessionPlaceStore reads and writes who signed up for sessions.
type SessionPlaceStore struct {
	SessionPlaceQuery
	tx *Tx
}

// SessionPlaces reads who signed up for sessions.
func (q *Query) SessionPlaces() SessionPlaceQuery { return SessionPlaceQuery{q} }

// SessionPlaces reads and writes who signed up for sessions.
func (tx *Tx) SessionPlaces() SessionPlaceStore {
	return SessionPlaceStore{tx.Query.SessionPlaces(), tx}
}

// Rules finds what an event does with sessions at the same time; at first it warns.
func (store SessionPlaceQuery) Rules(e *Event) (*SessionPlaceRules, error) {
	var rules SessionPlaceRules
	err := store.q.g.Where("event_id = ?", e.ID).Take(&rules).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return &SessionPlaceRules{EventID: e.ID}, nil
	}
	return &rules, err
}

// SaveRules stores it.
func (store SessionPlaceStore) SaveRules(rules *SessionPlaceRules) error {
	rules.UpdatedAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true}).
		Create(rules).Error
}

const withWaiting = `session_places.*, (SELECT COUNT(*) FROM session_sign_ups AS line
	WHERE line.session_id = session_places.session_id AND line.state = 'waiting') AS waiting`

// OfEvent finds the places of the event's sessions, by session.
func (store SessionPlaceQuery) OfEvent(e *Event) (map[string]*SessionPlaces, error) {
	var list []SessionPlaces
	err := store.q.g.Select(withWaiting).Where("event_id = ?", e.ID).Find(&list).Error
	places := make(map[string]*SessionPlaces, len(list))
	for i := range list {
		places[list[i].SessionID] = &list[i]
	}
	return places, err
}

// Of finds the places of one of the event's sessions. Errors: NotFound where nobody signs up for it.
func (store SessionPlaceQuery) Of(e *Event, sessionID string) (*SessionPlaces, error) {
	var p SessionPlaces
	err := store.q.g.Select(withWaiting).Where("event_id = ? AND session_id = ?", e.ID, sessionID).Take(&p).Error
	return &p, notFound(err)
}

// People lists who signed up for a session: those with a place by name, then those who wait in their order.
func (store SessionPlaceQuery) People(sessionID string) ([]SessionSignUp, error) {
	var list []SessionSignUp
	err := store.q.g.Joins("Registration").Preload("Registration.TicketType").
		Where("session_sign_ups.session_id = ?", sessionID).
		Order(`session_sign_ups.state, CASE WHEN session_sign_ups.state = 'taken' THEN "Registration".sort_key END,
			session_sign_ups.queued_at, session_sign_ups.registration_id`).Find(&list).Error
	return list, err
}

// OfRegistration lists what a person signed up for.
func (store SessionPlaceQuery) OfRegistration(registrationID string) ([]SessionSignUp, error) {
	var list []SessionSignUp
	err := store.q.g.Where("registration_id = ?", registrationID).Order("session_id").Find(&list).Error
	return list, err
}

// Position is the place in line of who waits for a session, from 1.
func (store SessionPlaceQuery) Position(s *SessionSignUp) (int, error) {
	var before int64
	err := store.q.g.Model(&SessionSignUp{}).
		Where("session_id = ? AND state = ? AND (queued_at < ? OR (queued_at = ? AND registration_id < ?))",
			s.SessionID, SignUpWaiting, s.QueuedAt, s.QueuedAt, s.RegistrationID).Count(&before).Error
	return int(before) + 1, err
}

// With finds which of the people have a place in each of the sessions.
func (store SessionPlaceQuery) With(sessionIDs, registrationIDs []string) (map[string]map[string]bool, error) {
	with := make(map[string]map[string]bool, len(sessionIDs))
	for _, id := range sessionIDs {
		var ids []string
		err := store.q.g.Model(&SessionSignUp{}).Where("session_id = ? AND state = ?", id, SignUpTaken).
			Where(store.q.inList("registration_id", registrationIDs)).Pluck("registration_id", &ids).Error
		if err != nil {
			return nil, err
		}
		with[id] = map[string]bool{}
		for _, r := range ids {
			with[id][r] = true
		}
	}
	return with, nil
}

// Codes finds the codes of those who have a place in each of the sessions.
func (store SessionPlaceQuery) Codes(sessionIDs []string) (map[string][]string, error) {
	codes := make(map[string][]string, len(sessionIDs))
	for _, id := range sessionIDs {
		list := []string{}
		err := store.q.g.Table("registrations").
			Joins("JOIN session_sign_ups AS s ON s.registration_id = registrations.id").
			Where("s.session_id = ? AND s.state = ?", id, SignUpTaken).
			Order("registrations.code").Pluck("registrations.code", &list).Error
		if err != nil {
			return nil, err
		}
		codes[id] = list
	}
	return codes, nil
}

// Due lists who did not say in time that they come to a session, the first deadlines first.
func (store SessionPlaceQuery) Due(sessionID string) ([]SessionSignUp, error) {
	var list []SessionSignUp
	err := store.q.g.Where("session_id = ? AND state = ? AND reply_by <= ?", sessionID, SignUpTaken, store.q.Now).
		Order("reply_by, registration_id").Find(&list).Error
	return list, err
}

// Save stores how many places a session has, who can sign up, and when. What is taken stays as it is.
func (store SessionPlaceStore) Save(p *SessionPlaces) error {
	p.UpdatedAt = store.tx.Now
	return store.tx.g.Omit("Taken", "Waiting", "ByLottery").Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "session_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"capacity", "opens_at", "closes_at", "mode", "updated_at"}),
	}).Create(p).Error
}

// Remove says that nobody signs up for a session any more. Errors: Conflict where somebody did, or it is drawn by lot.
func (store SessionPlaceStore) Remove(e *Event, sessionID string) error {
	return mustAffect(store.tx.g.Where(`event_id = ? AND session_id = ? AND NOT by_lottery AND NOT EXISTS
		(SELECT 1 FROM session_sign_ups AS s WHERE s.session_id = session_places.session_id)`, e.ID, sessionID).
		Delete(&SessionPlaces{}), NewError(CodeConflict, "session_place.in_use"))
}

// Lock locks the places of sessions until the transaction ends, in an order that cannot deadlock. SQLite has only one
// writer anyway.
func (store SessionPlaceStore) Lock(sessionIDs ...string) error {
	ids := slices.Clone(sessionIDs)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if err := store.tx.g.Exec("UPDATE session_places SET taken = taken WHERE session_id = ?", id).Error; err != nil {
			return err
		}
	}
	return nil
}

// Take takes one place and reports whether there was one: one conditional statement decides. None is taken before lots
// are drawn.
func (store SessionPlaceStore) Take(sessionID string) (bool, error) {
	return store.TakeMany(sessionID, 1)
}

// TakeMany takes n places, or none and reports false: one conditional statement decides.
func (store SessionPlaceStore) TakeMany(sessionID string, n int) (bool, error) {
	result := store.tx.g.Exec(`UPDATE session_places SET taken = taken + ?
		WHERE session_id = ? AND taken + ? <= capacity AND NOT by_lottery`, n, sessionID, n)
	return result.RowsAffected == 1, result.Error
}

// GiveBack frees one place.
func (store SessionPlaceStore) GiveBack(sessionID string) error {
	freed := store.tx.g.Exec("UPDATE session_places SET taken = taken - 1 WHERE session_id = ? AND taken > 0", sessionID)
	return mustAffect(freed, NewError(CodeInternal, "error.internal"))
}

// Find finds and locks what a person signed up for, nil where they did not. The caller has locked the session's places.
func (store SessionPlaceStore) Find(sessionID, registrationID string) (*SessionSignUp, error) {
	var s SessionSignUp
	err := store.tx.g.Clauses(forUpdate).
		Where("session_id = ? AND registration_id = ?", sessionID, registrationID).Take(&s).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil //nolint:nilnil // there may be none
	}
	return &s, err
}

// Next finds who has waited longest for a session and has a place at the event, without the groups that were passed
// over, nil for nobody. The caller has locked the session's places.
func (store SessionPlaceStore) Next(sessionID string, passedOver ...string) (*SessionSignUp, error) {
	var list []SessionSignUp
	line := store.line(sessionID)
	if len(passedOver) > 0 {
		line = line.Where("(session_sign_ups.waits_with IS NULL OR session_sign_ups.waits_with NOT IN ?)", passedOver)
	}
	if err := line.Limit(1).Find(&list).Error; err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Group lists those who move up in a session's line only together, and have a place at the event. The caller has locked
// the session's places.
func (store SessionPlaceStore) Group(sessionID, with string) (list []SessionSignUp, err error) {
	err = store.line(sessionID).Where("session_sign_ups.waits_with = ?", with).Find(&list).Error
	return list, err
}

// line is who waits for a session and has a place at the event, who has waited longest first.
func (store SessionPlaceStore) line(sessionID string) *gorm.DB {
	return store.tx.g.Joins("JOIN registrations AS r ON r.id = session_sign_ups.registration_id AND r.state = ?",
		RegistrationConfirmed).
		Where("session_sign_ups.session_id = ? AND session_sign_ups.state = ?", sessionID, SignUpWaiting).
		Order("session_sign_ups.queued_at, session_sign_ups.registration_id")
}

// Put stores that a person signed up, or what changed of it. Who waits is after all others; the caller has locked the
// session's places.
func (store SessionPlaceStore) Put(s *SessionSignUp) error {
	if s.QueuedAt.IsZero() {
		s.QueuedAt = store.tx.Now
		var last []time.Time
		err := store.tx.g.Model(&SessionSignUp{}).Where("session_id = ? AND state = ?", s.SessionID, SignUpWaiting).
			Order("queued_at DESC").Limit(1).Pluck("queued_at", &last).Error
		if err != nil {
			return err
		}
		if len(last) > 0 && !last[0].Before(s.QueuedAt) {
			s.QueuedAt = last[0].UTC().Add(time.Microsecond)
		}
	}
	if s.CreatedAt.IsZero() {
		s.CreatedAt = store.tx.Now
	}
	return store.tx.g.Omit("Registration").Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "session_id"}, {Name: "registration_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"state", "queued_at", "reply_by", "waits_with"}),
	}).Create(s).Error
}

// Delete removes what a person signed up for. A place that they had is to be given back by the caller.
func (store SessionPlaceStore) Delete(s *SessionSignUp) error {
	return store.tx.g.Where("session_id = ? AND registration_id = ?", s.SessionID, s.RegistrationID).
		Delete(&SessionSignUp{}).Error
}

// OfRegistrations lists what several people signed up for.
func (store SessionPlaceStore) OfRegistrations(ids []string) ([]SessionSignUp, error) {
	var list []SessionSignUp
	if len(ids) == 0 {
		return nil, nil
	}
	err := store.tx.g.Preload("Registration.TicketType").Where(store.tx.inList("registration_id", ids)).
		Order("session_id, registration_id").Find(&list).Error
	return list, err
}

// forgetPeople removes what people who are erased signed up for, and frees their places. How many they had stays, as a
// number: who had fewest goes first in lotteries.
func (store SessionPlaceStore) forgetPeople(ids []string) error {
	err := store.tx.g.Exec(`UPDATE registrations SET session_places_had = session_places_had + (SELECT COUNT(*)
			FROM session_sign_ups AS s JOIN sessions ON sessions.id = s.session_id AND sessions.cancelled_at IS NULL
			WHERE s.registration_id = registrations.id AND s.state = 'taken') WHERE id IN ?`, ids).Error
	if err != nil {
		return err
	}
	err = store.tx.g.Exec(`UPDATE session_places SET taken = taken - (SELECT COUNT(*) FROM session_sign_ups AS s
			WHERE s.session_id = session_places.session_id AND s.state = 'taken' AND s.registration_id IN ?)
		WHERE session_id IN (SELECT session_id FROM session_sign_ups WHERE registration_id IN ?)`, ids, ids).Error
	if err != nil {
		return err
	}
	if err := store.tx.g.Exec("DELETE FROM session_sign_ups WHERE registration_id IN ?", ids).Error; err != nil {
		return err
	}
	return store.tx.g.Exec("DELETE FROM former_sign_ups WHERE registration_id IN ? OR kept_id IN ?", ids, ids).Error
}
