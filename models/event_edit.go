package models

import "gorm.io/gorm"

// UpdateEvent stores changed texts, times and places, unless somebody else changed the event since version: then it is a Conflict. The state is not
// touched.
func (store EventStore) Update(e *Event, version int) error {
	e.Version, e.UpdatedAt = version+1, store.tx.Now
	return mustAffect(store.tx.g.Model(&Event{}).Where("id = ? AND version = ?", e.ID, version).
		Select("*").Omit("id", "slug", "organization_id", "state", "room_state", "cancel_reason", "published_at", "cancelled_at", "archived_at", "created_at").
		Updates(e), NewError(CodeConflict, "event.changed_meanwhile"))
}

// MoveEvent brings an event from one of the states into another with further fields, or reports a Conflict.
// Registrations under way that read the event before get no place by it.
func (store EventStore) SetState(e *Event, to EventState, fields map[string]any, from ...EventState) error {
	if err := store.tx.TicketTypes().Touch(e); err != nil {
		return err
	}
	fields["state"], fields["updated_at"] = to, store.tx.Now
	fields["version"], fields["sequence"] = gorm.Expr("version + 1"), gorm.Expr("sequence + 1")
	return mustAffect(store.tx.g.Model(&Event{}).Where("id = ? AND state IN ?", e.ID, from).Updates(fields), NewError(CodeConflict, "error.conflict"))
}

// SlugTaken reports whether an event has the slug.
func (store EventQuery) SlugTaken(slug string) (bool, error) {
	var n int64
	err := store.q.g.Model(&Event{}).Where("slug = ?", slug).Count(&n).Error
	return n > 0, err
}

// ReplacePartners stores who takes part in an event besides its host.
func (store EventStore) ReplacePartners(e *Event, partners []EventOrganization) error {
	if err := store.tx.g.Where("event_id = ?", e.ID).Delete(&EventOrganization{}).Error; err != nil || len(partners) == 0 {
		return err
	}
	return store.tx.g.Omit("Organization").Create(partners).Error
}

// OrganizationsOf lists the organizations for which an account may edit events.
func (store OrganizationQuery) OfEditor(accountID string) ([]Organization, error) {
	var list []Organization
	err := store.q.g.Where("id IN (SELECT organization_id FROM members WHERE account_id = ? AND role IN ? AND organization_id IS NOT NULL)",
		accountID, grants[EditEvent]).Order("name_ja, id").Find(&list).Error
	return list, err
}
