package models

import "gorm.io/gorm"

// UpdateEvent stores changed texts, times and places, unless somebody else changed the event since version: then it is a Conflict. The state is not
// touched.
func (tx *Tx) UpdateEvent(e *Event, version int) error {
	e.Version, e.UpdatedAt = version+1, tx.Now
	return changed(tx.g.Model(&Event{}).Where("id = ? AND version = ?", e.ID, version).
		Select("*").Omit("id", "slug", "organization_id", "state", "room_state", "cancel_reason", "published_at", "cancelled_at", "archived_at", "created_at").
		Updates(e), Fail(Conflict, "event.changed_meanwhile"))
}

// MoveEvent brings an event from one of the states into another with further fields, or reports a Conflict.
func (tx *Tx) MoveEvent(e *Event, to EventState, fields map[string]any, from ...EventState) error {
	fields["state"], fields["updated_at"] = to, tx.Now
	fields["version"], fields["sequence"] = gorm.Expr("version + 1"), gorm.Expr("sequence + 1")
	return changed(tx.g.Model(&Event{}).Where("id = ? AND state IN ?", e.ID, from).Updates(fields), Fail(Conflict, "error.conflict"))
}

// SlugTaken reports whether an event has the slug.
func (tx *Tx) SlugTaken(slug string) (bool, error) {
	var n int64
	err := tx.g.Model(&Event{}).Where("slug = ?", slug).Count(&n).Error
	return n > 0, err
}

// ReplacePartners stores who takes part in an event besides its host.
func (tx *Tx) ReplacePartners(e *Event, partners []EventOrganization) error {
	if err := tx.g.Where("event_id = ?", e.ID).Delete(&EventOrganization{}).Error; err != nil || len(partners) == 0 {
		return err
	}
	return tx.g.Omit("Organization").Create(partners).Error
}

// OrganizationsOf lists the organizations for which an account may edit events.
func (tx *Tx) OrganizationsOf(accountID string) ([]Organization, error) {
	var list []Organization
	err := tx.g.Where("id IN (SELECT organization_id FROM members WHERE account_id = ? AND role IN ? AND organization_id IS NOT NULL)",
		accountID, grants[EditEvent]).Order("name_ja, id").Find(&list).Error
	return list, err
}

// LiveRegistrations lists a part of the event's registrations that hold or wait for a place, by id, after the given one.
func (tx *Tx) LiveRegistrations(eventID, after string, limit int) ([]Registration, error) {
	var list []Registration
	err := tx.g.Where("event_id = ? AND id > ? AND state IN ?", eventID, after, []RegistrationState{Applied, Confirmed, Waitlisted}).
		Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// UpdateTicketType stores a changed ticket type. A capacity below the places taken is refused: by the statement, as places may be taken meanwhile.
func (tx *Tx) UpdateTicketType(t *TicketType) error {
	t.UpdatedAt = tx.Now
	g := tx.g.Model(&TicketType{}).Where("id = ? AND event_id = ?", t.ID, t.EventID)
	if t.Capacity != nil {
		g = g.Where("taken <= ?", *t.Capacity)
	}
	return changed(g.Select("name_ja", "name_en", "mode", "capacity", "opens_at", "closes_at", "hidden", "position", "updated_at").Updates(t),
		Fail(Conflict, "ticket_type.below_taken"))
}

// DeleteTicketType removes a ticket type that nobody ever registered for, else it is a Conflict.
func (tx *Tx) DeleteTicketType(t *TicketType) error {
	return changed(tx.g.Where("id = ? AND event_id = ? AND NOT EXISTS (SELECT 1 FROM registrations WHERE ticket_type_id = ?)", t.ID, t.EventID, t.ID).
		Delete(&TicketType{}), Fail(Conflict, "ticket_type.in_use"))
}

// AddConsentText stores a new wording, or a new version of one.
func (tx *Tx) AddConsentText(c *ConsentText) error {
	var last int
	if err := tx.g.Model(&ConsentText{}).Where("event_id = ? AND slug = ?", c.EventID, c.Slug).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return err
	}
	c.ID, c.Version, c.CreatedAt = NewID(), last+1, tx.Now
	return tx.g.Create(c).Error
}
