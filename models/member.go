package models

import (
	"cmp"
	"errors"
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
	RoleCoordinator  Role = "coordinator"
)

// RoleOrganizerOnly is what an organizer's role counts as where it gives no roles to others: where it is lent, or
// where the organization keeps that to its owners. It is stored nowhere.
const RoleOrganizerOnly Role = "organizer_only"

// Roles lists all roles, the widest first.
var Roles = []Role{RoleOwner, RoleOrganizer, RoleReceptionist, RoleModerator, RoleAnalyst, RoleCoordinator}

// Permission is what a member needs to use a route of staff or of the API.
type Permission string

// The permissions.
const (
	SeeEvent      Permission = "event.see"      // the pages of staff, as far as others allow
	SeeDesk       Permission = "desk.see"       // the overview with its numbers
	EditEvent     Permission = "event.edit"     // texts, ticket types, agenda, publishing
	SeePeople     Permission = "people.see"     // names, addresses and exports
	EditPeople    Permission = "people.edit"    // correct, cancel, promote, write to
	Admit         Permission = "people.admit"   // the reception page and its search
	RunRoom       Permission = "room.run"       // open and close the live room
	SeeResults    Permission = "results.see"    // survey results and their downloads, without names
	EditSurvey    Permission = "survey.edit"    // questions, opening, inviting
	EditNeeds     Permission = "needs.edit"     // needs with whom to ask, and who offers to help
	KeepRegister  Permission = "register.keep"  // the member register of the organization
	SeeMail       Permission = "mail.see"       // the outbox, and sending again
	GiveRoles     Permission = "roles.give"     // see MayGive
	ManageMembers Permission = "members.manage" // all roles, and API tokens
	SeeAudit      Permission = "audit.see"      // who did what
)

// grants has the roles that have each permission.
var grants = map[Permission][]Role{
	SeeEvent: {
		RoleOwner, RoleOrganizer, RoleOrganizerOnly, RoleReceptionist, RoleModerator, RoleAnalyst, RoleCoordinator,
	},
	SeeDesk:       {RoleOwner, RoleOrganizer, RoleOrganizerOnly, RoleReceptionist, RoleModerator},
	EditEvent:     {RoleOwner, RoleOrganizer, RoleOrganizerOnly},
	SeePeople:     {RoleOwner, RoleOrganizer, RoleOrganizerOnly},
	EditPeople:    {RoleOwner, RoleOrganizer, RoleOrganizerOnly},
	Admit:         {RoleOwner, RoleOrganizer, RoleOrganizerOnly, RoleReceptionist},
	RunRoom:       {RoleOwner, RoleOrganizer, RoleOrganizerOnly, RoleModerator},
	SeeResults:    {RoleOwner, RoleOrganizer, RoleOrganizerOnly, RoleAnalyst},
	EditSurvey:    {RoleOwner, RoleOrganizer, RoleOrganizerOnly},
	EditNeeds:     {RoleOwner, RoleOrganizer, RoleOrganizerOnly, RoleCoordinator},
	KeepRegister:  {RoleOwner, RoleOrganizer, RoleOrganizerOnly},
	SeeMail:       {RoleOwner, RoleOrganizer, RoleOrganizerOnly},
	GiveRoles:     {RoleOwner, RoleOrganizer},
	ManageMembers: {RoleOwner},
	SeeAudit:      {RoleOwner, RoleOrganizer, RoleOrganizerOnly},
}

// Permissions lists all permissions in the order in which they are told.
var Permissions = []Permission{
	SeeEvent, SeeDesk, EditEvent, SeePeople, EditPeople, Admit, RunRoom, SeeResults, EditSurvey, EditNeeds, KeepRegister,
	SeeMail, GiveRoles, ManageMembers, SeeAudit,
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
	// EndsAt is until when the role is lent, nil for one that does not end by itself.
	EndsAt *time.Time

	Account Account `gorm:"foreignKey:AccountID;->"`
}

// Pending reports whether the person has not accepted the role yet.
func (m *Member) Pending() bool { return m.AcceptedAt == nil }

// Over reports whether the time is over for which the role was lent.
func (m *Member) Over(now time.Time) bool { return m.EndsAt != nil && !m.EndsAt.After(now) }

// counts is the condition that a role is accepted and not over, for members in a query that names them so.
const counts = "members.accepted_at IS NOT NULL AND (members.ends_at IS NULL OR members.ends_at > ?)"

// MemberQuery reads members.
type MemberQuery struct{ q *Query }

// MemberStore reads and writes members.
type MemberStore struct {
	MemberQuery
	tx *Tx
}

// Members reads members.
func (q *Query) Members() MemberQuery { return MemberQuery{q} }

// Members reads and writes members.
func (tx *Tx) Members() MemberStore { return MemberStore{tx.Query.Members(), tx} }

// Add gives an account a role that it need not accept. If the account has it already, it accepts one that waits, and
// one that was lent ends when m does; one that does not end by itself stays so.
func (store MemberStore) Add(m *Member) error {
	m.ID, m.CreatedAt, m.AcceptedAt = NewID(), store.tx.Now, &store.tx.Now
	isNew, err := store.create(m)
	if err != nil || isNew {
		return err
	}
	if err := store.same(m).Where("accepted_at IS NULL").Update("accepted_at", store.tx.Now).Error; err != nil {
		return err
	}
	return store.same(m).Where("ends_at IS NOT NULL").Update("ends_at", m.EndsAt).Error
}

// Invite offers an account a role, which it has once it accepts. isNew is false if the account has it or is invited
// already; then only the end of one that was lent changes.
func (store MemberStore) Invite(m *Member) (isNew bool, err error) {
	m.ID, m.CreatedAt, m.AcceptedAt = NewID(), store.tx.Now, nil
	isNew, err = store.create(m)
	if err != nil || isNew {
		return isNew, err
	}
	return false, store.same(m).Where("ends_at IS NOT NULL").Update("ends_at", m.EndsAt).Error
}

func (store MemberStore) create(m *Member) (isNew bool, err error) {
	result := store.tx.g.Omit("Account").Clauses(doNothing).Create(m)
	return result.RowsAffected > 0, result.Error
}

// same chooses the role that the account has at the same place.
func (store MemberStore) same(m *Member) *gorm.DB {
	return store.tx.g.Model(&Member{}).Where("account_id = ? AND role = ?", m.AccountID, m.Role).
		Where("(event_id = ? OR organization_id = ?)", m.EventID, m.OrganizationID)
}

// Change stores another role and end of a member. It is CodeConflict if the person has that role there already.
func (store MemberStore) Change(m *Member) error {
	result := store.tx.g.Model(&Member{}).Where("id = ?", m.ID).
		Updates(map[string]any{"role": m.Role, "ends_at": m.EndsAt})
	if errors.Is(result.Error, gorm.ErrDuplicatedKey) {
		return NewError(CodeConflict, "error.conflict")
	}
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
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
	return store.has(
		"account_id = ? AND "+counts+" AND "+isOf, accountID, store.q.Now, organizationID, organizationID,
	)
}

// BelongsElsewhere reports whether an account has a role outside of an organization and its events.
func (store MemberQuery) BelongsElsewhere(accountID, organizationID string) (bool, error) {
	return store.has(
		"account_id = ? AND "+counts+" AND NOT COALESCE("+isOf+", FALSE)",
		accountID, store.q.Now, organizationID, organizationID,
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

// RolesAt lists the roles that an account has now at an event: its own there, and those at the organization that hosts
// it.
func (store MemberQuery) RolesAt(accountID string, e *Event) ([]Role, error) {
	return store.roles(accountID, e.OrganizationID, "(members.event_id = ? OR members.organization_id = ?)",
		e.ID, e.OrganizationID)
}

// RolesOf lists the roles that an account has now at an organization.
func (store MemberQuery) RolesOf(accountID string, o *Organization) ([]Role, error) {
	return store.roles(accountID, o.ID, "members.organization_id = ?", o.ID)
}

// AllRoles lists the roles that an account has now anywhere.
func (store MemberQuery) AllRoles(accountID string) (roles []Role, err error) {
	err = store.q.g.Model(&Member{}).Distinct("role").Where("account_id = ? AND "+counts, accountID, store.q.Now).
		Order("role").Pluck("role", &roles).Error
	return roles, err
}

func (store MemberQuery) roles(accountID, organizationID, where string, args ...any) ([]Role, error) {
	var list []struct {
		Role         Role
		Lent, Limits bool
	}
	err := store.q.g.Table("members").Distinct(
		"members.role, members.ends_at IS NOT NULL AS lent, organizations.owners_give_roles AS limits").
		Joins("JOIN organizations ON organizations.id = ?", organizationID).
		Where("members.account_id = ? AND "+counts, accountID, store.q.Now).
		Where(where, args...).Order("members.role").Scan(&list).Error
	roles := make([]Role, 0, len(list))
	for _, row := range list {
		if row.Role == RoleOrganizer && (row.Lent || row.Limits) {
			row.Role = RoleOrganizerOnly
		}
		roles = append(roles, row.Role)
	}
	return roles, err
}

// HadRole reports whether an account had a role at an event, or at an organization, that ended by itself or was taken
// away. One of the ids is "".
func (store MemberQuery) HadRole(accountID, eventID, organizationID string) (bool, error) {
	lent, err := store.has("account_id = ? AND ends_at <= ? AND (event_id = ? OR organization_id = ?)",
		accountID, store.q.Now, eventID, organizationID)
	if err != nil || lent {
		return lent, err
	}
	var n int64
	err = store.q.g.Model(&AuditEntry{}).
		Where("subject_id = ? AND action = ?", accountID, "role_removed").
		Where("((event_id <> '' AND event_id = ?) OR (organization_id <> '' AND organization_id = ?))",
			eventID, organizationID).
		Limit(1).Count(&n).Error
	return n > 0, err
}

// OfAccountAt lists the roles of an account at an organization and its events, the organization's first.
func (store MemberQuery) OfAccountAt(accountID, organizationID string) ([]Member, error) {
	var list []Member
	err := store.q.g.Preload("Account").Where("account_id = ? AND "+isOf, accountID, organizationID, organizationID).
		Order("CASE WHEN event_id IS NULL THEN 0 ELSE 1 END, id DESC").Limit(200).Find(&list).Error
	return list, err
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

// WhoMay lists the accounts that may do something at an organization and can sign in.
func (store MemberQuery) WhoMay(organizationID string, p Permission) ([]Account, error) {
	return store.accounts(organizationID, grants[p])
}

// OwnersOf lists the accounts that own an organization and can sign in.
func (store MemberQuery) OwnersOf(organizationID string) ([]Account, error) {
	return store.accounts(organizationID, []Role{RoleOwner})
}

func (store MemberQuery) accounts(organizationID string, roles []Role) ([]Account, error) {
	var list []Account
	err := store.q.g.Where(`disabled_at IS NULL AND password_hash <> ? AND id IN (SELECT account_id FROM members
		WHERE organization_id = ? AND role IN ? AND `+counts+`)`,
		NoPassword, organizationID, roles, store.q.Now).
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
