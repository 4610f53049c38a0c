package models

// UpdateTicketType stores a changed ticket type. A capacity below the places taken is a Conflict: by the statement, as places may be taken meanwhile.
func (tx *Tx) UpdateTicketType(t *TicketType) error {
	t.UpdatedAt = tx.Now
	g := tx.g.Model(&TicketType{}).Where("id = ? AND event_id = ?", t.ID, t.EventID)
	if t.Capacity != nil {
		g = g.Where("taken <= ?", *t.Capacity)
	}
	return changed(g.Select("name_ja", "name_en", "mode", "capacity", "opens_at", "closes_at", "hidden", "updated_at").Updates(t),
		Fail(Conflict, "ticket_type.below_taken"))
}

// TicketTypeInUse reports whether anybody ever registered for the ticket type, also somebody who cancelled.
func (tx *Tx) TicketTypeInUse(t *TicketType) (bool, error) {
	var n int64
	err := tx.g.Model(&Registration{}).Where("event_id = ? AND ticket_type_id = ?", t.EventID, t.ID).Limit(1).Count(&n).Error
	return n > 0, err
}

// OrderTicketTypes puts the event's ticket types into the order of the list.
func (tx *Tx) OrderTicketTypes(e *Event, list []TicketType) error {
	for i, t := range list {
		if err := tx.g.Model(&TicketType{}).Where("id = ? AND event_id = ?", t.ID, e.ID).Update("position", i).Error; err != nil {
			return err
		}
	}
	return nil
}

// DeleteTicketType removes a ticket type that nobody ever registered for, else it is a Conflict.
func (tx *Tx) DeleteTicketType(t *TicketType) error {
	return changed(tx.g.Where("id = ? AND event_id = ? AND NOT EXISTS (SELECT 1 FROM registrations WHERE ticket_type_id = ?)", t.ID, t.EventID, t.ID).
		Delete(&TicketType{}), Fail(Conflict, "ticket_type.in_use"))
}
