package apptest

import (
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"errors"
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

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// MailServer is a real SMTP server that keeps the mails that it accepts.
type MailServer struct {
	Address string
	// RefuseSender answers the MAIL command, Refuse the RCPT command, HangUp ends the connection once a mail is accepted.
	RefuseSender, Refuse error
	HangUp               bool
	// Strict refuses every addressee if the client is introduced by a name without a domain, as Postfix can.
	Strict bool
	// PerConnection is how many mails a connection may bring, 0 for any number. Then the server says 421 and ends it.
	PerConnection int
	// MaxConnections is how many may be open, 0 for any number. Another one is greeted by 421.
	MaxConnections int
	// Delay is how long each mail takes.
	Delay time.Duration
	// Connections counts those that were opened, Open those that are.
	Connections, Open int
	// Introduced is the name by which the last client was introduced (EHLO).
	Introduced string
	// Mails are the accepted mails, in order. The program sends only inside Program.RunJobs.
	Mails []Received

	lock sync.Mutex
}

// Received is a mail as it arrived: the envelope and the raw content.
type Received struct {
	From, To string
	Content  []byte
}

// NewMailServer starts a mail server, which ends with the test.
func NewMailServer(t *testing.T) *MailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &MailServer{Address: listener.Addr().String()}
	server := smtp.NewServer(s)
	server.Domain = "mail.example"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

// NewSession implements smtp.Backend.
func (s *MailServer) NewSession(conn *smtp.Conn) (smtp.Session, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.Connections++
	if s.Introduced = conn.Hostname(); s.MaxConnections > 0 && s.Open >= s.MaxConnections {
		return nil, &smtp.SMTPError{Code: 421, Message: "too many connections"}
	}
	s.Open++
	return &mailSession{server: s, conn: conn}, nil
}

type mailSession struct {
	server   *MailServer
	conn     *smtp.Conn
	now      Received
	mails    int
	accepted bool
}

func (s *mailSession) Mail(from string, _ *smtp.MailOptions) error {
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	if limit := s.server.PerConnection; limit > 0 && s.mails >= limit {
		time.AfterFunc(10*time.Millisecond, func() { _ = s.conn.Conn().Close() })
		return &smtp.SMTPError{Code: 421, Message: "too many mails on this connection"}
	}
	s.now.From = from
	return s.server.RefuseSender
}

func (s *mailSession) Logout() error {
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	s.server.Open--
	return nil
}

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	s.now.To = to
	if name := s.conn.Hostname(); s.server.Strict && !strings.ContainsAny(name, ".:") {
		text := "<" + name + ">: Helo command rejected: need fully-qualified hostname"
		return &smtp.SMTPError{Code: 504, EnhancedCode: smtp.EnhancedCode{5, 5, 2}, Message: text}
	}
	return s.server.Refuse
}

func (s *mailSession) Data(r io.Reader) (err error) {
	if s.now.Content, err = io.ReadAll(r); err != nil {
		return err
	}
	time.Sleep(s.server.Delay)
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	s.server.Mails = append(s.server.Mails, s.now)
	s.accepted = true
	s.mails++
	return nil
}

func (s *mailSession) Reset() {
	if s.accepted && s.server.HangUp {
		_ = s.conn.Conn().Close()
	}
}

// authSession accepts mail only after the right password, and keeps the passwords that it gets.
type authSession struct {
	*mailSession
	passwords     *[]string
	authenticated bool
}

func (s *authSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *authSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.server.lock.Lock()
		defer s.server.lock.Unlock()
		*s.passwords = append(*s.passwords, password)
		if s.authenticated = user == "meguri" && password == "right"; !s.authenticated {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *authSession) Mail(from string, options *smtp.MailOptions) error {
	if !s.authenticated {
		return smtp.ErrAuthRequired
	}
	return s.mailSession.Mail(from, options)
}

// NewAuthMailServer starts a mail server that requires a password, and returns the passwords that it gets. encrypted is
// nil for a server without TLS; implicit is for TLS from the start of a connection.
func NewAuthMailServer(t *testing.T, encrypted *tls.Config, implicit bool) (s *MailServer, passwords *[]string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, passwords = &MailServer{Address: listener.Addr().String()}, &[]string{}
	server := smtp.NewServer(smtp.BackendFunc(func(conn *smtp.Conn) (smtp.Session, error) {
		return &authSession{mailSession: &mailSession{server: s, conn: conn}, passwords: passwords}, nil
	}))
	server.Domain, server.TLSConfig, server.AllowInsecureAuth = "mail.example", encrypted, encrypted == nil
	if implicit {
		listener = tls.NewListener(listener, encrypted)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s, passwords
}

// Part is one decoded part of a mail.
type Part struct {
	Type, Name, ID string
	Inline         bool
	Content        []byte
}

// ParsedMail is a mail with its decoded parts.
type ParsedMail struct {
	Header mail.Header
	Parts  []Part
}

// ParseMail parses a raw mail.
func ParseMail(t *testing.T, raw []byte) *ParsedMail {
	t.Helper()
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	m := &ParsedMail{Header: message.Header}
	m.read(t, map[string][]string(message.Header), message.Body)
	return m
}

func (m *ParsedMail) read(t *testing.T, header map[string][]string, body io.Reader) {
	t.Helper()
	field := mail.Header(header)
	contentType, values, err := mime.ParseMediaType(field.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(contentType, "multipart/") {
		parts := multipart.NewReader(body, values["boundary"])
		for {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			m.read(t, p.Header, p)
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
	m.Parts = append(m.Parts, Part{
		Type:    contentType,
		Name:    file["filename"],
		ID:      field.Get("Content-ID"),
		Inline:  disposition == "inline",
		Content: content,
	})
}

// Part is the first part of a content type.
func (m *ParsedMail) Part(t *testing.T, contentType string) Part {
	t.Helper()
	for _, p := range m.Parts {
		if p.Type == contentType {
			return p
		}
	}
	t.Errorf("the mail has no %s", contentType)
	return Part{}
}

// Text is a header without its encoding (RFC 2047).
func (m *ParsedMail) Text(name string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
	if err != nil {
		return err.Error()
	}
	return text
}
