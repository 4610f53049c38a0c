package mail

import (
	"context"
	"errors"
	"net/textproto"
	"sync/atomic"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

const (
	maxConnections = 4
	// a server may limit how many mails one connection brings
	mailsPerConnection = 100
	// a connection that waits longer is closed: servers and firewalls forget it
	maxIdle = 30 * time.Second
	// how long the server may take to say goodbye
	goodbyeTimeout = time.Second
	// how long one connection less is opened after the server said that there are too many
	fewerFor = time.Minute
)

// connection is an open connection to the server.
type connection struct {
	*smtp.Client
	mails int
	idle  *time.Timer // closes it
}

// pool keeps connections to one server open between mails: opening one takes longer than sending a mail.
type pool struct {
	server *server
	slots  chan struct{}    // a token for each connection
	free   chan *connection // open, with nothing to do
	open   atomic.Int32     // connections that are open, or being opened
}

func newPool(s *server) *pool {
	return &pool{server: s, slots: make(chan struct{}, maxConnections), free: make(chan *connection, 2*maxConnections)}
}

// send sends a message. A kept connection that turns out to be broken is replaced once, if the server cannot have
// accepted the message.
func (p *pool) send(ctx context.Context, msg *gomail.Msg) error {
	for {
		c, err := p.take(ctx)
		if err != nil {
			return err
		}
		kept := c.mails > 0
		c.mails++
		err = p.server.client.SendWithSMTPClient(c.Client, msg)
		p.putBack(c, err)
		if err == nil || !kept || msg.IsDelivered() || !isLost(err) {
			return err
		}
	}
}

// isLost reports whether a connection ended before the server could accept the mail.
func isLost(err error) bool {
	var failed *gomail.SendError
	if !errors.As(err, &failed) || failed.Reason == gomail.ErrSMTPDataClose || failed.Reason == gomail.ErrWriteContent {
		return false
	}
	return failed.ErrorCode() == 0 || failed.ErrorCode() == 421
}

// take returns a kept connection, or opens one where fewer than maxConnections are open.
func (p *pool) take(ctx context.Context) (*connection, error) {
	for {
		if c := p.takeFree(); c != nil {
			return c, nil
		}
		select {
		case c := <-p.free:
			if c.idle.Stop() {
				return c, nil
			}
		case p.slots <- struct{}{}:
			p.open.Add(1)
			client, err := p.server.dial(ctx)
			if err == nil {
				return &connection{Client: client}, nil
			}
			if others := p.open.Add(-1); !isBusy(err) || others == 0 {
				<-p.slots
				return nil, err
			}
			time.AfterFunc(fewerFor, func() { <-p.slots }) // the others go on
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (p *pool) takeFree() *connection {
	for {
		select {
		case c := <-p.free:
			if c.idle.Stop() {
				return c
			}
		default:
			return nil
		}
	}
}

// isBusy reports whether the server wants no further connection now.
func isBusy(err error) bool {
	var reply *textproto.Error
	return errors.As(err, &reply) && reply.Code == 421
}

// putBack keeps a connection after a mail that was accepted, or whose addressee was refused.
func (p *pool) putBack(c *connection, err error) {
	var failed *gomail.SendError
	refused := errors.As(err, &failed) && failed.Reason == gomail.ErrSMTPRcptTo && failed.ErrorCode() != 0 &&
		failed.ErrorCode() != 421
	if (err != nil && !refused) || c.mails >= mailsPerConnection {
		p.close(c)
		return
	}
	c.idle = time.AfterFunc(maxIdle, func() { p.close(c) })
	p.free <- c
}

func (p *pool) close(c *connection) {
	if c.UpdateDeadline(goodbyeTimeout) != nil || c.Quit() != nil {
		_ = c.Close()
	}
	p.open.Add(-1)
	<-p.slots
}
