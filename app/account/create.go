package account

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// CreateMember makes an account and gives it the role that member returns (nil: none), in one transaction. The operator
// of the machine calls it, who answers for whose account it is. Errors:
// Invalid with the fields at fault, also for a weak password (see CheckPassword); Conflict where the address has an
// account; those of member.
func (s *Service) CreateMember(
	ctx context.Context, in CreateInput, member func(*models.Tx) (*models.Member, error),
) (*models.Account, error) {
	account, err := in.account()
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		account.VerifiedAt = &tx.Now
		if err := tx.Accounts().Create(account); err != nil {
			return err
		}
		about := models.AuditSubject{Kind: models.SubjectAccount, ID: account.ID}
		tx.About(about)
		m, err := member(tx)
		if err != nil || m == nil {
			return err
		}
		m.AccountID = account.ID
		about.EventID, about.OrganizationID, about.Detail = pointed(m.EventID), pointed(m.OrganizationID), string(m.Role)
		tx.About(about)
		return tx.Members().Add(m)
	})
	return account, err
}

// account checks the input. It hashes the password, which takes time, so it is called before the transaction.
func (in CreateInput) account() (*models.Account, error) {
	c := check.New()
	display, key := c.Email("email", in.Email, check.Required)
	name := c.NoURL("name", c.Name("name", in.Name, maxName, check.Required))
	if err := c.Err(); err != nil {
		return nil, err
	}
	if err := CheckPassword(in.Password, display, name); err != nil {
		return nil, err
	}
	return &models.Account{
		Email: display, EmailKey: key, Name: name, PasswordHash: hashPassword(in.Password), Locale: in.Locale,
	}, nil
}

func pointed(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}
