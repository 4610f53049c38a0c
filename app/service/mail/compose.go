package mail

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Message is a mail as it arrives.
type Message struct {
	Subject     string
	Text        string
	HTML        string
	QR          []byte // PNG, shown inside HTML as cid:ticket
	Attachments []Attachment
	ReplyTo     string
}

// Attachment is a file of a mail.
type Attachment struct {
	Name, Type string
	Content    []byte
}

// Preview is the HTML with its picture inside, for a browser.
func (m *Message) Preview() string {
	page := strings.Replace(m.HTML, "<head>", `<head><base target="_blank">`, 1) // a page of ours does not open inside a frame
	return strings.ReplaceAll(page, "cid:ticket", "data:image/png;base64,"+base64.StdEncoding.EncodeToString(m.QR))
}

// Masked hides a secret link, for staff where the mail really goes to somebody.
func (m *Message) Masked(secret string) *Message {
	masked := *m
	masked.Text, masked.HTML = strings.ReplaceAll(m.Text, secret, "••••••••"), strings.ReplaceAll(m.HTML, secret, "••••••••")
	masked.QR, masked.Attachments = nil, nil
	return &masked
}

type composer struct {
	*Service
	mail         *models.Mail
	texts        *i18n.Localizer
	event        *models.Event
	registration *models.Registration
}

type fact struct {
	Label string
	Lines []string
}

// content is what the templates show.
type content struct {
	Lang, Subject, Greeting, Title string
	Paragraphs                     []string
	Facts                          []fact
	Button, Address                string
	QR                             template.URL
	Code, CodeLabel, CodeHelp      string
	PlainCodeHelp                  string // the text has no picture of the code
	Colon                          string // as the language writes it
	Footer                         []string
}

// Compose makes the mail's text from its facts and the registration as it is now.
func (s *Service) Compose(ctx context.Context, m *models.Mail) (*Message, error) {
	c, kind, err := s.composer(ctx, m)
	if err != nil {
		return nil, err
	}
	out := &Message{}
	body := c.content(kind)
	if err := c.addTicket(ctx, kind, out, body); err != nil {
		return nil, err
	}
	if kind.calendar && c.registration != nil {
		content := c.Calendar(c.texts, c.event, c.registration, c.ownURL())
		out.Attachments = append(out.Attachments, Attachment{"calendar.ics", "text/calendar; charset=utf-8; method=PUBLISH", content})
	}
	if c.event != nil {
		out.ReplyTo = c.event.ContactEmail
	}
	return out, c.write(out, body)
}

// Subject makes the mail's subject alone, for a list of mails.
func (s *Service) Subject(ctx context.Context, m *models.Mail) (string, error) {
	c, _, err := s.composer(ctx, m)
	if err != nil {
		return "", err
	}
	return c.subject(), nil
}

func (s *Service) composer(ctx context.Context, m *models.Mail) (*composer, kind, error) {
	kind, ok := kinds[m.Kind]
	if !ok {
		return nil, kind, fmt.Errorf("%w: no mail of kind %q", jobs.ErrGiveUp, m.Kind)
	}
	c := &composer{Service: s, mail: m, texts: s.texts.For(m.Locale)}
	err := c.load(ctx)
	return c, kind, err
}

func (c *composer) load(ctx context.Context) error {
	q := c.db.Query(ctx)
	var err error
	if c.mail.EventID != nil {
		if c.event, err = q.Events().ByID(*c.mail.EventID); err != nil {
			return err
		}
	}
	if c.mail.RegistrationID != nil {
		if c.registration, err = q.Registrations().ByID(c.event, *c.mail.RegistrationID); err != nil {
			return err
		}
		return c.db.WriteOnce(ctx, func(tx *models.Tx) error { return tx.Registrations().SetLink(c.registration, c.secret()) })
	}
	return nil
}

// secret is what the link in the mail carries.
func (c *composer) secret() string {
	if c.registration != nil {
		return c.Links.Registration(c.registration.ID, c.registration.LinkNumber)
	}
	return c.Links.PasswordReset(c.mail.Data["reset"])
}

// SecretOf is the secret inside a mail's link, to be masked.
func (s *Service) SecretOf(ctx context.Context, m *models.Mail) (string, error) {
	c := &composer{Service: s, mail: m, texts: s.texts.For(m.Locale)}
	err := c.load(ctx)
	return c.secret(), err
}

func (c *composer) ownURL() string { return c.BaseURL + "/r/" + c.secret() }

func (c *composer) title() string {
	if c.event == nil {
		return "Meguri"
	}
	return c.texts.Pick(c.event.TitleJa, c.event.TitleEn)
}

// say is one of the kind's texts, with the facts of the mail.
func (c *composer) say(part string) string {
	args := []any{"title", c.title()}
	for key, value := range c.mail.Data {
		args = append(args, key, value)
	}
	return c.texts.T("mail."+c.mail.Kind+part, args...)
}

func (c *composer) subject() string { return c.say("_subject") }

func (c *composer) content(kind kind) *content {
	body := &content{
		Lang: c.texts.Lang, Title: c.title(), Subject: c.subject(),
		Greeting:   c.texts.T("mail.greeting", "name", c.mail.ToName),
		Paragraphs: strings.Split(c.say("_lead"), "\n"),
		Footer:     []string{c.title(), c.BaseURL},
		Colon:      c.texts.T("mail.colon"),
	}
	if kind.facts {
		body.Facts = c.facts()
	}
	if kind.button != "" {
		body.Button, body.Address = c.texts.T(kind.button), kind.address(c)
	}
	if c.event != nil && c.event.ContactEmail != "" {
		body.Footer = append(body.Footer, c.texts.T("mail.contact", "address", c.event.ContactEmail))
	}
	return body
}

// addTicket puts in the QR code of who is confirmed by now.
func (c *composer) addTicket(ctx context.Context, kind kind, out *Message, body *content) error {
	if !kind.ticket || c.registration.State != models.RegistrationConfirmed {
		return nil
	}
	text, err := c.Ticket(ctx, c.event, c.registration)
	if err != nil {
		return err
	}
	qr, err := ticket.NewQR(text)
	if err != nil {
		return err
	}
	if out.QR, err = qr.PNG(5); err != nil {
		return err
	}
	body.QR, body.Code = "cid:ticket", c.registration.Code
	mode := string(c.registration.TicketType.Mode)
	body.CodeLabel, body.CodeHelp, body.PlainCodeHelp = c.texts.T("mail.code"), c.texts.T("mail.code_"+mode), c.texts.T("mail.code_plain_"+mode)
	if c.TicketPDF == nil {
		return nil
	}
	content, err := c.TicketPDF(ctx, c.texts, c.event, c.registration)
	out.Attachments = append(out.Attachments, Attachment{"ticket.pdf", "application/pdf", content})
	return err
}

func (c *composer) write(out *Message, body *content) error {
	var page, plain bytes.Buffer
	if err := c.html.Execute(&page, body); err != nil {
		return err
	}
	if err := c.plain.Execute(&plain, body); err != nil {
		return err
	}
	out.Subject, out.HTML, out.Text = body.Subject, page.String(), plain.String()
	return nil
}
