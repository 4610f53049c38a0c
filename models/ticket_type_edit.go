package models

// UpdateTicketType stores a ticket type that was changed as it was at version. It is a Conflict where somebody else changed it since, or where the
// capacity is below the places taken: by the statement, as places may be taken meanwhile.
func (store TicketTypeStore) Update(t *TicketType, version int) error {
	t.Version, t.UpdatedAt = version+1, store.tx.Now
	g := store.tx.g.Model(&TicketType{}).Where("id = ? AND event_id = ? AND version = ?", t.ID, t.EventID, version)
	if t.Capacity != nil {
		g = g.Where("taken <= ?", *t.Capacity)
	}
	return mustAffect(g.Select("name_ja", "name_en", "mode", "capacity", "opens_at", "closes_at", "hidden", "version", "updated_at").Updates(t),
		NewError(CodeConflict, "ticket_type.changed_meanwhile"))
}

// TicketTypeInUse reports whether anybody ever registered for the ticket type, also somebody who cancelled.
func (store TicketTypeQuery) InUse(t *TicketType) (bool, error) {
	var n int64
	err := store.q.g.Model(&Registration{}).Where("event_id = ? AND ticket_type_id = ?", t.EventID, t.ID).Limit(1).Count(&n).Error
	return n > 0, err
}

// OrderTicketTypes puts the event's ticket types into the order of the list.
func (store TicketTypeStore) Reorder(e *Event, list []TicketType) error {
	for i, t := range list {
		if err := store.tx.g.Model(&TicketType{}).Where("id = ? AND event_id = ?", t.ID, e.ID).Update("position", i).Error; err != nil {
			return err
		}
	}
	return nil
}

// DeleteTicketType removes a ticket type that nobody ever registered for, else it is a Conflict.
func (store TicketTypeStore) Delete(t *TicketType) error {
	return mustAffect(store.tx.g.Where("id = ? AND event_id = ? AND NOT EXISTS (SELECT 1 FROM registrations WHERE ticket_type_id = ?)", t.ID, t.EventID, t.ID).
		Delete(&TicketType{}), NewError(CodeConflict, "ticket_type.in_use"))
}
