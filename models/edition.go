package models

// Edition says of which series an event is an edition.
type Edition struct {
	EventID  string `gorm:"primaryKey"`
	SeriesID string
}

// EditionQuery reads which events are editions of the same series.
type EditionQuery struct{ q *Query }

// EditionStore reads and writes which events are editions of a series.
type EditionStore struct {
	EditionQuery
	tx *Tx
}

// Editions reads which events are editions of the same series.
func (q *Query) Editions() EditionQuery { return EditionQuery{q} }

// Editions reads and writes which events are editions of a series.
func (tx *Tx) Editions() EditionStore { return EditionStore{tx.Query.Editions(), tx} }

// mostEditions is how many editions are read: one a year for a generation.
const mostEditions = 30

// Earlier lists the ids of the editions before an event, the latest first.
func (store EditionQuery) Earlier(e *Event) ([]string, error) {
	return store.others(e, "events.starts_at < ?", "events.starts_at DESC, events.id")
}

// Later lists the ids of the editions after an event, the next first.
func (store EditionQuery) Later(e *Event) ([]string, error) {
	return store.others(e, "events.starts_at >= ?", "events.starts_at, events.id")
}

func (store EditionQuery) others(e *Event, when, order string) (ids []string, err error) {
	err = store.q.g.Model(&Event{}).Where("events.id <> ? AND "+when, e.ID, e.StartsAt).
		Where(`events.id IN (SELECT o.event_id FROM editions o JOIN editions ours ON ours.series_id = o.series_id
			WHERE ours.event_id = ?)`, e.ID).
		Order(order).Limit(mostEditions).Pluck("events.id", &ids).Error
	return ids, err
}

// Set says of which series an event is an edition; "" takes it back.
func (store EditionStore) Set(eventID, seriesID string) error {
	err := store.tx.g.Where("event_id = ?", eventID).Delete(&Edition{}).Error
	if err != nil || seriesID == "" {
		return err
	}
	return store.tx.g.Create(&Edition{eventID, seriesID}).Error
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
