package models

import (
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm"
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
	GiveRoles     Permission = "roles.give"     // see MayGive
	ManageMembers Permission = "members.manage" // all roles, and API tokens
	SeeAudit      Permission = "audit.see"      // who did what
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
	GiveRoles:     {RoleOwner, RoleOrganizer},
	ManageMembers: {RoleOwner},
	SeeAudit:      {RoleOwner, RoleOrganizer},
}

// Holds reports whether any of the roles has the permission.
func Holds(roles []Role, p Permission) bool {
	return slices.ContainsFunc(grants[p], func(r Role) bool { return slices.Contains(roles, r) })
}

// MayGive reports whether somebody with the roles may give a role to others, or take it away: an owner every role, an
// organizer every role but the owner's.
func MayGive(roles []Role, given Role) bool {
	return Holds(roles, ManageMembers) || (given != RoleOwner && Holds(roles, GiveRoles))
}

// GivenBy lists the roles that somebody with the roles may give.
func GivenBy(roles []Role) []Role {
	return slices.DeleteFunc(slices.Clone(Roles), func(r Role) bool { return !MayGive(roles, r) })
}

// Member is an account's role at an organization, which applies to all its events, or at one event.
type Member struct {
	ID             string
	AccountID      string
	OrganizationID *string
	EventID        *string
	Role           Role
	// InvitedName is the name that who invited the person typed.
	InvitedName string
	CreatedAt   time.Time
	// AcceptedAt is when the person accepted the role. Until then it is nil, and the role allows nothing.
	AcceptedAt *time.Time

	Account Account `gorm:"foreignKey:AccountID;->"`
}

// Pending reports whether the person has not accepted the role yet.
func (m *Member) Pending() bool { return m.AcceptedAt == nil }

// Add gives an account a role that it need not accept. It changes nothing if the account has it already, and accepts
// one that waits.
func (store MemberStore) Add(m *Member) error {
	m.ID, m.CreatedAt, m.AcceptedAt = NewID(), store.tx.Now, &store.tx.Now
	result := store.tx.g.Omit("Account").Clauses(doNothing).Create(m)
	if result.Error != nil || result.RowsAffected > 0 {
		return result.Error
	}
	return store.tx.g.Model(&Member{}).
		Where("account_id = ? AND role = ? AND accepted_at IS NULL", m.AccountID, m.Role).
		Where("(event_id = ? OR organization_id = ?)", m.EventID, m.OrganizationID).
		Update("accepted_at", store.tx.Now).Error
}

// Invite offers an account a role, which it has once it accepts. isNew is false if the account has it or is invited
// already; then nothing changes.
func (store MemberStore) Invite(m *Member) (isNew bool, err error) {
	m.ID, m.CreatedAt, m.AcceptedAt = NewID(), store.tx.Now, nil
	result := store.tx.g.Omit("Account").Clauses(doNothing).Create(m)
	return result.RowsAffected > 0, result.Error
}

// Accept makes an invited account's role count. It is CodeNotFound if the invitation was withdrawn.
func (store MemberStore) Accept(id, accountID string) error {
	result := store.tx.g.Model(&Member{}).Where("id = ? AND account_id = ?", id, accountID).
		Update("accepted_at", gorm.Expr("COALESCE(accepted_at, ?)", store.tx.Now))
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}

// isOf is the condition that a role belongs to an organization: there, or at one of its events.
const isOf = "(organization_id = ? OR event_id IN (SELECT id FROM events WHERE organization_id = ?))"

// Belongs reports whether an account has a role at an organization or one of its events.
func (store MemberQuery) Belongs(accountID, organizationID string) (bool, error) {
	return store.has("account_id = ? AND accepted_at IS NOT NULL AND "+isOf, accountID, organizationID, organizationID)
}

// BelongsElsewhere reports whether an account has a role outside of an organization and its events.
func (store MemberQuery) BelongsElsewhere(accountID, organizationID string) (bool, error) {
	return store.has(
		"account_id = ? AND accepted_at IS NOT NULL AND NOT COALESCE("+isOf+", FALSE)",
		accountID, organizationID, organizationID,
	)
}

func (store MemberQuery) has(where string, args ...any) (bool, error) {
	var n int64
	err := store.q.g.Model(&Member{}).Where(where, args...).Count(&n).Error
	return n > 0, err
}

// ByID finds a role.
func (store MemberQuery) ByID(id string) (*Member, error) { return store.find("id = ?", id) }

// PendingOf lists the roles that an account is invited to, the oldest first.
func (store MemberQuery) PendingOf(accountID string) ([]Member, error) {
	var list []Member
	err := store.q.g.Where("account_id = ? AND accepted_at IS NULL", accountID).
		Order("created_at, id").
		Limit(100).
		Find(&list).
		Error
	return list, err
}

// Host finds the organization that a role is at, directly or by its event.
func (store MemberQuery) Host(m *Member) (*Organization, error) {
	var o Organization
	g := store.q.g.Where("id = ?", m.OrganizationID)
	if m.EventID != nil {
		g = store.q.g.Where("id IN (SELECT organization_id FROM events WHERE id = ?)", *m.EventID)
	}
	return &o, notFound(g.Take(&o).Error)
}

// First finds the oldest role of an account, accepted or not: the place of it made the account.
func (store MemberQuery) First(accountID string) (*Member, error) {
	var m Member
	err := store.q.g.Where("account_id = ?", accountID).Order("created_at, id").Take(&m).Error
	return &m, notFound(err)
}

// RolesAt lists the roles of an account at an event: its own there, and those at the organizations that host it.
func (store MemberQuery) RolesAt(accountID string, e *Event) ([]Role, error) {
	var roles []Role
	err := store.q.g.Model(&Member{}).Distinct("role").
		Where("account_id = ? AND accepted_at IS NOT NULL", accountID).
		Where("(event_id = ? OR organization_id = ?)", e.ID, e.OrganizationID).
		Pluck("role", &roles).Error
	return roles, err
}

// RolesOf lists the roles of an account at an organization.
func (store MemberQuery) RolesOf(accountID string, o *Organization) ([]Role, error) {
	var roles []Role
	err := store.q.g.Model(&Member{}).
		Where("account_id = ? AND organization_id = ? AND accepted_at IS NOT NULL", accountID, o.ID).
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

// OwnersOf lists the accounts that own an organization and can sign in.
func (store MemberQuery) OwnersOf(organizationID string) ([]Account, error) {
	var list []Account
	err := store.q.g.Where(`disabled_at IS NULL AND password_hash <> ? AND id IN (SELECT account_id FROM members
		WHERE organization_id = ? AND role = ? AND accepted_at IS NOT NULL)`, NoPassword, organizationID, RoleOwner).
		Order("id").Limit(100).Find(&list).Error
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

// Remove takes a role away, with the invitations to it.
func (store MemberStore) Remove(m *Member) error {
	if err := store.tx.g.Where("member_id = ?", m.ID).Delete(&PasswordReset{}).Error; err != nil {
		return err
	}
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
