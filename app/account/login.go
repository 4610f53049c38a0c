package account

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const (
	// LoginAge is how long a login lasts, and so the cookie that holds its secret.
	LoginAge = 14 * 24 * time.Hour
	// seenEvery is how exactly the last use of a login is known. Writing at each request would cost too much.
	seenEvery = 5 * time.Minute
)

// SignIn checks the password and opens a login; secret is for the browser's cookie. A wrong password and an unknown
// address give the same Invalid error and take the same time. After repeated failures of an account or a network the
// error is TooMany for a while, see subject.wait.
func (s *Service) SignIn(ctx context.Context, in SignInInput) (secret string, err error) {
	c := check.New()
	email, password := c.Line("email", in.Email, maxEmail, check.Required), c.Secret("password", in.Password)
	if err := c.Err(); err != nil {
		return "", err
	}
	_, key, _ := text.NormalizeEmail(email)
	tried, err := s.count(ctx, ofAccount(key), ofNetwork(in.Network))
	if err != nil {
		return "", err
	}
	account, err := s.db.Query(ctx).Accounts().ByEmail(key)
	if err != nil && models.CodeOf(err) != models.CodeNotFound {
		return "", err
	}
	if !passwordMatches(account.PasswordHash, password) || account.DisabledAt != nil {
		return "", models.NewError(models.CodeInvalid, "account.wrong")
	}
	secret = models.NewSecret()
	return secret, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tried.succeeded(tx); err != nil {
			return err
		}
		return tx.Logins().Create(&models.Login{
			AccountID: account.ID,
			TokenHash: models.HashSecret(secret),
			UserAgent: shorten(in.UserAgent),
			ExpiresAt: tx.Now.Add(LoginAge),
		})
	})
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
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Logins().Delete(accountID, loginID) })
}

// SignOutOthers ends all of the account's logins but one.
func (s *Service) SignOutOthers(ctx context.Context, accountID, keep string) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Logins().DeleteOthers(accountID, keep) })
}
