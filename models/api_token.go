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
	// ExpiresAt is nil only for a token of an earlier version, until the next maintenance.
	ExpiresAt *time.Time

	Event Event `gorm:"foreignKey:EventID;->"`
}

// TableName is the table of API tokens.
func (APIToken) TableName() string { return "api_tokens" }

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

// EndUnmanaged revokes the tokens that an account made at events where it may no longer manage members, and returns how
// many there were.
func (store APITokenStore) EndUnmanaged(accountID string) (int, error) {
	return store.end(store.tx.g.Where("created_by = ?", accountID).Where(`NOT EXISTS
		(SELECT 1 FROM members JOIN events ON events.id = api_tokens.event_id
		WHERE members.account_id = api_tokens.created_by AND members.role IN ? AND `+counts+`
		AND (members.event_id = events.id OR members.organization_id = events.organization_id))`,
		grants[ManageMembers], store.tx.Now))
}

func (store APITokenStore) end(which *gorm.DB) (int, error) {
	result := which.Model(&APIToken{}).Where("revoked_at IS NULL").Update("revoked_at", store.tx.Now)
	return int(result.RowsAffected), result.Error
}

// LimitEndless gives the tokens of earlier versions, which had no end, one.
func (store APITokenStore) LimitEndless(end time.Time) error {
	return store.tx.g.Model(&APIToken{}).Where("expires_at IS NULL").Update("expires_at", end).Error
}
