package models

// Part is what an organization does at an event besides hosting it.
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

// LoadPartners fills in who takes part in an event besides its host.
func (store EventQuery) LoadPartners(e *Event) error {
	e.Partners = nil
	return store.q.g.Joins("Organization").Where("event_id = ?", e.ID).
		Order("event_organizations.position").Find(&e.Partners).Error
}

// ReplacePartners stores who takes part in an event besides its host.
func (store EventStore) ReplacePartners(e *Event, partners []EventOrganization) error {
	err := store.tx.g.Where("event_id = ?", e.ID).Delete(&EventOrganization{}).Error
	if err != nil || len(partners) == 0 {
		return err
	}
	return store.tx.g.Omit("Organization").Create(partners).Error
}
