package member

import (
	"context"
	"slices"
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
		if by != nil {
			until, holds, err := tx.APITokens().MayMake(token, event, *by)
			switch {
			case err != nil:
				return err
			case holds && until != nil && until.Before(end):
				end = *until
			}
		}
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

// OwnTokenDays are how many days a token may last that an analyst makes.
var OwnTokenDays = []int{7, 30, DefaultTokenDays}

// NewOwnToken makes an API token for reading results, and nothing else, whatever roles the account has. It ends after
// its days, no later than the role that allows it, and with the account or that role. Who may see results calls it.
// Errors: Invalid with the fields at fault; Conflict where the account has too many.
func (s *Service) NewOwnToken(
	ctx context.Context, event *models.Event, in TokenInput, by *models.Account,
) (secret string, token *models.APIToken, err error) {
	if !slices.Contains(OwnTokenDays, in.Days) {
		return "", nil, models.InvalidFields(map[string]string{"token_days": "field.choice"})
	}
	tokens, err := s.OwnTokens(ctx, event, by)
	if err != nil {
		return "", nil, err
	}
	if len(tokens) >= maxOwnTokens {
		return "", nil, models.InvalidFields(map[string]string{"token_name": "analysis.too_many_tokens"})
	}
	in.Role = models.RoleAnalyst
	return s.NewToken(ctx, event, in, &by.ID)
}

// maxOwnTokens is how many tokens an analyst has at an event at most.
const maxOwnTokens = 10

// OwnTokens lists the tokens for reading results that an account made at an event and that have not ended, the newest
// first. Who may see results calls it.
func (s *Service) OwnTokens(ctx context.Context, event *models.Event, by *models.Account) ([]models.APIToken, error) {
	q := s.db.Query(ctx)
	list, err := q.APITokens().OfEvent(event)
	return slices.DeleteFunc(list, func(t models.APIToken) bool {
		return t.CreatedBy == nil || *t.CreatedBy != by.ID || t.Role != models.RoleAnalyst || t.Expired(q.Now)
	}), err
}

// RevokeOwnToken ends one of the account's tokens for reading results at once. Errors: NotFound.
func (s *Service) RevokeOwnToken(ctx context.Context, event *models.Event, by *models.Account, id string) error {
	list, err := s.OwnTokens(ctx, event, by)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(t models.APIToken) bool { return t.ID == id }) {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	return s.RevokeToken(ctx, event, id)
}
