package mail_test

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

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// authority signs certificates; the program trusts the one that SSL_CERT_FILE names, as a city's own mail server may
// need.
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
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "City of Example"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
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
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{
		Type:  "CERTIFICATE",
		Bytes: a.certificate.Raw,
	}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", path)
}

// sign makes a certificate of 127.0.0.1.
func (a *authority) sign(t *testing.T) *tls.Config {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		NotBefore:    a.certificate.NotBefore,
		NotAfter:     a.certificate.NotAfter,
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: a.key}},
	}
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
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for name, c := range map[string]struct {
			url       string
			encrypted *tls.Config
			implicit  bool
			state     models.MailState
			trouble   string // part of what the outbox says; "" where the mail goes
			told      string
		}{
			"begun with STARTTLS": {
				"smtp://meguri:right@", ours.sign(t), false, models.MailSent, "", "right",
			},
			"begun at once": {
				"smtps://meguri:right@", ours.sign(t), true, models.MailSent, "", "right",
			},
			"not by a server that has none": {
				"smtp://meguri:right@", nil, false, models.MailQueued, "STARTTLS", "",
			},
			"not to an unknown authority's server": {
				"smtp://meguri:right@", others.sign(t), false, models.MailQueued, "certificate", "",
			},
			"not to an unknown authority's server, at once": {
				"smtps://meguri:right@", others.sign(t), true, models.MailQueued, "certificate", "",
			},
			"and a wrong one leaves the mail in the outbox": {
				"smtp://meguri:wrong@", ours.sign(t), false, models.MailQueued, "535", "wrong",
			},
			"and none leaves it there, with what is missing": {
				"smtp://", ours.sign(t), false, models.MailFailed, "Please authenticate", "",
			},
		} {
			t.Run(name, func(t *testing.T) {
				p := p.With(t)
				server, told := apptest.NewAuthMailServer(t, c.encrypted, c.implicit)
				p.SendMailTo(c.url + server.Address)
				p.Advance(time.Second)
				register(p, strings.ReplaceAll(models.NewAnonymousID(), "-", "")+"@attendee.example")
				p.RunJobs()
				arrived := 0
				if c.state == models.MailSent {
					arrived = 1
				}
				m := expect(p, server, c.state, arrived)
				if !strings.Contains(m.LastError, c.trouble) {
					t.Errorf("the outbox says %q, want %q", m.LastError, c.trouble)
				}
				if strings.Contains(m.LastError, "right") {
					t.Errorf("the outbox tells the password: %q", m.LastError)
				}
				if got := strings.Join(*told, " "); got != c.told {
					t.Errorf("the server was told %q, want %q", got, c.told)
				}
			})
		}
	})
}
