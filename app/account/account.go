// Package account signs members of staff in and out and gives programs their tokens.
package account

import (
	"context"
	"time"

	"meguri/models"
)

// loginAge is how long a login lasts.
const loginAge = 14 * 24 * time.Hour

// Service is the accounts of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// SignIn checks the password and opens a login; secret is for the browser's cookie. A wrong password and an unknown address are the same
// Invalid error, and take the same time.
func (s *Service) SignIn(ctx context.Context, email, password, userAgent string) (secret string, err error) {
	_, key, _ := models.NormalizeEmail(email)
	account, err := s.db.Reader(ctx).AccountByEmail(key)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return "", err
	}
	if !passwordMatches(account.PasswordHash, password) || account.DisabledAt != nil {
		return "", models.Fail(models.Invalid, "account.wrong")
	}
	secret = models.NewSecret()
	return secret, s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.CreateLogin(&models.Login{
			AccountID: account.ID, TokenHash: models.HashSecret(secret), UserAgent: userAgent, ExpiresAt: tx.Now.Add(loginAge),
		})
	})
}

// Who finds the account whose login the cookie's secret opens. NotFound where there is none.
func (s *Service) Who(ctx context.Context, secret string) (*models.Account, *models.Login, error) {
	login, account, err := s.db.Reader(ctx).LoginBySecret(secret)
	return account, login, err
}

// SignOut ends one of the account's logins.
func (s *Service) SignOut(ctx context.Context, accountID, loginID string) error {
	return s.db.Reader(ctx).DeleteLogin(accountID, loginID)
}

// Token finds the API token of a bearer secret. NotFound where there is none.
func (s *Service) Token(ctx context.Context, secret string) (*models.APIToken, error) {
	return s.db.Reader(ctx).TokenBySecret(secret)
}

// NewToken makes an API token for a role at an event. The returned secret is never shown again.
func (s *Service) NewToken(ctx context.Context, event *models.Event, role models.Role, name string, by *string) (secret string, err error) {
	secret = "mgr_" + models.NewSecret()
	token := &models.APIToken{EventID: event.ID, Name: name, Role: role, TokenHash: models.HashSecret(secret), CreatedBy: by}
	return secret, s.db.InTx(ctx, func(tx *models.Tx) error { return tx.CreateToken(token) })
}
