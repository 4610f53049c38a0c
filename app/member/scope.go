package member

import (
	"time"

	"meguri/models"
)

// Scope is where a role is held: at an event, or at an organization and so at all its events.
type Scope struct {
	event        *models.Event // nil for an organization
	organization string
	host         *models.Organization
}

// AtEvent is one event.
func AtEvent(e *models.Event) Scope { return Scope{e, e.OrganizationID, &e.Organization} }

// AtOrganization is an organization with all its events.
func AtOrganization(o *models.Organization) Scope { return Scope{nil, o.ID, o} }

// members lists who has a role here; at an event also those of its organization.
func (at Scope) members(q *models.Query) ([]models.Member, error) {
	if at.event != nil {
		return q.Members().AtEvent(at.event)
	}
	return q.Members().OfOrganization(at.organization)
}

// roles lists those of an account here; at an event also those at its organization.
func (at Scope) roles(q *models.Query, account *models.Account) ([]models.Role, error) {
	if at.event != nil {
		return q.Members().RolesAt(account.ID, at.event)
	}
	return q.Members().RolesOf(account.ID, at.host)
}

// member finds a role that was given at this very place.
func (at Scope) member(tx *models.Tx, id string) (*models.Member, error) {
	if at.event != nil {
		return tx.Members().InEvent(at.event, id)
	}
	return tx.Members().InOrganization(at.organization, id)
}

func (at Scope) newMember(accountID string, role models.Role) *models.Member {
	if at.event != nil {
		return &models.Member{AccountID: accountID, EventID: &at.event.ID, Role: role}
	}
	return &models.Member{AccountID: accountID, OrganizationID: &at.organization, Role: role}
}

// Zone is in which times are shown and typed here.
func (at Scope) Zone() *time.Location {
	if at.event != nil {
		return at.event.Zone()
	}
	return models.DefaultZone
}
