// Package mail composes the mails that features queue, and sends them by SMTP. Without an SMTP server they stay in the
// outbox.
package mail

import (
	"context"
	"html/template"
	"runtime"
	texttemplate "text/template"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/templates"
)

// Options is what the service needs besides the database.
type Options struct {
	BaseURL string
	From    string // as in "Meguri <meguri@city.example>"
	SMTPURL string // if it is "", mails stay in the outbox
	// BounceTo is the address to which mails come back, with "{id}" in place of theirs where it has it; "" for From's.
	BounceTo string
	Helo     string // how the program introduces itself to the server; by default as the host of BaseURL
	Links    link.Maker
	// Kinds are the kinds of mail of all features.
	Kinds []Kind
	// Reword returns what staff put in place of our text, nil for ours.
	Reword func(ctx context.Context, texts *i18n.Localizer, l *Letter) (*Wording, error)
	// Ticket makes a confirmed attendee's QR code. TicketPDF and Calendar make attachments; Calendar also returns the
	// METHOD of its file (RFC 5546).
	Ticket    func(ctx context.Context, event *models.Event, r *models.Registration) (*ticket.QR, error)
	TicketPDF func(
		ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration, qr *ticket.QR,
	) ([]byte, error)
	Calendar func(
		texts *i18n.Localizer, event *models.Event, r *models.Registration, baseURL string,
	) (content []byte, method string)
}

// Service composes and sends the mails of one database.
type Service struct {
	db    *models.DB
	texts *i18n.Bundle
	Options
	sender *sender // nil without SMTP
	html   *template.Template
	plain  *texttemplate.Template
	kinds  map[string]*Kind

	composing chan struct{} // a token for each mail that is being composed
}

// New makes the service. It fails if From or SMTPURL is malformed, or if a kind of mail cannot be composed, for example
// because it has no text in one of the languages.
func New(db *models.DB, texts *i18n.Bundle, options Options) (*Service, error) {
	s := &Service{db: db, texts: texts, Options: options, composing: make(chan struct{}, runtime.GOMAXPROCS(0))}
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
		s.sender, err = newSender(&options)
	}
	return s, err
}

// MessageDomain is what the Message-IDs of new mails end with.
func (s *Service) MessageDomain() string { return messageDomain(&s.Options) }

// OutboxOnly reports whether mails stay in the outbox because there is no SMTP server.
func (s *Service) OutboxOnly() bool { return s.sender == nil }

// SendAgain queues a copy of a mail. Staff who may see mails call it. The same requestID queues only one copy, as after
// a double click.
func (s *Service) SendAgain(ctx context.Context, event *models.Event, id, requestID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		m, err := tx.Mails().InEvent(event, id)
		if err != nil {
			return err
		}
		again := *m
		again.Cause = "again:" + m.ID + ":" + requestID
		again.OfMessage = nil // which has one mail to each
		again.Bounce, again.BouncedAt = "", nil
		again.Subject, again.LastError, again.Attempts, again.SentAt = "", "", 0, nil
		return tx.Mails().Queue(&again)
	})
}
