package models

import "slices"

// Edition says which event was the edition before another.
type Edition struct {
	EventID   string `gorm:"primaryKey"`
	EarlierID string
}

// EditionQuery reads which events are editions of one another.
type EditionQuery struct{ q *Query }

// EditionStore reads and writes which events are editions of one another.
type EditionStore struct {
	EditionQuery
	tx *Tx
}

// Editions reads which events are editions of one another.
func (q *Query) Editions() EditionQuery { return EditionQuery{q} }

// Editions reads and writes which events are editions of one another.
func (tx *Tx) Editions() EditionStore { return EditionStore{tx.Query.Editions(), tx} }

// mostEditions is how many editions are read: one a year for a generation.
const mostEditions = 30

// Earlier lists the ids of the editions before an event, the latest first. A circle ends where it closes.
func (store EditionQuery) Earlier(eventID string) (ids []string, err error) {
	for id := eventID; len(ids) < mostEditions; {
		var found []string
		err := store.q.g.Model(&Edition{}).Where("event_id = ?", id).Pluck("earlier_id", &found).Error
		if err != nil || len(found) == 0 || found[0] == eventID || slices.Contains(ids, found[0]) {
			return ids, err
		}
		id = found[0]
		ids = append(ids, id)
	}
	return ids, nil
}

// Later lists the ids of the editions after an event.
func (store EditionQuery) Later(eventID string) (ids []string, err error) {
	for next := []string{eventID}; len(next) > 0 && len(ids) < mostEditions; {
		var found []string
		err := store.q.g.Model(&Edition{}).Where("earlier_id IN ?", next).Order("event_id").Pluck("event_id", &found).Error
		if err != nil {
			return nil, err
		}
		next = slices.DeleteFunc(found, func(id string) bool { return id == eventID || slices.Contains(ids, id) })
		ids = append(ids, next...)
	}
	return ids, nil
}

// Set says which event was the edition before another; "" takes it back.
func (store EditionStore) Set(eventID, earlierID string) error {
	err := store.tx.g.Where("event_id = ?", eventID).Delete(&Edition{}).Error
	if err != nil || earlierID == "" {
		return err
	}
	return store.tx.g.Create(&Edition{eventID, earlierID}).Error
}

// EventTurnout is how many people have a place at an event, and how they attended.
type EventTurnout struct {
	EventID string
	// Registered counts all registrations, whatever became of them; Confirmed those with a place.
	Registered, Confirmed int
	// Twice is how many attended in both ways.
	Venue, Online, Twice int
}

// Attended counts those who attended in any way.
func (t EventTurnout) Attended() int { return t.Venue + t.Online - t.Twice }

// TurnoutsOf counts the people of events, by the event's id. Of who came without a place none is counted.
func (store RegistrationQuery) TurnoutsOf(events []Event) (map[string]EventTurnout, error) {
	ids := make([]string, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	var list []EventTurnout
	err := store.q.g.Raw(`SELECT r.event_id, COUNT(*) AS registered,
			SUM(CASE WHEN r.state = @confirmed THEN 1 ELSE 0 END) AS confirmed,
			SUM(CASE WHEN r.state = @confirmed AND a.arrived THEN 1 ELSE 0 END) AS venue,
			SUM(CASE WHEN r.state = @confirmed AND p.registration_id IS NOT NULL THEN 1 ELSE 0 END) AS online,
			SUM(CASE WHEN r.state = @confirmed AND a.arrived AND p.registration_id IS NOT NULL THEN 1 ELSE 0 END) AS twice
		FROM registrations r LEFT JOIN admissions a ON a.registration_id = r.id
		LEFT JOIN (SELECT DISTINCT registration_id FROM presences WHERE event_id IN @events) p ON p.registration_id = r.id
		WHERE r.event_id IN @events GROUP BY r.event_id`,
		map[string]any{"confirmed": RegistrationConfirmed, "events": ids}).Scan(&list).Error
	byEvent := make(map[string]EventTurnout, len(list))
	for _, a := range list {
		byEvent[a.EventID] = a
	}
	return byEvent, err
}

// WithPermission lists the events at which an account holds a permission, the latest first, with their hosts.
func (store EventQuery) WithPermission(accountID string, p Permission, limit int) ([]Event, error) {
	var list []Event
	err := store.q.g.Preload("Organization").Where(`EXISTS (SELECT 1 FROM members
		WHERE members.account_id = ? AND members.role IN ? AND `+counts+`
		AND (members.event_id = events.id OR members.organization_id = events.organization_id))`,
		accountID, grants[p], store.q.Now).
		Order("starts_at DESC, id").Limit(limit).Find(&list).Error
	return list, err
}
