// Package account signs members of staff in and out, and keeps their passwords and profiles.
package account

import (
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

// Service is the accounts of one database.
type Service struct {
	db    *models.DB
	links link.Maker
	// sendsMail says that mails leave, so that who opens a mailed link has the mailbox: without a mail server, staff read
	// the links in the outbox.
	sendsMail bool
	// pause is how long ForgotPassword takes, whether the address is known or not.
	pause time.Duration
}

// Options is what the service needs besides the database.
type Options struct {
	Links     link.Maker
	SendsMail bool // there is a mail server
}

// New makes the service.
func New(db *models.DB, options Options) *Service {
	return &Service{db: db, links: options.Links, sendsMail: options.SendsMail, pause: 300 * time.Millisecond}
}
