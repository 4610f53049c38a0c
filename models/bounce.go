package models

import "strings"

// Bounce is why a mail came back.
type Bounce string

// The reasons.
const (
	BounceUnknown Bounce = "unknown" // the address does not exist
	BounceDomain  Bounce = "domain"  // the part behind @ receives no mail
	BounceFull    Bounce = "full"    // the mailbox is full
	BounceRefused Bounce = "refused" // the other side takes no mail of ours
	BounceLarge   Bounce = "large"   // the mail is too large for it
	BounceOther   Bounce = "other"
	BounceLate    Bounce = "late" // it is still being tried
)

// Bounces are all reasons.
var Bounces = []Bounce{
	BounceUnknown, BounceDomain, BounceFull, BounceRefused, BounceLarge, BounceOther, BounceLate,
}

// hasBounced is true of a registration to whose address nothing can be delivered.
const hasBounced = "(email_key IN (SELECT email_key FROM bounced_addresses))"

// RecordBounce records that a mail came back, and for a permanent reason that its address gets no mail to many until it
// is corrected. It reports false where that was known, or the mail is to an address that the person has no more.
func (store MailStore) RecordBounce(m *Mail, why Bounce, permanent bool, detail string) (bool, error) {
	fields := map[string]any{"bounce": why, "bounced_at": store.tx.Now, "last_error": detail}
	if permanent {
		fields["state"] = MailBounced
	}
	result := store.tx.g.Model(&Mail{}).
		Where("id = ? AND state IN ?", m.ID, []MailState{MailSent, MailQueued, MailFailed}).Updates(fields)
	if result.Error != nil || result.RowsAffected == 0 || !permanent {
		return result.RowsAffected == 1, result.Error
	}
	return true, store.tx.g.Exec(`INSERT INTO bounced_addresses (email_key, bounce, mail_id, created_at)
		VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, strings.ToLower(m.ToAddress), why, m.ID, store.tx.Now).Error
}

// BounceOf is why mails to a registration's address came back, "" where they did not.
func (store MailQuery) BounceOf(r *Registration) (Bounce, error) {
	var why []Bounce
	err := store.q.g.Table("bounced_addresses").Where("email_key = ?", r.EmailKey).Limit(1).Pluck("bounce", &why).Error
	if err != nil || len(why) == 0 {
		return "", err
	}
	return why[0], nil
}

// ForgetBounce has a registration's address get mails to many again.
func (store MailStore) ForgetBounce(r *Registration) error {
	return store.tx.g.Exec("DELETE FROM bounced_addresses WHERE email_key = ?", r.EmailKey).Error
}

// ForgetBounces forgets the addresses that no registration has any more.
func (store MailStore) ForgetBounces() error {
	return store.tx.g.Exec(`DELETE FROM bounced_addresses WHERE NOT EXISTS
		(SELECT 1 FROM registrations WHERE registrations.email_key = bounced_addresses.email_key)`).Error
}
