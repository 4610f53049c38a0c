package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"strings"
	"sync"
	"time"

	smtpserver "github.com/emersion/go-smtp"

	"meguri/models"
)

// sink is a mail server that counts mails and keeps the last one.
type sink struct {
	address string
	server  *smtpserver.Server
	lock    sync.Mutex
	count   int
	first   time.Time
	latest  time.Time
	content []byte
}

func newSink(ctx context.Context) (*sink, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{address: listener.Addr().String()}
	s.server = smtpserver.NewServer(smtpserver.BackendFunc(func(*smtpserver.Conn) (smtpserver.Session, error) {
		return sinkSession{s}, nil
	}))
	s.server.Domain = "sink.example"
	go func() { _ = s.server.Serve(listener) }()
	return s, nil
}

// rate is how many mails a second arrived after the first one.
func (s *sink) rate(wanted int) (rate float64, all bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.count < wanted {
		return 0, false
	}
	return float64(s.count-1) / s.latest.Sub(s.first).Seconds(), true
}

func (s *sink) forget() {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.count = 0
}

type sinkSession struct{ *sink }

func (s sinkSession) Mail(string, *smtpserver.MailOptions) error { return nil }
func (s sinkSession) Rcpt(string, *smtpserver.RcptOptions) error { return nil }
func (s sinkSession) Reset()                                     {}
func (s sinkSession) Logout() error                              { return nil }

func (s sinkSession) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.latest = time.Now(); s.count == 0 {
		s.first = s.latest
	}
	s.count++
	s.content = content
	return err
}

// mailConnections is how many connections the program keeps open.
const mailConnections = 4

// mails measures mails per second to a server on this machine, beside a plain client that sends the same mail over as
// many connections.
func (b *bench) mails() error {
	for _, r := range []struct {
		name, database, ticketType string
		count                      int
		mostProcessor              float64 // ms each: 500 and 100 a second on two quiet cores
		aim                        float64
	}{
		{"mails, SQLite", "", "online", 2000, 4, 0.03},
		{"mails", "bench_mails", "online", 2000, 4, 0.03},
		{"mails with a ticket, SQLite", "", "venue", 500, 20, 0.05},
		{"mails with a ticket", "bench_ticket_mails", "venue", 500, 20, 0.05},
	} {
		if err := b.mailing(r.name, r.database, r.ticketType, r.count, r.mostProcessor, r.aim); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

func (b *bench) mailing(name, database, ticketType string, count int, mostProcessor, aim float64) error {
	server, err := newSink(b.ctx)
	if err != nil {
		return err
	}
	defer server.server.Close() //nolint:errcheck // the load is over
	p, err := b.prepareProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	p.env = append(p.env, "MEGURI_SMTP_URL=smtp://"+server.address)
	if err := b.queueMails(p, ticketType, count); err != nil {
		return err
	}
	if _, err := p.start(b.ctx); err != nil {
		return err
	}
	value, err := b.awaitMails(server, count)
	p.end()
	if err != nil {
		return err
	}
	used := p.command.ProcessState.UserTime() + p.command.ProcessState.SystemTime()
	limit, err := b.plainMails(server)
	if err != nil {
		return err
	}
	b.addRate(fmt.Sprintf("%s (%d KB)", name, len(server.content)>>10), value, "plain client", limit, aim)
	b.addMaximum(name+", processor each", used.Seconds()*1000/float64(count), mostProcessor, "ms")
	return nil
}

// queueMails inserts registrations for the ticket type, with a mail each that waits to be sent.
func (b *bench) queueMails(p *program, ticketType string, count int) (err error) {
	find := "SELECT id FROM ticket_types WHERE slug = '" + ticketType + "' AND event_id = '" + p.ids.event + "'"
	if p.ids.ticketType, err = b.text(p.database, find); err != nil {
		return err
	}
	unlimited := "UPDATE ticket_types SET capacity = NULL WHERE id = '" + p.ids.ticketType + "'"
	if err := b.execute(p.database, unlimited); err != nil {
		return err
	}
	ids := make([]string, count)
	for i := range ids {
		ids[i] = models.NewID()
	}
	if err := b.insertAttendees(p, 0, ids); err != nil {
		return err
	}
	const mails = `INSERT INTO mails (id, cause, kind, event_id, registration_id, to_address, to_name, locale, data,
		message_id, state, created_at) SELECT id, id, 'registration_confirmed', event_id, id, email, '髙橋 花子', 'ja', '{}',
		id || '@bench.example', 'queued', created_at FROM registrations WHERE email LIKE 'guest%@bench.example'`
	const jobs = `INSERT INTO jobs (id, kind, cause, payload, state, run_at, created_at)
		SELECT id, 'mail', 'mail:' || id, id, 'waiting', created_at, created_at
		FROM registrations WHERE email LIKE 'guest%@bench.example'`
	return errors.Join(b.execute(p.database, mails), b.execute(p.database, jobs), b.analyze(p.database))
}

func (b *bench) awaitMails(server *sink, count int) (float64, error) {
	for begin := time.Now(); time.Since(begin) < 3*time.Minute && b.ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		if rate, all := server.rate(count); all {
			return rate, nil
		}
	}
	return 0, errors.New("not all mails arrive")
}

// plainMails sends the last mail again and again over mailConnections connections.
func (b *bench) plainMails(server *sink) (float64, error) {
	content := bytes.Clone(server.content)
	clients := make([]*smtp.Client, mailConnections)
	defer func() {
		for _, c := range clients {
			if c != nil {
				_ = c.Close()
			}
		}
	}()
	for i := range clients {
		var err error
		if clients[i], err = smtp.Dial(server.address); err != nil {
			return 0, err
		}
	}
	server.forget()
	return b.load(mailConnections, func(client int) error { return sendPlain(clients[client], content) })
}

func sendPlain(c *smtp.Client, content []byte) error {
	if err := errors.Join(c.Mail("a@bench.example"), c.Rcpt("b@bench.example")); err != nil {
		return err
	}
	body, err := c.Data()
	if err != nil {
		return err
	}
	_, err = io.Copy(body, strings.NewReader(string(content)))
	return errors.Join(err, body.Close())
}
