package models

import (
	"slices"
	"time"
)

// Presence is an interval in the online room, in one browser tab. Heartbeats move SeenAt; EndedAt is set when the tab says goodbye.
type Presence struct {
	ID             string
	EventID        string
	RegistrationID string
	Tab            string
	StartedAt      time.Time
	SeenAt         time.Time
	EndedAt        *time.Time
}

// AddPresence stores an interval in the online room as it is.
func (store PresenceStore) Add(p *Presence) error {
	p.ID = NewID()
	return store.tx.g.Create(p).Error
}

// Beat keeps a tab's interval going, or begins a new one where the last beat is older than pause: the tab was closed, or the machine slept.
func (store PresenceStore) Beat(r *Registration, tab string, pause time.Duration) error {
	kept := store.tx.g.Model(&Presence{}).
		Where("registration_id = ? AND tab = ? AND ended_at IS NULL AND seen_at >= ?", r.ID, tab, store.tx.Now.Add(-pause)).
		Update("seen_at", store.tx.Now)
	if kept.Error != nil || kept.RowsAffected > 0 {
		return kept.Error
	}
	return store.tx.g.Create(&Presence{
		ID: NewID(), EventID: r.EventID, RegistrationID: r.ID, Tab: tab, StartedAt: store.tx.Now, SeenAt: store.tx.Now,
	}).Error
}

// EndPresence ends a tab's interval now, where one is going on.
func (store PresenceStore) End(r *Registration, tab string, pause time.Duration) error {
	return store.tx.g.Model(&Presence{}).
		Where("registration_id = ? AND tab = ? AND ended_at IS NULL AND seen_at >= ?", r.ID, tab, store.tx.Now.Add(-pause)).
		Updates(map[string]any{"seen_at": store.tx.Now, "ended_at": store.tx.Now}).Error
}

// PresencesOf lists a person's intervals in the online room by their start.
func (store PresenceQuery) OfRegistration(r *Registration) ([]Presence, error) {
	var list []Presence
	err := store.q.g.Where("registration_id = ?", r.ID).Order("started_at, id").Find(&list).Error
	return list, err
}

// PresentNow counts the people in the event's online room whose tab was heard of within pause.
func (store PresenceQuery) CountNow(e *Event, pause time.Duration) (int, error) {
	var n int64
	err := store.q.g.Model(&Presence{}).Where("event_id = ? AND ended_at IS NULL AND seen_at >= ?", e.ID, store.q.Now.Add(-pause)).
		Distinct("registration_id").Count(&n).Error
	return int(n), err
}

// Interval is a stretch of time from From to before Until.
type Interval struct{ From, Until time.Time }

// Intervals joins the intervals of all of a person's tabs, so that two tabs at once count once.
func Intervals(presences []Presence) []Interval {
	presences = slices.Clone(presences)
	slices.SortFunc(presences, func(a, b Presence) int { return a.StartedAt.Compare(b.StartedAt) })
	var joined []Interval
	for _, p := range presences {
		last := len(joined) - 1
		if last >= 0 && !p.StartedAt.After(joined[last].Until) {
			if p.SeenAt.After(joined[last].Until) {
				joined[last].Until = p.SeenAt
			}
			continue
		}
		joined = append(joined, Interval{p.StartedAt, p.SeenAt})
	}
	return joined
}

// Within tells for how long the intervals lie between from and until.
func Within(intervals []Interval, from, until time.Time) time.Duration {
	var sum time.Duration
	for _, i := range intervals {
		begin, end := i.From, i.Until
		if begin.Before(from) {
			begin = from
		}
		if end.After(until) {
			end = until
		}
		if end.After(begin) {
			sum += end.Sub(begin)
		}
	}
	return sum
}
