package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
)

// APIToken lets a program act in a role at one event. The token itself is shown once; only its hash is stored.
type APIToken struct {
	ID         string
	EventID    string
	Name       string
	Role       Role
	TokenHash  string
	CreatedBy  *string
	CreatedAt  time.Time
	LastUsedAt *time.Time
	RevokedAt  *time.Time
	// ExpiresAt is nil only for a token of an earlier version, until the next maintenance.
	ExpiresAt *time.Time

	Event Event `gorm:"foreignKey:EventID;->"`
}

// TableName is the table of API tokens.
func (APIToken) TableName() string { return "api_tokens" }

// APITokenQuery reads API tokens.
type APITokenQuery struct{ q *Query }

// APITokenStore reads and writes API tokens.
type APITokenStore struct {
	APITokenQuery
	tx *Tx
}

// APITokens reads API tokens.
func (q *Query) APITokens() APITokenQuery { return APITokenQuery{q} }

// APITokens reads and writes API tokens.
func (tx *Tx) APITokens() APITokenStore { return APITokenStore{tx.Query.APITokens(), tx} }

// Create stores a token's hash.
func (store APITokenStore) Create(t *APIToken) error {
	t.ID, t.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Create(t).Error
}

// Expired reports whether the token has ended by itself.
func (t *APIToken) Expired(now time.Time) bool { return t.ExpiresAt != nil && !t.ExpiresAt.After(now) }

// BySecret finds a token that was not revoked and has not ended, with its event and the event's host.
func (store APITokenQuery) BySecret(secret string) (*APIToken, error) {
	var t APIToken
	err := store.q.g.Joins("Event").Joins("Event.Organization").
		Where("api_tokens.token_hash = ? AND api_tokens.revoked_at IS NULL", HashSecret(secret)).
		Where("(api_tokens.expires_at IS NULL OR api_tokens.expires_at > ?)", store.q.Now).
		Take(&t).Error
	return &t, notFound(err)
}

// Version changes with the token of a secret, its event and the event's host. NotFound as of BySecret; "" on SQLite.
func (store APITokenQuery) Version(secret string) (string, error) {
	return store.q.rowVersion("t.xmin, e.xmin, o.xmin", `FROM api_tokens t JOIN events e ON e.id = t.event_id
		LEFT JOIN organizations o ON o.id = e.organization_id WHERE t.token_hash = ? AND t.revoked_at IS NULL
		AND (t.expires_at IS NULL OR t.expires_at > ?)`, HashSecret(secret), store.q.Now)
}

// OfEvent lists the event's tokens that are not revoked, the newest first, also those that have ended by themselves.
func (store APITokenQuery) OfEvent(e *Event) ([]APIToken, error) {
	var list []APIToken
	err := store.q.g.Where("event_id = ? AND revoked_at IS NULL", e.ID).
		Order("created_at DESC, id DESC").
		Limit(500).
		Find(&list).
		Error
	return list, err
}

// Touch records that a token is in use.
func (store APITokenStore) Touch(t *APIToken) error {
	t.LastUsedAt = &store.tx.Now
	return store.tx.g.Model(&APIToken{}).Where("id = ?", t.ID).Update("last_used_at", store.tx.Now).Error
}

// Revoke revokes one of the event's tokens. It changes nothing if the token is revoked already.
func (store APITokenStore) Revoke(e *Event, id string) error {
	result := store.tx.g.Model(&APIToken{}).Where("event_id = ? AND id = ?", e.ID, id).
		Update("revoked_at", gorm.Expr("COALESCE(revoked_at, ?)", store.tx.Now))
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}

// EndOf revokes all tokens that an account made, and returns how many there were.
func (store APITokenStore) EndOf(accountID string) (int, error) {
	return store.end(store.tx.g.Where("created_by = ?", accountID))
}

// EndUnmanaged revokes the tokens that an account made and has no role for any more at their event, and returns how
// many there were. Others end no later than the role: who may manage members may make any, who may see results may
// make those of analysts.
func (store APITokenStore) EndUnmanaged(accountID string) (ended int, err error) {
	var list []APIToken
	err = store.q.g.Joins("Event").Where("api_tokens.created_by = ? AND api_tokens.revoked_at IS NULL", accountID).
		Find(&list).Error
	for i := range list {
		t := &list[i]
		until, holds, err := store.MayMake(t, &t.Event, accountID)
		switch {
		case err != nil:
			return ended, err
		case !holds:
			n, err := store.end(store.tx.g.Where("id = ?", t.ID))
			if err != nil {
				return ended, err
			}
			ended += n
		case until != nil && (t.ExpiresAt == nil || until.Before(*t.ExpiresAt)):
			err = store.tx.g.Model(&APIToken{}).Where("id = ?", t.ID).Update("expires_at", until).Error
			if err != nil {
				return ended, err
			}
		}
	}
	return ended, err
}

// MayMake reports whether an account may make a token at an event now, and until when its role lasts, nil for no end.
func (store APITokenQuery) MayMake(t *APIToken, e *Event, accountID string) (until *time.Time, holds bool, err error) {
	roles := grants[ManageMembers]
	if t.Role == RoleAnalyst {
		roles = slices.Concat(roles, grants[SeeResults])
	}
	var list []Member
	err = store.q.g.Where("members.account_id = ? AND members.role IN ? AND "+counts, accountID, roles, store.q.Now).
		Where("(event_id = ? OR organization_id = ?)", e.ID, e.OrganizationID).Find(&list).Error
	for i := range list {
		end := list[i].EndsAt
		if end == nil {
			return nil, true, nil
		}
		if until == nil || until.Before(*end) {
			until = end
		}
	}
	return until, len(list) > 0, err
}

func (store APITokenStore) end(which *gorm.DB) (int, error) {
	result := which.Model(&APIToken{}).Where("revoked_at IS NULL").Update("revoked_at", store.tx.Now)
	return int(result.RowsAffected), result.Error
}

// LimitEndless gives the tokens of earlier versions, which had no end, one.
func (store APITokenStore) LimitEndless(end time.Time) error {
	return store.tx.g.Model(&APIToken{}).Where("expires_at IS NULL").Update("expires_at", end).Error
}
