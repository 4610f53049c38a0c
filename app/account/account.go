// Package account signs members of staff in and out, says who is a member of what, and gives programs their tokens.
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
	// pause is how long asking for a new password takes, known address or not.
	pause time.Duration
}

// New makes the service.
func New(db *models.DB, links link.Maker) *Service {
	return &Service{db: db, links: links, pause: 300 * time.Millisecond}
}
