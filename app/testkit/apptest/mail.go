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

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// MailServer is a real SMTP server that keeps what it accepts.
type MailServer struct {
	Address string
	// Refuse answers the RCPT command, HangUp ends the connection once a mail is accepted.
	Refuse error
	HangUp bool
	// Mails arrived, in their order. Nobody writes to it while the test reads: the program sends inside Program.Work.
	Mails []Received

	lock sync.Mutex
}

// Received is a mail as it arrived: the envelope and the raw content.
type Received struct {
	From, To string
	Content  []byte
}

// NewMailServer starts one, which ends with the test.
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

// NewSession is for go-smtp.
func (s *MailServer) NewSession(conn *smtp.Conn) (smtp.Session, error) {
	return &mailSession{server: s, conn: conn}, nil
}

type mailSession struct {
	server   *MailServer
	conn     *smtp.Conn
	now      Received
	accepted bool
}

func (s *mailSession) Mail(from string, _ *smtp.MailOptions) error { s.now.From = from; return nil }
func (s *mailSession) Logout() error                               { return nil }

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	s.now.To = to
	return s.server.Refuse
}

func (s *mailSession) Data(r io.Reader) (err error) {
	if s.now.Content, err = io.ReadAll(r); err != nil {
		return err
	}
	s.server.lock.Lock()
	defer s.server.lock.Unlock()
	s.server.Mails = append(s.server.Mails, s.now)
	s.accepted = true
	return nil
}

func (s *mailSession) Reset() {
	if s.accepted && s.server.HangUp {
		_ = s.conn.Conn().Close()
	}
}

// authSession takes mail only from who has told the password, and keeps what it was told.
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

// NewAuthMailServer is a mail server that wants a password; encrypted is nil for one without TLS, and implicit where
// a connection begins with it.
func NewAuthMailServer(t *testing.T, encrypted *tls.Config, implicit bool) (s *MailServer, told *[]string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, told = &MailServer{Address: listener.Addr().String()}, &[]string{}
	server := smtp.NewServer(smtp.BackendFunc(func(conn *smtp.Conn) (smtp.Session, error) {
		return &authSession{mailSession: &mailSession{server: s, conn: conn}, passwords: told}, nil
	}))
	server.Domain, server.TLSConfig, server.AllowInsecureAuth = "mail.example", encrypted, encrypted == nil
	if implicit {
		listener = tls.NewListener(listener, encrypted)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s, told
}

// Part is one part of a mail, decoded.
type Part struct {
	Type, Name, ID string
	Inline         bool
	Content        []byte
}

// ParsedMail is a mail as its reader's program shows it.
type ParsedMail struct {
	Header mail.Header
	Parts  []Part
}

// ParseMail reads a raw mail.
func ParseMail(t *testing.T, raw []byte) *ParsedMail {
	t.Helper()
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	o := &ParsedMail{Header: message.Header}
	o.read(t, map[string][]string(message.Header), message.Body)
	return o
}

func (o *ParsedMail) read(t *testing.T, header map[string][]string, body io.Reader) {
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
	o.Parts = append(o.Parts, Part{kind, file["filename"], field.Get("Content-ID"), disposition == "inline", content})
}

// Part finds the first part of a type.
func (o *ParsedMail) Part(t *testing.T, kind string) Part {
	t.Helper()
	for _, p := range o.Parts {
		if p.Type == kind {
			return p
		}
	}
	t.Errorf("the mail has no %s", kind)
	return Part{}
}

// Text is a header with its encoded words read (RFC 2047).
func (o *ParsedMail) Text(name string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(o.Header.Get(name))
	if err != nil {
		return err.Error()
	}
	return text
}
