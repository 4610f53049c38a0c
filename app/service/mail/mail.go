// Package mail makes the mails that features queue, and sends them by SMTP or keeps them in the outbox.
package mail

import (
	"context"
	"html/template"
	"sync"
	texttemplate "text/template"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/templates"
)

// Options is what the service needs besides the database.
type Options struct {
	BaseURL string
	From    string // as in "Meguri <meguri@city.example>"
	SMTPURL string // "" keeps mails in the outbox
	Links   link.Maker
	// Ticket makes the text of a confirmed person's QR code; TicketPDF and Calendar make attachments.
	Ticket    func(ctx context.Context, event *models.Event, r *models.Registration) (string, error)
	TicketPDF func(ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration) ([]byte, error)
	Calendar  func(texts *i18n.Localizer, event *models.Event, r *models.Registration, url string) []byte
}

// Service is the mails of one database.
type Service struct {
	db    *models.DB
	texts *i18n.Bundle
	Options
	sender *sender // nil without SMTP
	html   *template.Template
	plain  *texttemplate.Template

	composing sync.Mutex
}

// New makes the service; a malformed From or SMTPURL is an error.
func New(db *models.DB, texts *i18n.Bundle, options Options) (*Service, error) {
	s := &Service{db: db, texts: texts, Options: options}
	var err error
	if s.html, err = template.ParseFS(templates.Files, "mail/message.html"); err != nil {
		return nil, err
	}
	if s.plain, err = texttemplate.ParseFS(templates.Files, "mail/message.txt"); err != nil {
		return nil, err
	}
	if options.SMTPURL != "" {
		s.sender, err = newSender(options.SMTPURL, options.From)
	}
	return s, err
}

// Keeps reports whether mails stay in the outbox, as there is no SMTP server.
func (s *Service) Keeps() bool { return s.sender == nil }

// Send does one job of kind models.JobSendMail. A repetition after a crash sends the same Message-ID.
func (s *Service) Send(ctx context.Context, job *models.Job) error {
	m, err := s.db.Query(ctx).Mails().ByID(job.Payload)
	if err != nil {
		return err
	}
	if m.State != models.MailQueued {
		return nil
	}
	if s.sender == nil { // the rest is made for whoever looks at it
		subject, err := s.Subject(ctx, m)
		if err != nil {
			return err
		}
		return s.mark(ctx, m, models.MailKept, subject, "")
	}
	message, err := s.composeAlone(ctx, m)
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
	return s.db.WriteOnce(ctx, func(tx *models.Tx) error { return tx.Mails().Mark(m, state, subject, trouble) })
}

// composeAlone makes one mail at a time: it is the servers that mails wait for, and the processor belongs to the people on the pages. It does not give up:
// the database may be away for a moment.
func (s *Service) composeAlone(ctx context.Context, m *models.Mail) (*Message, error) {
	s.composing.Lock()
	defer s.composing.Unlock()
	return s.Compose(ctx, m)
}

// GaveUp records that a mail's job failed for good.
func (s *Service) GaveUp(ctx context.Context, mailID string, trouble error) error {
	return s.db.WriteOnce(ctx, func(tx *models.Tx) error { return tx.Mails().Fail(mailID, trouble.Error()) })
}

// Again queues a copy of a mail. Staff who may see mails call it. requestID makes a double click one copy.
func (s *Service) Again(ctx context.Context, event *models.Event, id, requestID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := tx.Mails().InEvent(event, id)
		if err != nil {
			return err
		}
		again := *m
		again.Cause = "again:" + m.ID + ":" + requestID
		again.Subject, again.LastError, again.Attempts, again.SentAt = "", "", 0, nil
		return tx.Mails().Queue(&again)
	})
}
