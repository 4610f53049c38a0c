// Package reception admits people at the doors of an event.
package reception

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/ticket"
	"meguri/models"
)

// Service is the receptions of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

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

// Admit answers scans in their order; each is answered and kept once, whatever the network repeats. Staff who may admit call it; by names who. A call
// that fails has changed nothing after the chunk before, and can be repeated whole.
func (s *Service) Admit(ctx context.Context, event *models.Event, by string, scans []Scan) ([]Outcome, error) {
	if err := check(scans); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, 0, len(scans))
	for from := 0; from < len(scans); from += chunk {
		part := scans[from:min(from+chunk, len(scans))]
		var done []Outcome
		err := s.db.InTx(ctx, func(tx *models.Tx) (err error) {
			done, err = s.several(tx, event, by, part)
			return err
		})
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, done...)
	}
	return outcomes, nil
}

func (s *Service) several(tx *models.Tx, event *models.Event, by string, scans []Scan) ([]Outcome, error) {
	if len(scans) > 1 {
		if err := tx.HoldReception(event); err != nil {
			return nil, err
		}
	}
	outcomes := make([]Outcome, 0, len(scans))
	for _, scan := range scans {
		outcome, err := s.one(tx, event, by, scan)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, outcome)
	}
	return outcomes, nil
}

func check(scans []Scan) error {
	if len(scans) == 0 || len(scans) > MaxScans {
		return models.Fail(models.Invalid, "reception.scan_count", "max", MaxScans)
	}
	for _, scan := range scans {
		switch {
		case scan.ID == "" || utf8.RuneCountInString(scan.ID) > maxScanID || strings.ContainsRune(scan.ID, 0):
			return models.InvalidFields(map[string]string{"id": "reception.scan_id"})
		case scan.Direction != models.In && scan.Direction != models.Out:
			return models.InvalidFields(map[string]string{"direction": "field.choice"})
		case utf8.RuneCountInString(scan.Door) > maxDoor || strings.ContainsRune(scan.Door, 0):
			return models.InvalidFields(map[string]string{"door": "field.choice"})
		}
	}
	return nil
}

func (s *Service) one(tx *models.Tx, event *models.Event, by string, scan Scan) (Outcome, error) {
	if first, err := tx.CheckIn(event, scan.ID); err == nil {
		return s.replay(tx, event, scan, first)
	} else if models.CodeOf(err) != models.NotFound {
		return Outcome{}, err
	}
	out := Outcome{CheckIn: models.CheckIn{
		ID: scan.ID, EventID: event.ID, Door: scan.Door, Direction: scan.Direction, ByName: by, ScannedAt: scan.ScannedAt.UTC(),
	}}
	if out.CheckIn.Door == "" {
		out.CheckIn.Door = mainDoor
	}
	if scan.ScannedAt.IsZero() || scan.ScannedAt.After(tx.Now) { // a device whose clock runs ahead
		out.CheckIn.ScannedAt = tx.Now
	}
	if err := s.decide(tx, event, scan, &out); err != nil {
		return Outcome{}, err
	}
	isNew, err := tx.InsertCheckIn(&out.CheckIn)
	if err != nil || isNew {
		return out, err
	}
	first, err := tx.CheckIn(event, scan.ID) // the same scan came twice at once
	if err != nil {
		return Outcome{}, err
	}
	return s.replay(tx, event, scan, first)
}

// replay gives the first answer again. Other content under the same id is pointed out and changes nothing.
func (s *Service) replay(tx *models.Tx, event *models.Event, scan Scan, first *models.CheckIn) (Outcome, error) {
	out := Outcome{CheckIn: *first}
	r, _, err := s.find(tx, event, scan)
	if err != nil {
		return out, err
	}
	if first.RegistrationID != nil {
		if out.Registration, err = tx.Registration(event, *first.RegistrationID); err != nil {
			return out, err
		}
	}
	if out.Since, err = since(tx, first); err != nil {
		return out, err
	}
	if first.Direction != scan.Direction || (r == nil) != (out.Registration == nil) || (r != nil && r.ID != out.Registration.ID) {
		out.CheckIn.Conflict = "other_content"
	}
	return out, nil
}

// decide finds the answer and moves the person.
func (s *Service) decide(tx *models.Tx, event *models.Event, scan Scan, out *Outcome) error {
	r, result, err := s.find(tx, event, scan)
	if err != nil {
		return err
	}
	out.Registration, out.CheckIn.Result = r, result
	if r == nil {
		return nil
	}
	out.CheckIn.RegistrationID = &r.ID
	if result != "" {
		return nil
	}
	switch {
	case r.State == models.RegistrationCancelled || r.State == models.Declined || event.State == models.Cancelled:
		out.CheckIn.Result = models.IsCancelled
	case r.State != models.Confirmed:
		out.CheckIn.Result = models.IsWaitlisted
	case scan.Direction == models.Out:
		return s.leave(tx, r, out)
	default:
		return s.enter(tx, r, out)
	}
	return nil
}

func (s *Service) enter(tx *models.Tx, r *models.Registration, out *Outcome) error {
	wasOutside, err := tx.Enter(r, out.CheckIn.ID, out.CheckIn.ScannedAt)
	if err != nil {
		return err
	}
	out.CheckIn.Result = models.Admitted
	if wasOutside {
		return nil
	}
	out.CheckIn.Result = models.Already
	admission, err := tx.Admission(r.ID)
	if err == nil {
		out.Since = &admission.ChangedAt
	}
	return err
}

func (s *Service) leave(tx *models.Tx, r *models.Registration, out *Outcome) error {
	wasInside, err := tx.Leave(r, out.CheckIn.ID, out.CheckIn.ScannedAt)
	out.CheckIn.Result = models.Left
	if !wasInside {
		out.CheckIn.Conflict = "not_inside"
	}
	return err
}

// find tells whom a scan is about. A result is given where that alone decides the answer.
func (s *Service) find(tx *models.Tx, event *models.Event, scan Scan) (*models.Registration, models.CheckInResult, error) {
	if scan.RegistrationID != "" && !models.ValidID(scan.RegistrationID) {
		return nil, models.Unknown, nil
	}
	if scan.RegistrationID != "" {
		r, err := tx.Registration(event, scan.RegistrationID)
		return orUnknown(r, err)
	}
	if code, ok := ticket.NormalizeCode(scan.Ticket); ok {
		return orUnknown(tx.RegistrationByCode(event, code))
	}
	claims, err := ticket.Verify(scan.Ticket, keysOf(tx))
	switch {
	case errors.Is(err, ticket.ErrMalformed), errors.Is(err, ticket.ErrUnknownKey), errors.Is(err, ticket.ErrSignature):
		return nil, models.Unknown, nil
	case err != nil:
		return nil, "", err
	case claims.EventID != event.ID:
		return nil, models.WrongEvent, nil
	}
	r, result, err := orUnknown(tx.Registration(event, claims.RegistrationID))
	if r == nil || err != nil {
		return nil, result, err
	}
	if r.Live() && (int(claims.Serial) != r.TicketSerial || tx.Now.After(claims.NotAfter)) {
		return r, models.Revoked, nil
	}
	return r, "", nil
}

func orUnknown(r *models.Registration, err error) (*models.Registration, models.CheckInResult, error) {
	if models.CodeOf(err) == models.NotFound && err != nil {
		return nil, models.Unknown, nil
	}
	if err != nil {
		return nil, "", err
	}
	return r, "", nil
}

func keysOf(tx *models.Tx) func(eventID string, number uint16) (ed25519.PublicKey, bool) {
	return func(eventID string, number uint16) (ed25519.PublicKey, bool) {
		keys, err := tx.EventKeys(eventID)
		if err != nil {
			return nil, false
		}
		for _, key := range keys {
			if key.Number == int(number) {
				public, err := base64.StdEncoding.DecodeString(key.PublicKey)
				return public, err == nil && len(public) == ed25519.PublicKeySize
			}
		}
		return nil, false
	}
}

// Undo takes back a scan that let somebody in or out, while it is the person's last. Undoing again changes nothing.
func (s *Service) Undo(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		c, err := tx.CheckIn(event, id)
		if err != nil {
			return err
		}
		if c.RegistrationID == nil || (c.Result != models.Admitted && c.Result != models.Left) || c.Conflict != "" {
			return models.Fail(models.Conflict, "reception.undo_nothing")
		}
		return tx.UndoCheckIn(c)
	})
}

// Answer is the stored answer to a scan, for showing it again.
func (s *Service) Answer(ctx context.Context, event *models.Event, id string) (*Outcome, error) {
	tx := s.db.Reader(ctx)
	c, err := tx.CheckIn(event, id)
	if err != nil {
		return nil, err
	}
	out := &Outcome{CheckIn: *c}
	if c.RegistrationID == nil {
		return out, nil
	}
	if out.Registration, err = tx.Registration(event, *c.RegistrationID); err != nil {
		return nil, err
	}
	out.Since, err = since(tx, c)
	return out, err
}

// since is when somebody who was inside already had come in.
func since(tx *models.Tx, c *models.CheckIn) (*time.Time, error) {
	if c.Result != models.Already {
		return nil, nil
	}
	entered, err := tx.EnteredBefore(c)
	if models.CodeOf(err) == models.NotFound {
		return nil, nil
	}
	return &entered.ScannedAt, err
}
