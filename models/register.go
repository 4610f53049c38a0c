package models

import (
	"time"

	"meguri/models/text"
)

// Current reports whether the register counts it on a day, as 2026-04-01: an organization that keeps a list of its
// people need not wait for each of them. Who asks to join, and who said that they do not belong, is not counted.
func (a *Affiliation) Current(day string) bool {
	return !a.IsRequest() && a.DeclinedAt == nil && a.From <= day && (a.Until == "" || day <= a.Until)
}

// IsRequest reports whether somebody asks to join, and was not answered yet.
func (a *Affiliation) IsRequest() bool { return a.AskedBy == AskedByPerson && a.AcceptedAt == nil }

// IsErased reports whether the person was erased; the days stay.
func (a *Affiliation) IsErased() bool { return a.Name == (text.Name{}) && a.EmailKey == "" }

// InvitationAge is how long an invitation to an organization is good.
const InvitationAge = 30 * 24 * time.Hour

// IsInvited reports whether the person can still answer an invitation.
func (a *Affiliation) IsInvited(now time.Time) bool {
	return a.AcceptedAt == nil && a.DeclinedAt == nil && a.InvitedAt != nil && now.Sub(*a.InvitedAt) < InvitationAge
}

// inRegister is Current for the database; the day comes twice.
const inRegister = `NOT (asked_by = 'person' AND accepted_at IS NULL) AND declined_at IS NULL AND from_day <= ?
	AND (until_day = '' OR until_day >= ?)`

// CountMembers counts the people in the registers of all organizations today, by organization; those of doubles count
// for the organization of which they are one.
func (store AffiliationQuery) CountMembers() (map[string]int, error) {
	today := store.q.Now.In(DefaultZone).Format(time.DateOnly)
	var rows []struct {
		ID string
		N  int
	}
	err := store.q.g.Model(&Affiliation{}).Select(survivor+" AS id, COUNT(DISTINCT member_id) AS n").
		Where(inRegister, today, today).Group("1").Scan(&rows).Error
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.ID] = row.N
	}
	return counts, err
}

// ByID finds an affiliation of any organization, with it. Errors: NotFound.
func (store AffiliationQuery) ByID(id string) (*Affiliation, error) {
	var a Affiliation
	err := store.q.g.Preload("Organization").Where("id = ?", id).Take(&a).Error
	return &a, notFound(err)
}

// Fellows lists the accounts of those who belong to an organization or its doubles today, by reading.
func (store AffiliationQuery) Fellows(organizationID string) ([]Affiliation, error) {
	today := store.q.Now.In(DefaultZone).Format(time.DateOnly)
	var list []Affiliation
	err := store.q.g.Where(ofFamily, organizationID, organizationID).Where(isCurrent, today, today).
		Where("account_id IS NOT NULL").Order("family_kana, given_kana, id").Find(&list).Error
	return list, err
}

// WithAddress lists what organizations hold of an address, with them.
func (store AffiliationQuery) WithAddress(emailKey string) ([]Affiliation, error) {
	if emailKey == "" {
		return nil, nil
	}
	var list []Affiliation
	err := store.q.g.Preload("Organization").Where("email_key = ?", emailKey).Order("from_day, id").Find(&list).Error
	return list, err
}

// Decline notes that the person of a member of the register said that they do not belong. Proving the address gives it
// to nobody from then on.
func (store AffiliationStore) Decline(a *Affiliation) error {
	return store.tx.g.Exec(`UPDATE affiliations SET account_id = NULL, accepted_at = NULL, declined_at = ?, updated_at = ?,
		version = version + 1 WHERE member_id = ? AND (account_id IS NULL OR account_id = ?)`,
		store.tx.Now, store.tx.Now, a.MemberID, a.AccountID).Error
}

// Accept makes all that the register has of a member the account's, which agreed to it.
func (store AffiliationStore) Accept(a *Affiliation, accountID string) error {
	return store.tx.g.Exec(`UPDATE affiliations SET account_id = ?, accepted_at = COALESCE(accepted_at, ?),
		declined_at = NULL, updated_at = ?, version = version + 1 WHERE member_id = ?
		AND (account_id IS NULL OR account_id = ?)`,
		accountID, store.tx.Now, store.tx.Now, a.MemberID, accountID).Error
}

// End ends, with a day, all that goes on of a member of the register.
func (store AffiliationStore) End(memberID, day string) error {
	return store.tx.g.Exec(`UPDATE affiliations SET until_day = ?, updated_at = ?, version = version + 1
		WHERE member_id = ? AND (until_day = '' OR until_day > ?)`, day, store.tx.Now, memberID, day).Error
}

// Same makes two members of one organization's register one person: what the second has is the first's from then on.
func (store AffiliationStore) Same(organizationID, memberID, otherID string) error {
	return store.tx.g.Exec(`UPDATE affiliations SET member_id = ?, updated_at = ?, version = version + 1
		WHERE member_id = ? AND `+ofFamily, memberID, store.tx.Now, otherID, organizationID, organizationID).Error
}

// Remove deletes an affiliation that was read at version. It is CodeConflict if somebody else changed it since.
func (store AffiliationStore) Remove(a *Affiliation, version int) error {
	return mustAffect(store.tx.g.Where("id = ? AND version = ?", a.ID, version).Delete(&Affiliation{}),
		NewError(CodeConflict, "affiliation.changed_meanwhile"))
}

// RemoveImport takes back what came with a file and nobody touched since.
func (store AffiliationStore) RemoveImport(organizationID, importID string) (int, error) {
	done := store.tx.g.Where(`organization_id = ? AND import_id = ? AND import_id <> '' AND version = 1
		AND account_id IS NULL`, organizationID, importID).Delete(&Affiliation{})
	return int(done.RowsAffected), done.Error
}

// EraseMember empties what an organization's register holds of a person; the days stay, and end today. An account is
// the person's own, and stays.
func (store AffiliationStore) EraseMember(organizationID, memberID string) error {
	today := store.tx.Now.In(DefaultZone).Format(time.DateOnly)
	return store.tx.g.Exec(`UPDATE affiliations SET account_id = NULL, family_name = '', given_name = '',
		family_kana = '', given_kana = '', email = '', email_key = '', words = '', named = FALSE, invited_at = NULL,
		version = version + 1, updated_at = ?, until_day = CASE WHEN until_day = '' OR until_day > ? THEN ? ELSE until_day END
		WHERE member_id = ? AND `+ofFamily, store.tx.Now, today, today, memberID, organizationID, organizationID).Error
}

// Events lists those that an organization or a double of it hosts or takes part in and that everybody may see, the
// latest first.
func (store OrganizationQuery) Events(o *Organization, limit int) (list []Event, err error) {
	announced := []EventState{EventPublished, EventPostponed, EventArchived, EventCancelled}
	return list, store.q.g.Where("state IN ?", announced).
		Where("("+ofFamily+` OR id IN (SELECT event_id FROM event_organizations WHERE accepted_at IS NOT NULL
			AND `+ofFamily+"))", o.ID, o.ID, o.ID, o.ID).
		Order("starts_at DESC, id").Limit(limit).Find(&list).Error
}

// Needs lists the needs of an organization and its doubles that everybody may see.
func (store OrganizationQuery) Needs(o *Organization, limit int) (list []Need, err error) {
	return list, store.q.Needs().public().Where("needs."+ofFamily, o.ID, o.ID).
		Order("needs.opened_at DESC, needs.id").Limit(limit).Find(&list).Error
}
