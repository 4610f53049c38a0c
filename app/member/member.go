// Package member manages who may do what: the roles of people at an event or an organization, their invitations, and
// the tokens of the API.
package member

import (
	"context"
	"time"

	"meguri/app/service/mail"
	"meguri/models"
)

// Passwords is what the account feature does for people who are invited: they choose a password through a mailed link.
type Passwords struct {
	// MailLink queues a mail of a kind to an account, with a link to choose a password that works for the time age.
	MailLink func(tx *models.Tx, a *models.Account, about *models.Event, kind string, age time.Duration) error
	// Link is where that link leads.
	Link mail.Link
}

// Service is the members of one database.
type Service struct {
	db        *models.DB
	passwords Passwords
}

// New makes the service.
func New(db *models.DB, passwords Passwords) *Service {
	return &Service{db, passwords}
}

// List lists who has a role at a scope; at an event also those of its organization. Who manages members may call it.
func (s *Service) List(ctx context.Context, at Scope) ([]models.Member, error) {
	return at.members(s.db.Query(ctx))
}

// Roles are the roles of an account at a scope; at an event also those at the event's organization.
func (s *Service) Roles(ctx context.Context, at Scope, account *models.Account) ([]models.Role, error) {
	return at.roles(s.db.Query(ctx), account)
}

// Hosts are the organizations for which an account may make events.
func (s *Service) Hosts(ctx context.Context, account *models.Account) ([]models.Organization, error) {
	return s.db.Query(ctx).Organizations().OfEditor(account.ID)
}

// Remove removes a member from a scope. Who manages members may call it. Errors: Conflict for the last owner; NotFound
// for one who was removed already.
func (s *Service) Remove(ctx context.Context, at Scope, memberID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Members().Lock(at.organization); err != nil {
			return err
		}
		member, err := at.member(tx, memberID)
		if err != nil {
			return err
		}
		others, err := at.members(tx.Query)
		if err != nil {
			return err
		}
		if member.Role == models.RoleOwner && !ownedWithout(others, member) {
			return models.NewError(models.CodeConflict, "member.last_owner")
		}
		return tx.Members().Remove(member)
	})
}

// ownedWithout reports whether, without gone, an owner is left who can sign in.
func ownedWithout(members []models.Member, gone *models.Member) bool {
	for _, m := range members {
		if m.ID != gone.ID && m.Role == models.RoleOwner && m.Account.DisabledAt == nil && !m.Account.Invited() {
			return true
		}
	}
	return false
}
