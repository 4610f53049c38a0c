package models

import "time"

// Account is a member of staff who can sign in. EmailKey is the address as it is compared.
type Account struct {
	ID           string
	Email        string
	EmailKey     string
	Name         string
	PasswordHash string
	Locale       string
	DisabledAt   *time.Time
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// NoPassword stands in the place of a password's hash until the account has chosen one. No password matches it.
const NoPassword = "!"

// Invited reports whether an account has not chosen its password yet.
func (a *Account) Invited() bool { return a.PasswordHash == NoPassword }

// PasswordReset lets one account set a new password once, until it expires.
type PasswordReset struct {
	ID        string
	AccountID string
	TokenHash string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// CreateAccount stores a new account. An address that has one already is a Conflict.
func (tx *Tx) CreateAccount(a *Account) error {
	a.ID, a.CreatedAt, a.UpdatedAt = NewID(), tx.Now, tx.Now
	return changed(tx.g.Clauses(doNothing).Create(a), Fail(Conflict, "account.exists"))
}

// AccountByEmail finds an account by its address in the form in which addresses are compared.
func (tx *Tx) AccountByEmail(key string) (*Account, error) {
	var a Account
	err := tx.g.Where("email_key = ?", key).Take(&a).Error
	return &a, found(err)
}

// Account finds an account by its id.
func (tx *Tx) Account(id string) (*Account, error) {
	var a Account
	err := tx.g.Where("id = ?", id).Take(&a).Error
	return &a, found(err)
}

// SetProfile changes how an account is called and the language of its mails.
func (tx *Tx) SetProfile(accountID, name, locale string) error {
	return tx.setAccount(accountID, map[string]any{"name": name, "locale": locale})
}

// SetPassword replaces an account's password.
func (tx *Tx) SetPassword(accountID, hash string) error {
	return tx.setAccount(accountID, map[string]any{"password_hash": hash})
}

func (tx *Tx) setAccount(id string, fields map[string]any) error {
	fields["updated_at"] = tx.Now
	return changed(tx.g.Model(&Account{}).Where("id = ?", id).Updates(fields), Fail(NotFound, "error.not_found"))
}

// CreatePasswordReset stores a reset; the caller has made its ID, which its secret is derived from.
func (tx *Tx) CreatePasswordReset(r *PasswordReset) error {
	r.CreatedAt = tx.Now
	return tx.g.Create(r).Error
}

// PasswordResetBySecret finds a reset that can still be used.
func (tx *Tx) PasswordResetBySecret(secret string) (*PasswordReset, error) {
	var r PasswordReset
	err := tx.g.Where("token_hash = ? AND used_at IS NULL AND expires_at > ?", HashSecret(secret), tx.Now).Take(&r).Error
	return &r, found(err)
}

// UsePasswordReset spends a reset. Of two at once, one is told NotFound.
func (tx *Tx) UsePasswordReset(id string) error {
	result := tx.g.Model(&PasswordReset{}).Where("id = ? AND used_at IS NULL AND expires_at > ?", id, tx.Now).Update("used_at", tx.Now)
	return changed(result, Fail(NotFound, "error.not_found"))
}

// EndPasswordResets makes all open resets of an account useless.
func (tx *Tx) EndPasswordResets(accountID string) error {
	return tx.g.Model(&PasswordReset{}).Where("account_id = ? AND used_at IS NULL", accountID).Update("used_at", tx.Now).Error
}

// CountPasswordResets counts the resets that an account was given since a time.
func (tx *Tx) CountPasswordResets(accountID string, since time.Time) (int, error) {
	var n int64
	err := tx.g.Model(&PasswordReset{}).Where("account_id = ? AND created_at > ?", accountID, since.UTC()).Count(&n).Error
	return int(n), err
}
