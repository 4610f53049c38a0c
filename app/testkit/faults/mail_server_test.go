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

// mailServer is a real SMTP server that counts mails.
type mailServer struct {
	t       *testing.T
	address string

	lock          sync.Mutex
	server        *smtp.Server
	listener      net.Listener
	mails         map[string][]string // Message-IDs by recipient, one for each delivery
	delay         time.Duration
	replyDelay    time.Duration
	refused       []string
	underWayCount int // deliveries under way
}

// newMailServer starts a mail server, which ends with the test.
func newMailServer(t *testing.T) *mailServer {
	t.Helper()
	s := &mailServer{t: t, address: "127.0.0.1:0", mails: map[string][]string{}}
	s.open()
	t.Cleanup(s.close)
	return s
}

// setting is the setting for the program under test.
func (s *mailServer) setting() string { return "MEGURI_SMTP_URL=smtp://" + s.address }

// open listens at the address, which stays the same after close.
func (s *mailServer) open() {
	s.t.Helper()
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &mailSession{server: s}, nil
	}))
	server.Domain = "mail.example"
	server.ErrorLog = log.New(io.Discard, "", 0) // connections that end early are part of the tests
	s.lock.Lock()
	s.address, s.server, s.listener = listener.Addr().String(), server, listener
	s.lock.Unlock()
	go func() { _ = server.Serve(listener) }()
}

// close stops listening and ends all connections.
func (s *mailServer) close() {
	s.lock.Lock()
	defer s.lock.Unlock()
	_ = s.listener.Close() // the server may not serve it yet
	_ = s.server.Close()
}

// set sets how long the server takes for each mail, and the recipients whom it refuses.
func (s *mailServer) set(delay time.Duration, refused ...string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.delay, s.refused = delay, refused
}

// delayReplies lets the server accept each mail and reply only after a while. A program that is killed in between does
// not know that the mail was accepted.
func (s *mailServer) delayReplies(replyDelay time.Duration) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.replyDelay = replyDelay
}

func (s *mailServer) behaviour() (delay time.Duration, refused []string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.delay, s.refused
}

// got lists the Message-IDs of the mails to a recipient.
func (s *mailServer) got(recipient string) []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return slices.Clone(s.mails[recipient])
}

// missing counts the people who have no mail yet.
func (s *mailServer) missing(people []attendee) (count int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, person := range people {
		if len(s.mails[person.email]) == 0 {
			count++
		}
	}
	return count
}

// tally counts the mails, and those whose Message-ID is repeated.
func (s *mailServer) tally() (deliveries, repeated int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	seen := map[string]bool{}
	for _, ids := range s.mails {
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

// underWay counts the mails that are being received.
func (s *mailServer) underWay() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.underWayCount
}

func (s *mailServer) count(more int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.underWayCount += more
}

// keep counts a mail, and returns how long to delay the reply.
func (s *mailServer) keep(recipient, messageID string) (replyDelay time.Duration) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.mails[recipient] = append(s.mails[recipient], messageID)
	return s.replyDelay
}

// mailSession is one connection.
type mailSession struct {
	server    *mailServer
	recipient string
}

func (c *mailSession) Mail(string, *smtp.MailOptions) error { return nil }

func (c *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if _, refused := c.server.behaviour(); slices.Contains(refused, strings.ToLower(to)) {
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
	delay, _ := c.server.behaviour()
	time.Sleep(delay)
	time.Sleep(c.server.keep(c.recipient, message.Header.Get("Message-Id")))
	return nil
}

func (c *mailSession) Reset()        {}
func (c *mailSession) Logout() error { return nil }
