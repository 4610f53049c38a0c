package mail

import (
	"context"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
)

// Jobs returns the kinds of jobs of this service.
func (s *Service) Jobs() []jobs.Kind {
	return []jobs.Kind{{Name: models.JobSendMail, Deliver: s.deliver, GaveUp: s.gaveUp}}
}

// deliver sends the mail of a job. If it is repeated after a crash, the mail has the same Message-ID.
func (s *Service) deliver(ctx context.Context, job *models.Job) (jobs.Record, error) {
	m, err := s.db.Query(ctx).Mails().ByID(job.Payload)
	if err != nil {
		return nil, err
	}
	if m.State != models.MailQueued {
		return nil, nil
	}
	c, err := s.composer(ctx, m)
	if err != nil {
		return nil, err
	}
	if c.kind.isOvertaken(c.Letter) || (c.wording != nil && c.wording.Overtaken) {
		return mark(m, models.MailOvertaken, c.subject(), ""), nil
	}
	if at, err := s.mayGo(ctx, c); err != nil {
		return nil, err
	} else if at.After(s.db.Now()) {
		return nil, &jobs.Later{At: at}
	}
	if err := s.ensureLink(ctx, c.Letter); err != nil {
		return nil, err
	}
	if s.sender == nil { // Page composes the rest
		return mark(m, models.MailKept, c.subject(), ""), nil
	}
	message, err := s.composeSome(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := s.sender.send(ctx, m, message); err != nil {
		return mark(m, models.MailQueued, message.Subject, err.Error()), err
	}
	return mark(m, models.MailSent, message.Subject, ""), nil
}

// mayGo is when a mail may go by the rules of its event: now, or later for one that goes to many.
func (s *Service) mayGo(ctx context.Context, c *composer) (time.Time, error) {
	q, e := s.db.Query(ctx), c.Event
	at := q.Now
	if e == nil || c.Registration == nil || (!c.kind.MayWait && (c.wording == nil || !c.wording.MayWait)) {
		return at, nil
	}
	if c.OfMessage != nil && (e.MailPause > 0 || e.MailCap > 0) {
		const day = 24 * time.Hour
		last, err := q.Mails().LastMessages(c.Registration, c.Mail, at.Add(-day))
		if err != nil {
			return at, err
		}
		if e.MailPause > 0 && len(last) > 0 {
			at = latest(at, last[0].Add(time.Duration(e.MailPause)*time.Minute))
		}
		if e.MailCap > 0 && len(last) >= e.MailCap {
			at = latest(at, last[e.MailCap-1].Add(day))
		}
	}
	return e.QuietUntilAt(at), nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func mark(m *models.Mail, state models.MailState, subject, lastError string) jobs.Record {
	return func(w *models.SingleWrite) error { return w.Mails().Mark(m, state, subject, lastError) }
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
