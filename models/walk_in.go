package models

import "meguri/models/text"

// WalkIn is somebody without a ticket who is let in at a door.
type WalkIn struct {
	// RequestID is the id that the client made, With that of the first person of their group, "" for none.
	RequestID, With string
	text.Name
	Organization string
	TicketType   string   // slug
	Consents     []string // slugs of the texts that they agreed to
	Locale       string
	// EnteredBy is the id of the account, token or device.
	EnteredBy string
	// Over says that a supervisor lets them in although no place is free, or that somebody has already.
	Over bool
}

// TakePlaceOver takes a place also where none is free: the person stands in the room. The caller has locked the ticket
// type.
func (store TicketTypeStore) TakePlaceOver(ticketTypeID string) error {
	return store.tx.g.Exec(`UPDATE ticket_types SET taken = taken + 1 WHERE id = ?`, ticketTypeID).Error
}

// EnteredNames are the names of those who entered people of the event for them, by their ids.
func (store RegistrationQuery) EnteredNames(e *Event) (map[string]string, error) {
	var ids []string
	err := store.q.g.Model(&Registration{}).Where("event_id = ? AND entered_by <> ''", e.ID).
		Distinct().Pluck("entered_by", &ids).Error
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	names, err := store.q.Audits().Names(nil, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]string, len(ids))
	for _, id := range ids {
		byID[id] = names.Actor(id)
	}
	return byID, nil
}

// WalkIns counts the people who were registered at a door, also those who have left.
func (store RegistrationQuery) WalkIns(e *Event) (int, error) {
	var n int64
	err := store.q.g.Model(&Registration{}).
		Where("event_id = ? AND entry_way = ? AND state = ?", e.ID, EntryWalkIn, RegistrationConfirmed).Count(&n).Error
	return int(n), err
}
