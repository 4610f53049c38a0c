package account

import (
	"context"
	"time"

	"meguri/models"
)

// usedEvery is how exact a token's last use is known.
const usedEvery = time.Minute

// Token finds the API token of a bearer secret and notes its use. NotFound where there is none, or it was revoked.
func (s *Service) Token(ctx context.Context, secret string) (*models.APIToken, error) {
	token, err := models.Coalesce(ctx, s.db, "token "+models.HashSecret(secret), func(q *models.Query) (*models.APIToken, error) { return q.Tokens().BySecret(secret) })
	if err != nil {
		return nil, err
	}
	if token.LastUsedAt == nil || s.db.Now().Sub(*token.LastUsedAt) >= usedEvery {
		err = s.db.WriteOnce(ctx, func(tx *models.Tx) error { return tx.Tokens().Touch(token) })
	}
	return token, err
}

// NewToken makes an API token for a role at an event. The returned secret is never shown again.
func (s *Service) NewToken(ctx context.Context, event *models.Event, role models.Role, name string, by *string) (secret string, err error) {
	secret = "mgr_" + models.NewSecret()
	token := &models.APIToken{EventID: event.ID, Name: name, Role: role, TokenHash: models.HashSecret(secret), CreatedBy: by}
	return secret, s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Tokens().Create(token) })
}

// Tokens lists the event's tokens that work, the newest first.
func (s *Service) Tokens(ctx context.Context, event *models.Event) ([]models.APIToken, error) {
	return s.db.Query(ctx).Tokens().OfEvent(event)
}

// RevokeToken ends one of the event's tokens at once.
func (s *Service) RevokeToken(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Tokens().Revoke(event, id) })
}
