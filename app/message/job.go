package message

import (
	"context"
	"errors"
	"strings"
	"time"

	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/models"
)

// JobSend is the kind of job that sends a message; its payload is the message's id, a space, and the time.
const JobSend = "message_send"

// batch is how many mails are queued in a transaction: on SQLite the others wait for it.
const batch = 500

// Jobs are the kinds of jobs of this feature.
func (s *Service) Jobs() []jobs.Kind { return []jobs.Kind{{Name: JobSend, Do: s.Deliver}} }

// Deliver does one job of kind JobSend: it queues a mail for each person of the audience. After a crash it goes on
// where it stopped. It does nothing where the message was taken back, or given another time.
func (s *Service) Deliver(ctx context.Context, job *models.Job) error {
	id, stamp, _ := strings.Cut(job.Payload, " ")
	at, err := time.Parse(time.RFC3339Nano, stamp)
	if err != nil {
		return errors.Join(jobs.ErrGiveUp, err)
	}
	m, e, err := s.begin(ctx, id, at)
	if err != nil || m == nil {
		return err
	}
	until := untilOf(m, e)
	err = mail.QueueBulk(ctx, s.db, mail.Bulk{
		EventID: e.ID,
		Cause:   MailMessage + ":" + m.ID,
		Next: func(tx *models.Tx, after string) ([]models.Registration, error) {
			if now, err := tx.Messages().ByID(m.ID); err != nil || now.StoppedAt != nil {
				return nil, err
			}
			return tx.Messages().Addressees(e, m, after, batch)
		},
		Write: func(_ *models.Tx, r *models.Registration) (*models.Mail, error) {
			facts := map[string]string{factMessage: m.ID, factState: string(r.State), factUntil: until}
			subject := title(s.texts.For(r.Locale), m, e) // what staff see until it is made for the person
			return &models.Mail{Kind: MailMessage, OfMessage: &m.ID, Subject: subject, Data: facts}, nil
		},
	})
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Messages().Finish(m) })
}

// begin records that the message is being sent, and returns it, or nil where there is nothing to do.
func (s *Service) begin(ctx context.Context, id string, at time.Time) (m *models.Message, e *models.Event, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		e = nil
		m, err = tx.Messages().ByID(id)
		if models.CodeOf(err) == models.CodeNotFound {
			m = nil // it was deleted
			return nil
		}
		if err != nil {
			return err
		}
		if e, err = tx.Events().ByID(m.EventID); err != nil {
			return err
		}
		if m.State == models.MessageSending { // it was interrupted
			return nil
		}
		if m.State != models.MessageScheduled || m.SendAt == nil || !m.SendAt.Equal(at) {
			m = nil
			return nil
		}
		if isOverturned(m, e) {
			err := takeBack(tx, m)
			m = nil
			return err
		}
		if isMissed(m, e, tx.Now) {
			m.State = models.MessageDraft // its time stays, to tell staff what happened
			err := tx.Messages().Save(m, m.Version)
			m = nil
			return err
		}
		tx.Emit(models.ActivityMessageSent, m)
		started, err := tx.Messages().Start(m)
		if err == nil && !started { // somebody took it back at this moment
			return models.ErrRunAgain
		}
		return err
	})
	return m, e, err
}

// isOverturned reports whether the event was cancelled or put off since staff scheduled a message: nobody expects it
// now.
func isOverturned(m *models.Message, e *models.Event) bool {
	since := func(at *time.Time) bool { return at != nil && at.After(m.UpdatedAt) }
	return since(e.CancelledAt) || m.Preset == nil && since(e.PostponedAt)
}

const (
	// littleLate is how late a message may always go, tooLate when it is not sent any more by itself.
	littleLate = 10 * time.Minute
	tooLate    = 12 * time.Hour
)

// isMissed reports whether the time of a message passed while the server was away, so that it may be untrue now: long
// ago, or the event began or ended since.
func isMissed(m *models.Message, e *models.Event, now time.Time) bool {
	late := now.Sub(*m.SendAt)
	if m.Preset != nil || late <= littleLate {
		return false
	}
	passed := func(at time.Time) bool { return m.SendAt.Before(at) && !now.Before(at) }
	return late > tooLate || passed(e.StartsAt) || passed(e.EndsAt)
}

// takeBack makes a scheduled message a draft again, or an automatic one off.
func takeBack(tx *models.Tx, m *models.Message) error {
	m.State, m.SendAt = models.MessageDraft, nil
	if m.Preset != nil {
		m.State = models.MessageOff
	}
	return tx.Messages().Save(m, m.Version)
}

// untilOf is when it is too late to send an automatic message, "" for others.
func untilOf(m *models.Message, e *models.Event) string {
	if m.Preset == nil {
		return ""
	}
	if p := presetNamed(*m.Preset); p != nil && p.isAutomatic() {
		return p.until(e).Format(time.RFC3339)
	}
	return ""
}
