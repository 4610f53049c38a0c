package mail

import (
	"context"

	"meguri/app/service/jobs"
	"meguri/models"
)

// Jobs returns the kinds of jobs of this service.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: models.JobSendMail, Do: s.Send, GaveUp: s.gaveUp}}
}

// Send does one job of kind models.JobSendMail. If it is repeated after a crash, the mail has the same Message-ID.
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
	if c.kind.isOvertaken(c.Letter) {
		return s.mark(ctx, m, models.MailOvertaken, c.subject(), "")
	}
	if err := s.ensureLink(ctx, c.Letter); err != nil {
		return err
	}
	if s.sender == nil { // Page composes the rest
		return s.mark(ctx, m, models.MailKept, c.subject(), "")
	}
	message, err := s.composeSome(ctx, c)
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

func (s *Service) mark(ctx context.Context, m *models.Mail, state models.MailState, subject, lastError string) error {
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Mails().Mark(m, state, subject, lastError) })
}

// ensureLink makes the link in the mail valid. It is not after the key of links was replaced.
func (s *Service) ensureLink(ctx context.Context, l *Letter) error {
	if l.Registration == nil || l.Registration.LinkHash == models.HashSecret(l.AttendeeSecret) {
		return nil
	}
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		return w.SetLink(l.Registration, l.AttendeeSecret)
	})
}

// composeSome composes at most as many mails at a time as there are processors, because more would only hold memory.
func (s *Service) composeSome(ctx context.Context, c *composer) (*Message, error) {
	select {
	case s.composing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.composing }()
	return c.compose(ctx)
}

// gaveUp records that a mail is given up, and calls the kind's GaveUp.
func (s *Service) gaveUp(ctx context.Context, job *models.Job, jobErr error) error {
	m, err := s.db.Query(ctx).Mails().ByID(job.Payload)
	if err != nil {
		return ignoreNotFound(err)
	}
	if kind, ok := s.kinds[m.Kind]; ok && kind.GaveUp != nil {
		if err := kind.GaveUp(ctx, m); err != nil {
			return err
		}
	}
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Mails().Fail(m.ID, jobErr.Error()) })
}

// ignoreNotFound returns nil for CodeNotFound: the mail was deleted meanwhile.
func ignoreNotFound(err error) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}
