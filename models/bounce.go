package models

import (
	"strings"
	"time"
)

// Bounce is why a mail came back.
type Bounce string

// The reasons.
const (
	BounceUnknown Bounce = "unknown" // the address does not exist
	BounceDomain  Bounce = "domain"  // the part behind @ receives no mail
	BounceFull    Bounce = "full"    // the mailbox is full
	BounceRefused Bounce = "refused" // the other side takes no mail of ours
	BounceLarge   Bounce = "large"   // the mail is too large for it
	BounceExpired Bounce = "expired" // its server could not be reached for days
	BounceOther   Bounce = "other"
	BounceLate    Bounce = "late" // it is still being tried
)

// Bounces are all reasons.
var Bounces = []Bounce{
	BounceUnknown, BounceDomain, BounceFull, BounceRefused, BounceLarge, BounceExpired, BounceOther, BounceLate,
}

// hasBounced is true of a registration to whose address nothing can be delivered.
const hasBounced = "(email_key IN (SELECT email_key FROM bounced_addresses))"

// Blocks reports whether mails to many go to the address no more: it does not exist. A full mailbox is emptied some
// day, and who refuses us may be asked.
func (b Bounce) Blocks() bool { return b == BounceUnknown || b == BounceDomain }

// RecordBounce records that a mail came back, or is late. For a reason that blocks, its address gets no mail to many
// until it is corrected; not where the mail was only guessed (isSure): anybody can write such a report. It reports
// false where nothing is new.
func (store MailStore) RecordBounce(m *Mail, why Bounce, detail string, isSure bool) (bool, error) {
	fields := map[string]any{"bounce": why, "bounced_at": store.tx.Now, "last_error": detail}
	if why != BounceLate {
		fields["state"] = MailBounced
	}
	result := store.tx.g.Model(&Mail{}).Where("id = ? AND state = ?", m.ID, MailSent).Updates(fields)
	if result.Error != nil || result.RowsAffected == 0 || !why.Blocks() || !isSure {
		return result.RowsAffected == 1, result.Error
	}
	return true, store.tx.g.Exec(`INSERT INTO bounced_addresses (email_key, bounce, mail_id, created_at)
		VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, strings.ToLower(m.ToAddress), why, m.ID, store.tx.Now).Error
}

// LastSentTo is the mail that was sent to an address last, after the time. Errors: NotFound.
func (store MailQuery) LastSentTo(address string, since time.Time) (*Mail, error) {
	var m Mail
	err := store.q.g.Joins("JOIN registrations ON registrations.id = mails.registration_id").
		Where("registrations.email_key = ? AND mails.sent_at > ? AND mails.state = ?", strings.ToLower(address), since,
			MailSent).Order("mails.sent_at DESC").Take(&m).Error
	return &m, notFound(err)
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
