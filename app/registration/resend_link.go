package registration

import (
	"context"
	"slices"
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

// ResendLink mails the link to the attendee's page once more. Staff who may edit people call it. Errors: Conflict where
// the registration is no longer live.
func (s *Service) ResendLink(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().ByID(event, id)
		if err != nil {
			return err
		}
		if !r.Live() {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		return s.queueMail(tx, r, MailLink, "staff:"+linkMoment(tx), tx.Emit(models.ActivityLinkRequested, r), nil)
	})
}

// RenewLink mails a new link to the attendee's page. The one that works now is valid until the new one is opened. The
// attendee calls it.
func (s *Service) RenewLink(ctx context.Context, event *models.Event, r *models.Registration) error {
	return s.queueLink(ctx, JobNewLink, event, r.ID)
}

func (s *Service) queueLink(ctx context.Context, kind string, event *models.Event, whose string) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		return w.Jobs().Add(kind, kind+":"+models.NewID(), event.ID+" "+whose, w.Now)
	})
}

// mailLinkAgain does one job of kind JobLink: each person with the address is mailed their link. A repeated job mails
// nothing within linkPause.
func (s *Service) mailLinkAgain(ctx context.Context, job *models.Job) error {
	return s.withEventOf(ctx, job, func(tx *models.Tx, event *models.Event, key string) error {
		people, err := tx.Registrations().ByEmail(event, key, dailyMails)
		for i := range people {
			if isAmong(people, people[i].RepresentativeID) { // that one's mail has all links
				continue
			}
			if err := s.mailLinkOf(tx, event, people[i].ID); err != nil {
				return err
			}
		}
		return err
	})
}

func isAmong(people []models.Registration, id *string) bool {
	return id != nil && slices.ContainsFunc(people, func(r models.Registration) bool { return r.ID == *id })
}

func (s *Service) mailLinkOf(tx *models.Tx, event *models.Event, id string) error {
	r, err := tx.Registrations().Lock(event, id) // of two jobs at once, one mails
	if err != nil {
		return err
	}
	if recent, err := tx.Mails().QueuedSince(r, MailLink, tx.Now.Add(-linkPause)); err != nil || recent {
		return err
	}
	return s.mailLink(tx, r, MailLink)
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

// renewLink does one job of kind JobNewLink. A repeated job changes nothing, and a second wish within linkPause either.
func (s *Service) renewLink(ctx context.Context, job *models.Job) error {
	return s.withEventOf(ctx, job, func(tx *models.Tx, event *models.Event, id string) error {
		r, err := tx.Registrations().Lock(event, id)
		if err != nil || !r.Live() {
			return err
		}
		if recent, err := tx.Mails().QueuedSince(r, MailNewLink, tx.Now.Add(-linkPause)); err != nil || recent {
			return err
		}
		if may, err := mayMail(tx, r, MailNewLink); err != nil || !may {
			return err
		}
		if r.PreviousLinkHash == nil { // else the link that was made before was not opened yet
			s.makeLink(r)
			if err := tx.Registrations().Update(r); err != nil {
				return err
			}
		}
		return s.queueMail(tx, r, MailNewLink, job.ID, tx.Emit(models.ActivityLinkRequested, r), nil)
	})
}

// makeLink gives the registration a new link. The one before is valid until it is opened.
func (s *Service) makeLink(r *models.Registration) {
	if r.PreviousLinkHash == nil {
		before := r.LinkHash
		r.PreviousLinkHash = &before
	}
	r.LinkNumber++
	r.LinkHash = models.HashSecret(s.Link(r))
}

// mailLink mails the link that works, as a mail of the kind.
func (s *Service) mailLink(tx *models.Tx, r *models.Registration, kind string) error {
	return s.mail(tx, r, kind, linkMoment(tx), tx.Emit(models.ActivityLinkRequested, r), nil)
}

// linkMoment is the same for all mails within linkPause, or nearly.
func linkMoment(tx *models.Tx) string {
	return strconv.FormatInt(tx.Now.Unix()/int64(linkPause/time.Second), 10)
}
