package account

import "meguri/models"

// Place is where a role is held: at an event, or at an organization and so at all its events.
type Place struct {
	event        *models.Event
	organization string
}

// AtEvent is one event.
func AtEvent(e *models.Event) Place { return Place{e, e.OrganizationID} }

// AtOrganization is an organization with all its events.
func AtOrganization(o *models.Organization) Place { return Place{nil, o.ID} }

// members lists who has a role here; at an event also those of its organization.
func (p Place) members(q *models.Query) ([]models.Member, error) {
	if p.event != nil {
		return q.Members().AtEvent(p.event)
	}
	return q.Members().OfOrganization(p.organization)
}

// member finds a role that was given at this very place.
func (p Place) member(tx *models.Tx, id string) (*models.Member, error) {
	if p.event != nil {
		return tx.Members().InEvent(p.event, id)
	}
	return tx.Members().InOrganization(p.organization, id)
}

func (p Place) newMember(accountID string, role models.Role) *models.Member {
	if p.event != nil {
		return &models.Member{AccountID: accountID, EventID: &p.event.ID, Role: role}
	}
	return &models.Member{AccountID: accountID, OrganizationID: &p.organization, Role: role}
}
