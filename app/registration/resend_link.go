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

// RequestLink mails a new link to the attendee's page and invalidates the earlier ones, unless a link was mailed within
// linkPause. Anyone may call it: a job looks the address up, so that neither the answer nor its time tells whether the
// address is known. Errors: Invalid for what is no address.
func (s *Service) RequestLink(ctx context.Context, event *models.Event, in *LinkInput) error {
	c := check.New()
	_, key := c.Email("email", in.Email, check.Required)
	if err := c.Err(); err != nil {
		return err
	}
	return s.queueLink(ctx, event, key)
}

// ResendLink is RequestLink for a registration of the event. Staff who may edit people call it.
func (s *Service) ResendLink(ctx context.Context, event *models.Event, id string) error {
	r, err := s.db.Query(ctx).Registrations().ByID(event, id)
	if err != nil {
		return err
	}
	return s.queueLink(ctx, event, r.EmailKey)
}

func (s *Service) queueLink(ctx context.Context, event *models.Event, emailKey string) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		return w.Jobs().Add(JobLink, JobLink+":"+models.NewID(), event.ID+" "+emailKey, w.Now)
	})
}

// Relink does one job of kind JobLink. A repeated job mails nothing within linkPause.
func (s *Service) Relink(ctx context.Context, job *models.Job) error {
	eventID, key, _ := strings.Cut(job.Payload, " ")
	event, err := s.db.Query(ctx).Events().ByID(eventID)
	if err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByEmail(event, key)
		if err != nil {
			return err
		}
		return s.relink(tx, event, r.ID)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// relink replaces the link to the attendee's page and mails the new one.
func (s *Service) relink(tx *models.Tx, event *models.Event, id string) error {
	r, err := tx.Registrations().Lock(event, id)
	if err != nil {
		return err
	}
	if recent, err := tx.Mails().QueuedSince(r, MailLink, tx.Now.Add(-linkPause)); err != nil || recent {
		return err
	}
	r.LinkNumber++
	r.LinkHash = models.HashSecret(s.Link(r))
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	return s.mailLink(tx, r)
}

func (s *Service) mailLink(tx *models.Tx, r *models.Registration) error {
	moment := strconv.FormatInt(tx.Now.Unix()/int64(linkPause/time.Second), 10)
	return s.mail(tx, r, MailLink, moment, tx.Emit(models.ActivityLinkRequested, r), nil)
}
