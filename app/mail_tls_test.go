package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"meguri/models"
	"meguri/models/modelstest"
)

// authority signs certificates; the program trusts the one that SSL_CERT_FILE names, as a city's own mail server may need.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// trusted is one for the whole process, as Go reads SSL_CERT_FILE once.
var trusted = sync.OnceValues(newAuthority)

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "City of Example"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &authority{certificate, key}, err
}

func (a *authority) trust(t *testing.T) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", path)
}

// sign makes a certificate of 127.0.0.1.
func (a *authority) sign(t *testing.T) *tls.Config {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: a.certificate.NotBefore, NotAfter: a.certificate.NotAfter, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: a.key}}}
}

// lockedSession takes mail only from who has told the password, and keeps what it was told.
type lockedSession struct {
	*mailSession
	told   *[]string
	opened bool
}

func (s *lockedSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *lockedSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.server.lock.Lock()
		defer s.server.lock.Unlock()
		*s.told = append(*s.told, password)
		if s.opened = user == "meguri" && password == "right"; !s.opened {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *lockedSession) Mail(from string, options *smtp.MailOptions) error {
	if !s.opened {
		return smtp.ErrAuthRequired
	}
	return s.mailSession.Mail(from, options)
}

// newLockedServer is a mail server that wants a password; encrypted is nil for one without TLS, and implicit where a connection begins with it.
func newLockedServer(t *testing.T, encrypted *tls.Config, implicit bool) (s *mailServer, told *[]string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, told = &mailServer{address: listener.Addr().String()}, &[]string{}
	server := smtp.NewServer(smtp.BackendFunc(func(conn *smtp.Conn) (smtp.Session, error) {
		return &lockedSession{mailSession: &mailSession{server: s, conn: conn}, told: told}, nil
	}))
	server.Domain, server.TLSConfig, server.AllowInsecureAuth = "mail.example", encrypted, encrypted == nil
	if implicit {
		listener = tls.NewListener(listener, encrypted)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s, told
}

func TestPasswordsOfMailServersTravelEncryptedOnly(t *testing.T) {
	ours, err := trusted()
	if err != nil {
		t.Fatal(err)
	}
	ours.trust(t)
	others, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := newPost(t, db)
		for name, c := range map[string]struct {
			url       string
			encrypted *tls.Config
			implicit  bool
			trouble   string // part of what the outbox says; "" where the mail goes
			told      string
		}{
			"begun with STARTTLS":                            {"smtp://meguri:right@", ours.sign(t), false, "", "right"},
			"begun at once":                                  {"smtps://meguri:right@", ours.sign(t), true, "", "right"},
			"not by a server that has none":                  {"smtp://meguri:right@", nil, false, "STARTTLS", ""},
			"not to an unknown authority's server":           {"smtp://meguri:right@", others.sign(t), false, "certificate", ""},
			"not to an unknown authority's server, at once":  {"smtps://meguri:right@", others.sign(t), true, "certificate", ""},
			"and a wrong one leaves the mail in the outbox":  {"smtp://meguri:wrong@", ours.sign(t), false, "535", "wrong"},
			"and none leaves it there, with what is missing": {"smtp://", ours.sign(t), false, "Please authenticate", ""},
		} {
			t.Run(name, func(t *testing.T) {
				p.t = t
				var told *[]string
				p.server, told = newLockedServer(t, c.encrypted, c.implicit)
				p.start(c.url + p.server.address)
				p.pass(time.Second)
				p.register(strings.ReplaceAll(models.NewAnonymousID(), "-", "") + "@attendee.example")
				p.work()
				m := p.outbox()[0]
				sent := m.State == models.MailSent && len(p.server.mails) == 1
				if sent != (c.trouble == "") || !strings.Contains(m.LastError, c.trouble) || strings.Contains(m.LastError, "right") {
					t.Errorf("%s: %q", m.State, m.LastError)
				}
				if got := strings.Join(*told, " "); got != c.told {
					t.Errorf("the server was told %q", got)
				}
			})
		}
	})
}
