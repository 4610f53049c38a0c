package mail

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"meguri/app/service/cover"
	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/markdown"
	"meguri/app/service/paths"
	"meguri/models"
	"meguri/models/text"
)

// Message is a mail as it is sent.
type Message struct {
	Subject     string
	Text        string
	HTML        string
	QR          []byte // PNG, shown in HTML as cid:ticket
	Attachments []Attachment
	ReplyTo     string
	// WayOut is where news can be refused, "" for other mails.
	WayOut string
}

// Attachment is a file of a mail.
type Attachment struct {
	Name, Type string
	Content    []byte
}

// Preview returns the HTML with the QR code as a data URL, for a browser.
func (m *Message) Preview() string {
	// our pages cannot be shown in a frame
	page := strings.Replace(m.HTML, "<head>", `<head><base target="_blank">`, 1)
	return strings.ReplaceAll(page, "cid:ticket", "data:image/png;base64,"+base64.StdEncoding.EncodeToString(m.QR))
}

// masked returns the message without what only the addressee should see: the secret in the link, the ticket and the
// attachments.
func (m *Message) masked(kind *Kind, l *Letter) *Message {
	masked := *m
	masked.QR, masked.Attachments = nil, nil
	if m.WayOut != "" {
		hide := strings.NewReplacer(m.WayOut, "#")
		masked.Text, masked.HTML = hide.Replace(masked.Text), hide.Replace(masked.HTML)
	}
	if kind.Link.Secret == nil {
		return &masked
	}
	secrets := []string{kind.Link.Secret(l)}
	for _, companion := range l.Companions {
		secrets = append(secrets, companion.Secret)
	}
	for _, secret := range secrets {
		if secret != "" {
			hide := strings.NewReplacer(secret, "••••••••")
			masked.Text, masked.HTML = hide.Replace(masked.Text), hide.Replace(masked.HTML)
		}
	}
	return &masked
}

type composer struct {
	*Service
	*Letter
	kind  *Kind
	texts *i18n.Localizer
	// wording is what staff wrote, nil for mails with texts of ours.
	wording *Wording
}

type fact struct {
	Label   string
	Lines   []string
	Address string // a link instead of lines
}

// content is the data of the templates.
type content struct {
	Lang, Subject, Greeting, Title string
	// Ground is the colour behind the title.
	Ground                    template.CSS
	Paragraphs                []string
	Body                      template.HTML // what staff wrote
	BodyText                  string        // the same for the plain text
	WayOut, WayOutText        string
	Facts                     []fact
	Button, Address           string
	QR                        template.URL
	Code, CodeLabel, ShowCode string
	QRLabel                   string
	ShowCodePlain             string // for the plain text, which has no QR code
	CodeHelp                  []string
	Colon                     string // of the language
	OwnPage                   string // what the attendee's page is for
	Also, AlsoAddress         string // see Kind
	Footer                    []string
}

// Compose makes the mail from its Data and the current registration. It does not write to the database.
func (s *Service) Compose(ctx context.Context, m *models.Mail) (*Message, error) {
	c, err := s.composer(ctx, m)
	if err != nil {
		return nil, err
	}
	return c.compose(ctx)
}

// Draft makes a mail that is not stored, as staff may see it before anything is sent.
func (s *Service) Draft(ctx context.Context, m *models.Mail) (*Message, error) {
	c, err := s.composerFor(ctx, m, true)
	if err != nil {
		return nil, err
	}
	message, err := c.compose(ctx)
	if err != nil {
		return nil, err
	}
	return message.masked(c.kind, c.Letter), nil
}

func (c *composer) compose(ctx context.Context) (*Message, error) {
	out := &Message{}
	body := c.content()
	if err := c.addTicket(ctx, out, body); err != nil {
		return nil, err
	}
	if c.kind.Calendar && c.Registration != nil {
		content, method := c.Service.Calendar(c.texts, c.Event, c.Registration, c.BaseURL)
		out.Attachments = append(
			out.Attachments, Attachment{"calendar.ics", "text/calendar; charset=utf-8; method=" + method, content},
		)
	}
	if c.kind.Files != nil {
		files, err := c.kind.Files(ctx, c.texts, c.Letter)
		if err != nil {
			return nil, err
		}
		out.Attachments = append(out.Attachments, files...)
	}
	if len(out.Attachments) > 0 {
		body.Paragraphs = append(body.Paragraphs, c.texts.T(c.attached(out.Attachments)))
	}
	if c.Event != nil {
		out.ReplyTo = cmp.Or(c.Event.ReplyTo, c.Event.ContactEmail)
	}
	return out, c.write(out, body)
}

// attached is the key of the text that tells what is attached.
func (c *composer) attached(files []Attachment) string {
	names := make([]string, len(files))
	for i, file := range files {
		names[i], _, _ = strings.Cut(file.Name, ".")
	}
	if c.kind.Files == nil && (c.Event.WasCancelled() || !c.Registration.Live()) {
		names = append(names, "cancelled")
	}
	return "mail.attached_" + strings.Join(names, "_")
}

func (s *Service) composer(ctx context.Context, m *models.Mail) (*composer, error) {
	return s.composerFor(ctx, m, false)
}

func (s *Service) composerFor(ctx context.Context, m *models.Mail, staff bool) (*composer, error) {
	l, kind, err := s.letter(ctx, m)
	if err != nil {
		return nil, err
	}
	l.ForStaff = staff
	c := &composer{Service: s, Letter: l, kind: kind, texts: s.texts.For(m.Locale)}
	if kind.Write != nil {
		c.wording, err = kind.Write(ctx, c.texts, l)
	} else if kind.isOurs() && l.Event != nil && s.Reword != nil {
		c.wording, err = s.Reword(ctx, c.texts, l)
	}
	return c, err
}

// letter reads what a mail is about. It returns jobs.ErrUnknownKind for a mail of an unknown kind, so that the mail
// waits for the version of the program that queued it.
func (s *Service) letter(ctx context.Context, m *models.Mail) (*Letter, *Kind, error) {
	kind, ok := s.kinds[m.Kind]
	if !ok {
		return nil, nil, fmt.Errorf("a mail of kind %q: %w", m.Kind, jobs.ErrUnknownKind)
	}
	l := &Letter{Mail: m, BaseURL: s.BaseURL}
	q := s.db.Query(ctx)
	var err error
	if m.EventID != nil {
		if l.Event, err = q.Events().ByID(*m.EventID); err != nil {
			return nil, nil, err
		}
	}
	if kind.Audience == Attendee && m.RegistrationID != nil {
		if l.Registration, err = q.Registrations().ByID(l.Event, *m.RegistrationID); err != nil {
			return nil, nil, err
		}
		l.AttendeeSecret = s.Links.Registration(l.Registration.ID, l.Registration.LinkNumber)
	}
	if kind.Companions && l.Registration != nil {
		err = s.addCompanions(q, l)
	}
	return l, kind, err
}

func (s *Service) addCompanions(q *models.Query, l *Letter) error {
	list, err := q.Registrations().CompanionsOf(l.Registration)
	for i := range list {
		if r := &list[i]; r.EmailKey == l.Registration.EmailKey {
			l.Companions = append(l.Companions, Companion{r, s.Links.Registration(r.ID, r.LinkNumber)})
		}
	}
	return err
}

func (c *composer) title() string {
	if c.Event == nil {
		return "Meguri"
	}
	return c.texts.Pick(c.Event.TitleJa, c.Event.TitleEn)
}

// text returns one of the kind's texts, with the mail's Data as values.
func (c *composer) text(part string) string {
	args := []any{"title", c.title()}
	for key, value := range c.Data {
		args = append(args, key, c.value(value))
	}
	return c.texts.T(c.kind.textKey(part), args...)
}

// value is one of the mail's Data as it is written: a day, a month or a time (RFC 3339) as the language writes it.
// Times are on the event's clock or, in mails of accounts, on that of the zone in Data (DataZone), else of the default
// zone, which is named.
func (c *composer) value(stored string) string {
	if day, err := time.Parse(time.DateOnly, stored); err == nil {
		return c.texts.Date(day)
	}
	if month, err := time.Parse(models.MonthLayout, stored); err == nil {
		return c.texts.Month(month)
	}
	at, err := time.Parse(time.RFC3339, stored)
	switch {
	case err != nil:
		return stored
	case c.Event != nil:
		return c.texts.DateTime(c.Event.Local(at))
	}
	zone := models.DefaultZone
	if own, err := time.LoadLocation(c.Data[DataZone]); err == nil && c.Data[DataZone] != "" {
		zone = own
	}
	return c.texts.Moment(at.In(zone))
}

// DataZone is the key of the time zone of the times in a mail's Data, where it is not the default one.
const DataZone = "zone"

// saysOurs reports whether the mail says what ours do, in whatever words.
func (c *composer) saysOurs() bool { return c.wording == nil || c.wording.Ours }

func (c *composer) subject() string {
	if c.wording != nil {
		return c.wording.Subject
	}
	return c.text("_subject")
}

func (c *composer) content() *content {
	body := &content{
		Lang: c.texts.Lang, Title: c.title(), Subject: c.subject(),
		Footer:  []string{c.title(), c.home()},
		Ground:  c.ground(),
		Colon:   c.texts.T("mail.colon"),
		Button:  c.texts.T(c.kind.Link.Button),
		Address: c.kind.Link.Address(c.Letter),
	}
	c.addText(body)
	if c.kind.Also.Address != nil {
		body.Also, body.AlsoAddress = c.texts.T(c.kind.Also.Button), c.kind.Also.Address(c.Letter)
	}
	if c.kind.Facts {
		body.Facts = c.facts()
	}
	body.Facts = append(body.Facts, c.people()...)
	if c.kind.Ticket {
		body.OwnPage = c.texts.T("mail.own_page_help")
	}
	if c.kind.Audience == Attendee {
		body.Footer = append(body.Footer, c.texts.T(c.why(), "title", c.title()))
	}
	if c.kind.Adds != nil && c.saysOurs() {
		body.Paragraphs = append(body.Paragraphs, c.texts.T(c.kind.Adds(c.Letter)))
	}
	if text := c.askToConfirm(); text != "" && c.saysOurs() {
		body.Paragraphs = append(body.Paragraphs, text)
	}
	if c.Event != nil && c.Event.ContactEmail != "" {
		body.Footer = append(body.Footer, c.texts.T("mail.contact", "address", c.Event.ContactEmail))
	}
	return body
}

// addText adds what the mail says: our text, or that of staff, which greets by itself.
func (c *composer) addText(body *content) {
	if c.wording == nil {
		if c.ToName != "" { // else it is not known whose address it is
			body.Greeting = c.texts.T("mail.greeting", "name", text.Unlinked(c.ToName))
		}
		body.Paragraphs = slices.DeleteFunc(strings.Split(c.text("_lead"), "\n"), func(p string) bool { return p == "" })
		return
	}
	body.Body, body.BodyText = markdown.HTML(c.wording.Markdown), markdown.Plain(c.wording.Markdown)
	if c.wording.WayOut != "" {
		body.WayOut, body.WayOutText = c.wording.WayOut, c.texts.T("mail.way_out")
	}
}

// why is the key of the text that tells why the person gets the mail.
func (c *composer) why() string {
	switch {
	case c.saysOurs():
		return "mail.why"
	case c.wording.WayOut != "":
		return "mail.why_news"
	}
	return "mail.why_message"
}

// ground is the event's colour; that of the program where a mail is about none.
func (c *composer) ground() template.CSS {
	if c.Event == nil {
		return "#ac3e00"
	}
	return template.CSS(cover.PaletteOf(c.Event).Ground.Hex()) //nolint:gosec // # and six digits
}

// hasTicket reports whether the attendee needs a ticket now. Online nobody looks at one.
func (c *composer) hasTicket() bool {
	return c.kind.Ticket && c.Registration != nil && c.Registration.State == models.RegistrationConfirmed &&
		c.Event.ModeOf(c.Registration.TicketType) == models.ModeVenue && !c.Event.WasCancelled()
}

// home is the address of the event's page, or of the front page for a mail that is about no event.
func (c *composer) home() string {
	if c.Event == nil {
		return c.BaseURL
	}
	return c.BaseURL + string(paths.OfEvent(c.Event.Slug))
}

// askToConfirm asks the addressee to say that they come, where their place waits for that; or to open their page where
// the event wants it and they never did; or returns "".
func (c *composer) askToConfirm() string {
	r := c.Registration
	if r != nil && r.State == models.RegistrationConfirmed && r.ReplyBy != nil && c.kind.Link.Secret != nil {
		return c.texts.T("mail.reply_by", "time", c.texts.DateTime(c.Event.Local(*r.ReplyBy)))
	}
	switch {
	case r == nil || r.AddressConfirmedAt != nil || c.kind.Link.Secret == nil:
		return ""
	case r.State == models.RegistrationConfirmed && r.ConfirmBy != nil:
		return c.texts.T("mail.confirm_by", "time", c.texts.DateTime(c.Event.Local(*r.ConfirmBy)))
	case r.State == models.RegistrationWaitlisted && c.Event.ConfirmHours > 0:
		return c.texts.T("mail.confirm_waiting")
	}
	return ""
}

// addTicket adds the QR code and the ticket.
func (c *composer) addTicket(ctx context.Context, out *Message, body *content) error {
	if !c.hasTicket() {
		return nil
	}
	qr, err := c.Service.Ticket(ctx, c.Event, c.Registration)
	if err != nil {
		return err
	}
	if out.QR, err = qr.PNG(5); err != nil {
		return err
	}
	body.QR, body.Code = "cid:ticket", c.Registration.Code
	body.QRLabel = c.texts.T("registration.ticket_qr")
	body.CodeLabel, body.CodeHelp = c.texts.T("mail.code"), strings.Split(c.texts.T("mail.code_help"), "\n")
	body.ShowCode, body.ShowCodePlain = c.texts.T("mail.show_code"), c.texts.T("mail.show_code_plain")
	if c.TicketPDF == nil {
		return nil
	}
	content, err := c.TicketPDF(ctx, c.texts, c.Event, c.Registration, qr)
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
	out.Subject, out.HTML, out.Text, out.WayOut = body.Subject, page.String(), plain.String(), body.WayOut
	return nil
}
