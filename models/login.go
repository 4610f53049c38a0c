package models

import (
	"time"

	"gorm.io/gorm"
)

// Login is one browser in which an account is signed in. Its cookie holds the secret that TokenHash is of.
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

// CreateLogin stores a login.
func (tx *Tx) CreateLogin(l *Login) error {
	l.ID, l.CreatedAt, l.SeenAt = NewID(), tx.Now, tx.Now
	return tx.g.Create(l).Error
}

// LoginBySecret finds the login that a cookie's secret opens, with its account; not one that expired or whose account is disabled.
func (tx *Tx) LoginBySecret(secret string) (*Login, *Account, error) {
	var l Login
	if err := tx.g.Where("token_hash = ? AND expires_at > ?", HashSecret(secret), tx.Now).Take(&l).Error; err != nil {
		return nil, nil, found(err)
	}
	var a Account
	err := tx.g.Where("id = ? AND disabled_at IS NULL", l.AccountID).Take(&a).Error
	return &l, &a, found(err)
}

// Logins lists where an account is signed in, the last used first.
func (tx *Tx) Logins(accountID string) ([]Login, error) {
	var list []Login
	err := tx.g.Where("account_id = ? AND expires_at > ?", accountID, tx.Now).Order("seen_at DESC, id DESC").Limit(200).Find(&list).Error
	return list, err
}

// SeeLogin notes that a login is in use.
func (tx *Tx) SeeLogin(id string) error {
	return tx.g.Model(&Login{}).Where("id = ?", id).Update("seen_at", tx.Now).Error
}

// DeleteLogin ends one of the account's logins.
func (tx *Tx) DeleteLogin(accountID, id string) error {
	return tx.g.Where("account_id = ? AND id = ?", accountID, id).Delete(&Login{}).Error
}

// DeleteLogins ends all logins of an account but one; keep is empty to end them all.
func (tx *Tx) DeleteLogins(accountID, keep string) error {
	return tx.g.Where("account_id = ? AND id <> ?", accountID, keep).Delete(&Login{}).Error
}

// LoginFailures is what is recorded of a subject; one without failures has none.
func (tx *Tx) LoginFailures(subject string) (LoginFailure, error) {
	var list []LoginFailure
	err := tx.g.Where("subject = ?", subject).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return LoginFailure{Subject: subject}, err
	}
	return list[0], nil
}

// CountLoginFailure replaces what was read of a subject by a new count. ok is false where somebody else counted meanwhile: read it again.
func (tx *Tx) CountLoginFailure(read LoginFailure, failures int) (ok bool, err error) {
	if read.LastAt.IsZero() {
		result := tx.g.Clauses(doNothing).Create(&LoginFailure{Subject: read.Subject, Failures: failures, LastAt: tx.Now})
		return result.RowsAffected == 1, result.Error
	}
	result := tx.g.Model(&LoginFailure{}).Where("subject = ? AND failures = ?", read.Subject, read.Failures).
		Updates(map[string]any{"failures": failures, "last_at": tx.Now})
	return result.RowsAffected == 1, result.Error
}

// ForgetLoginFailures clears a subject.
func (tx *Tx) ForgetLoginFailures(subject string) error {
	return tx.g.Where("subject = ?", subject).Delete(&LoginFailure{}).Error
}

// TakeBackLoginFailure uncounts one attempt of a subject: it was none.
func (tx *Tx) TakeBackLoginFailure(subject string) error {
	return tx.g.Model(&LoginFailure{}).Where("subject = ? AND failures > 0", subject).
		Update("failures", gorm.Expr("failures - 1")).Error
}

// DropOldLogins removes logins and resets that have expired, and failures from before a time.
func (tx *Tx) DropOldLogins(failuresBefore time.Time) error {
	if err := tx.g.Where("expires_at < ?", tx.Now).Delete(&Login{}).Error; err != nil {
		return err
	}
	if err := tx.g.Where("expires_at < ?", failuresBefore.UTC()).Delete(&PasswordReset{}).Error; err != nil {
		return err
	}
	return tx.g.Where("last_at < ?", failuresBefore.UTC()).Delete(&LoginFailure{}).Error
}
