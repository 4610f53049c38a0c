package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image/png"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"meguri/models"
	"meguri/models/modelstest"
)

// mailServer is a real SMTP server that keeps what it accepts.
type mailServer struct {
	address string
	lock    sync.Mutex
	mails   []received
	// refuse answers the RCPT command, hangUp ends the connection once a mail is accepted.
	refuse error
	hangUp bool
}

type received struct {
	from, to string
	content  []byte
}

func newMailServer(t *testing.T) *mailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &mailServer{address: listener.Addr().String()}
	server := smtp.NewServer(s)
	server.Domain = "mail.example"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

func (s *mailServer) NewSession(conn *smtp.Conn) (smtp.Session, error) {
	return &mailSession{server: s, conn: conn}, nil
}

type mailSession struct {
	server   *mailServer
	conn     *smtp.Conn
	now      received
	accepted bool
}

func (s *mailSession) Mail(from string, _ *smtp.MailOptions) error { s.now.from = from; return nil }
func (s *mailSession) Logout() error                               { return nil }

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	s.now.to = to
	return s.server.refuse
}

func (s *mailSession) Data(r io.Reader) (err error) {
	if s.now.content, err = io.ReadAll(r); err != nil {
		return err
	}
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	s.server.mails = append(s.server.mails, s.now)
	s.accepted = true
	return nil
}

func (s *mailSession) Reset() {
	if s.accepted && s.server.hangUp {
		_ = s.conn.Conn().Close()
	}
}

// post is the program with a mail server, an event, and a clock that the test moves.
type post struct {
	t      *testing.T
	db     *models.DB
	app    *app
	server *mailServer
	now    time.Time
	event  *models.Event
}

func newPost(t *testing.T, db *models.DB) *post {
	t.Helper()
	p := &post{t: t, db: db, server: newMailServer(t), now: db.Now()}
	db.SetClock(func() time.Time { return p.now })
	p.event = modelstest.Summit(t, db, "here")
	p.start("smtp://" + p.server.address)
	return p
}

func (p *post) start(url string) {
	p.t.Helper()
	var err error
	config := &Config{DataDir: p.t.TempDir(), Addr: "127.0.0.1:0", MailFrom: "めぐり <meguri@city.example>", SMTPURL: url, RateLimit: "off"}
	if p.app, err = newApp(p.t.Context(), config, p.db); err != nil {
		p.t.Fatal(err)
	}
}

// register signs a person up through the API.
func (p *post) register(email string, more ...any) {
	p.t.Helper()
	program := &program{t: p.t, handler: p.app.handler, contract: newContract(p.t)}
	if status, answer := program.call("POST", peoplePath, someone(email, more...)); status != 201 && status != 202 {
		p.t.Fatal(status, answer)
	}
}

// work does the jobs that are due.
func (p *post) work() {
	p.t.Helper()
	if err := p.app.jobs.Drain(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) pass(by time.Duration) { p.now = p.now.Add(by) }

// outbox is what the database says of the event's mails, the latest first.
func (p *post) outbox() []models.Mail {
	p.t.Helper()
	list, err := p.db.Query(p.t.Context()).Mails().OfEvent(p.event, "", "", "", 100)
	if err != nil {
		p.t.Fatal(err)
	}
	return list
}

// expect compares the state of the latest mail, and how many mails the server has.
func (p *post) expect(state models.MailState, arrived int) models.Mail {
	p.t.Helper()
	latest := p.outbox()[0]
	if latest.State != state || len(p.server.mails) != arrived {
		p.t.Errorf("%s after %d attempts (%q), %d arrived; want %s, %d", latest.State, latest.Attempts, latest.LastError, len(p.server.mails), state, arrived)
	}
	return latest
}

// part is one part of a mail, decoded.
type part struct {
	kind, name, id string
	inline         bool
	content        []byte
}

// opened is a mail as its reader's program shows it.
type opened struct {
	header mail.Header
	parts  []part
}

func open(t *testing.T, raw []byte) *opened {
	t.Helper()
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	o := &opened{header: message.Header}
	o.read(t, map[string][]string(message.Header), message.Body)
	return o
}

func (o *opened) read(t *testing.T, header map[string][]string, body io.Reader) {
	t.Helper()
	field := mail.Header(header)
	kind, values, err := mime.ParseMediaType(field.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, values["boundary"])
		for {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			o.read(t, p.Header, p)
		}
	}
	switch strings.ToLower(field.Get("Content-Transfer-Encoding")) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	disposition, file, _ := mime.ParseMediaType(field.Get("Content-Disposition"))
	o.parts = append(o.parts, part{kind, file["filename"], field.Get("Content-ID"), disposition == "inline", content})
}

// part finds the first part of a type.
func (o *opened) part(t *testing.T, kind string) part {
	t.Helper()
	for _, p := range o.parts {
		if p.kind == kind {
			return p
		}
	}
	t.Errorf("the mail has no %s", kind)
	return part{}
}

// text is a header with its encoded words read (RFC 2047).
func (o *opened) text(name string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(o.header.Get(name))
	if err != nil {
		return err.Error()
	}
	return text
}

func TestAMailArrives(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := newPost(t, db)
		for i, c := range []struct{ family, given, locale, greeting, subject string }{
			{"𠮷田", "🌻", "ja", "𠮷田 🌻 様", "お申し込みを承りました：かわさきプロボノサミット"},
			{"髙橋", "﨑子", "ja", "髙橋 﨑子 様", "お申し込みを承りました：かわさきプロボノサミット"},
			{"김", "민수", "en", "김 민수", "You are registered: Kawasaki Pro Bono Summit"},
			{"O'Brien, \"Ray\"", "Siân", "en", "Siân O'Brien, \"Ray\"", "You are registered: Kawasaki Pro Bono Summit"},
		} {
			t.Run(c.family, func(t *testing.T) {
				p.t = t
				email := fmt.Sprint("p", i, "@attendee.example")
				p.register(email, "family_name", c.family, "given_name", c.given, "locale", c.locale, "ticket_type", "online")
				p.work()
				p.expect(models.MailSent, i+1)
				raw := p.server.mails[i]
				o := open(t, raw.content)
				name := strings.TrimSuffix(c.greeting, " 様")
				if to, err := mail.ParseAddress(o.header.Get("To")); err != nil || to.Name != name || to.Address != email || raw.to != email {
					t.Errorf("to %v (%v), envelope %s", to, err, raw.to)
				}
				if from, err := mail.ParseAddress(o.header.Get("From")); err != nil || from.Name != "めぐり" || raw.from != "meguri@city.example" {
					t.Errorf("from %v (%v), envelope %s", from, err, raw.from)
				}
				if o.text("Subject") != c.subject || o.header.Get("Auto-Submitted") != "auto-generated" || o.header.Get("Date") == "" {
					t.Errorf("%q %v", o.text("Subject"), o.header)
				}
				for _, line := range bytes.Split(raw.content, []byte("\r\n")) {
					if len(line) > 998 { // RFC 5322, section 2.1.1
						t.Errorf("a line of %d bytes", len(line))
					}
				}
				p.expectBody(o, c.greeting)
			})
		}
	})
}

// expectBody looks at what the mail of a confirmed registration is made of.
func (p *post) expectBody(o *opened, greeting string) {
	p.t.Helper()
	plain, page := string(o.part(p.t, "text/plain").content), string(o.part(p.t, "text/html").content)
	if !strings.Contains(plain, greeting) || !strings.Contains(plain, "/r/") {
		p.t.Errorf("the text is %s", plain)
	}
	if !strings.Contains(page, `src="cid:ticket"`) || !strings.Contains(page, "/r/") {
		p.t.Errorf("the HTML is %s", page)
	}
	picture := o.part(p.t, "image/png")
	if _, err := png.Decode(bytes.NewReader(picture.content)); err != nil || picture.id != "<ticket>" || !picture.inline {
		p.t.Errorf("the ticket's picture: %v, %q, inline %v", err, picture.id, picture.inline)
	}
	calendar := o.part(p.t, "text/calendar")
	if calendar.name != "calendar.ics" || !strings.HasPrefix(string(calendar.content), "BEGIN:VCALENDAR\r\n") {
		p.t.Errorf("the calendar is %q: %s", calendar.name, calendar.content)
	}
	if ticket := o.part(p.t, "application/pdf"); ticket.name != "ticket.pdf" || !bytes.HasPrefix(ticket.content, []byte("%PDF-")) {
		p.t.Errorf("the ticket is %q", ticket.name)
	}
}

func TestOneMailForOneCause(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := newPost(t, db)
		id := models.NewID()
		for range 3 {
			p.register("a@attendee.example", "id", id)
			p.work()
		}
		p.expect(models.MailSent, 1)
		t.Run("and if it must be sent again it is the same mail", func(t *testing.T) {
			sent := p.outbox()[0]
			err := db.InTx(t.Context(), func(tx *models.Tx) error { // as after a crash between the server's acceptance and our record
				return errors.Join(tx.Mails().Mark(&sent, models.MailQueued, "", ""), tx.Jobs().Add(models.JobSendMail, "again", sent.ID, tx.Now))
			})
			if err != nil {
				t.Fatal(err)
			}
			p.work()
			p.expect(models.MailSent, 2)
			first, second := open(t, p.server.mails[0].content), open(t, p.server.mails[1].content)
			if first.header.Get("Message-ID") == "" || first.header.Get("Message-ID") != second.header.Get("Message-ID") {
				t.Errorf("%q and %q", first.header.Get("Message-ID"), second.header.Get("Message-ID"))
			}
		})
	})
}

func TestATroubleOfTheMailServer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := newPost(t, db)
		t.Run("that passes delays the mail", func(t *testing.T) {
			p.t = t
			p.server.refuse = &smtp.SMTPError{Code: 451, Message: "greylisted"}
			p.register("a@attendee.example")
			p.work()
			if m := p.expect(models.MailQueued, 0); !strings.Contains(m.LastError, "greylisted") || m.Attempts != 1 {
				t.Errorf("%+v", m)
			}
			p.server.refuse = nil
			p.work()
			p.expect(models.MailQueued, 0) // not before its time
			p.pass(11 * time.Second)
			p.work()
			if m := p.expect(models.MailSent, 1); m.Attempts != 2 || m.LastError != "" {
				t.Errorf("%+v", m)
			}
		})
		t.Run("after it has accepted the mail does not repeat it", func(t *testing.T) {
			p.t = t
			p.server.hangUp = true
			p.register("b@attendee.example")
			p.work()
			p.pass(time.Hour)
			p.work()
			p.expect(models.MailSent, 2)
			p.server.hangUp = false
		})
		t.Run("that is final is told at once", func(t *testing.T) {
			p.t = t
			p.server.refuse = &smtp.SMTPError{Code: 550, Message: "no such mailbox"}
			p.register("c@attendee.example")
			p.work()
			if m := p.expect(models.MailFailed, 2); !strings.Contains(m.LastError, "no such mailbox") {
				t.Errorf("%+v", m)
			}
			p.server.refuse = nil
			p.pass(24 * time.Hour)
			p.work()
			p.expect(models.MailFailed, 2)
		})
		t.Run("that is not there delays the mail, until it is given up", func(t *testing.T) {
			p.t = t
			p.start("smtp://127.0.0.1:1")
			p.register("d@attendee.example")
			p.work()
			p.expect(models.MailQueued, 2)
			for range 12 {
				p.pass(5 * time.Hour)
				p.work()
			}
			if m := p.expect(models.MailFailed, 2); m.LastError == "" {
				t.Errorf("%+v", m)
			}
		})
	})
}

func TestWithoutAMailServerMailsStayInTheOutbox(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := newPost(t, db)
		p.start("")
		p.register("a@attendee.example", "locale", "en")
		p.work()
		if m := p.expect(models.MailKept, 0); m.Subject != "You are registered: Kawasaki Pro Bono Summit" || m.SentAt == nil {
			t.Errorf("%+v", m)
		}
	})
}
