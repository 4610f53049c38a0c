package account

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const (
	resetAge = time.Hour
	// resetsPerHour is the most mails that an account gets in an hour.
	resetsPerHour = 3
)

// ForgotPassword mails a link to set a new password, where the address has an account. Anyone may call it: the result
// and the time do not tell whether there is an account. Errors: Invalid without an address.
func (s *Service) ForgotPassword(ctx context.Context, in ForgotInput) error {
	c := check.New()
	email := c.Line("email", in.Email, maxEmail, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(s.pause)
	defer timer.Stop()
	if _, key, ok := text.NormalizeEmail(email); ok {
		if err := s.db.InTx(ctx, func(tx *models.Tx) error { return s.mailReset(tx, key) }); err != nil {
			return err
		}
	}
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

func (s *Service) mailReset(tx *models.Tx, key string) error {
	account, err := tx.Accounts().ByEmail(key)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && account.DisabledAt != nil) {
		return nil
	}
	if err != nil {
		return err
	}
	if n, err := tx.PasswordResets().CountSince(account.ID, tx.Now.Add(-time.Hour)); err != nil || n >= resetsPerHour {
		return err
	}
	return s.MailLink(tx, account, nil, MailPasswordReset, resetAge)
}

// ResetAccount finds the account whose password the secret of a mailed link may set. Errors: NotFound where the link
// was used or is too old.
func (s *Service) ResetAccount(ctx context.Context, secret string) (*models.Account, error) {
	q := s.db.Query(ctx)
	reset, err := q.PasswordResets().BySecret(secret)
	if err != nil {
		return nil, err
	}
	return q.Accounts().ByID(reset.AccountID)
}

// ResetPassword sets a new password, once for each link, and ends all logins of the account. Errors: NotFound as for
// ResetAccount; Invalid for a password that is not good enough.
func (s *Service) ResetPassword(ctx context.Context, secret string, in ResetInput) error {
	account, err := s.ResetAccount(ctx, secret)
	if err != nil {
		return err
	}
	c := check.New()
	password := c.Secret("password", in.Password)
	if err := c.Err(); err != nil {
		return err
	}
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return err
	}
	hash := hashPassword(password)
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		reset, err := tx.PasswordResets().BySecret(secret)
		if err != nil {
			return err
		}
		if err := tx.PasswordResets().Use(reset.ID); err != nil {
			return err
		}
		if err := tx.LoginFailures().Forget(ofAccount(account.EmailKey).key); err != nil {
			return err
		}
		return setPassword(tx, account.ID, hash, "")
	})
}
