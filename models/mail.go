package models

import (
	"slices"
	"strings"
	"time"
)

// MailState is the state of a mail.
type MailState string

// The mail states.
const (
	MailQueued MailState = "queued"
	MailSent   MailState = "sent"
	MailKept   MailState = "kept"   // it stays in the outbox, because there is no SMTP server
	MailFailed MailState = "failed" // given up
	// MailOvertaken is not sent: the registration has left the state that it tells.
	MailOvertaken MailState = "overtaken"
	// MailStopped is not sent: staff stopped its message.
	MailStopped MailState = "stopped"
	// MailBounced was accepted and came back: the address cannot be reached.
	MailBounced MailState = "bounced"
)

// Mail is one mail to one person. Cause is unique: it is mailed once.
type Mail struct {
	ID             string
	Cause          string
	Kind           string
	EventID        *string
	RegistrationID *string
	AccountID      *string
	// PersonID is who it is to of a project, by which it is found when they are erased: the id in the team, or of what
	// somebody is asked about a project that is over. It is "" for all other mails.
	PersonID string
	// ActivityID is the activity that the mail is about, or nil.
	ActivityID *string
	// OfMessage is the message of staff that the mail brings to one person, or nil. A person has one mail of it.
	OfMessage *string
	ToAddress string
	ToName    string
	Locale    string
	// Data has the facts at the time when the mail was queued. Its text is made from them when it is sent or shown.
	Data      map[string]string `gorm:"serializer:json"`
	Subject   string
	MessageID string
	State     MailState
	Attempts  int
	LastError string
	// Bounce says why a mail came back, or is late, "" where nothing was heard; BouncedAt is when that was heard.
	Bounce    Bounce
	BouncedAt *time.Time
	CreatedAt time.Time
	SentAt    *time.Time
}

// JobSendMail is the kind of job that sends a mail; its payload is the mail's id.
const JobSendMail = "mail"

// MailQuery reads mails.
type MailQuery struct{ q *Query }

// MailStore reads and writes mails.
type MailStore struct {
	MailQuery
	tx *Tx
}

// Mails reads mails.
func (q *Query) Mails() MailQuery { return MailQuery{q} }

// Mails reads and writes mails.
func (tx *Tx) Mails() MailStore { return MailStore{tx.Query.Mails(), tx} }

// Queue writes a mail and the job that sends it, in the causing transaction. The caller sets Cause, Kind, the
// addressee, Locale and Data. A cause that has a mail already changes nothing, nor does somebody who has no address. A
// kind that no feature registered is an error.
func (store MailStore) Queue(m *Mail) error {
	if err := store.tx.db.kinds.Load().checkMail(m.Kind); err != nil || m.ToAddress == "" {
		return err
	}
	store.prepare(m)
	result := store.tx.g.Clauses(doNothing).Create(m)
	if result.Error != nil || result.RowsAffected == 0 {
		return result.Error
	}
	return store.tx.Jobs().Add(JobSendMail, "mail:"+m.ID, m.ID, store.tx.Now)
}

func (store MailStore) prepare(m *Mail) {
	m.ID, m.State, m.CreatedAt = NewID(), MailQueued, store.tx.Now
	m.MessageID = store.MessageID(m.ID)
	if m.Data == nil {
		m.Data = map[string]string{}
	}
}

// QueueBulk is Queue for mails to many people, in few statements. They are sent when no other mail waits.
func (store MailStore) QueueBulk(list []*Mail) error { return store.QueueBulkAt(list, store.tx.Now) }

// QueueBulkAt is QueueBulk for mails that are not sent before the time.
func (store MailStore) QueueBulkAt(list []*Mail, at time.Time) error {
	list = slices.DeleteFunc(list, func(m *Mail) bool { return m.ToAddress == "" })
	if len(list) == 0 {
		return nil
	}
	ids := make([]string, len(list))
	for i, m := range list {
		if err := store.tx.db.kinds.Load().checkMail(m.Kind); err != nil {
			return err
		}
		store.prepare(m)
		ids[i] = m.ID
	}
	result := store.tx.g.Clauses(doNothing).CreateInBatches(list, insertBatch)
	if result.Error != nil {
		return result.Error
	}
	if int(result.RowsAffected) < len(list) { // some had their mail already
		err := store.tx.g.Model(&Mail{}).Where(store.tx.inList("id", ids)).Order("id").Pluck("id", &ids).Error
		if err != nil {
			return err
		}
	}
	return store.tx.Jobs().addMails(ids, at)
}

// SetMailDomain sets what the Message-IDs of new mails end with.
func (db *DB) SetMailDomain(domain string) { db.mailDomain.Store(&domain) }

// MessageID is the Message-ID of a new mail (RFC 5322). It stays the same when the mail is sent again.
func (store MailStore) MessageID(id string) string {
	if domain := store.tx.db.mailDomain.Load(); domain != nil {
		return id + "@" + *domain
	}
	return id + "@meguri.localhost"
}

// Drop deletes a mail that the same transaction queued, with its job.
func (store MailStore) Drop(cause string) error {
	const dropJob = "DELETE FROM jobs WHERE kind = ? AND payload IN (SELECT id FROM mails WHERE cause = ?)"
	if err := store.tx.g.Exec(dropJob, JobSendMail, cause).Error; err != nil {
		return err
	}
	return store.tx.g.Where("cause = ?", cause).Delete(&Mail{}).Error
}

// DropWaiting deletes an attendee's mails of the kinds that wait to be sent, with their jobs. A mail that is being sent
// stays.
func (store MailStore) DropWaiting(r *Registration, kinds ...string) error {
	const dropJobs = `DELETE FROM jobs WHERE state = ? AND (locked_until IS NULL OR locked_until < ?) AND cause IN
		(SELECT 'mail:' || id FROM mails WHERE registration_id = ? AND state = ? AND kind IN ?)`
	err := store.tx.g.Exec(dropJobs, JobWaiting, store.tx.Now, r.ID, MailQueued, kinds).Error
	if err != nil {
		return err
	}
	const hasNoJob = "NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.cause = 'mail:' || mails.id)"
	return store.tx.g.Where("registration_id = ? AND state = ? AND kind IN ?", r.ID, MailQueued, kinds).
		Where(hasNoJob).
		Delete(&Mail{}).
		Error
}

// MailTally counts the mails to an address, in all and about one event.
type MailTally struct{ Total, OfEvent int }

// ToAddress counts the mails of the kinds that were queued after the time to a registration's address, whichever of
// its registrations they are about.
func (store MailQuery) ToAddress(r *Registration, since time.Time, kinds ...string) (MailTally, error) {
	var tally MailTally
	err := store.q.g.Model(&Mail{}).
		Select("COUNT(*) AS total, COALESCE(SUM(CASE WHEN mails.event_id = ? THEN 1 ELSE 0 END), 0) AS of_event", r.EventID).
		Joins("JOIN registrations ON registrations.id = mails.registration_id").
		Where("registrations.email_key = ? AND mails.created_at > ? AND mails.kind IN ?", r.EmailKey, since, kinds).
		Scan(&tally).
		Error
	return tally, err
}

// ToAddressAbout counts the mails about an event that were queued for an address after the time.
func (store MailQuery) ToAddressAbout(eventID, emailKey string, since time.Time) (int, error) {
	var n int64
	err := store.q.g.Model(&Mail{}).
		Where("event_id = ? AND created_at > ? AND LOWER(to_address) = ?", eventID, since, emailKey).
		Count(&n).
		Error
	return int(n), err
}

// HasCause reports whether there is a mail with the cause.
func (store MailQuery) HasCause(cause string) (bool, error) {
	var n int64
	err := store.q.g.Model(&Mail{}).Where("cause = ?", cause).Count(&n).Error
	return n > 0, err
}

// OfRegistration lists the mails to an attendee, the latest first.
func (store MailQuery) OfRegistration(r *Registration) ([]Mail, error) {
	var list []Mail
	err := store.q.g.Where("registration_id = ?", r.ID).Order("created_at DESC, id DESC").Limit(100).Find(&list).Error
	return list, err
}

// QueuedSince reports whether a mail of the kind was queued for an attendee after the time.
func (store MailQuery) QueuedSince(r *Registration, kind string, since time.Time) (bool, error) {
	var n int64
	err := store.q.g.Model(&Mail{}).
		Where("registration_id = ? AND kind = ? AND created_at > ?", r.ID, kind, since).
		Count(&n).
		Error
	return n > 0, err
}

// LastMailedTo returns the highest id of the event's registrations with a mail whose cause begins with cause, "" if
// there is none.
func (store MailQuery) LastMailedTo(eventID, cause string) (string, error) {
	var ids []string
	err := store.q.g.Model(&Mail{}).
		Where("event_id = ? AND registration_id IS NOT NULL AND substr(cause, 1, ?) = ?", eventID, len(cause), cause).
		Order("registration_id DESC").Limit(1).Pluck("registration_id", &ids).Error
	return strings.Join(ids, ""), err
}

// OfEvent lists the event's mails, the latest first. Where before is given, it lists those before the mail with that
// id. Where kinds are given, it lists mails of these.
func (store MailQuery) OfEvent(
	e *Event, state MailState, query, before string, limit int, kinds ...string,
) ([]Mail, error) {
	g := store.q.g.Where("event_id = ?", e.ID)
	if len(kinds) > 0 {
		g = g.Where("kind IN ?", kinds)
	}
	if state != "" {
		g = g.Where("state = ?", state)
	}
	if query != "" {
		g = g.Where(`LOWER(to_address || ' ' || to_name || ' ' || subject) LIKE LOWER(?) ESCAPE '\'`, likePattern(query))
	}
	if before != "" {
		g = g.Where("id < ?", before)
	}
	var list []Mail
	err := g.Order("id DESC").Limit(limit).Find(&list).Error
	return list, err
}

// CountIn counts the event's mails in a state.
func (store MailQuery) CountIn(e *Event, state MailState) (int, error) {
	var n int64
	err := store.q.g.Model(&Mail{}).Where("event_id = ? AND state = ?", e.ID, state).Count(&n).Error
	return int(n), err
}

// Tallies counts the event's mails by state.
func (store MailQuery) Tallies(e *Event) (map[MailState]int, error) {
	var rows []struct {
		State MailState
		Count int
	}
	err := store.q.g.Model(&Mail{}).
		Select("state, COUNT(*) AS count").
		Where("event_id = ?", e.ID).
		Group("state").
		Scan(&rows).
		Error
	tallies := map[MailState]int{}
	for _, row := range rows {
		tallies[row.State] = row.Count
	}
	return tallies, err
}

// ByID finds a mail by its id, for sending it.
func (store MailQuery) ByID(id string) (*Mail, error) {
	var m Mail
	err := store.q.g.Where("id = ?", id).Take(&m).Error
	return &m, notFound(err)
}

// InEvent finds one of the event's mails.
func (store MailQuery) InEvent(e *Event, id string) (*Mail, error) {
	var m Mail
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&m).Error
	return &m, notFound(err)
}

// Mark records the state of a mail after an attempt to send it.
func (store MailStore) Mark(m *Mail, state MailState, subject, lastError string) error {
	fields := map[string]any{"state": state, "subject": subject, "last_error": lastError, "attempts": m.Attempts + 1}
	if state == MailSent || state == MailKept {
		fields["sent_at"] = store.tx.Now
	}
	return store.tx.g.Model(&Mail{}).Where("id = ? AND to_address <> ''", m.ID).Updates(fields).Error // else erased
}

// Fail records that a mail is given up.
func (store MailStore) Fail(id, lastError string) error {
	return store.tx.g.Model(&Mail{}).
		Where("id = ? AND to_address <> ''", id). // else erased
		Updates(map[string]any{"state": MailFailed, "last_error": lastError}).
		Error
}
