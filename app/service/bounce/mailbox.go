package bounce

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// ErrSetting says that MEGURI_BOUNCE_IMAP_URL cannot be read.
var ErrSetting = errors.New("MEGURI_BOUNCE_IMAP_URL must look like imaps://user:password@host, " +
	"with a folder behind it where that is not INBOX")

const (
	passTime = 2 * time.Minute // how long reading the mailbox may take
	maxMails = 500             // that are read at a time
	maxBytes = 256 << 10       // that are read of a mail: what is wanted stands at its beginning
)

// Mailbox is where mails come back to.
type Mailbox struct {
	host, address, user, password, folder string
	implicit, plain                       bool
}

// NewMailbox reads imaps://user:password@host/folder. With imap:// the connection is encrypted by STARTTLS, unless the
// server is on this machine.
func NewMailbox(setting string) (*Mailbox, error) {
	u, err := url.Parse(setting)
	if err != nil || u.Hostname() == "" || u.User.Username() == "" || (u.Scheme != "imap" && u.Scheme != "imaps") {
		return nil, ErrSetting // without the text: it has a password
	}
	m := &Mailbox{host: u.Hostname(), user: u.User.Username(), implicit: u.Scheme == "imaps"}
	m.password, _ = u.User.Password()
	if m.folder = strings.Trim(u.Path, "/"); m.folder == "" {
		m.folder = "INBOX"
	}
	port := u.Port()
	switch {
	case port != "":
	case m.implicit:
		port = "993"
	default:
		port = "143"
	}
	m.address = net.JoinHostPort(m.host, port)
	m.plain = !m.implicit && (m.host == "localhost" || net.ParseIP(m.host).IsLoopback())
	return m, nil
}

// Read calls do with the beginning of each mail that is unread, and marks those as read for which that succeeds.
func (m *Mailbox) Read(ctx context.Context, do func(raw []byte) error) error {
	ctx, cancel := context.WithTimeout(ctx, passTime)
	defer cancel()
	client, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer client.Close() //nolint:errcheck // all is read
	defer context.AfterFunc(ctx, func() { _ = client.Close() })()
	if _, err := client.Select(m.folder, nil).Wait(); err != nil {
		return fmt.Errorf("open %s: %w", m.folder, err)
	}
	unread := &imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen, imap.FlagDeleted}}
	found, err := client.UIDSearch(unread, nil).Wait()
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	uids := found.AllUIDs()
	for _, uid := range uids[:min(len(uids), maxMails)] {
		if err := readOne(client, uid, do); err != nil {
			return err
		}
	}
	return client.Logout().Wait()
}

func readOne(client *imapclient.Client, uid imap.UID, do func(raw []byte) error) error {
	start := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: maxBytes}}
	options := &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{start}}
	mails, err := client.Fetch(imap.UIDSetNum(uid), options).Collect()
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	for _, mail := range mails {
		for _, section := range mail.BodySection {
			if err := do(section.Bytes); err != nil {
				return err
			}
		}
	}
	seen := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagSeen}, Silent: true}
	if err := client.Store(imap.UIDSetNum(uid), seen, nil).Close(); err != nil {
		return fmt.Errorf("mark as read: %w", err)
	}
	return nil
}

// Check opens the mailbox and reads nothing.
func (m *Mailbox) Check(ctx context.Context) error {
	client, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer client.Close() //nolint:errcheck // the question is answered
	defer context.AfterFunc(ctx, func() { _ = client.Close() })()
	if _, err := client.Select(m.folder, &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
		return fmt.Errorf("open %s: %w", m.folder, err)
	}
	return client.Logout().Wait()
}

// Host is the server's name, to be shown.
func (m *Mailbox) Host() string { return m.host }

// open connects, encrypts and signs in.
func (m *Mailbox) open(ctx context.Context) (*imapclient.Client, error) {
	config := &tls.Config{ServerName: m.host, MinVersion: tls.VersionTLS12}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.address)
	if err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	options := &imapclient.Options{TLSConfig: config}
	var client *imapclient.Client
	switch {
	case m.implicit:
		client = imapclient.New(tls.Client(conn, config), options)
	case m.plain:
		client = imapclient.New(conn, options)
	default:
		if client, err = imapclient.NewStartTLS(conn, options); err != nil {
			return nil, fmt.Errorf("encrypt: %w", err)
		}
	}
	if err := client.Login(m.user, m.password).Wait(); err != nil {
		_ = client.Close()
		return nil, fmt.Errorf("sign in: %w", err)
	}
	return client, nil
}
