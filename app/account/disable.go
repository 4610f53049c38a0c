package account

import (
	"context"

	"meguri/app/service/security"
	"meguri/models"
	"meguri/models/text"
)

// SetDisabled disables an account or enables it again, in a transaction of another feature, which asks who may. A
// disabled account cannot sign in; its logins, its mailed links and the API tokens that it made end at once, for good.
func (s *Service) SetDisabled(tx *models.Tx, accountID string, disabled bool) error {
	if err := tx.Accounts().SetDisabled(accountID, disabled); err != nil || !disabled {
		return err
	}
	if err := tx.Logins().DeleteOthers(accountID, ""); err != nil {
		return err
	}
	if err := tx.PasswordResets().EndAll(accountID); err != nil {
		return err
	}
	_, err := tx.APITokens().EndOf(accountID)
	return err
}

// Disable disables the account of an address, or enables it again. The operator of the machine may call it. Errors:
// NotFound.
func (s *Service) Disable(ctx context.Context, email string, disabled bool) error {
	_, key, _ := text.NormalizeEmail(email)
	event := security.AccountEnabled
	if disabled {
		event = security.AccountDisabled
	}
	var id string
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		account, err := tx.Accounts().ByEmail(key)
		if err != nil {
			return err
		}
		id = account.ID
		tx.About(models.AuditSubject{Kind: models.SubjectAccount, ID: id})
		return s.SetDisabled(tx, id, disabled)
	})
	if err == nil {
		security.Log(ctx, security.Entry{Event: event, Subject: id})
	}
	return err
}
