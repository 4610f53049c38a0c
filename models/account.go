package models

import (
	"time"

	"gorm.io/gorm"
)

// Account is a person who can sign in. EmailKey is the address in the form in which addresses are compared.
type Account struct {
	ID           string
	Email        string
	EmailKey     string
	Name         string
	PasswordHash string
	Locale       string
	// VerifiedAt is when it was known that the account is the person's: its link was really mailed, or the operator of
	// the machine made it. It is nil where a password was chosen by a link that staff could read in the outbox.
	VerifiedAt *time.Time
	DisabledAt *time.Time
	CreatedAt  time.Time
	UpdatedAt  time.Time
	// PeopleColumns are the columns that the person wants to see in lists of people, with commas between; "" for those
	// that everybody sees.
	PeopleColumns string
}

// NoPassword is the PasswordHash of an account without a password. No password matches it.
const NoPassword = "!"

// Invited reports whether the person has not chosen a password yet.
func (a *Account) Invited() bool { return a.PasswordHash == NoPassword }

// PasswordReset is a mailed link that works once, until it expires. It sets the account's password. Where MemberID is
// given, it is the invitation to that role, and sets a password only while the account has none.
type PasswordReset struct {
	ID        string
	AccountID string
	MemberID  *string
	TokenHash string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// AccountQuery reads accounts.
type AccountQuery struct{ q *Query }

// AccountStore reads and writes accounts.
type AccountStore struct {
	AccountQuery
	tx *Tx
}

// Accounts reads accounts.
func (q *Query) Accounts() AccountQuery { return AccountQuery{q} }

// Accounts reads and writes accounts.
func (tx *Tx) Accounts() AccountStore { return AccountStore{tx.Query.Accounts(), tx} }

// Create stores a new account. It is CodeConflict if the address has one already.
func (store AccountStore) Create(a *Account) error {
	a.ID, a.CreatedAt, a.UpdatedAt = NewID(), store.tx.Now, store.tx.Now
	return mustAffect(store.tx.g.Clauses(doNothing).Create(a), NewError(CodeConflict, "account.exists"))
}

// ByEmail finds an account by its address in the form in which addresses are compared.
func (store AccountQuery) ByEmail(key string) (*Account, error) {
	var a Account
	err := store.q.g.Where("email_key = ?", key).Take(&a).Error
	return &a, notFound(err)
}

// ByID finds an account by its id.
func (store AccountQuery) ByID(id string) (*Account, error) {
	var a Account
	err := store.q.g.Where("id = ?", id).Take(&a).Error
	return &a, notFound(err)
}

// SetProfile changes the name of an account and the language of its mails.
func (store AccountStore) SetProfile(accountID, name, locale string) error {
	return store.set(accountID, map[string]any{"name": name, "locale": locale})
}

// SetPeopleColumns changes which columns the person sees in lists of people.
func (store AccountStore) SetPeopleColumns(accountID, columns string) error {
	return store.set(accountID, map[string]any{"people_columns": columns})
}

// Verify records that the account is the person's whose address it has.
func (store AccountStore) Verify(accountID string) error {
	return store.set(accountID, map[string]any{"verified_at": gorm.Expr("COALESCE(verified_at, ?)", store.tx.Now)})
}

// SetDisabled disables an account or enables it again.
func (store AccountStore) SetDisabled(accountID string, disabled bool) error {
	fields := map[string]any{"disabled_at": nil}
	if disabled {
		fields["disabled_at"] = gorm.Expr("COALESCE(disabled_at, ?)", store.tx.Now)
	}
	return store.set(accountID, fields)
}

// SetPassword replaces an account's password.
func (store AccountStore) SetPassword(accountID, hash string) error {
	return store.set(accountID, map[string]any{"password_hash": hash})
}

func (store AccountStore) set(id string, fields map[string]any) error {
	fields["updated_at"] = store.tx.Now
	return mustAffect(
		store.tx.g.Model(&Account{}).Where("id = ?", id).Updates(fields),
		NewError(CodeNotFound, "error.not_found"),
	)
}

// PasswordResetQuery reads password resets.
type PasswordResetQuery struct{ q *Query }

// PasswordResetStore reads and writes password resets.
type PasswordResetStore struct {
	PasswordResetQuery
	tx *Tx
}

// PasswordResets reads password resets.
func (q *Query) PasswordResets() PasswordResetQuery { return PasswordResetQuery{q} }

// PasswordResets reads and writes password resets.
func (tx *Tx) PasswordResets() PasswordResetStore {
	return PasswordResetStore{tx.Query.PasswordResets(), tx}
}

// Create stores a reset. The caller sets its ID, because the secret is derived from it.
func (store PasswordResetStore) Create(r *PasswordReset) error {
	r.CreatedAt = store.tx.Now
	return store.tx.g.Create(r).Error
}

// BySecret finds a reset that can still be used.
func (store PasswordResetQuery) BySecret(secret string) (*PasswordReset, error) {
	var r PasswordReset
	err := store.q.g.Where("token_hash = ? AND used_at IS NULL AND expires_at > ?", HashSecret(secret), store.q.Now).
		Take(&r).
		Error
	return &r, notFound(err)
}

// Use marks a reset as used. It is CodeNotFound if the reset was used or has expired, also by a request at the same
// time.
func (store PasswordResetStore) Use(id string) error {
	result := store.tx.g.Model(&PasswordReset{}).
		Where("id = ? AND used_at IS NULL AND expires_at > ?", id, store.tx.Now).
		Update("used_at", store.tx.Now)
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}

// ByID finds a reset, also one that cannot be used any more.
func (store PasswordResetQuery) ByID(id string) (*PasswordReset, error) {
	var r PasswordReset
	err := store.q.g.Where("id = ?", id).Take(&r).Error
	return &r, notFound(err)
}

// Invitations finds until when the open invitations to roles can be accepted, by the id of the role.
func (store PasswordResetQuery) Invitations(memberIDs []string) (map[string]time.Time, error) {
	var list []PasswordReset
	err := store.q.g.Where("member_id IN ? AND used_at IS NULL", memberIDs).Order("expires_at").Find(&list).Error
	ends := make(map[string]time.Time, len(list))
	for _, r := range list {
		ends[*r.MemberID] = r.ExpiresAt
	}
	return ends, err
}

// EndAll marks the open resets of an account as used, but not the invitations to roles.
func (store PasswordResetStore) EndAll(accountID string) error {
	return store.end("account_id = ? AND member_id IS NULL", accountID)
}

// EndInvitations marks the open invitations to a role as used.
func (store PasswordResetStore) EndInvitations(memberID string) error {
	return store.end("member_id = ?", memberID)
}

func (store PasswordResetStore) end(where, id string) error {
	return store.tx.g.Model(&PasswordReset{}).
		Where("used_at IS NULL").
		Where(where, id).
		Update("used_at", store.tx.Now).
		Error
}

// CountSince counts the resets that were made for an account since a time, without invitations.
func (store PasswordResetQuery) CountSince(accountID string, since time.Time) (int, error) {
	return store.count("account_id = ? AND created_at > ? AND member_id IS NULL", accountID, since)
}

// CountInvitations counts the invitations that were made for an account since a time.
func (store PasswordResetQuery) CountInvitations(accountID string, since time.Time) (int, error) {
	return store.count("account_id = ? AND created_at > ? AND member_id IS NOT NULL", accountID, since)
}

func (store PasswordResetQuery) count(where, accountID string, since time.Time) (int, error) {
	var n int64
	err := store.q.g.Model(&PasswordReset{}).
		Where(where, accountID, since.UTC()).
		Count(&n).
		Error
	return int(n), err
}
