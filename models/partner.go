package models

import "time"

// Part is the role of an organization that takes part in an event but does not host it.
type Part string

// The parts.
const (
	PartCoHost  Part = "cohost"
	PartPartner Part = "partner"
)

// EventOrganization is an organization that takes part in an event. It is named in public once it agreed.
type EventOrganization struct {
	EventID        string `gorm:"primaryKey"`
	OrganizationID string `gorm:"primaryKey"`
	Part           Part
	Position       int
	// AcceptedAt is when the organization agreed, DeclinedAt when it said no. Both are nil while it is asked.
	AcceptedAt *time.Time
	DeclinedAt *time.Time

	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
}

// LoadPartners sets e.Partners, the organizations that take part in the event besides its host, and agreed to.
func (store EventQuery) LoadPartners(e *Event) error {
	return store.loadPartners(e, "event_id = ? AND accepted_at IS NOT NULL")
}

// LoadNamed sets e.Partners, also with those that have not agreed.
func (store EventQuery) LoadNamed(e *Event) error { return store.loadPartners(e, "event_id = ?") }

func (store EventQuery) loadPartners(e *Event, where string) error {
	e.Partners = nil
	return store.q.g.Joins("Organization").Where(where, e.ID).Where(notMerged("event_organizations")).
		Where(`event_organizations.organization_id <>
			(SELECT host.organization_id FROM events host WHERE host.id = event_id)`).
		Order("event_organizations.position").Find(&e.Partners).Error
}

// ReplacePartners stores the organizations that take part in an event besides its host.
func (store EventStore) ReplacePartners(e *Event, partners []EventOrganization) error {
	err := store.tx.g.Where("event_id = ?", e.ID).Delete(&EventOrganization{}).Error
	if err != nil || len(partners) == 0 {
		return err
	}
	return store.tx.g.Omit("Organization").Create(partners).Error
}

// Naming lists where an organization is named as co-host or partner, the latest event first. It is not asked about
// events that are cancelled or archived.
func (store EventQuery) Naming(o *Organization) ([]EventOrganization, []Event, error) {
	var named []EventOrganization
	if err := store.q.g.Where("organization_id = ?", o.ID).Limit(1000).Find(&named).Error; err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(named))
	for i := range named {
		ids[i] = named[i].EventID
	}
	var events []Event
	err := store.q.g.Preload("Organization").
		Where("id IN ? AND state NOT IN ?", ids, []EventState{EventCancelled, EventArchived}).
		Order("starts_at DESC, id").
		Find(&events).
		Error
	return named, events, err
}

// AnswerNaming records whether an organization agrees to be named. It is CodeNotFound if it is not named there.
func (store EventStore) AnswerNaming(o *Organization, eventID string, accept bool) error {
	fields := map[string]any{"accepted_at": store.tx.Now, "declined_at": nil}
	if !accept {
		fields = map[string]any{"accepted_at": nil, "declined_at": store.tx.Now}
	}
	return mustAffect(
		store.tx.g.Model(&EventOrganization{}).Where("event_id = ? AND organization_id = ?", eventID, o.ID).Updates(fields),
		NewError(CodeNotFound, "error.not_found"),
	)
}
