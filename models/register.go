package models

import (
	"time"

	"meguri/models/text"
)

// Current reports whether the register counts it on a day, as 2026-04-01: an organization that keeps a list of its
// people need not wait for each of them. Who asks to join is not counted.
func (a *Affiliation) Current(day string) bool {
	return !a.IsErased() && !a.IsRequest() && a.From <= day && (a.Until == "" || day <= a.Until)
}

// IsErased reports whether the person was erased; the days stay.
func (a *Affiliation) IsErased() bool { return a.Name == (text.Name{}) && a.EmailKey == "" }

// WithAddress lists what the register of an organization has of an address.
func (store AffiliationQuery) WithAddress(organizationID, emailKey string) (list []Affiliation, err error) {
	if emailKey == "" {
		return nil, nil
	}
	return list, store.q.g.Where("organization_id = ? AND email_key = ?", organizationID, emailKey).
		Order("from_day, id").Find(&list).Error
}

// WithAddressOf lists what the register of an organization has of the people who have an address, under whatever
// address.
func (store AffiliationQuery) WithAddressOf(organizationID, emailKey string) (list []Affiliation, err error) {
	return list, store.q.g.Where("organization_id = ? AND member_id IN ("+sameMember+")", organizationID, organizationID,
		emailKey).Order("from_day, id").Find(&list).Error
}

// sameMember are the entries of a register that have an address.
const sameMember = "SELECT member_id FROM affiliations WHERE organization_id = ? AND email_key = ? AND email_key <> ''"

// End ends, with a day, all that goes on of a member of the register.
func (store AffiliationStore) End(organizationID, memberID, day string) error {
	return store.tx.g.Exec(`UPDATE affiliations SET until_day = ?, updated_at = ?, version = version + 1
		WHERE organization_id = ? AND member_id = ? AND (until_day = '' OR until_day > ?)`,
		day, store.tx.Now, organizationID, memberID, day).Error
}

// Remove deletes an affiliation that was read at version. It is CodeConflict if somebody else changed it since.
func (store AffiliationStore) Remove(a *Affiliation, version int) error {
	return mustAffect(store.tx.g.Where("id = ? AND version = ?", a.ID, version).Delete(&Affiliation{}),
		NewError(CodeConflict, "affiliation.changed_meanwhile"))
}

// RemoveImport takes back what came with a file and nobody touched since.
func (store AffiliationStore) RemoveImport(organizationID, importID string) error {
	return store.tx.g.Where(`organization_id = ? AND import_id = ? AND import_id <> '' AND version = 1
		AND account_id IS NULL`, organizationID, importID).Delete(&Affiliation{}).Error
}

// emptied is what stays of a member of a register: the days, which end on one at the latest. The day comes twice.
const emptied = `account_id = NULL, family_name = '', given_name = '', family_kana = '', given_kana = '', email = '',
	email_key = '', words = '', named = FALSE, version = version + 1, updated_at = ?,
	until_day = CASE WHEN until_day = '' OR until_day > ? THEN ? ELSE until_day END`

// EraseMember empties what an organization's register holds of a person. An account is the person's own, and stays.
func (store AffiliationStore) EraseMember(organizationID, memberID string) error {
	today := store.tx.Now.In(DefaultZone).Format(time.DateOnly)
	return store.tx.g.Exec("UPDATE affiliations SET "+emptied+" WHERE organization_id = ? AND member_id = ?",
		store.tx.Now, today, today, organizationID, memberID).Error
}
