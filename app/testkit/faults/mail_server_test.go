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

// mailServer is a real SMTP server that counts what it is given.
type mailServer struct {
	t       *testing.T
	address string

	lock          sync.Mutex
	server        *smtp.Server
	listener      net.Listener
	mails         map[string][]string // Message-IDs by recipient, one for each delivery
	delay         time.Duration
	replyDelay    time.Duration
	refused       string
	underWayCount int // deliveries under way
}

// newMailServer starts the server; its URL is for MEGURI_SMTP_URL.
func newMailServer(t *testing.T) *mailServer {
	t.Helper()
	p := &mailServer{t: t, address: "127.0.0.1:0", mails: map[string][]string{}}
	p.open()
	t.Cleanup(p.close)
	return p
}

func (p *mailServer) setting() string { return "MEGURI_SMTP_URL=smtp://" + p.address }

// open starts to listen, at the same address as before.
func (p *mailServer) open() {
	p.t.Helper()
	listener, err := net.Listen("tcp", p.address)
	if err != nil {
		p.t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &mailSession{server: p}, nil }))
	server.Domain = "post.example"
	server.ErrorLog = log.New(io.Discard, "", 0) // connections end without goodbye: that is what is tested
	p.lock.Lock()
	p.address, p.server, p.listener = listener.Addr().String(), server, listener
	p.lock.Unlock()
	go func() { _ = server.Serve(listener) }()
}

// close stops to listen and cuts all connections.
func (p *mailServer) close() {
	p.lock.Lock()
	defer p.lock.Unlock()
	_ = p.listener.Close() // the server may not know it yet
	_ = p.server.Close()
}

// set changes how the server behaves: how long it thinks about each mail, and whom it refuses.
func (p *mailServer) set(slow time.Duration, refuse string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.delay, p.refused = slow, refuse
}

// delayReplies has the server keep each mail and say so only after a while: who is killed meanwhile does not know that it
// arrived.
func (p *mailServer) delayReplies(silent time.Duration) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.replyDelay = silent
}

func (p *mailServer) behaviour() (slow time.Duration, refuse string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.delay, p.refused
}

// got lists the Message-IDs that a recipient was given.
func (p *mailServer) got(recipient string) []string {
	p.lock.Lock()
	defer p.lock.Unlock()
	return slices.Clone(p.mails[recipient])
}

// missing counts the people who have no mail yet.
func (p *mailServer) missing(people []attendee) (count int) {
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
func (p *mailServer) tally() (deliveries, repeated int) {
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
func (p *mailServer) underWay() int {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.underWayCount
}

func (p *mailServer) count(more int) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.underWayCount += more
}

// keep counts a mail, and tells how long to say nothing of it.
func (p *mailServer) keep(recipient, messageID string) (silent time.Duration) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.mails[recipient] = append(p.mails[recipient], messageID)
	return p.replyDelay
}

// mailSession is one connection.
type mailSession struct {
	server    *mailServer
	recipient string
}

func (c *mailSession) Mail(string, *smtp.MailOptions) error { return nil }

func (c *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if _, refuse := c.server.behaviour(); refuse != "" && strings.EqualFold(to, refuse) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	c.recipient = strings.ToLower(to)
	return nil
}

func (c *mailSession) Data(r io.Reader) error {
	c.server.count(1)
	defer c.server.count(-1)
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	message, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return err
	}
	slow, _ := c.server.behaviour()
	time.Sleep(slow)
	time.Sleep(c.server.keep(c.recipient, message.Header.Get("Message-Id")))
	return nil
}

func (c *mailSession) Reset()        {}
func (c *mailSession) Logout() error { return nil }
