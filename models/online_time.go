package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// OnlineTime is how long a person was in the live room, as it was counted last. Lists are filtered by it.
type OnlineTime struct {
	RegistrationID string `gorm:"primaryKey"`
	EventID        string
	Minutes        int
	// SeenAt is the last heartbeat that is counted.
	SeenAt time.Time
}

// countedAgain is how far back heartbeats are looked for that were stored late.
const countedAgain = 5 * time.Minute

// Uncounted lists the events with heartbeats that are not counted yet.
func (store PresenceQuery) Uncounted() (list []Event, err error) {
	const seen, counted = "(SELECT MAX(seen_at) FROM presences WHERE event_id = events.id)",
		"(SELECT MAX(seen_at) FROM online_times WHERE event_id = events.id)"
	err = store.q.g.Where(seen + " > " + counted + " OR (" + counted + " IS NULL AND " + seen + " IS NOT NULL)").
		Order("id").Find(&list).Error
	return list, err
}

// CountOnline counts anew the minutes of at most limit people of an event who were in the live room since their
// minutes were counted last, and reports how many they were.
func (store PresenceStore) CountOnline(e *Event, limit int) (int, error) {
	var last []time.Time
	err := store.tx.g.Model(&OnlineTime{}).Where("event_id = ?", e.ID).Order("seen_at DESC").Limit(1).
		Pluck("seen_at", &last).Error
	if err != nil {
		return 0, err
	}
	g := store.tx.g.Table("presences").Where("presences.event_id = ?", e.ID)
	if len(last) > 0 {
		g = g.Where("presences.seen_at >= ?", last[0].Add(-countedAgain).UTC())
	}
	var ids []string
	err = g.Joins("LEFT JOIN online_times o ON o.registration_id = presences.registration_id").
		Where("o.seen_at IS NULL OR o.seen_at < presences.seen_at").
		Group("presences.registration_id").Order("MAX(presences.seen_at)").Limit(limit).
		Pluck("presences.registration_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return len(ids), store.recount(e.ID, ids)
}

// recount counts the minutes of people anew from their presences; who has none left has none.
func (store PresenceStore) recount(eventID string, registrationIDs []string) error {
	of, err := store.OfRegistrations(registrationIDs)
	if err != nil {
		return err
	}
	times, gone := make([]OnlineTime, 0, len(of)), []string{}
	for _, id := range registrationIDs {
		if of[id] == nil {
			gone = append(gone, id)
		}
	}
	for id, presences := range of {
		times = append(times, onlineTime(eventID, id, presences))
	}
	if len(gone) > 0 {
		err := store.tx.g.Where(store.tx.inList("registration_id", gone)).Delete(&OnlineTime{}).Error
		if err != nil {
			return err
		}
	}
	if len(times) == 0 {
		return nil
	}
	again := clause.OnConflict{
		Columns:   []clause.Column{{Name: "registration_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"minutes", "seen_at"}),
	}
	return store.tx.g.Clauses(again).CreateInBatches(times, insertBatch).Error
}

// onlineTime adds up a person's presences; less than a minute counts as one.
func onlineTime(eventID, registrationID string, presences []Presence) OnlineTime {
	var sum time.Duration
	last := presences[0].SeenAt
	for _, i := range PresentIntervals(presences) {
		sum += i.Until.Sub(i.From)
		last = laterOf(last, i.Until)
	}
	return OnlineTime{
		RegistrationID: registrationID, EventID: eventID, SeenAt: last.UTC(),
		Minutes: int((sum + time.Minute - 1) / time.Minute),
	}
}
