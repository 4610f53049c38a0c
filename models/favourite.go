package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
)

// Favourite is a session that an attendee marked. It stays when the session is removed from the agenda.
type Favourite struct {
	RegistrationID string `gorm:"primaryKey"`
	SessionID      string `gorm:"primaryKey"`
	CreatedAt      time.Time
}

// Fan is an attendee with the sessions that they marked.
type Fan struct {
	Registration
	SessionIDs []string
}

// FavouriteQuery reads which sessions attendees marked.
type FavouriteQuery struct{ q *Query }

// FavouriteStore reads and writes which sessions attendees marked.
type FavouriteStore struct {
	FavouriteQuery
	tx *Tx
}

// Favourites reads which sessions attendees marked.
func (q *Query) Favourites() FavouriteQuery { return FavouriteQuery{q} }

// Favourites reads and writes which sessions attendees marked.
func (tx *Tx) Favourites() FavouriteStore { return FavouriteStore{tx.Query.Favourites(), tx} }

// OfRegistration lists the ids of the sessions that an attendee marked, also of removed ones.
func (store FavouriteQuery) OfRegistration(registrationID string) ([]string, error) {
	var ids []string
	err := store.q.g.Model(&Favourite{}).Where("registration_id = ?", registrationID).
		Order("session_id").Pluck("session_id", &ids).Error
	return ids, err
}

// Agenda lists the ids of the sessions that an attendee marked, also of removed ones, or has a place in.
func (store FavouriteQuery) Agenda(registrationID string) ([]string, error) {
	var ids []string
	err := store.q.g.Raw(`SELECT session_id FROM favourites WHERE registration_id = ?
		UNION SELECT session_id FROM session_sign_ups WHERE registration_id = ? AND state = 'taken'`,
		registrationID, registrationID).Scan(&ids).Error
	return ids, err
}

// Counts counts who marked each of the event's sessions and has a place.
func (store FavouriteQuery) Counts(e *Event) (map[string]int, error) {
	var list []struct {
		SessionID string
		Count     int
	}
	err := store.q.g.Model(&Favourite{}).Select("session_id, COUNT(*) AS count").
		Joins("JOIN registrations ON registrations.id = favourites.registration_id").
		Where("registrations.event_id = ? AND registrations.state = ?", e.ID, RegistrationConfirmed).
		Group("session_id").Scan(&list).Error
	counts := make(map[string]int, len(list))
	for _, row := range list {
		counts[row.SessionID] = row.Count
	}
	return counts, err
}

// Fans lists the attendees with a place, or waiting for one, who marked one of the sessions, or
// signed up for it.
func (store FavouriteQuery) Fans(e *Event, sessionIDs []string) ([]Fan, error) {
	if len(sessionIDs) == 0 {
		return nil, nil
	}
	var marked []Favourite
	concerned := func(table string) *gorm.DB {
		return store.q.g.Table(table).Select("registration_id, session_id").Where(store.q.inList("session_id", sessionIDs))
	}
	err := store.q.g.Raw("SELECT * FROM (? UNION ?) AS concerned ORDER BY registration_id, session_id",
		concerned("favourites"), concerned("session_sign_ups")).Scan(&marked).Error
	if err != nil || len(marked) == 0 {
		return nil, err
	}
	var ids []string
	of := map[string][]string{}
	for _, f := range marked {
		if len(of[f.RegistrationID]) == 0 {
			ids = append(ids, f.RegistrationID)
		}
		of[f.RegistrationID] = append(of[f.RegistrationID], f.SessionID)
	}
	var people []Registration
	err = store.q.g.Where("event_id = ? AND state IN ?", e.ID, LiveStates).Where(store.q.inList("id", ids)).
		Order("id").Find(&people).Error
	fans := make([]Fan, len(people))
	for i := range people {
		fans[i] = Fan{people[i], of[people[i].ID]}
	}
	return fans, err
}

// Set replaces what an attendee of the event marked. What is no session of the event is left out; that removed sessions
// were marked stays.
func (store FavouriteStore) Set(e *Event, registrationID string, sessionIDs []string) error {
	err := store.tx.g.Where("registration_id = ? AND session_id IN (SELECT id FROM sessions)", registrationID).
		Delete(&Favourite{}).Error
	if err != nil {
		return err
	}
	return store.Add(e, registrationID, sessionIDs)
}

// Add marks sessions for an attendee of the event. What is no session of the event is left out.
func (store FavouriteStore) Add(e *Event, registrationID string, sessionIDs []string) error {
	var known []string
	err := store.tx.g.Model(&Session{}).Where("event_id = ?", e.ID).Where(store.tx.inList("id", sessionIDs)).
		Order("id").Pluck("id", &known).Error
	if err != nil || len(known) == 0 {
		return err
	}
	list := make([]Favourite, len(known))
	for i, id := range slices.Compact(known) {
		list[i] = Favourite{registrationID, id, store.tx.Now}
	}
	return store.tx.g.Clauses(doNothing).CreateInBatches(list, insertBatch).Error
}

// Remove takes a mark back.
func (store FavouriteStore) Remove(registrationID, sessionID string) error {
	return store.tx.g.Where("registration_id = ? AND session_id = ?", registrationID, sessionID).
		Delete(&Favourite{}).Error
}
