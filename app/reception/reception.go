// Package reception admits people at the doors of an event.
//
// A call brings scans (Service.Admit). Each goes through five stages, which have a file each:
//
//  1. parse: what the scan's text says: a registration's id, a code, or a signed ticket. The signature is checked here,
//     before anything is locked.
//  2. look up: whom the scans are about, and which of them were answered before.
//  3. decide: the answer, as far as the registration alone gives it. All rules are here.
//  4. move: people go in or out. The statement that moves them tells who was inside already.
//  5. store: the scan is kept with its answer.
//
// Stages 2 to 5 are one transaction, for the scans of a batch (admit.go). A batch is a part of a large call, or
// several small calls that arrived while the event's batch before was being answered (batch.go). Within a batch, scans
// are answered in rounds: in a round a person and a scan's id come once, so that a stage is a few statements for any
// number of scans.
//
// The id of a scan is made by the device. A scan with a known id gets its first answer again, before any rule and
// whatever has happened since, so that a network may repeat what it likes.
//
// Undo takes the last scan of a person back. The other files are what a page of the reception reads.
package reception

import (
	"sync"
	"time"

	"meguri/models"
)

// Service is the receptions of one database.
type Service struct {
	db *models.DB
	// keys holds the public keys of events by their number. They never change.
	keys    sync.Map
	batches batches
}

// New makes the service.
func New(db *models.DB) *Service {
	return &Service{db: db, batches: batches{waiting: map[string][]*call{}}}
}

// Outcome is what came of a scan.
type Outcome struct {
	CheckIn models.CheckIn
	// Registration is whom the scan was about, nil for an unknown ticket or one of another event.
	Registration *models.Registration
	// Since is when an already admitted person came in.
	Since *time.Time
}
