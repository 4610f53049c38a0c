// Package reception admits people at the doors of an event.
package reception

import (
	"context"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"meguri/models"
)

// Service is the receptions of one database.
type Service struct {
	db *models.DB
	// keys holds the public keys of events by their number. They never change.
	keys  sync.Map
	lines lines
}

// New makes the service.
func New(db *models.DB) *Service {
	return &Service{db: db, lines: lines{waiting: map[string][]*party{}}}
}

// Scan is what a device saw at a door.
type Scan struct {
	// ID was made by the device; the same one again is answered with the first answer.
	ID string
	// Ticket is the text of a QR code, or the code that a person reads out. RegistrationID names a person chosen from a search instead.
	Ticket         string
	RegistrationID string
	Door           string // slug
	Direction      models.Direction
	ScannedAt      time.Time
}

// Outcome is the answer to a Scan.
type Outcome struct {
	CheckIn models.CheckIn
	// Registration is whom the scan was about, nil for an unknown ticket or one of another event.
	Registration *models.Registration
	// Since is when an already admitted person came in.
	Since *time.Time
}

const (
	// MaxScans is how many scans one call may bring.
	MaxScans  = 1000
	chunk     = 100
	mainDoor  = "main"
	maxDoor   = 60
	maxScanID = 100
)

func check(scans []Scan) error {
	if len(scans) == 0 || len(scans) > MaxScans {
		return models.NewError(models.CodeInvalid, "reception.scan_count", "max", MaxScans)
	}
	for _, scan := range scans {
		switch {
		case scan.ID == "" || utf8.RuneCountInString(scan.ID) > maxScanID || strings.ContainsRune(scan.ID, 0):
			return models.InvalidFields(map[string]string{"id": "reception.scan_id"})
		case scan.Direction != models.DirectionIn && scan.Direction != models.DirectionOut:
			return models.InvalidFields(map[string]string{"direction": "field.choice"})
		case utf8.RuneCountInString(scan.Door) > maxDoor || strings.ContainsRune(scan.Door, 0):
			return models.InvalidFields(map[string]string{"door": "field.choice"})
		}
	}
	return nil
}

// Answer is the stored answer to a scan, for showing it again.
func (s *Service) Answer(ctx context.Context, event *models.Event, id string) (*Outcome, error) {
	q := s.db.Query(ctx)
	c, err := q.CheckIns().ByID(event, id)
	if err != nil {
		return nil, err
	}
	out := &Outcome{CheckIn: *c}
	if c.RegistrationID == nil {
		return out, nil
	}
	if out.Registration, err = q.Registrations().ByID(event, *c.RegistrationID); err != nil {
		return nil, err
	}
	out.Since, err = since(q, c)
	return out, err
}

// since is when somebody who was inside already had come in.
func since(q *models.Query, c *models.CheckIn) (*time.Time, error) {
	if c.Result != models.CheckInAlready {
		return nil, nil
	}
	entered, err := q.CheckIns().EnteredBefore(c)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	return &entered.ScannedAt, err
}
