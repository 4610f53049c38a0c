package models

import "time"

// invitationAge is how long a mailed invitation to join an organization is good.
const invitationAge = 14 * 24 * time.Hour

// IsRequest reports whether somebody asks to join who was not answered yet.
func (a *Affiliation) IsRequest() bool { return a.AskedBy == AskedByPerson && a.AcceptedAt == nil }

// MayBeInvited reports whether an invitation can be mailed: the person has an address, and neither joined nor said no.
func (a *Affiliation) MayBeInvited() bool {
	return a.EmailKey != "" && a.AcceptedAt == nil && a.DeclinedAt == nil && !a.IsRequest()
}

// IsInvited reports whether the invitation is good at a time.
func (a *Affiliation) IsInvited(now time.Time) bool {
	return a.MayBeInvited() && a.InvitedAt != nil && now.Before(a.InvitedAt.Add(invitationAge))
}

// ByID finds an affiliation by its id, with its organization. Errors: NotFound.
func (store AffiliationQuery) ByID(id string) (*Affiliation, error) {
	var a Affiliation
	err := store.q.g.Preload("Organization").Where("id = ?", id).Take(&a).Error
	return &a, notFound(err)
}

// OfPerson is OfAccount, with what registers have of an address that the person proved to be theirs and nobody took.
func (store AffiliationQuery) OfPerson(account *Account) ([]Affiliation, error) {
	var list []Affiliation
	err := store.q.g.Preload("Organization").Where(`account_id = ? OR (account_id IS NULL AND declined_at IS NULL
		AND email_key <> '' AND (email_key = ? OR email_key IN (SELECT email_key FROM account_addresses
			WHERE account_id = ? AND confirmed_at IS NOT NULL)))`, account.ID, account.EmailKey, account.ID).
		Order("from_day DESC, id DESC").Find(&list).Error
	return list, err
}

// Accept records that both sides said yes: all that the register has of the person is the account's from then on.
func (store AffiliationStore) Accept(a *Affiliation, accountID string) error {
	return store.tx.g.Exec(`UPDATE affiliations SET account_id = ?, accepted_at = ?, words = '', version = version + 1,
		updated_at = ? WHERE organization_id = ? AND member_id = ? AND accepted_at IS NULL
		AND (account_id IS NULL OR account_id = ?)`,
		accountID, store.tx.Now, store.tx.Now, a.OrganizationID, a.MemberID, accountID).Error
}

// Decline records that the person does not belong there: what the register has of them is no account's.
func (store AffiliationStore) Decline(a *Affiliation) error {
	return store.tx.g.Exec(`UPDATE affiliations SET account_id = NULL, named = FALSE, declined_at = ?,
		version = version + 1, updated_at = ? WHERE organization_id = ? AND member_id = ? AND accepted_at IS NULL`,
		store.tx.Now, store.tx.Now, a.OrganizationID, a.MemberID).Error
}

// SetNamed stores whether the person agrees to be named on the page of the organization.
func (store AffiliationStore) SetNamed(a *Affiliation, named bool) error {
	return store.tx.g.Exec(`UPDATE affiliations SET named = ?, version = version + 1, updated_at = ?
		WHERE organization_id = ? AND member_id = ? AND account_id = ? AND accepted_at IS NOT NULL`,
		named, store.tx.Now, a.OrganizationID, a.MemberID, a.AccountID).Error
}

// Named lists who belongs to an organization on a day and agreed to be named on its page, with their accounts, by
// reading.
func (store AffiliationQuery) Named(organizationID, day string) ([]Affiliation, error) {
	var list []Affiliation
	err := store.q.g.Preload("Account").Where("organization_id = ? AND named", organizationID).
		Where("account_id IN (SELECT id FROM accounts WHERE disabled_at IS NULL)").Where(isCurrent, day, day).
		Order("family_kana, given_kana, id").Find(&list).Error
	return list, err
}

// Accounts lists the accounts of those who belong to an organization on a day, or ask to, each once.
func (store AffiliationQuery) Accounts(organizationID, day string) ([]Account, error) {
	var list []Account
	err := store.q.g.Where(`disabled_at IS NULL AND id IN (SELECT account_id FROM affiliations WHERE organization_id = ?
		AND declined_at IS NULL AND from_day <= ? AND (until_day = '' OR until_day >= ?))`, organizationID, day, day).
		Order("id").Find(&list).Error
	return list, err
}

// RefusedNews finds the addresses that want no news of an organization.
func (store AffiliationQuery) RefusedNews(organizationID string) (map[string]bool, error) {
	var keys []string
	err := store.q.g.Table("news_refusals").Where("organization_id = ?", organizationID).Pluck("email_key", &keys).Error
	refused := make(map[string]bool, len(keys))
	for _, key := range keys {
		refused[key] = true
	}
	return refused, err
}
