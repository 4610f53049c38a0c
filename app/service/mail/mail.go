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
	// Kinds are the kinds of mail of all features.
	Kinds []Kind
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
	kinds  map[string]*Kind

	composing sync.Mutex
}

// New makes the service. A malformed From or SMTPURL is an error, and so is a kind of mail that could not be sent,
// as it has no text in one of the languages.
func New(db *models.DB, texts *i18n.Bundle, options Options) (*Service, error) {
	s := &Service{db: db, texts: texts, Options: options}
	err := s.register(options.Kinds)
	if err != nil {
		return nil, err
	}
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

// OutboxOnly reports whether mails stay in the outbox, as there is no SMTP server.
func (s *Service) OutboxOnly() bool { return s.sender == nil }

// SendAgain queues a copy of a mail. Staff who may see mails call it. requestID makes a double click one copy.
func (s *Service) SendAgain(ctx context.Context, event *models.Event, id, requestID string) error {
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
