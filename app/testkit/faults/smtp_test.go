package faults_test

import (
	"bytes"
	"io"
	"log"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// postOffice is a real SMTP server that counts what it is given.
type postOffice struct {
	t       *testing.T
	address string

	lock   sync.Mutex
	server *smtp.Server
	door   net.Listener
	mails  map[string][]string // Message-IDs by recipient, one for each delivery
	slow   time.Duration
	silent time.Duration
	refuse string
	going  int // deliveries under way
}

// openPostOffice starts the server; its URL is for MEGURI_SMTP_URL.
func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{t: t, address: "127.0.0.1:0", mails: map[string][]string{}}
	p.open()
	t.Cleanup(p.close)
	return p
}

func (p *postOffice) setting() string { return "MEGURI_SMTP_URL=smtp://" + p.address }

// open starts to listen, at the same address as before.
func (p *postOffice) open() {
	p.t.Helper()
	listener, err := net.Listen("tcp", p.address)
	if err != nil {
		p.t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &counter{office: p}, nil }))
	server.Domain = "post.example"
	server.ErrorLog = log.New(io.Discard, "", 0) // connections end without goodbye: that is what is tested
	p.lock.Lock()
	p.address, p.server, p.door = listener.Addr().String(), server, listener
	p.lock.Unlock()
	go func() { _ = server.Serve(listener) }()
}

// close stops to listen and cuts all connections.
func (p *postOffice) close() {
	p.lock.Lock()
	defer p.lock.Unlock()
	_ = p.door.Close() // the server may not know it yet
	_ = p.server.Close()
}

// set changes how the server behaves: how long it thinks about each mail, and whom it refuses.
func (p *postOffice) set(slow time.Duration, refuse string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.slow, p.refuse = slow, refuse
}

// hesitate has the server keep each mail and say so only after a while: who is killed meanwhile does not know that it
// arrived.
func (p *postOffice) hesitate(silent time.Duration) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.silent = silent
}

func (p *postOffice) behaviour() (slow time.Duration, refuse string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.slow, p.refuse
}

// got lists the Message-IDs that a recipient was given.
func (p *postOffice) got(recipient string) []string {
	p.lock.Lock()
	defer p.lock.Unlock()
	return slices.Clone(p.mails[recipient])
}

// missing counts the people who have no mail yet.
func (p *postOffice) missing(people []applicant) (count int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	for _, person := range people {
		if len(p.mails[person.email]) == 0 {
			count++
		}
	}
	return count
}

// tally counts deliveries, and those that repeat a Message-ID.
func (p *postOffice) tally() (deliveries, repeated int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	seen := map[string]bool{}
	for _, ids := range p.mails {
		for _, id := range ids {
			deliveries++
			if seen[id] {
				repeated++
			}
			seen[id] = true
		}
	}
	return deliveries, repeated
}

// underWay counts the mails that are being handed over.
func (p *postOffice) underWay() int {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.going
}

func (p *postOffice) count(more int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.going += more
}

// keep counts a mail, and tells how long to say nothing of it.
func (p *postOffice) keep(recipient, messageID string) (silent time.Duration) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.mails[recipient] = append(p.mails[recipient], messageID)
	return p.silent
}

// counter is one connection.
type counter struct {
	office    *postOffice
	recipient string
}

func (c *counter) Mail(string, *smtp.MailOptions) error { return nil }

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	if _, refuse := c.office.behaviour(); refuse != "" && strings.EqualFold(to, refuse) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	c.recipient = strings.ToLower(to)
	return nil
}

func (c *counter) Data(r io.Reader) error {
	c.office.count(1)
	defer c.office.count(-1)
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	message, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return err
	}
	slow, _ := c.office.behaviour()
	time.Sleep(slow)
	time.Sleep(c.office.keep(c.recipient, message.Header.Get("Message-Id")))
	return nil
}

func (c *counter) Reset()        {}
func (c *counter) Logout() error { return nil }
