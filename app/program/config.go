// Package program puts Meguri together: settings, wiring, serving, and the nightly maintenance. `meguri serve` starts
// it, and so do tests (see app/testkit/apptest).
package program

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"meguri/app/service/bounce"
	"meguri/app/service/mail"
	"meguri/app/service/operator"
	"meguri/models"
)

// Config has the settings of every command, from flags or the environment.
type Config struct {
	DatabaseURL    string   `help:"${help_database}" env:"MEGURI_DATABASE_URL" placeholder:"URL"`
	DataDir        string   `help:"${help_data}" env:"MEGURI_DATA_DIR" default:"var" placeholder:"DIR"`
	Addr           string   `help:"Address to listen on." env:"MEGURI_ADDR" default:"127.0.0.1:8080"`
	BaseURL        string   `help:"${help_base}" env:"MEGURI_BASE_URL" placeholder:"URL"`
	SMTPURL        string   `name:"smtp-url" help:"${help_smtp}" env:"MEGURI_SMTP_URL" placeholder:"URL"`
	SMTPHelo       string   `name:"smtp-helo" help:"${help_helo}" env:"MEGURI_SMTP_HELO" placeholder:"NAME"`
	MailFrom       string   `help:"Sender of mails." env:"MEGURI_MAIL_FROM" default:"Meguri <meguri@localhost>"`
	BounceAddress  string   `help:"${help_bounce}" env:"MEGURI_BOUNCE_ADDRESS" placeholder:"ADDRESS"`
	BounceIMAPURL  string   `name:"bounce-imap-url" help:"${help_imap}" env:"MEGURI_BOUNCE_IMAP_URL" placeholder:"URL"`
	RateLimit      string   `help:"'off' for load tests only." env:"MEGURI_RATE_LIMIT" default:"on" enum:"on,off"`
	MetricsAddr    string   `help:"${help_metrics}" env:"MEGURI_METRICS_ADDR" placeholder:"ADDR"`
	MetricsToken   string   `help:"${help_metrics_token}" env:"MEGURI_METRICS_TOKEN" placeholder:"TEXT"`
	Secret         string   `help:"${help_secret}" env:"MEGURI_SECRET" placeholder:"TEXT"`
	TrustedProxies []string `help:"${help_proxies}" env:"MEGURI_TRUSTED_PROXIES" placeholder:"CIDR"`
	HSTS           string   `name:"hsts" help:"${help_hsts}" env:"MEGURI_HSTS" default:"max-age=31536000"`
	RedisURL       string   `help:"${help_redis}" env:"MEGURI_REDIS_URL" placeholder:"URL"`
	FollowPrivate  string   `help:"${help_private}" env:"MEGURI_FOLLOW_PRIVATE" default:"off" enum:"on,off"`
	LogFormat      string   `help:"text or json." env:"MEGURI_LOG_FORMAT" default:"text" enum:"text,json"`

	OperatorName   string `help:"${help_operator}" env:"MEGURI_OPERATOR_NAME" placeholder:"NAME"`
	OperatorNameEn string `help:"The same in English." env:"MEGURI_OPERATOR_NAME_EN" placeholder:"NAME"`
	OperatorPhone  string `help:"Telephone of the operator." env:"MEGURI_OPERATOR_PHONE" placeholder:"NUMBER"`
	OperatorEmail  string `help:"Mail address of the operator." env:"MEGURI_OPERATOR_EMAIL" placeholder:"ADDRESS"`
	OperatorTexts  string `help:"${help_operator_texts}" env:"MEGURI_OPERATOR_TEXTS" placeholder:"DIR"`

	// WordsCommand counts words in a process of its own (app/service/words); without it they are counted in this one.
	WordsCommand []string `kong:"-"`
	// Version is the version of the program. The build sets it.
	Version string `kong:"-"`
}

// Help has what the tags of Config refer to, as in ${help_base}.
var Help = map[string]string{ //nolint:gosec // examples
	"help_database": "Where the data is: file:path.db or postgres://…. By default a file in the data folder.",
	"help_data":     "Folder for the embedded database and generated secrets.",
	"help_base": "Address that people reach the pages at, as in https://meguri.example. " +
		"By default http:// and the address to listen on.",
	"help_smtp": "Mail server: smtp://user:password@host:587 or smtps://…, encrypted unless it ends with ?tls=none. " +
		"Without one, mails stay in the outbox that staff read.",
	"help_helo": "Name by which the mail server is greeted (EHLO). By default the host of the base URL.",
	"help_bounce": "Address to which mails come back that cannot be delivered, as in bounces+{id}@city.example. " +
		"By default that of the sender.",
	"help_imap": "Mailbox of its own with what came back: imaps://user:password@host/folder. By default none is read.",
	"help_dkim": "Where DNS has the key with which your mail server signs (DKIM): s= in the DKIM-Signature of a mail. " +
		"By default the usual names are tried.",
	"help_secret": "Text of at least 32 characters from which private links are derived. " +
		"By default kept in the data folder.",
	"help_metrics":       "Address at which /metrics answers everybody, as in 127.0.0.1:9090. By default nowhere.",
	"help_metrics_token": "Text of at least 16 characters with which /metrics answers beside the pages (Bearer).",
	"help_hsts": "Strict-Transport-Security, sent where MEGURI_BASE_URL begins with https://: " +
		"for example 'max-age=63072000; includeSubDomains', or 'off'.",
	"help_redis": "Where several processes meet for live updates: redis://user:password@host:6379/0 or rediss://…. " +
		"By default live updates stay in one process.",
	"help_private": "'on' lets staff follow installations in private networks, such as 10.0.0.0/8 and this machine. " +
		"For tests, and where all of them are in one network.",
	"help_operator": "Who runs this installation, as its pages name them.",
	"help_operator_texts": "Folder with texts of the operator in Markdown: about, privacy, accessibility and help, " +
		"each as privacy.ja.md and privacy.en.md. Where one is missing, pages show a text that comes with Meguri.",
	"help_proxies": "Addresses and networks (CIDR) whose X-Forwarded-For is believed.",
}

// Logger returns a logger that writes to standard error, as text or JSON.
func (c *Config) Logger() *slog.Logger {
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// Database returns the address of the database: DatabaseURL, or a file in the data folder.
func (c *Config) Database() string {
	if c.DatabaseURL != "" {
		return c.DatabaseURL
	}
	return "file:" + filepath.Join(c.DataDir, "meguri.db")
}

// Address returns the address at which people reach the pages, without a slash at the end.
func (c *Config) Address() (string, error) {
	address := strings.TrimRight(c.BaseURL, "/")
	if address == "" {
		return "http://" + strings.Replace(c.Addr, "127.0.0.1:", "localhost:", 1), nil
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Hostname() == "" || parsed.User != nil ||
		(parsed.Scheme != "http" && parsed.Scheme != "https") {
		return "", errors.New("MEGURI_BASE_URL must look like https://meguri.example")
	}
	return address, nil
}

// checkMetricsToken refuses one that can be guessed.
func (c *Config) checkMetricsToken() error {
	if c.MetricsToken != "" && len(c.MetricsToken) < 16 {
		return errors.New("MEGURI_METRICS_TOKEN needs at least 16 characters: `openssl rand -hex 16` makes a good one")
	}
	return nil
}

// Mail returns where mails are sent, and as whom.
func (c *Config) Mail() (mail.Options, error) {
	address, err := c.Address()
	return mail.Options{
		BaseURL: address, From: c.MailFrom, SMTPURL: c.SMTPURL, Helo: c.SMTPHelo, BounceTo: c.BounceAddress,
	}, err
}

// Bounces returns the mailbox of mails that came back, nil for none.
func (c *Config) Bounces() (*bounce.Mailbox, error) {
	if c.BounceIMAPURL == "" {
		return nil, nil
	}
	return bounce.NewMailbox(c.BounceIMAPURL)
}

// operator returns who runs this installation, with their texts.
func (c *Config) operator() (*operator.Operator, error) {
	o := &operator.Operator{
		NameJa: c.OperatorName, NameEn: c.OperatorNameEn, Phone: c.OperatorPhone, Email: c.OperatorEmail,
	}
	err := o.Load(c.OperatorTexts)
	return o, err
}

var hstsValues = regexp.MustCompile(`^max-age=[0-9]{1,9}(; includeSubDomains)?(; preload)?$`)

// StrictTransport returns the value of the header Strict-Transport-Security (RFC 6797), "" for none.
func (c *Config) StrictTransport() (string, error) {
	if c.HSTS == "off" || c.HSTS == "" {
		return "", nil
	}
	if !hstsValues.MatchString(c.HSTS) {
		return "", errors.New("MEGURI_HSTS must look like 'max-age=31536000; includeSubDomains', or be 'off'")
	}
	return c.HSTS, nil
}

// LinkKey returns the key from which private links are derived: Secret, or one that is made once and stored in the data
// folder, readable by its owner only.
func (c *Config) LinkKey() ([]byte, error) {
	if c.Secret != "" {
		if len(c.Secret) < 32 {
			return nil, errors.New("MEGURI_SECRET needs at least 32 characters: `openssl rand -base64 32` makes a good one")
		}
		return []byte(c.Secret), nil
	}
	path := filepath.Join(c.DataDir, "secret")
	key, err := readSecret(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := c.makeSecret(path); err != nil {
			return nil, err
		}
		return readSecret(path) // another process may have been first
	}
	return key, err
}

// readSecret refuses a short or damaged secret: from an empty one, anybody could derive the private links.
func readSecret(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the secret: %w", err)
	}
	secret, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(string(content)))
	if err != nil || len(secret) < 32 {
		return nil, fmt.Errorf(
			"the secret in %s is too short or damaged: bring the file back from your backup; or remove it, "+
				"and the next start makes a new one, with which links that were mailed end",
			path,
		)
	}
	return secret, nil
}

// makeSecret writes a new secret, unless another process does so first. The file gets its name only when it is
// complete.
func (c *Config) makeSecret(path string) error {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	file, err := os.CreateTemp(c.DataDir, "secret.part-*") // mode 0600
	if err != nil {
		return fmt.Errorf("keep the secret: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.WriteString(models.NewSecret() + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("keep the secret: %w", err)
	}
	err = os.Link(file.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) { // for a file system without hard links
		err = os.Rename(file.Name(), path)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keep the secret: %w", err)
	}
	return nil
}
