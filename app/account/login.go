package account

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/security"
	"meguri/models"
	"meguri/models/text"
)

const (
	// LoginAge is how long a login lasts, and so the cookie that holds its secret.
	LoginAge = 14 * 24 * time.Hour
	// seenEvery is how exactly the last use of a login is known. Writing at each request would cost too much.
	seenEvery = 5 * time.Minute
)

// Cookies are the new values of a browser's cookies. Login holds the secret of a login, Device that the account has
// signed in there; see knownDevice.
type Cookies struct{ Login, Device string }

// SignIn checks the password and opens a login, which replaces the one that the browser had. A wrong password and an
// unknown address give the same Invalid error and take the same time. After repeated failures of an account or a
// network the error is TooMany for a while, see subject.wait; those of others do not delay a browser that has signed in
// before.
func (s *Service) SignIn(ctx context.Context, in SignInInput) (Cookies, error) {
	c := check.New()
	email, password := c.Line("email", in.Email, maxEmail, check.Required), c.Secret("password", in.Password)
	if err := c.Err(); err != nil {
		return Cookies{}, err
	}
	_, key, _ := text.NormalizeEmail(email)
	account, err := s.db.Query(ctx).Accounts().ByEmail(key)
	if err != nil && models.CodeOf(err) != models.CodeNotFound {
		return Cookies{}, err
	}
	device := s.readDevice(in.Device)
	known := s.knows(device, account.ID)
	subjects := []subject{ofAccount(key), ofNetwork(in.Network)}
	if known {
		subjects = []subject{ofDevice(account.ID, device.id)}
	}
	tried, err := s.count(ctx, subjects...)
	if err != nil {
		return Cookies{}, s.logSignIn(ctx, account, err)
	}
	if !passwordMatches(account.PasswordHash, password) || account.DisabledAt != nil {
		return Cookies{}, s.logSignIn(ctx, account, models.NewError(models.CodeInvalid, "account.wrong"))
	}
	opened := Cookies{models.NewSecret(), s.remember(device, account.ID)}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tried.succeeded(tx); err != nil {
			return err
		}
		if err := tx.Logins().DeleteBySecret(in.Replaces); err != nil {
			return err
		}
		if !known {
			if err := s.mailNewSignIn(tx, account, in.UserAgent); err != nil {
				return err
			}
		}
		return openLogin(tx, account.ID, opened.Login, in.UserAgent)
	})
	return opened, s.logSignIn(ctx, account, err)
}

// openLogin stores a login.
func openLogin(tx *models.Tx, accountID, secret, userAgent string) error {
	return tx.Logins().Create(&models.Login{
		AccountID: accountID,
		TokenHash: models.HashSecret(secret),
		UserAgent: shorten(userAgent),
		ExpiresAt: tx.Now.Add(LoginAge),
	})
}

// logSignIn writes how signing in ended into the log, and returns the error.
func (s *Service) logSignIn(ctx context.Context, account *models.Account, err error) error {
	outcomes := map[models.Code]security.Outcome{
		models.CodeTooMany: security.Locked, models.CodeInvalid: security.Failed,
	}
	outcome, ok := outcomes[models.CodeOf(err)]
	if err == nil || ok {
		security.Log(ctx, security.Entry{Event: security.SignIn, Outcome: outcome, Account: account.ID})
	}
	return err
}

// shorten limits what a header, which anybody can send, takes in the table.
func shorten(userAgent string) string {
	runes := []rune(text.CleanLine(strings.ToValidUTF8(userAgent, "")))
	return string(runes[:min(len(runes), 300)])
}

// Authenticate finds the login that a cookie's secret opens, and its account. Errors: NotFound where there is none.
func (s *Service) Authenticate(ctx context.Context, secret string) (*models.Account, *models.Login, error) {
	q := s.db.Query(ctx)
	login, account, err := q.Logins().BySecret(secret)
	if err == nil && q.Now.Sub(login.SeenAt) > seenEvery {
		err = s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Logins().Touch(login.ID) })
	}
	return account, login, err
}

// Logins lists where an account is signed in, the last used first.
func (s *Service) Logins(ctx context.Context, accountID string) ([]models.Login, error) {
	return s.db.Query(ctx).Logins().OfAccount(accountID)
}

// SignOut ends one of the account's logins. One that is gone already is no error.
func (s *Service) SignOut(ctx context.Context, accountID, loginID string) error {
	err := s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Logins().Delete(accountID, loginID) })
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.SignOut, Account: accountID, Subject: loginID})
	}
	return err
}

// SignOutOthers ends all of the account's logins but one.
func (s *Service) SignOutOthers(ctx context.Context, accountID, keep string) error {
	err := s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Logins().DeleteOthers(accountID, keep) })
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.LoginsEnded, Account: accountID})
	}
	return err
}
