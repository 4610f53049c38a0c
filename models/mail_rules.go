package models

import "time"

// MailRules say when an event's mails to many may go, and where answers go. Mails that one person waits for, as a
// ticket, always go.
type MailRules struct {
	// ReplyTo is where answers to all mails of the event go, "" for its contact.
	ReplyTo string
	// QuietFrom and QuietUntil are hours of the event's clock between which no mail to many goes; the same twice for none.
	QuietFrom  int
	QuietUntil int
	// MailPause is how many minutes lie between two messages to an address, 0 for none.
	MailPause int
	// MailCap is how many messages an address gets in 24 hours, 0 for any number.
	MailCap int
}

// HasQuietHours reports whether there are hours in which no mail to many goes.
func (e *Event) HasQuietHours() bool { return e.QuietFrom != e.QuietUntil }

// QuietUntilAt is when the quiet hours end in which the time lies; the time itself where it lies in none.
func (e *Event) QuietUntilAt(at time.Time) time.Time {
	local := e.Local(at)
	hour := local.Hour()
	isQuiet := e.QuietFrom <= hour && hour < e.QuietUntil
	if e.QuietFrom > e.QuietUntil { // over midnight
		isQuiet = hour >= e.QuietFrom || hour < e.QuietUntil
	}
	if !isQuiet {
		return at
	}
	day := local.Day()
	if hour >= e.QuietUntil {
		day++
	}
	wall := time.Date(local.Year(), local.Month(), day, e.QuietUntil, 0, 0, 0, time.UTC)
	return AtClock(wall, e.Zone()).UTC()
}

// SetMailRules stores the rules.
func (store EventStore) SetMailRules(e *Event, rules MailRules) error {
	e.MailRules = rules
	return store.tx.g.Model(&Event{}).Where("id = ?", e.ID).
		Select("reply_to", "quiet_from", "quiet_until", "mail_pause", "mail_cap").Updates(e).Error
}

// LastMessages are when the messages to a registration's address were sent after the time, besides the one of the mail:
// each message once, the latest first.
func (store MailQuery) LastMessages(r *Registration, m *Mail, since time.Time) ([]time.Time, error) {
	var rows []Mail
	err := store.q.g.Model(&Mail{}).Select("of_message", "sent_at").
		Joins("JOIN registrations ON registrations.id = mails.registration_id").
		Where("registrations.email_key = ? AND mails.sent_at > ?", r.EmailKey, since).
		Where("of_message IS NOT NULL AND of_message <> ?", m.OfMessage).Order("sent_at DESC").Find(&rows).Error
	var times []time.Time
	seen := map[string]bool{}
	for i := range rows {
		if !seen[*rows[i].OfMessage] {
			seen[*rows[i].OfMessage] = true
			times = append(times, *rows[i].SentAt)
		}
	}
	return times, err
}
