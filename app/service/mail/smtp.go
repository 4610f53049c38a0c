package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"meguri/app/service/jobs"
	"meguri/models"
	"meguri/models/text"
)

// sender sends mails to one SMTP server.
type sender struct {
	host    string
	options []gomail.Option
	from    *netmail.Address
}

const smtpTimeout = 30 * time.Second

// newSender reads smtp://user:password@host:587 or smtps://host. A password is sent over TLS only.
func newSender(address, from string) (*sender, error) {
	server, err := url.Parse(address)
	if err != nil || server.Hostname() == "" || (server.Scheme != "smtp" && server.Scheme != "smtps") {
		return nil, errors.New("MEGURI_SMTP_URL must look like smtp://user:password@host:587 or smtps://host")
	}
	parsed, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, errors.New("MEGURI_MAIL_FROM must look like Meguri <meguri@city.example>")
	}
	options := []gomail.Option{gomail.WithTimeout(smtpTimeout), gomail.WithTLSPolicy(gomail.TLSOpportunistic)}
	if user := server.User.Username(); user != "" {
		password, _ := server.User.Password()
		options = append(
			options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(user), gomail.WithPassword(password),
			gomail.WithTLSPolicy(gomail.TLSMandatory),
		)
	}
	if server.Scheme == "smtps" {
		options = append(options, gomail.WithSSLPort(false))
	}
	if server.Port() != "" {
		port, err := strconv.Atoi(server.Port())
		if err != nil {
			return nil, errors.New("MEGURI_SMTP_URL has no good port")
		}
		options = append(options, gomail.WithPort(port))
	}
	return &sender{server.Hostname(), options, parsed}, nil
}

// send sends a mail. It wraps jobs.ErrGiveUp if trying again is useless.
func (s *sender) send(ctx context.Context, m *models.Mail, message *Message) error {
	msg, err := s.build(m, message)
	if err != nil {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if msg.IsDelivered() { // the server has accepted the mail before the error: sending again would duplicate it
		return nil
	}
	var sendErr *gomail.SendError
	if errors.As(err, &sendErr) && !sendErr.IsTemp() && sendErr.ErrorCode() >= 500 {
		return fmt.Errorf("%w: %w", jobs.ErrGiveUp, err)
	}
	return err
}

func (s *sender) build(m *models.Mail, message *Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	err := errors.Join(
		msg.From(s.from.String()),
		msg.AddTo((&netmail.Address{Name: text.Unlinked(m.ToName), Address: m.ToAddress}).String()),
	)
	if message.ReplyTo != "" {
		err = errors.Join(err, msg.ReplyTo((&netmail.Address{Address: message.ReplyTo}).String()))
	}
	if err != nil {
		return nil, err
	}
	msg.Subject(message.Subject)
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetDateWithValue(m.CreatedAt)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834
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
