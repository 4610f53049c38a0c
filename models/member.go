package models

import (
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm/clause"
)

// Role is what a member of staff may do at an organization or an event.
type Role string

// The roles.
const (
	RoleOwner        Role = "owner"
	RoleOrganizer    Role = "organizer"
	RoleReceptionist Role = "receptionist"
	RoleModerator    Role = "moderator"
	RoleAnalyst      Role = "analyst"
)

// Roles lists all roles, the widest first.
var Roles = []Role{RoleOwner, RoleOrganizer, RoleReceptionist, RoleModerator, RoleAnalyst}

// Permission is what a member needs to use a route of staff or of the API.
type Permission string

// The permissions.
const (
	SeeEvent      Permission = "event.see"      // the dashboard with its numbers
	EditEvent     Permission = "event.edit"     // texts, ticket types, agenda, publishing
	SeePeople     Permission = "people.see"     // names, addresses and exports
	EditPeople    Permission = "people.edit"    // correct, cancel, promote, write to
	Admit         Permission = "people.admit"   // the reception page and its search
	RunRoom       Permission = "room.run"       // open and close the live room
	SeeResults    Permission = "results.see"    // survey results and their downloads, without names
	EditSurvey    Permission = "survey.edit"    // questions, opening, inviting
	SeeMail       Permission = "mail.see"       // the outbox, and sending again
	ManageMembers Permission = "members.manage" // roles and API tokens
)

// grants has the roles that have each permission.
var grants = map[Permission][]Role{
	SeeEvent:      {RoleOwner, RoleOrganizer, RoleReceptionist, RoleModerator, RoleAnalyst},
	EditEvent:     {RoleOwner, RoleOrganizer},
	SeePeople:     {RoleOwner, RoleOrganizer},
	EditPeople:    {RoleOwner, RoleOrganizer},
	Admit:         {RoleOwner, RoleOrganizer, RoleReceptionist},
	RunRoom:       {RoleOwner, RoleOrganizer, RoleModerator},
	SeeResults:    {RoleOwner, RoleOrganizer, RoleAnalyst},
	EditSurvey:    {RoleOwner, RoleOrganizer},
	SeeMail:       {RoleOwner, RoleOrganizer},
	ManageMembers: {RoleOwner},
}

// Holds reports whether any of the roles has the permission.
func Holds(roles []Role, p Permission) bool {
	return slices.ContainsFunc(grants[p], func(r Role) bool { return slices.Contains(roles, r) })
}

// Member is an account's role at an organization, which applies to all its events, or at one event.
type Member struct {
	ID             string
	AccountID      string
	OrganizationID *string
	EventID        *string
	Role           Role
	CreatedAt      time.Time

	Account Account `gorm:"foreignKey:AccountID;->"`
}

// Add gives an account a role. It changes nothing if the account has it already.
func (store MemberStore) Add(m *Member) error {
	m.ID, m.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Omit("Account").Clauses(doNothing).Create(m).Error
}

// RolesAt lists the roles of an account at an event: its own there, and those at the organizations that host it.
func (store MemberQuery) RolesAt(accountID string, e *Event) ([]Role, error) {
	var roles []Role
	err := store.q.g.Model(&Member{}).Distinct("role").
		Where("account_id = ? AND (event_id = ? OR organization_id = ?)", accountID, e.ID, e.OrganizationID).
		Pluck("role", &roles).Error
	return roles, err
}

// RolesOf lists the roles of an account at an organization.
func (store MemberQuery) RolesOf(accountID string, o *Organization) ([]Role, error) {
	var roles []Role
	err := store.q.g.Model(&Member{}).
		Where("account_id = ? AND organization_id = ?", accountID, o.ID).
		Pluck("role", &roles).
		Error
	return roles, err
}

// AtEvent lists who has a role at an event, there or at the organization that hosts it, the widest role first.
func (store MemberQuery) AtEvent(e *Event) ([]Member, error) {
	return store.list("event_id = ? OR organization_id = ?", e.ID, e.OrganizationID)
}

// OfOrganization lists who has a role at an organization, the widest role first.
func (store MemberQuery) OfOrganization(organizationID string) ([]Member, error) {
	return store.list("organization_id = ?", organizationID)
}

func (store MemberQuery) list(where string, args ...any) ([]Member, error) {
	var list []Member
	err := store.q.g.Preload("Account").Where(where, args...).Order("id").Limit(1000).Find(&list).Error
	slices.SortStableFunc(list, func(a, b Member) int {
		return cmp.Or(
			slices.Index(Roles, a.Role)-slices.Index(Roles, b.Role),
			cmp.Compare(a.Account.EmailKey, b.Account.EmailKey),
		)
	})
	return list, err
}

// InEvent finds a role that was given at this very event.
func (store MemberQuery) InEvent(e *Event, id string) (*Member, error) {
	return store.find("event_id = ? AND id = ?", e.ID, id)
}

// InOrganization finds a role that was given at this organization.
func (store MemberQuery) InOrganization(organizationID, id string) (*Member, error) {
	return store.find("organization_id = ? AND id = ?", organizationID, id)
}

func (store MemberQuery) find(where string, args ...any) (*Member, error) {
	var m Member
	err := store.q.g.Preload("Account").Where(where, args...).Take(&m).Error
	return &m, notFound(err)
}

// Remove takes a role away.
func (store MemberStore) Remove(m *Member) error {
	return store.tx.g.Where("id = ?", m.ID).Delete(&Member{}).Error
}

// Lock lets one transaction at a time change the roles at an organization and its events, so that two owners cannot
// remove each other at the same time. SQLite has only one writer anyway.
func (store MemberStore) Lock(organizationID string) error {
	var ids []string
	return store.tx.g.Model(&Organization{}).
		Clauses(clause.Locking{Strength: "UPDATE"}).
		Where("id = ?", organizationID).
		Pluck("id", &ids).
		Error
}
