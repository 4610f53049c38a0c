package models

import "time"

// Presence is an interval in the live room, in one browser tab, or in a meeting elsewhere. Heartbeats set SeenAt;
// EndedAt is set when the tab is closed.
type Presence struct {
	ID             string
	EventID        string
	RegistrationID string
	Tab            string
	StartedAt      time.Time
	SeenAt         time.Time
	EndedAt        *time.Time
	// Source is where we know it from. One from a report has its id, and is at one session where the meeting was only
	// that.
	Source    PresenceSource
	ReportID  string
	SessionID string
}

// PresenceQuery reads presences.
type PresenceQuery struct{ q *Query }

// PresenceStore reads and writes presences.
type PresenceStore struct {
	PresenceQuery
	tx *Tx
}

// Presences reads presences.
func (q *Query) Presences() PresenceQuery { return PresenceQuery{q} }

// Presences reads and writes presences.
func (tx *Tx) Presences() PresenceStore { return PresenceStore{tx.Query.Presences(), tx} }

// Beat extends a tab's interval, or begins a new one if the last heartbeat is older than pause: the tab was closed, or
// the machine slept.
func (store PresenceStore) Beat(r *Registration, tab string, pause time.Duration) error {
	extended := store.tx.g.Model(&Presence{}).
		Where("registration_id = ? AND tab = ? AND ended_at IS NULL AND seen_at >= ?", r.ID, tab, store.tx.Now.Add(-pause)).
		Update("seen_at", store.tx.Now)
	if extended.Error != nil || extended.RowsAffected > 0 {
		return extended.Error
	}
	store.tx.Tell(ChangedPresence(r.EventID))
	return store.tx.g.Create(&Presence{
		ID: NewID(), EventID: r.EventID, RegistrationID: r.ID, Tab: tab, StartedAt: store.tx.Now, SeenAt: store.tx.Now,
	}).Error
}

// End ends a tab's interval now, if one is open.
func (store PresenceStore) End(r *Registration, tab string, pause time.Duration) error {
	store.tx.Tell(ChangedPresence(r.EventID))
	return store.tx.g.Model(&Presence{}).
		Where("registration_id = ? AND tab = ? AND ended_at IS NULL AND seen_at >= ?", r.ID, tab, store.tx.Now.Add(-pause)).
		Updates(map[string]any{"seen_at": store.tx.Now, "ended_at": store.tx.Now}).Error
}

// OfRegistration lists a person's intervals in the live room by their start.
func (store PresenceQuery) OfRegistration(r *Registration) ([]Presence, error) {
	var list []Presence
	err := store.q.g.Where("registration_id = ?", r.ID).Order("started_at, id").Find(&list).Error
	return list, err
}

// OfRegistrations lists people's intervals in the live room, by registration.
func (store PresenceQuery) OfRegistrations(ids []string) (map[string][]Presence, error) {
	var list []Presence
	err := store.q.g.Where(store.q.inList("registration_id", ids)).Find(&list).Error
	byID := map[string][]Presence{}
	for _, p := range list {
		byID[p.RegistrationID] = append(byID[p.RegistrationID], p)
	}
	return byID, err
}

// Times finds people's presences, by registration. Only what attendance needs of them is set: it reads tens of
// thousands.
func (store PresenceQuery) Times(registrationIDs []string) (map[string][]Presence, error) {
	rows, err := store.q.g.Raw(`SELECT registration_id, started_at, seen_at, source, session_id
		FROM presences WHERE ?`, store.q.inList("registration_id", registrationIDs)).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byID := map[string][]Presence{}
	for rows.Next() {
		var p Presence
		if err := rows.Scan(&p.RegistrationID, &p.StartedAt, &p.SeenAt, &p.Source, &p.SessionID); err != nil {
			return nil, err
		}
		byID[p.RegistrationID] = append(byID[p.RegistrationID], p)
	}
	return byID, rows.Err()
}

// Durations tells how long people were in the live room, by registration. Who was not is left out.
func (store PresenceQuery) Durations(registrationIDs []string) (map[string]time.Duration, error) {
	of, err := store.OfRegistrations(registrationIDs)
	durations := map[string]time.Duration{}
	for id, presences := range of {
		for _, interval := range PresentIntervals(presences) {
			durations[id] += interval.Until.Sub(interval.From)
		}
	}
	return durations, err
}

// CountPeople counts who was in the event's live room.
func (store PresenceQuery) CountPeople(e *Event) (int, error) {
	var n int64
	err := store.q.g.Model(&Presence{}).Where("event_id = ?", e.ID).Distinct("registration_id").Count(&n).Error
	return int(n), err
}

// CountNow counts the attendees in the event's live room: those with a tab that sent a heartbeat within pause.
func (store PresenceQuery) CountNow(e *Event, pause time.Duration) (int, error) {
	var n int64
	err := store.q.g.Model(&Presence{}).
		Where("event_id = ? AND ended_at IS NULL AND seen_at >= ?", e.ID, store.q.Now.Add(-pause)).
		Distinct("registration_id").Count(&n).Error
	return int(n), err
}
