package models

import (
	"slices"
	"time"
)

// Role is what a member of staff may do at an organization or an event.
type Role string

// The roles.
const (
	Owner        Role = "owner"
	Organizer    Role = "organizer"
	Receptionist Role = "receptionist"
	Moderator    Role = "moderator"
	Analyst      Role = "analyst"
)

// Roles lists all roles, the widest first.
var Roles = []Role{Owner, Organizer, Receptionist, Moderator, Analyst}

// Permission is one thing that a route needs. It stands beside each staff and API route.
type Permission string

// The permissions.
const (
	SeeEvent      Permission = "event.see"      // the dashboard with its numbers
	EditEvent     Permission = "event.edit"     // texts, ticket types, agenda, publishing
	SeePeople     Permission = "people.see"     // names, addresses and exports
	EditPeople    Permission = "people.edit"    // correct, cancel, promote, write to
	Admit         Permission = "people.admit"   // the reception page and its search
	RunRoom       Permission = "room.run"       // open and close the online room
	SeeResults    Permission = "results.see"    // survey results and their downloads, without names
	EditSurvey    Permission = "survey.edit"    // questions, opening, inviting
	SeeMail       Permission = "mail.see"       // the outbox, and sending again
	ManageMembers Permission = "members.manage" // roles and API tokens
)

// grants says which roles hold which permission.
var grants = map[Permission][]Role{
	SeeEvent:      {Owner, Organizer, Receptionist, Moderator, Analyst},
	EditEvent:     {Owner, Organizer},
	SeePeople:     {Owner, Organizer},
	EditPeople:    {Owner, Organizer},
	Admit:         {Owner, Organizer, Receptionist},
	RunRoom:       {Owner, Organizer, Moderator},
	SeeResults:    {Owner, Organizer, Analyst},
	EditSurvey:    {Owner, Organizer},
	SeeMail:       {Owner, Organizer},
	ManageMembers: {Owner},
}

// Holds reports whether any of the roles grants the permission.
func Holds(roles []Role, p Permission) bool {
	return slices.ContainsFunc(grants[p], func(r Role) bool { return slices.Contains(roles, r) })
}

// Member is an account's role at an organization, which covers all its events, or at one event.
type Member struct {
	ID             string
	AccountID      string
	OrganizationID *string
	EventID        *string
	Role           Role
	CreatedAt      time.Time
}

// APIToken lets a program act in a role at one event. The token itself is shown once; its hash is kept.
type APIToken struct {
	ID         string
	EventID    string
	Name       string
	Role       Role
	TokenHash  string
	CreatedBy  *string
	CreatedAt  time.Time
	LastUsedAt *time.Time
	RevokedAt  *time.Time
}

// TableName is the table of API tokens.
func (APIToken) TableName() string { return "api_tokens" }

// AddMember gives an account a role. Giving it again changes nothing.
func (tx *Tx) AddMember(m *Member) error {
	m.ID, m.CreatedAt = NewID(), tx.Now
	return tx.g.Clauses(doNothing).Create(m).Error
}

// RolesAt lists the roles of an account at an event: its own there, and those at the organizations that host it.
func (tx *Tx) RolesAt(accountID string, e *Event) ([]Role, error) {
	var roles []Role
	err := tx.g.Model(&Member{}).Distinct("role").
		Where("account_id = ? AND (event_id = ? OR organization_id = ?)", accountID, e.ID, e.OrganizationID).
		Pluck("role", &roles).Error
	return roles, err
}

// CreateToken stores a token's hash.
func (tx *Tx) CreateToken(t *APIToken) error {
	t.ID, t.CreatedAt = NewID(), tx.Now
	return tx.g.Create(t).Error
}

// TokenBySecret finds a token that is not revoked.
func (tx *Tx) TokenBySecret(secret string) (*APIToken, error) {
	var t APIToken
	err := tx.g.Where("token_hash = ? AND revoked_at IS NULL", HashSecret(secret)).Take(&t).Error
	return &t, found(err)
}
