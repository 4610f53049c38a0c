package models

import "time"

// MailState is where a mail stands.
type MailState string

// The mail states.
const (
	MailQueued MailState = "queued"
	MailSent   MailState = "sent"
	MailKept   MailState = "kept"   // there is no SMTP server: it stays in the outbox for staff to read
	MailFailed MailState = "failed" // given up
)

// Mail is one mail to one person. Cause is unique: the same cause never mails twice.
type Mail struct {
	ID             string
	Cause          string
	Kind           string
	EventID        *string
	RegistrationID *string
	AccountID      *string
	ToAddress      string
	ToName         string
	Locale         string
	// Data are the facts of the moment that caused the mail; its text is made from them when it is sent or looked at.
	Data      map[string]string `gorm:"serializer:json"`
	Subject   string
	MessageID string
	State     MailState
	Attempts  int
	LastError string
	CreatedAt time.Time
	SentAt    *time.Time
}

// JobSendMail is the kind of job that sends a mail; its payload is the mail's id.
const JobSendMail = "mail"

// QueueMail writes a mail and the job that sends it, in the causing transaction. The caller sets Cause, Kind, the addressee, Locale and
// Data; a cause that has its mail already changes nothing.
func (tx *Tx) QueueMail(m *Mail) error {
	m.ID, m.State, m.CreatedAt = NewID(), MailQueued, tx.Now
	m.MessageID = m.ID + "@meguri"
	if m.Data == nil {
		m.Data = map[string]string{}
	}
	result := tx.g.Clauses(doNothing).Create(m)
	if result.Error != nil || result.RowsAffected == 0 {
		return result.Error
	}
	return tx.AddJob(JobSendMail, "mail:"+m.ID, m.ID, tx.Now)
}

// DropMail takes back a mail of the same transaction, with its job.
func (tx *Tx) DropMail(cause string) error {
	if err := tx.g.Exec(`DELETE FROM jobs WHERE kind = ? AND payload IN (SELECT id FROM mails WHERE cause = ?)`, JobSendMail, cause).Error; err != nil {
		return err
	}
	return tx.g.Where("cause = ?", cause).Delete(&Mail{}).Error
}
