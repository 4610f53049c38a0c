package message

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/models"
)

// The kinds of mail that bring a message: to an attendee, and to who writes it, on trial.
const (
	MailMessage = "message"
	MailTrial   = "message_trial"
)

// What the data of a mail has.
const (
	factMessage = "message" // its id, or the name of an automatic one that is not stored
	factState   = "state"   // of the registration, when the mail was queued
	factUntil   = "until"   // when it is too late to send it, "" for never
)

// MailKinds are the kinds of mail of this feature. They do not attach the ticket: they lead to it.
func (s *Service) MailKinds() []mail.Kind {
	return []mail.Kind{
		{Name: MailMessage, Audience: mail.Attendee, Write: s.write, Link: mail.AttendeePage},
		{Name: MailTrial, Audience: mail.Account, Write: s.writeTrial, Link: mail.EventPage},
	}
}

// write makes the message for one person.
func (s *Service) write(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	q := s.db.Query(ctx)
	m, err := s.written(ctx, q, l)
	if err != nil {
		return nil, err
	}
	values := valuesOf(texts, l)
	if values[phAnswers], err = answersOf(q, texts, l, m); err != nil {
		return nil, err
	}
	wording := &mail.Wording{
		Subject:   fill(texts.Pick(m.SubjectJa, m.SubjectEn), values, inSubject),
		Markdown:  fill(texts.Pick(m.BodyJa, m.BodyEn), values, inMarkdown),
		Overtaken: s.isOvertaken(l) || m.StoppedAt != nil,
		MayWait:   !m.Urgent,
	}
	if m.News && l.Registration != nil {
		wording.WayOut = l.BaseURL + paths.RefuseNews(s.links.News(l.Registration.ID))
		refused, err := q.Messages().RefusesNews(l.Event, l.Registration)
		wording.Overtaken = wording.Overtaken || refused
		return wording, err
	}
	return wording, nil
}

// answersOf are what the person answered in the form, a line each, where the message tells it.
func answersOf(q *models.Query, texts *i18n.Localizer, l *mail.Letter, m *models.Message) (string, error) {
	if l.Registration == nil || !strings.Contains(m.BodyJa+m.BodyEn+m.SubjectJa+m.SubjectEn, "{"+phAnswers+"}") {
		return "", nil
	}
	book, err := ask.OpenBook(q, l.Event)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, line := range book.Lines(texts, l.Registration) {
		lines = append(lines, texts.T("form.line", "title", line.Title, "text", line.Text))
	}
	return strings.Join(lines, "\n"), nil
}

func (s *Service) writeTrial(ctx context.Context, texts *i18n.Localizer, l *mail.Letter) (*mail.Wording, error) {
	wording, err := s.write(ctx, texts, l)
	if err != nil {
		return nil, err
	}
	wording.Subject = texts.T("message.trial_subject", "subject", wording.Subject)
	return wording, nil
}

// isOvertaken reports whether the person has gone since the mail was queued, the event was cancelled, or it is too
// late.
func (s *Service) isOvertaken(l *mail.Letter) bool {
	r, e := l.Registration, l.Event
	if r == nil {
		return false
	}
	until, err := time.Parse(time.RFC3339, l.Data[factUntil])
	switch {
	case err == nil && s.db.Now().After(until):
		return true
	case e.CancelledAt != nil && e.CancelledAt.After(l.Mail.CreatedAt):
		return true
	}
	return models.RegistrationState(l.Data[factState]).Live() && !r.Live()
}
