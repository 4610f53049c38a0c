package mail

import (
	"context"

	"meguri/app/service/jobs"
	"meguri/models"
)

// Jobs are the kinds of jobs of this service.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: models.JobSendMail, Do: s.Send, GaveUp: s.gaveUp}}
}

// Send does one job of kind models.JobSendMail. A repetition after a crash sends the same Message-ID.
func (s *Service) Send(ctx context.Context, job *models.Job) error {
	m, err := s.db.Query(ctx).Mails().ByID(job.Payload)
	if err != nil {
		return err
	}
	if m.State != models.MailQueued {
		return nil
	}
	c, err := s.composer(ctx, m)
	if err != nil {
		return err
	}
	if err := s.keepLink(ctx, c.Letter); err != nil {
		return err
	}
	if s.sender == nil { // the rest is made for whoever looks at it
		return s.mark(ctx, m, models.MailKept, c.subject(), "")
	}
	message, err := s.composeAlone(ctx, c)
	if err != nil {
		return err
	}
	if err := s.sender.send(ctx, m, message); err != nil {
		if markErr := s.mark(ctx, m, models.MailQueued, message.Subject, err.Error()); markErr != nil {
			return markErr
		}
		return err
	}
	return s.mark(ctx, m, models.MailSent, message.Subject, "")
}

func (s *Service) mark(ctx context.Context, m *models.Mail, state models.MailState, subject, trouble string) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Mails().Mark(m, state, subject, trouble) })
}

// keepLink sees to it that the link which the mail will carry opens the attendee's own page: it would not after the
// key of links was replaced.
func (s *Service) keepLink(ctx context.Context, l *Letter) error {
	if l.Registration == nil || l.Registration.LinkHash == models.HashSecret(l.AttendeeSecret) {
		return nil
	}
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		return w.SetLink(l.Registration, l.AttendeeSecret)
	})
}

// composeAlone makes one mail at a time, so that pages keep the processor: sending is mostly waiting for the mail
// server. It does not give up: the database may be away for a moment.
func (s *Service) composeAlone(ctx context.Context, c *composer) (*Message, error) {
	s.composing.Lock()
	defer s.composing.Unlock()
	return c.compose(ctx)
}

// gaveUp records that a mail's job failed for good, and tells the feature whose mail it was.
func (s *Service) gaveUp(ctx context.Context, job *models.Job, trouble error) error {
	m, err := s.db.Query(ctx).Mails().ByID(job.Payload)
	if err != nil {
		return unlessNotFound(err)
	}
	if kind, ok := s.kinds[m.Kind]; ok && kind.GaveUp != nil {
		if err := kind.GaveUp(ctx, m); err != nil {
			return err
		}
	}
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Mails().Fail(m.ID, trouble.Error()) })
}

// unlessNotFound lets the job of a mail that was deleted meanwhile end.
func unlessNotFound(err error) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}
