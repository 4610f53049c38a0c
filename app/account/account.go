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
	// pause is how long ForgotPassword takes, whether the address is known or not.
	pause time.Duration
}

// New makes the service.
func New(db *models.DB, links link.Maker) *Service {
	return &Service{db: db, links: links, pause: 300 * time.Millisecond}
}
