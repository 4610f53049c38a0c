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

// authority is a certificate authority. The program trusts the one in the file SSL_CERT_FILE, as it must for a city's
// own mail server.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// trustedAuthority is the same for the whole process, because Go reads SSL_CERT_FILE only once.
var trustedAuthority = sync.OnceValues(newAuthority)

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

// sign makes a certificate for 127.0.0.1.
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
	authority, err := trustedAuthority()
	if err != nil {
		t.Fatal(err)
	}
	authority.trust(t)
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
			lastError string // a part of it; "" if the mail is sent
			passwords string // that the server gets
		}{
			"begun with STARTTLS": {
				"smtp://meguri:right@", authority.sign(t), false, models.MailSent, "", "right",
			},
			"begun at once": {
				"smtps://meguri:right@", authority.sign(t), true, models.MailSent, "", "right",
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
				"smtp://meguri:wrong@", authority.sign(t), false, models.MailQueued, "535", "wrong",
			},
			"and none leaves it there, with what is missing": {
				"smtp://", authority.sign(t), false, models.MailQueued, "Please authenticate", "",
			},
		} {
			t.Run(name, func(t *testing.T) {
				p := p.With(t)
				server, passwords := apptest.NewAuthMailServer(t, c.encrypted, c.implicit)
				p.SendMailTo(c.url + server.Address)
				p.Advance(time.Second)
				register(p, strings.ReplaceAll(models.NewAnonymousID(), "-", "")+"@attendee.example")
				p.RunJobs()
				arrived := 0
				if c.state == models.MailSent {
					arrived = 1
				}
				m := expect(p, server, c.state, arrived)
				if !strings.Contains(m.LastError, c.lastError) {
					t.Errorf("the last error is %q, want %q", m.LastError, c.lastError)
				}
				if strings.Contains(m.LastError, "right") {
					t.Errorf("the last error has the password: %q", m.LastError)
				}
				if got := strings.Join(*passwords, " "); got != c.passwords {
					t.Errorf("the server got %q, want %q", got, c.passwords)
				}
			})
		}
	})
}
