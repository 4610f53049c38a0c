// Package reception admits people at the doors of an event.
//
// A call brings scans (Service.Admit). Each goes through five stages, which have a file each:
//
//  1. parse: read the scan's text: a registration's id, a code, or a signed ticket. The signature is verified here,
//     before anything is locked.
//  2. look up: find the registrations of the scans, and the scans that were answered before.
//  3. decide: find the answer, as far as it depends on the registration alone. All rules are here.
//  4. move: record that people went in or out, by the times of the scans. The statement tells who was inside already.
//  5. store: store the scan with its answer.
//
// Stages 2 to 5 are one transaction for the scans of a batch (admit.go). A batch is a part of a large call, or several
// small calls that arrived while the event's previous batch was answered (batch.go). The scans of a batch are answered
// in rounds. In a round each person and each scan's id occurs once, so a stage takes a few statements for any number of
// scans.
//
// The id of a scan is made by the device. A repeated scan, with a known id, gets its first answer again, before any
// rule is applied and whatever has happened since.
//
// Scans and undos are a set (docs/decisions/0072): undo.go adds what undoes a scan, conflict.go what staff look at.
// The other files read what pages and devices show.
package reception

import (
	"sync"
	"time"

	"meguri/models"
)

// Service is the receptions of one database.
type Service struct {
	db *models.DB
	// keys holds the keys of events by their number. They never change.
	keys    sync.Map
	batches batches
	devices models.Kept[models.Device]
	// registrar registers people at the door.
	registrar Registrar
}

// New makes the service.
func New(db *models.DB) *Service {
	return &Service{db: db, batches: batches{waiting: map[string][]*call{}}}
}

// Outcome is the result of a scan.
type Outcome struct {
	CheckIn models.CheckIn
	// Registration is that of the ticket, nil for an unknown ticket or one of another event.
	Registration *models.Registration
	// Since is when a person who is inside already came in, nil for others.
	Since *time.Time
}
