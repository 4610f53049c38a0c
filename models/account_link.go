package models

import (
	"cmp"
	"time"
)

// AccountLink is a mailed link that opens the pages of the person of an account. TokenHash is the hash of its secret.
type AccountLink struct {
	ID        string
	AccountID string
	TokenHash string
	CreatedAt time.Time
	ExpiresAt time.Time
	OpenedAt  *time.Time
	EndedAt   *time.Time
}

// AccountLinkAge is how long such a link is good.
const AccountLinkAge = 14 * 24 * time.Hour

// AccountAddress is a further address of an account, which keeps it open where the first one dies.
type AccountAddress struct {
	ID          string
	AccountID   string
	Email       string
	EmailKey    string
	ConfirmedAt *time.Time
	CreatedAt   time.Time
}

// AccountRegistration says that a registration is of the person of an account, who agreed to it.
type AccountRegistration struct {
	RegistrationID string `gorm:"primaryKey"`
	AccountID      string
	JoinedAt       time.Time
}

// PersonQuery reads what makes an account one of a person who stays: its links, further addresses and registrations.
type PersonQuery struct{ q *Query }

// PersonStore reads and writes it.
type PersonStore struct {
	PersonQuery
	tx *Tx
}

// Persons reads what makes an account one of a person who stays.
func (q *Query) Persons() PersonQuery { return PersonQuery{q} }

// Persons reads and writes it.
func (tx *Tx) Persons() PersonStore { return PersonStore{tx.Query.Persons(), tx} }

// Keys are the addresses of an account that are proven: its own, and further ones that were confirmed.
func (store PersonQuery) Keys(a *Account) ([]string, error) {
	keys := []string{a.EmailKey}
	further, err := store.Addresses(a.ID)
	for i := range further {
		if further[i].ConfirmedAt != nil {
			keys = append(keys, further[i].EmailKey)
		}
	}
	return keys, err
}

// ByAddress finds the account of an address: its own, or a further one that was confirmed. Errors: NotFound.
func (store PersonQuery) ByAddress(emailKey string) (*Account, error) {
	a, err := store.q.Accounts().ByEmail(emailKey)
	if CodeOf(err) != CodeNotFound {
		return a, err
	}
	var further Account
	err = store.q.g.Where(`id IN (SELECT account_id FROM account_addresses
		WHERE email_key = ? AND confirmed_at IS NOT NULL)`, emailKey).Take(&further).Error
	return &further, notFound(err)
}

// ByLink finds the link with a secret, which must be good still, and its account. Errors: NotFound.
func (store PersonQuery) ByLink(secret string) (*AccountLink, *Account, error) {
	var l AccountLink
	err := store.q.g.Where("token_hash = ? AND ended_at IS NULL AND expires_at > ?", HashSecret(secret), store.q.Now).
		Take(&l).Error
	if err != nil {
		return nil, nil, notFound(err)
	}
	a, err := store.q.Accounts().ByID(l.AccountID)
	if err == nil && a.DisabledAt != nil {
		err = NewError(CodeNotFound, "error.not_found")
	}
	return &l, a, err
}

// CountLinks counts the links that were made for an account since a time.
func (store PersonQuery) CountLinks(accountID string, since time.Time) (int, error) {
	var n int64
	err := store.q.g.Model(&AccountLink{}).Where("account_id = ? AND created_at > ?", accountID, since.UTC()).
		Count(&n).Error
	return int(n), err
}

// AddLink stores a new link, good for AccountLinkAge. Its secret is derived from its id.
func (store PersonStore) AddLink(accountID string, secret func(id string) string) (*AccountLink, error) {
	id := NewID()
	l := &AccountLink{
		ID: id, AccountID: accountID, TokenHash: HashSecret(secret(id)), CreatedAt: store.tx.Now,
		ExpiresAt: store.tx.Now.Add(AccountLinkAge),
	}
	return l, store.tx.g.Create(l).Error
}

// OpenLink records that a link was opened.
func (store PersonStore) OpenLink(l *AccountLink) error {
	return store.tx.g.Model(&AccountLink{}).Where("id = ? AND opened_at IS NULL", l.ID).
		Update("opened_at", store.tx.Now).Error
}

// EndLink ends one link; all of the account's where all is set.
func (store PersonStore) EndLink(l *AccountLink, all bool) error {
	g := store.tx.g.Model(&AccountLink{}).Where("account_id = ? AND ended_at IS NULL", l.AccountID)
	if !all {
		g = g.Where("id = ?", l.ID)
	}
	return g.Update("ended_at", store.tx.Now).Error
}

// IsStaff reports whether an account also has a password or a role.
func (store PersonQuery) IsStaff(a *Account) (bool, error) {
	if !a.Invited() {
		return true, nil
	}
	var roles int64
	err := store.q.g.Model(&Member{}).Where("account_id = ?", a.ID).Count(&roles).Error
	return roles > 0, err
}

// Mails lists the mails to an account, the latest first.
func (store PersonQuery) Mails(accountID string) ([]Mail, error) {
	var list []Mail
	err := store.q.g.Where("account_id = ?", accountID).Order("created_at DESC, id DESC").Find(&list).Error
	return list, err
}

// Links lists the links of an account that are good still, the latest first.
func (store PersonQuery) Links(accountID string) ([]AccountLink, error) {
	var list []AccountLink
	err := store.q.g.Where("account_id = ? AND ended_at IS NULL AND expires_at > ?", accountID, store.q.Now).
		Order("created_at DESC, id DESC").Find(&list).Error
	return list, err
}

// Registrations lists the registrations that the person of an account took as theirs, the latest event first.
func (store PersonQuery) Registrations(accountID string) ([]Registration, error) {
	return store.registrations(`registrations.id IN (SELECT registration_id FROM account_registrations
		WHERE account_id = ?)`, accountID)
}

// Offered lists registrations with a confirmed address of the account that nobody took as theirs.
func (store PersonQuery) Offered(a *Account) ([]Registration, error) {
	return store.registrations(`registrations.address_confirmed_at IS NOT NULL AND registrations.erased_at IS NULL
		AND (registrations.email_key = ? OR registrations.email_key IN (SELECT email_key FROM account_addresses
			WHERE account_id = ? AND confirmed_at IS NOT NULL))
		AND registrations.id NOT IN (SELECT registration_id FROM account_registrations)`, a.EmailKey, a.ID)
}

func (store PersonQuery) registrations(where string, args ...any) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Preload("TicketType").Joins("JOIN events ON events.id = registrations.event_id").
		Where(where, args...).Order("events.starts_at DESC, registrations.id").Find(&list).Error
	return list, err
}

// Registration finds a registration that the person of an account took as theirs. Errors: NotFound.
func (store PersonQuery) Registration(accountID, id string) (*Registration, error) {
	list, err := store.registrations(`registrations.erased_at IS NULL AND registrations.id IN
		(SELECT registration_id FROM account_registrations WHERE account_id = ? AND registration_id = ?)`, accountID, id)
	if err == nil && len(list) == 0 {
		err = NewError(CodeNotFound, "error.not_found")
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Joined finds the account whose person took a registration as theirs, nil for nobody's.
func (store PersonQuery) Joined(registrationID string) (*Account, error) {
	var a Account
	err := store.q.g.Where("id IN (SELECT account_id FROM account_registrations WHERE registration_id = ?)",
		registrationID).Limit(1).Find(&a).Error
	if err != nil || a.ID == "" {
		return nil, err
	}
	return &a, nil
}

// Join takes a registration as the account's. It is CodeConflict where it is another's.
func (store PersonStore) Join(accountID, registrationID string) error {
	joined := AccountRegistration{RegistrationID: registrationID, AccountID: accountID, JoinedAt: store.tx.Now}
	if err := store.tx.g.Clauses(doNothing).Create(&joined).Error; err != nil {
		return err
	}
	var stored AccountRegistration
	if err := store.tx.g.Where("registration_id = ?", registrationID).Take(&stored).Error; err != nil {
		return err
	}
	if stored.AccountID != accountID {
		return NewError(CodeConflict, "stay.joined_elsewhere")
	}
	return nil
}

// TakeApart ends that a registration is of the account.
func (store PersonStore) TakeApart(accountID, registrationID string) error {
	return store.tx.g.Where("account_id = ? AND registration_id = ?", accountID, registrationID).
		Delete(&AccountRegistration{}).Error
}

// Addresses lists the further addresses of an account.
func (store PersonQuery) Addresses(accountID string) ([]AccountAddress, error) {
	var list []AccountAddress
	err := store.q.g.Where("account_id = ?", accountID).Order("created_at, id").Find(&list).Error
	return list, err
}

// Address finds a further address by its id. Errors: NotFound.
func (store PersonQuery) Address(id string) (*AccountAddress, error) {
	var a AccountAddress
	err := store.q.g.Where("id = ?", id).Take(&a).Error
	return &a, notFound(err)
}

// AddAddress stores a further address, not confirmed yet; again it changes nothing. It returns the stored one.
func (store PersonStore) AddAddress(accountID, email, key string) (*AccountAddress, error) {
	a := AccountAddress{ID: NewID(), AccountID: accountID, Email: email, EmailKey: key, CreatedAt: store.tx.Now}
	if err := store.tx.g.Clauses(doNothing).Create(&a).Error; err != nil {
		return nil, err
	}
	var stored AccountAddress
	err := store.tx.g.Where("account_id = ? AND email_key = ?", accountID, key).Take(&stored).Error
	return &stored, notFound(err)
}

// ConfirmAddress records that the person proved an address to be theirs. It is CodeConflict where it is another's.
func (store PersonStore) ConfirmAddress(a *AccountAddress) error {
	owner, err := store.ByAddress(a.EmailKey)
	switch {
	case err == nil && owner.ID == a.AccountID:
		return nil
	case err == nil:
		return NewError(CodeConflict, "stay.address_taken")
	case CodeOf(err) != CodeNotFound:
		return err
	}
	return store.tx.g.Model(&AccountAddress{}).Where("id = ?", a.ID).Update("confirmed_at", store.tx.Now).Error
}

// RemoveAddress removes a further address. Who was asked by it was asked, and the other way round.
func (store PersonStore) RemoveAddress(accountID, id string, marks MarkOf) error {
	a, err := store.Address(id)
	if CodeOf(err) == CodeNotFound || err == nil && a.AccountID != accountID {
		return nil
	}
	if err != nil {
		return err
	}
	askings := store.tx.Askings(marks)
	if a.ConfirmedAt != nil {
		if err := askings.alike(a.EmailKey, accountID); err != nil {
			return err
		}
		if err := askings.alike(accountID, a.EmailKey); err != nil {
			return err
		}
	}
	return store.tx.g.Where("account_id = ? AND id = ?", accountID, id).Delete(&AccountAddress{}).Error
}

// MakeFirst makes a confirmed further address the account's own one, which becomes a further one. It is CodeConflict
// for an account of staff: to its own address goes the link to a password.
func (store PersonStore) MakeFirst(account *Account, a *AccountAddress) error {
	if a.ConfirmedAt == nil || a.AccountID != account.ID {
		return NewError(CodeNotFound, "error.not_found")
	}
	if staff, err := store.IsStaff(account); err != nil || staff {
		return cmp.Or[error](err, NewError(CodeConflict, "stay.is_staff_address"))
	}
	if err := store.tx.Accounts().set(account.ID, map[string]any{"email": a.Email, "email_key": a.EmailKey}); err != nil {
		return err
	}
	return store.tx.g.Model(&AccountAddress{}).Where("id = ?", a.ID).
		Updates(map[string]any{"email": account.Email, "email_key": account.EmailKey}).Error
}

// Merge moves what the person of another account has into the account: registrations, addresses, places in
// organizations, what they were asked, and the profile where this one has none. The other account goes, with its links;
// its own address is free for this one. marks makes what stands for somebody who was asked. It is CodeConflict for an
// account of staff.
func (store PersonStore) Merge(into, other *Account, marks MarkOf) error {
	if staff, err := store.IsStaff(other); err != nil || staff {
		return cmp.Or[error](err, NewError(CodeConflict, "stay.merge_staff"))
	}
	if err := store.mergeAddresses(into, other); err != nil {
		return err
	}
	if err := store.tx.Askings(marks).merge(into, other); err != nil {
		return err
	}
	for _, statement := range []string{
		"UPDATE account_registrations SET account_id = @into WHERE account_id = @other",
		"UPDATE affiliations SET account_id = @into WHERE account_id = @other",
		"UPDATE offers SET account_id = @into WHERE account_id = @other",
		// Who said no with one of them, said it.
		`UPDATE joint_use_people SET refused_at = COALESCE(refused_at, (SELECT MAX(o.refused_at) FROM joint_use_people AS o
			WHERE o.account_id = @other AND o.joint_use_id = joint_use_people.joint_use_id)) WHERE account_id = @into`,
		`UPDATE joint_use_people SET account_id = @into WHERE account_id = @other
			AND joint_use_id NOT IN (SELECT joint_use_id FROM joint_use_people WHERE account_id = @into)`,
		`UPDATE profiles SET account_id = @into WHERE account_id = @other
			AND NOT EXISTS (SELECT 1 FROM profiles AS own WHERE own.account_id = @into)`,
	} {
		err := store.tx.g.Exec(statement, map[string]any{"into": into.ID, "other": other.ID}).Error
		if err != nil {
			return err
		}
	}
	if err := store.tx.g.Where("id = ?", other.ID).Delete(&Account{}).Error; err != nil {
		return err
	}
	return store.tx.Profiles().rankOf(into)
}

// mergeAddresses moves the further addresses that the person confirmed in the other account. What this one asked for
// already, and did not confirm, is confirmed by that.
func (store PersonStore) mergeAddresses(into, other *Account) error {
	var both []string
	err := store.tx.g.Model(&AccountAddress{}).Where("account_id = ? AND confirmed_at IS NOT NULL", other.ID).
		Where("email_key IN (SELECT email_key FROM account_addresses WHERE account_id = ?)", into.ID).
		Pluck("email_key", &both).Error
	if err != nil {
		return err
	}
	if len(both) > 0 {
		err := store.tx.g.Where("account_id = ? AND email_key IN ?", other.ID, both).Delete(&AccountAddress{}).Error
		if err != nil {
			return err
		}
		err = store.tx.g.Model(&AccountAddress{}).Where("account_id = ? AND email_key IN ?", into.ID, both).
			Update("confirmed_at", store.tx.Now).Error
		if err != nil {
			return err
		}
	}
	return store.tx.g.Model(&AccountAddress{}).Where("account_id = ? AND confirmed_at IS NOT NULL", other.ID).
		Update("account_id", into.ID).Error
}

// Erase erases the account of a person who has no role as staff, with profile, addresses, links and places in
// organizations, and with what they wrote for an organization that projects helped: scales stay as numbers of the
// project. Registrations stay: each is erased on its own page. Of a place in an organization the time stays, without
// the name. It is CodeConflict for an account with a role.
func (store PersonStore) Erase(a *Account) error {
	if staff, err := store.IsStaff(a); err != nil || staff {
		return cmp.Or[error](err, NewError(CodeConflict, "stay.is_staff"))
	}
	// Of a wish to join that nobody answered nothing stays.
	err := store.tx.g.Where("account_id = ? AND asked_by = ? AND accepted_at IS NULL", a.ID, AskedByPerson).
		Delete(&Affiliation{}).Error
	if err != nil {
		return err
	}
	err = store.tx.g.Exec(`UPDATE affiliations SET account_id = NULL, family_name = '', given_name = '', family_kana = '',
		given_kana = '', email = '', email_key = '', named = FALSE, version = version + 1, updated_at = ?,
		until_day = CASE WHEN until_day = '' THEN ? ELSE until_day END
		WHERE account_id = ?`, store.tx.Now, store.tx.Now.Format(time.DateOnly), a.ID).Error
	if err != nil {
		return err
	}
	keys, err := store.Keys(a)
	if err != nil {
		return err
	}
	if err := store.tx.Ties().takeBack(keys); err != nil {
		return err
	}
	if err := store.tx.Reviews().forgetAddresses(keys); err != nil {
		return err
	}
	return store.tx.g.Where("id = ?", a.ID).Delete(&Account{}).Error // with all that refers to it
}
