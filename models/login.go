package models

import (
	"time"

	"gorm.io/gorm"
)

// Login is one browser in which an account is signed in. TokenHash is the hash of the secret in its cookie.
type Login struct {
	ID        string
	AccountID string
	TokenHash string
	UserAgent string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// LoginFailure counts failed sign-ins of a subject: an account or a network address, hashed.
type LoginFailure struct {
	Subject  string `gorm:"primaryKey"`
	Failures int
	LastAt   time.Time
}

// LoginIdle is how long a login lasts that is not used.
const LoginIdle = 3 * 24 * time.Hour

// LoginQuery reads logins.
type LoginQuery struct{ q *Query }

// LoginStore reads and writes logins.
type LoginStore struct {
	LoginQuery
	tx *Tx
}

// Logins reads logins.
func (q *Query) Logins() LoginQuery { return LoginQuery{q} }

// Logins reads and writes logins.
func (tx *Tx) Logins() LoginStore { return LoginStore{tx.Query.Logins(), tx} }

// Create stores a login.
func (store LoginStore) Create(l *Login) error {
	l.ID, l.CreatedAt, l.SeenAt = NewID(), store.tx.Now, store.tx.Now
	return store.tx.g.Create(l).Error
}

// BySecret finds the login of a cookie's secret, with its account. It must not have expired or have been idle for too
// long, nor the account be disabled.
func (store LoginQuery) BySecret(secret string) (*Login, *Account, error) {
	var l Login
	err := store.live().Where("token_hash = ?", HashSecret(secret)).Take(&l).Error
	if err != nil {
		return nil, nil, notFound(err)
	}
	var a Account
	err = store.q.g.Where("id = ? AND disabled_at IS NULL", l.AccountID).Take(&a).Error
	return &l, &a, notFound(err)
}

// OfAccount lists where an account is signed in, the last used first.
func (store LoginQuery) OfAccount(accountID string) ([]Login, error) {
	var list []Login
	err := store.live().Where("account_id = ?", accountID).
		Order("seen_at DESC, id DESC").
		Limit(200).
		Find(&list).
		Error
	return list, err
}

// LastSeen finds when accounts were last at work, by their id. It knows of logins that are not yet swept away.
func (store LoginQuery) LastSeen(accountIDs []string) (map[string]time.Time, error) {
	var list []Login
	err := store.q.g.Select("account_id, seen_at").Where("account_id IN ?", accountIDs).Order("seen_at").
		Find(&list).Error
	seen := make(map[string]time.Time, len(list))
	for _, l := range list {
		seen[l.AccountID] = l.SeenAt
	}
	return seen, err
}

// live chooses the logins that have not ended.
func (store LoginQuery) live() *gorm.DB {
	return store.q.g.Where("expires_at > ? AND seen_at > ?", store.q.Now, store.q.Now.Add(-LoginIdle))
}

// Touch records that a login is in use.
func (store LoginStore) Touch(id string) error {
	return store.tx.g.Model(&Login{}).Where("id = ?", id).Update("seen_at", store.tx.Now).Error
}

// Delete ends one of the account's logins.
func (store LoginStore) Delete(accountID, id string) error {
	return store.tx.g.Where("account_id = ? AND id = ?", accountID, id).Delete(&Login{}).Error
}

// DeleteBySecret ends the login of a cookie's secret, if there is one.
func (store LoginStore) DeleteBySecret(secret string) error {
	if secret == "" {
		return nil
	}
	return store.tx.g.Where("token_hash = ?", HashSecret(secret)).Delete(&Login{}).Error
}

// DeleteOthers ends all logins of an account but one; keep is empty to end them all.
func (store LoginStore) DeleteOthers(accountID, keep string) error {
	return store.tx.g.Where("account_id = ? AND id <> ?", accountID, keep).Delete(&Login{}).Error
}

// LoginFailureQuery reads login failures.
type LoginFailureQuery struct{ q *Query }

// LoginFailureStore reads and writes login failures.
type LoginFailureStore struct {
	LoginFailureQuery
	tx *Tx
}

// LoginFailures reads login failures.
func (q *Query) LoginFailures() LoginFailureQuery { return LoginFailureQuery{q} }

// LoginFailures reads and writes login failures.
func (tx *Tx) LoginFailures() LoginFailureStore {
	return LoginFailureStore{tx.Query.LoginFailures(), tx}
}

// OfSubject returns the failures of a subject, a count of 0 if there are none.
func (store LoginFailureQuery) OfSubject(subject string) (LoginFailure, error) {
	var list []LoginFailure
	err := store.q.g.Where("subject = ?", subject).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return LoginFailure{Subject: subject}, err
	}
	return list[0], nil
}

// Count replaces the count that was read before by a new one. ok is false if another request changed it meanwhile: read
// it again.
func (store LoginFailureStore) Count(before LoginFailure, failures int) (ok bool, err error) {
	if before.LastAt.IsZero() {
		result := store.tx.g.Clauses(doNothing).
			Create(&LoginFailure{Subject: before.Subject, Failures: failures, LastAt: store.tx.Now})
		return result.RowsAffected == 1, result.Error
	}
	result := store.tx.g.Model(&LoginFailure{}).Where("subject = ? AND failures = ?", before.Subject, before.Failures).
		Updates(map[string]any{"failures": failures, "last_at": store.tx.Now})
	return result.RowsAffected == 1, result.Error
}

// Forget deletes the failures of a subject.
func (store LoginFailureStore) Forget(subject string) error {
	return store.tx.g.Where("subject = ?", subject).Delete(&LoginFailure{}).Error
}

// TakeBack subtracts one failure of a subject.
func (store LoginFailureStore) TakeBack(subject string) error {
	return store.tx.g.Model(&LoginFailure{}).Where("subject = ? AND failures > 0", subject).
		Update("failures", gorm.Expr("failures - 1")).Error
}
