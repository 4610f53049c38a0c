package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
	"golang.org/x/net/idna"
)

var (
	// ErrSetting says that a setting cannot be read.
	ErrSetting = errors.New("mails cannot be sent with these settings")
	// ErrNoEncryption says that a mail server offers no TLS, so that nothing is sent to it: mails hold private links.
	ErrNoEncryption = errors.New("the mail server offers no encryption (STARTTLS)")
	// ErrSender says that a mail server refuses us, whatever the addressee.
	ErrSender = errors.New("the mail server refuses the sender")
)

const smtpTimeout = 30 * time.Second

// server is an SMTP server, and how the program introduces itself to it.
type server struct {
	client   *gomail.Client
	from     *netmail.Address
	implicit *tls.Config // for TLS from the start of a connection, else nil
}

// newServer reads smtp://user:password@host:587 or smtps://host. Without tls=none, connections are encrypted unless the
// server is on this machine. A password is sent over TLS only.
func newServer(options *Options) (*server, error) {
	address, err := url.Parse(options.SMTPURL)
	if err != nil || address.Hostname() == "" || (address.Scheme != "smtp" && address.Scheme != "smtps") {
		return nil, fmt.Errorf("%w: MEGURI_SMTP_URL must look like smtp://user:password@host:587 or smtps://host", ErrSetting)
	}
	s := &server{}
	if s.from, err = netmail.ParseAddress(options.From); err != nil {
		return nil, fmt.Errorf("%w: MEGURI_MAIL_FROM must look like Meguri <meguri@city.example>", ErrSetting)
	}
	encryption, err := s.encryption(address)
	if err != nil {
		return nil, err
	}
	settings := append(encryption,
		gomail.WithHELO(helo(options)), gomail.WithTimeout(smtpTimeout), gomail.WithDialContextFunc(s.dialTCP),
		gomail.WithoutNoop(), gomail.WithoutRset(), // a broken connection is found by the next mail
	)
	if password, _ := address.User.Password(); address.User.Username() != "" {
		settings = append(settings, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(address.User.Username()), gomail.WithPassword(password))
	}
	if address.Port() != "" {
		port, err := strconv.Atoi(address.Port())
		if err != nil {
			return nil, fmt.Errorf("%w: MEGURI_SMTP_URL has no good port", ErrSetting)
		}
		settings = append(settings, gomail.WithPort(port))
	}
	s.client, err = gomail.NewClient(address.Hostname(), settings...)
	return s, err
}

// encryption reads how connections are encrypted: smtps://, or tls=starttls or tls=none behind smtp://.
func (s *server) encryption(address *url.URL) ([]gomail.Option, error) {
	config := &tls.Config{ServerName: address.Hostname(), MinVersion: tls.VersionTLS12}
	how, hasUser := address.Query().Get("tls"), address.User.Username() != ""
	switch {
	case address.Scheme == "smtps" && how == "":
		s.implicit = config
		// the client finds that the connection is encrypted and does not ask for STARTTLS
		return []gomail.Option{gomail.WithPort(465), gomail.WithTLSPolicy(gomail.TLSOpportunistic)}, nil
	case how == "none" && hasUser:
		return nil, fmt.Errorf("%w: the password of MEGURI_SMTP_URL travels encrypted only: leave out tls=none", ErrSetting)
	case address.Scheme == "smtp" && how == "none", how == "" && isLoopback(address.Hostname()) && !hasUser:
		return []gomail.Option{gomail.WithTLSPolicy(gomail.NoTLS)}, nil
	case address.Scheme == "smtp" && (how == "" || how == "starttls"):
		return []gomail.Option{gomail.WithTLSConfig(config), gomail.WithTLSPolicy(gomail.TLSMandatory)}, nil
	}
	return nil, fmt.Errorf("%w: MEGURI_SMTP_URL may end with ?tls=starttls or ?tls=none, smtps:// with neither", ErrSetting)
}

// isLoopback reports whether a host is this machine.
func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// dialed keeps the connection that is being opened, so that it can be closed if the server is not to our liking.
type dialed struct{}

func (s *server) dialTCP(ctx context.Context, network, address string) (conn net.Conn, err error) {
	if s.implicit != nil {
		conn, err = (&tls.Dialer{Config: s.implicit}).DialContext(ctx, network, address)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
	}
	if kept, ok := ctx.Value(dialed{}).(*net.Conn); ok && err == nil {
		*kept = conn
	}
	return conn, err
}

// dial opens a connection, encrypts it and signs in.
func (s *server) dial(ctx context.Context) (*smtp.Client, error) {
	var conn net.Conn
	client, err := s.client.DialToSMTPClientWithContext(context.WithValue(ctx, dialed{}, &conn))
	if err != nil && conn != nil {
		_ = conn.Close()
	}
	if err != nil && strings.Contains(err.Error(), "does not support STARTTLS") {
		return nil, ErrNoEncryption
	}
	return client, err
}

// CheckServer goes through a delivery of a mail from our address to itself, as far as possible without sending it.
func CheckServer(ctx context.Context, options Options) error {
	s, err := newServer(&options)
	if err != nil {
		return err
	}
	client, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	from := "<" + s.from.Address + ">"
	if err := client.Mail(from); err != nil {
		return fmt.Errorf("%w: from %s: %w", ErrSender, s.from.Address, err)
	}
	// whether the mailbox exists does not matter: the sender may be one that nobody reads
	var refused *textproto.Error
	if err := client.Rcpt(from); errors.As(err, &refused) && isAboutUs(refused.Code, refused.Msg) {
		return fmt.Errorf("%w, who is introduced as %s: %w", ErrSender, helo(&options), err)
	}
	return client.Quit()
}

// helo is the name by which the program introduces itself, never a host name without a domain: strict servers refuse
// that.
func helo(options *Options) string {
	if options.Helo != "" {
		return options.Helo
	}
	base := baseHost(options)
	switch ip := net.ParseIP(base); {
	case ip != nil && ip.To4() != nil:
		return "[" + base + "]"
	case ip != nil:
		return "[IPv6:" + base + "]"
	case strings.Contains(base, "."):
		return base
	}
	if domain := senderDomain(options); strings.Contains(domain, ".") {
		return domain
	}
	return "[127.0.0.1]"
}

// messageDomain is what Message-IDs end with: the sender's domain, or that of the pages.
func messageDomain(options *Options) string {
	for _, domain := range []string{senderDomain(options), baseHost(options)} {
		if strings.Contains(domain, ".") && net.ParseIP(domain) == nil {
			return domain
		}
	}
	return "meguri.localhost"
}

func baseHost(options *Options) string {
	base, err := url.Parse(options.BaseURL)
	if err != nil {
		return ""
	}
	return asciiDomain(base.Hostname())
}

func senderDomain(options *Options) string {
	from, err := netmail.ParseAddress(options.From)
	if err != nil {
		return ""
	}
	return asciiDomain(from.Address[strings.LastIndex(from.Address, "@")+1:])
}

// asciiDomain writes a domain as in DNS, and returns "" for one that cannot be written so.
func asciiDomain(domain string) string {
	if net.ParseIP(domain) != nil {
		return domain
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return ""
	}
	return ascii
}
