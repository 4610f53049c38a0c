package account

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/mail"
	"meguri/app/service/security"
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
		asked := security.Entry{Event: security.PasswordForgotten}
		if err := s.db.InTx(ctx, func(tx *models.Tx) (err error) {
			asked.Account, err = s.mailReset(tx, key)
			return err
		}); err != nil {
			return err
		}
		security.Log(ctx, asked)
	}
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

// mailReset mails the link, and returns the id of the account, "" where there is none.
func (s *Service) mailReset(tx *models.Tx, key string) (string, error) {
	account, err := tx.Accounts().ByEmail(key)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && account.DisabledAt != nil) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if staff, err := tx.Persons().IsStaff(account); err != nil || !staff { // others have links of their own
		return "", err
	}
	if n, err := tx.PasswordResets().CountSince(account.ID, tx.Now.Add(-time.Hour)); err != nil || n >= resetsPerHour {
		return account.ID, err
	}
	return account.ID, s.MailLink(tx, mail.AccountLink{
		Kind: MailPasswordReset, Account: account, ToName: account.Name, Age: resetAge,
	})
}

// ResetPage is where a mailed link leads.
type ResetPage struct {
	Account *models.Account
	// Invitation says that the link invites to a role.
	Invitation bool
	// SetsPassword says that the link may set the account's password.
	SetsPassword bool
}

// ResetPage finds what the secret of a mailed link is good for. Errors: NotFound where the link was used or is too old.
func (s *Service) ResetPage(ctx context.Context, secret string) (*ResetPage, error) {
	page, _, err := findReset(s.db.Query(ctx), secret)
	return page, err
}

// findReset finds a reset and its account. An invitation sets a password only while the account has none, and only
// where it comes from the place that made the account: any other could take the account over that way.
func findReset(q *models.Query, secret string) (*ResetPage, *models.PasswordReset, error) {
	reset, err := q.PasswordResets().BySecret(secret)
	if err != nil {
		return nil, nil, err
	}
	account, err := q.Accounts().ByID(reset.AccountID)
	if err == nil && account.DisabledAt != nil {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	page := &ResetPage{Account: account, Invitation: reset.MemberID != nil, SetsPassword: reset.MemberID == nil}
	if err != nil || !page.Invitation || !account.Invited() {
		return page, reset, err
	}
	page.SetsPassword, err = madeTheAccount(q, *reset.MemberID)
	return page, reset, err
}

// madeTheAccount reports whether a role is at the organization of the account's oldest role.
func madeTheAccount(q *models.Query, memberID string) (bool, error) {
	member, err := q.Members().ByID(memberID)
	if err != nil {
		return false, err
	}
	first, err := q.Members().First(member.AccountID)
	if err != nil || first.ID == member.ID {
		return err == nil, err
	}
	host, err := q.Members().Host(member)
	if err != nil {
		return false, err
	}
	made, err := q.Members().Host(first)
	return err == nil && host.ID == made.ID, err
}

// ResetPassword sets a new password, once for each link, and ends all logins of the account. By an invitation the
// person accepts its role. The returned cookie makes the browser one in which the account has signed in before. Errors:
// NotFound as for ResetPage, and for a link that may not set the password; Invalid for a password that is not good
// enough.
func (s *Service) ResetPassword(ctx context.Context, secret string, in ResetInput, browser Browser) (Cookies, error) {
	page, err := s.ResetPage(ctx, secret)
	if err != nil {
		return Cookies{}, err
	}
	c := check.New()
	password := c.Secret("password", in.Password)
	if err := c.Err(); err != nil {
		return Cookies{}, err
	}
	account := page.Account
	if err := CheckPassword(password, account.Email, account.Name); err != nil {
		return Cookies{}, err
	}
	hash := hashPassword(password)
	var role string
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		reset, err := s.useReset(tx, secret)
		if err != nil {
			return err
		}
		if role = ""; reset.MemberID != nil {
			role = *reset.MemberID
		}
		return s.setPassword(tx, account, hash)
	})
	if err != nil {
		return Cookies{}, err
	}
	security.Log(ctx, security.Entry{Event: security.PasswordReset, Account: account.ID})
	if role != "" {
		security.Log(ctx, security.Entry{Event: security.InvitationAnswer, Account: account.ID, Subject: role})
	}
	return Cookies{Device: s.remember(s.readDevice(browser.Device), account.ID)}, nil
}

// useReset uses a link up that sets a password.
func (s *Service) useReset(tx *models.Tx, secret string) (*models.PasswordReset, error) {
	page, reset, err := findReset(tx.Query, secret)
	if err != nil {
		return nil, err
	}
	if !page.SetsPassword {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err := tx.PasswordResets().Use(reset.ID); err != nil {
		return nil, err
	}
	if reset.MemberID != nil {
		if err := tx.Members().Accept(*reset.MemberID, page.Account.ID); err != nil {
			return nil, err
		}
	}
	if s.sendsMail {
		if err := tx.Accounts().Verify(page.Account.ID); err != nil {
			return nil, err
		}
	}
	return reset, tx.LoginFailures().Forget(ofAccount(page.Account.EmailKey).key)
}
