package member

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// invitationAge is how long the link of an invitation works, so that it can be read after a weekend.
const invitationAge = 7 * 24 * time.Hour

// Add gives a person a role at a scope. An unknown address gets an account and a mail with a link to choose a password.
// A role that the person has already changes nothing. Who manages members may call it. Errors: Invalid with the fields
// at fault.
func (s *Service) Add(ctx context.Context, at Scope, in AddInput) error {
	invited, role, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		account, err := tx.Accounts().ByEmail(invited.EmailKey)
		if models.CodeOf(err) == models.CodeNotFound {
			account, err = invited, s.invite(tx, invited, at)
		}
		if err != nil {
			return err
		}
		return tx.Members().Add(at.newMember(account.ID, role))
	})
}

// read checks the input. The account has no password: it is for an address that has no account yet.
func (in AddInput) read() (*models.Account, models.Role, error) {
	c := check.New()
	display, key := c.Email("email", in.Email, check.Required)
	name := c.NoURL("name", c.Name("name", in.Name, maxName, check.Optional))
	role := check.Choice(c, "role", in.Role, models.Roles)
	if name == "" {
		name, _, _ = strings.Cut(display, "@")
	}
	account := &models.Account{
		Email: display, EmailKey: key, Name: name, PasswordHash: models.NoPassword, Locale: in.Locale,
	}
	return account, role, c.Err()
}

func (s *Service) invite(tx *models.Tx, account *models.Account, at Scope) error {
	if err := tx.Accounts().Create(account); err != nil {
		return err
	}
	return s.mailInvitation(tx, account, at)
}

func (s *Service) mailInvitation(tx *models.Tx, account *models.Account, at Scope) error {
	return s.passwords.MailLink(tx, account, at.event, MailStaffInvitation, invitationAge)
}

// InviteAgain mails a new link to a member who has not chosen a password yet, and does nothing for others. Who manages
// members may call it. Errors: NotFound.
func (s *Service) InviteAgain(ctx context.Context, at Scope, memberID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		member, err := at.member(tx, memberID)
		if err != nil || !member.Account.Invited() {
			return err
		}
		if err := tx.PasswordResets().EndAll(member.AccountID); err != nil {
			return err
		}
		return s.mailInvitation(tx, &member.Account, at)
	})
}
