// Package member manages who may do what: the roles of people at an event or an organization, their invitations, and
// the tokens of the API.
package member

import (
	"context"

	"meguri/app/service/mail"
	"meguri/app/service/security"
	"meguri/models"
)

// Passwords is what the account feature does for people who are invited: their mail has a link, which also lets them
// choose a password.
type Passwords struct {
	// MailLink queues the mail.
	MailLink func(tx *models.Tx, link mail.AccountLink) error
	// Link is where the link leads.
	Link mail.Link
	// ResetID is the id of the reset in a mail that MailLink queued.
	ResetID func(l *mail.Letter) string
	// SetDisabled disables an account or enables it again.
	SetDisabled func(tx *models.Tx, accountID string, disabled bool) error
}

// Service is the members of one database.
type Service struct {
	db        *models.DB
	passwords Passwords
	tokens    models.Kept[models.APIToken]
}

// New makes the service.
func New(db *models.DB, passwords Passwords) *Service {
	return &Service{db: db, passwords: passwords}
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

// Remove removes a member from a scope, with the API tokens that they may no longer have. by are the roles there of who
// removes. Errors: Conflict for the last owner; NotFound for one who was removed already; Forbidden for a role that by
// may not give.
func (s *Service) Remove(ctx context.Context, at Scope, by []models.Role, memberID string) error {
	var gone *models.Member
	ended := 0
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Members().Lock(at.organization); err != nil {
			return err
		}
		member, err := at.member(tx, memberID)
		if err != nil {
			return err
		}
		gone = member
		tx.About(roleOf(member))
		if err := s.mayRemove(tx, at, by, member); err != nil {
			return err
		}
		if err := tx.Members().Remove(member); err != nil {
			return err
		}
		ended, err = tx.APITokens().EndUnmanaged(member.AccountID)
		return err
	})
	if err != nil {
		return err
	}
	security.Log(ctx, security.Entry{Event: security.RoleRemoved, Subject: gone.AccountID, Role: string(gone.Role)})
	if ended > 0 {
		security.Log(ctx, security.Entry{Event: security.TokenEnded, Subject: gone.AccountID})
	}
	return nil
}

// roleOf is what the record says of giving or taking a role.
func roleOf(m *models.Member) models.AuditSubject {
	return models.AuditSubject{
		Kind: models.SubjectAccount, ID: m.AccountID, Detail: string(m.Role),
		EventID: pointed(m.EventID), OrganizationID: pointed(m.OrganizationID),
	}
}

func pointed(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

func (s *Service) mayRemove(tx *models.Tx, at Scope, by []models.Role, member *models.Member) error {
	if !models.MayGive(by, member.Role) {
		return models.NewError(models.CodeForbidden, "error.forbidden")
	}
	others, err := at.members(tx.Query)
	if err != nil {
		return err
	}
	if member.Role == models.RoleOwner && !member.Pending() && !ownedWithout(others, member.AccountID, member.ID) {
		return models.NewError(models.CodeConflict, "member.last_owner")
	}
	return nil
}

// ownedWithout reports whether, without the role gone of an account, an owner is left who can sign in. gone is "" for
// all roles of the account.
func ownedWithout(members []models.Member, accountID, gone string) bool {
	for _, m := range members {
		leaves := m.AccountID == accountID && (gone == "" || m.ID == gone)
		owns := m.Role == models.RoleOwner && !m.Pending() && m.EndsAt == nil
		if !leaves && owns && m.Account.DisabledAt == nil && !m.Account.Invited() {
			return true
		}
	}
	return false
}
