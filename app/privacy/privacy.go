// Package privacy tells people what becomes of their data, shows them all of it, and erases it: when its time has come,
// and when they ask for it.
package privacy

import "meguri/models"

// Service is the privacy of one database.
type Service struct {
	db *models.DB
	// withdraw cancels a registration without a mail. The registration feature does it.
	withdraw func(tx *models.Tx, e *models.Event, id string) error
	// remember keeps the id of a registration that was erased on request outside of the database; nil keeps none.
	remember func(id string) error
}

// New makes the service.
func New(db *models.DB, withdraw func(tx *models.Tx, e *models.Event, id string) error) *Service {
	return &Service{db: db, withdraw: withdraw}
}
