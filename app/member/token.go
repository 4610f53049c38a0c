package member

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/security"
	"meguri/models"
)

// usedEvery is how exact a token's last use is known.
const usedEvery = time.Minute

// Token finds the API token of a bearer secret and notes its use. NotFound where there is none, or it was revoked.
func (s *Service) Token(ctx context.Context, secret string) (*models.APIToken, error) {
	hash := models.HashSecret(secret)
	token, err := models.Coalesce(ctx, s.db, "token "+hash, func(q *models.Query) (*models.APIToken, error) {
		version, err := q.APITokens().Version(secret)
		if err != nil {
			return nil, err
		}
		return s.tokens.Find(hash, version, func() (*models.APIToken, error) { return q.APITokens().BySecret(secret) })
	})
	if err != nil {
		return nil, err
	}
	if token.LastUsedAt == nil || s.db.Now().Sub(*token.LastUsedAt) >= usedEvery {
		err = s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.TouchToken(token) })
	}
	return token, err
}

// NewToken makes an API token for a role at an event. The returned secret is never shown again. by is the account
// that asks, nil for the operator of the machine. The token ends after its days, and with the account or its role at
// the event. Errors: Invalid with the fields at fault.
func (s *Service) NewToken(
	ctx context.Context, event *models.Event, in TokenInput, by *string,
) (secret string, token *models.APIToken, err error) {
	c := check.New()
	if in.Days == 0 {
		in.Days = DefaultTokenDays
	}
	if in.Days < 1 || in.Days > MaxTokenDays {
		c.Fault("token_days", "member.token_days_wrong", "most", MaxTokenDays)
	}
	token = &models.APIToken{
		EventID:   event.ID,
		Name:      c.Line("token_name", in.Name, maxName, check.Required),
		Role:      check.Choice(c, "token_role", in.Role, models.Roles),
		CreatedBy: by,
	}
	if err := c.Err(); err != nil {
		return "", nil, err
	}
	secret = "mgr_" + models.NewSecret()
	token.TokenHash = models.HashSecret(secret)
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		end := tx.Now.AddDate(0, 0, in.Days)
		token.ExpiresAt = &end
		if err := tx.APITokens().Create(token); err != nil {
			return err
		}
		tx.About(models.AuditSubject{
			Kind: models.SubjectOther, ID: token.ID, Detail: string(token.Role), EventID: event.ID,
		})
		return nil
	})
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.TokenMade, Subject: token.ID, Role: string(token.Role)})
	}
	return secret, token, err
}

// Tokens lists the event's tokens that work, the newest first.
func (s *Service) Tokens(ctx context.Context, event *models.Event) ([]models.APIToken, error) {
	return s.db.Query(ctx).APITokens().OfEvent(event)
}

// RevokeToken ends one of the event's tokens at once.
func (s *Service) RevokeToken(ctx context.Context, event *models.Event, id string) error {
	err := s.db.InTx(ctx, func(tx *models.Tx) error { return tx.APITokens().Revoke(event, id) })
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.TokenEnded, Subject: id})
	}
	return err
}
