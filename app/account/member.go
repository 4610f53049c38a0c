package account

import (
	"context"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// unusable is the password of an account that was invited and has not chosen one. No password matches it.
const unusable = "!"

// Invited reports whether an account has not chosen its password yet.
func Invited(a *models.Account) bool { return a.PasswordHash == unusable }

// Invitation gives a person a role. Email and Name are taken as typed; Name and Locale serve where the address has no account yet.
type Invitation struct {
	Email, Name, Locale string
	Role                models.Role
}

// Members lists who has a role at a place; at an event also those of its organization.
func (s *Service) Members(ctx context.Context, at Place) ([]models.Member, error) {
	return at.members(s.db.Query(ctx))
}

// AddMember gives a person a role at a place. An unknown address gets an account and a mail with a link to choose a password; a role that
// the person has already changes nothing. Who manages members may call it.
func (s *Service) AddMember(ctx context.Context, at Place, in Invitation) error {
	newcomer, err := in.account()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		account, err := tx.Accounts().ByEmail(newcomer.EmailKey)
		if models.CodeOf(err) == models.CodeNotFound {
			account, err = newcomer, s.invite(tx, newcomer, at)
		}
		if err != nil {
			return err
		}
		return tx.Members().Add(at.newMember(account.ID, in.Role))
	})
}

func (in Invitation) account() (*models.Account, error) {
	display, key, ok := text.NormalizeEmail(in.Email)
	if !ok {
		return nil, models.InvalidFields(map[string]string{"email": "field.email"})
	}
	name := text.CleanLine(in.Name)
	if name == "" {
		name, _, _ = strings.Cut(display, "@")
	}
	return &models.Account{Email: display, EmailKey: key, Name: name, PasswordHash: unusable, Locale: in.Locale}, nil
}

func (s *Service) invite(tx *models.Tx, account *models.Account, at Place) error {
	if err := tx.Accounts().Create(account); err != nil {
		return err
	}
	return s.queueReset(tx, account, at.event, MailStaffInvitation, invitationAge)
}

// InviteAgain mails a new link to a member who has not chosen a password yet. For others it does nothing.
func (s *Service) InviteAgain(ctx context.Context, at Place, memberID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		member, err := at.member(tx, memberID)
		if err != nil || !Invited(&member.Account) {
			return err
		}
		if err := tx.PasswordResets().EndAll(member.AccountID); err != nil {
			return err
		}
		return s.queueReset(tx, &member.Account, at.event, MailStaffInvitation, invitationAge)
	})
}

// RemoveMember takes a role at a place away. The last owner stays: Conflict. One who has gone already is NotFound.
func (s *Service) RemoveMember(ctx context.Context, at Place, memberID string) error {
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

// ownedWithout reports whether an owner who can sign in is left.
func ownedWithout(members []models.Member, gone *models.Member) bool {
	for _, m := range members {
		if m.ID != gone.ID && m.Role == models.RoleOwner && m.Account.DisabledAt == nil && !Invited(&m.Account) {
			return true
		}
	}
	return false
}
