package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"meguri/app/service/jobs"
	"meguri/models"
	"meguri/models/text"
)

// sender sends mails to one SMTP server.
type sender struct {
	*server
	pool     *pool
	bounceTo string
}

func newSender(options *Options) (*sender, error) {
	s, err := newServer(options)
	if err != nil {
		return nil, err
	}
	if options.BounceTo != "" {
		if _, err := netmail.ParseAddress(bounceTo(options.BounceTo, "id")); err != nil {
			return nil, fmt.Errorf("%w: MEGURI_BOUNCE_ADDRESS must look like bounces+{id}@city.example", ErrSetting)
		}
	}
	return &sender{s, newPool(s), options.BounceTo}, nil
}

// bounceTo is the address to which a mail comes back.
func bounceTo(address, id string) string { return strings.ReplaceAll(address, "{id}", id) }

// send sends a mail. It wraps jobs.ErrGiveUp if trying again is useless.
func (s *sender) send(ctx context.Context, m *models.Mail, message *Message) error {
	msg, err := s.build(m, message)
	if err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	err = s.pool.send(ctx, msg)
	if msg.IsDelivered() { // the server has accepted the mail before the error: sending again would duplicate it
		return nil
	}
	if isPermanent(err) {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	return err
}

func (s *sender) build(m *models.Mail, message *Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	err := errors.Join(
		msg.From(s.from.String()),
		msg.AddTo((&netmail.Address{Name: text.Unlinked(m.ToName), Address: m.ToAddress}).String()),
	)
	if message.ReplyTo != "" {
		err = errors.Join(err, msg.ReplyTo((&netmail.Address{Address: message.ReplyTo}).String()))
	}
	if s.bounceTo != "" {
		err = errors.Join(err, msg.EnvelopeFrom(bounceTo(s.bounceTo, m.ID)))
	}
	if err != nil {
		return nil, err
	}
	msg.Subject(message.Subject)
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetDateWithValue(m.CreatedAt)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")           // RFC 3834
	msg.SetGenHeader("X-Auto-Response-Suppress", "OOF, AutoReply") // which Exchange heeds instead
	if message.WayOut != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+message.WayOut+">")
		msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // RFC 8058
	}
	msg.SetBodyString(gomail.TypeTextPlain, message.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, message.HTML)
	if message.QR != nil {
		err = errors.Join(
			err,
			msg.EmbedReader("ticket.png", bytes.NewReader(message.QR), gomail.WithFileContentID("<ticket>")),
		)
	}
	for _, file := range message.Attachments {
		err = errors.Join(
			err,
			msg.AttachReader(
				file.Name, bytes.NewReader(file.Content), gomail.WithFileContentType(gomail.ContentType(file.Type)),
			),
		)
	}
	return msg, err
}
