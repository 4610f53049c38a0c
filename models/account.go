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

// DeleteLogin ends one of the account's logins.
func (tx *Tx) DeleteLogin(accountID, id string) error {
	return tx.g.Where("account_id = ? AND id = ?", accountID, id).Delete(&Login{}).Error
}
