package account

import (
	"context"
	"time"

	"meguri/models"
	"meguri/models/text"
)

const (
	resetAge = time.Hour
	// invitationAge is longer: colleagues read their mail after the weekend.
	invitationAge = 7 * 24 * time.Hour
	// resetsPerHour keeps a mailbox from being filled.
	resetsPerHour = 3
)

// The kinds of mail that accounts cause; templates/mail has their texts.
const (
	MailPasswordReset   = "password_reset"
	MailStaffInvitation = "staff_invitation"
)

// ForgotPassword mails a link with which a new password can be set, where the address has an account. Anyone may call it: it always
// succeeds and takes the same time, so it does not tell whether there is one.
func (s *Service) ForgotPassword(ctx context.Context, email string) error {
	rested := time.NewTimer(s.pause)
	defer rested.Stop()
	if _, key, ok := text.NormalizeEmail(email); ok {
		if err := s.db.InTx(ctx, func(tx *models.Tx) error { return s.mailReset(tx, key) }); err != nil {
			return err
		}
	}
	select {
	case <-rested.C:
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
	return s.queueReset(tx, account, nil, MailPasswordReset, resetAge)
}

// queueReset makes a reset and the mail with its link. The mail holds the reset's id: the secret is derived from it when it is sent.
func (s *Service) queueReset(tx *models.Tx, account *models.Account, event *models.Event, kind string, age time.Duration) error {
	reset := &models.PasswordReset{ID: models.NewID(), AccountID: account.ID, ExpiresAt: tx.Now.Add(age)}
	reset.TokenHash = models.HashSecret(s.links.PasswordReset(reset.ID))
	if err := tx.PasswordResets().Create(reset); err != nil {
		return err
	}
	mail := &models.Mail{
		Cause: kind + ":" + reset.ID, Kind: kind, AccountID: &account.ID, ToAddress: account.Email, ToName: account.Name,
		Locale: account.Locale, Data: map[string]string{"reset": reset.ID},
	}
	if event != nil {
		mail.EventID = &event.ID
	}
	return tx.Mails().Queue(mail)
}

// ResetAccount finds the account whose password the secret of a mailed link may set. NotFound where the link was used or is too old.
func (s *Service) ResetAccount(ctx context.Context, secret string) (*models.Account, error) {
	q := s.db.Query(ctx)
	reset, err := q.PasswordResets().BySecret(secret)
	if err != nil {
		return nil, err
	}
	return q.Accounts().ByID(reset.AccountID)
}

// ResetPassword sets a new password, once for each link, and ends all logins of the account. Errors: NotFound as ResetAccount; Invalid for
// a password that is not good enough.
func (s *Service) ResetPassword(ctx context.Context, secret, password string) error {
	account, err := s.ResetAccount(ctx, secret)
	if err != nil {
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

// ChangePassword replaces the account's own password, which must be given, and ends its other logins. Errors: Invalid with the field at
// fault; TooMany after repeated wrong ones.
func (s *Service) ChangePassword(ctx context.Context, account *models.Account, login, current, password string) error {
	tried, err := s.count(ctx, ofAccount(account.EmailKey))
	if err != nil {
		return err
	}
	if !passwordMatches(account.PasswordHash, current) {
		return models.InvalidFields(map[string]string{"current": "account.current_wrong"})
	}
	if err := s.db.InTx(ctx, tried.succeeded); err != nil {
		return err
	}
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return err
	}
	hash := hashPassword(password)
	return s.db.InTx(ctx, func(tx *models.Tx) error { return setPassword(tx, account.ID, hash, login) })
}

// SetPassword gives the account of an address a new password and ends all its logins. The operator of the machine may call it. Errors:
// NotFound; Invalid for a password that is not good enough.
func (s *Service) SetPassword(ctx context.Context, email, password string) error {
	_, key, _ := text.NormalizeEmail(email)
	account, err := s.db.Query(ctx).Accounts().ByEmail(key)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return err
	}
	hash := hashPassword(password)
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.LoginFailures().Forget(ofAccount(key).key); err != nil {
			return err
		}
		return setPassword(tx, account.ID, hash, "")
	})
}

// ChangeProfile changes how colleagues see the account and the language of its mails (ja or en).
func (s *Service) ChangeProfile(ctx context.Context, accountID, name, locale string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Accounts().SetProfile(accountID, text.CleanLine(name), locale) })
}

// setPassword also ends what the old password had opened, but for one login.
func setPassword(tx *models.Tx, accountID, hash, keep string) error {
	if err := tx.Accounts().SetPassword(accountID, hash); err != nil {
		return err
	}
	if err := tx.PasswordResets().EndAll(accountID); err != nil {
		return err
	}
	return tx.Logins().DeleteOthers(accountID, keep)
}
