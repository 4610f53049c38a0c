// Package privacy tells people what becomes of their data, shows them all of it, and erases it: when its time has come,
// and when they ask for it.
package privacy

import (
	"meguri/app/service/i18n"
	"meguri/models"
)

// Service is the privacy of one database.
type Service struct {
	db    *models.DB
	texts *i18n.Bundle
	// withdraw cancels a registration without a mail. The registration feature does it.
	withdraw func(tx *models.Tx, e *models.Event, id string) error
	// list is the file of who was erased on request, "" for none.
	list string
}

// New makes the service.
func New(
	db *models.DB, texts *i18n.Bundle, withdraw func(tx *models.Tx, e *models.Event, id string) error,
) *Service {
	return &Service{db: db, texts: texts, withdraw: withdraw}
}
