package registration

import (
	"context"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// linkPause is the time after which an address may be mailed its link again.
const linkPause = 2 * time.Minute

// RequestLink mails the link to the attendee's page once more, unless it was mailed within linkPause. It changes
// nothing, as anyone may call it. A job looks the address up, so that neither the answer nor its time tells whether the
// address is known. Errors: Invalid for what is no address.
func (s *Service) RequestLink(ctx context.Context, event *models.Event, in *LinkInput) error {
	c := check.New()
	_, key := c.Email("email", in.Email, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.queueLink(ctx, JobLink, event, key)
}

// ResendLink mails a new link to the attendee's page and invalidates the earlier ones. Staff who may edit people call
// it.
func (s *Service) ResendLink(ctx context.Context, event *models.Event, id string) error {
	r, err := s.db.Query(ctx).Registrations().ByID(event, id)
	if err != nil {
		return err
	}
	return s.queueLink(ctx, JobNewLink, event, r.ID)
}

func (s *Service) queueLink(ctx context.Context, kind string, event *models.Event, whose string) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		return w.Jobs().Add(kind, kind+":"+models.NewID(), event.ID+" "+whose, w.Now)
	})
}

// mailLinkAgain does one job of kind JobLink. A repeated job mails nothing within linkPause.
func (s *Service) mailLinkAgain(ctx context.Context, job *models.Job) error {
	return s.withEventOf(ctx, job, func(tx *models.Tx, event *models.Event, key string) error {
		r, err := tx.Registrations().ByEmail(event, key)
		if err != nil {
			return err
		}
		if r, err = tx.Registrations().Lock(event, r.ID); err != nil { // of two jobs at once, one mails
			return err
		}
		if recent, err := tx.Mails().QueuedSince(r, MailLink, tx.Now.Add(-linkPause)); err != nil || recent {
			return err
		}
		return s.mailLink(tx, r)
	})
}

// withEventOf calls do in a transaction with the event of a job and the rest of its payload. What is not found any more
// needs no link.
func (s *Service) withEventOf(
	ctx context.Context, job *models.Job, do func(tx *models.Tx, event *models.Event, whose string) error,
) error {
	eventID, whose, _ := strings.Cut(job.Payload, " ")
	event, err := s.db.Query(ctx).Events().ByID(eventID)
	if err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error { return do(tx, event, whose) })
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// replaceLink does one job of kind JobNewLink. A repeated job changes nothing.
func (s *Service) replaceLink(ctx context.Context, job *models.Job) error {
	return s.withEventOf(ctx, job, func(tx *models.Tx, event *models.Event, id string) error {
		r, err := tx.Registrations().Lock(event, id)
		if err != nil || !r.Live() {
			return err
		}
		if done, err := tx.Mails().HasCause(mailCause(r, MailLink, job.ID)); err != nil || done {
			return err
		}
		r.LinkNumber++
		r.LinkHash = models.HashSecret(s.Link(r))
		if err := tx.Registrations().Update(r); err != nil {
			return err
		}
		return s.queueMail(tx, r, MailLink, job.ID, tx.Emit(models.ActivityLinkRequested, r), nil)
	})
}

func (s *Service) mailLink(tx *models.Tx, r *models.Registration) error {
	moment := strconv.FormatInt(tx.Now.Unix()/int64(linkPause/time.Second), 10)
	return s.mail(tx, r, MailLink, moment, tx.Emit(models.ActivityLinkRequested, r), nil)
}
