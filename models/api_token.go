package models

import (
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

	Event Event `gorm:"foreignKey:EventID;->"`
}

// TableName is the table of API tokens.
func (APIToken) TableName() string { return "api_tokens" }

// Create stores a token's hash.
func (store APITokenStore) Create(t *APIToken) error {
	t.ID, t.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Create(t).Error
}

// BySecret finds a token that is not revoked, with its event and the event's host.
func (store APITokenQuery) BySecret(secret string) (*APIToken, error) {
	var t APIToken
	err := store.q.g.Joins("Event").Joins("Event.Organization").
		Where("api_tokens.token_hash = ? AND api_tokens.revoked_at IS NULL", HashSecret(secret)).Take(&t).Error
	return &t, notFound(err)
}

// OfEvent lists the event's tokens that are not revoked, the newest first.
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
