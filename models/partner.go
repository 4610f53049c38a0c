package models

// Part is the role of an organization that takes part in an event but does not host it.
type Part string

// The parts.
const (
	PartCoHost  Part = "cohost"
	PartPartner Part = "partner"
)

// EventOrganization is an organization that takes part in an event.
type EventOrganization struct {
	EventID        string `gorm:"primaryKey"`
	OrganizationID string `gorm:"primaryKey"`
	Part           Part
	Position       int

	Organization Organization `gorm:"foreignKey:OrganizationID;->"`
}

// LoadPartners sets e.Partners, the organizations that take part in the event besides its host.
func (store EventQuery) LoadPartners(e *Event) error {
	e.Partners = nil
	return store.q.g.Joins("Organization").Where("event_id = ?", e.ID).
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
