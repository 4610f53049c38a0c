package reception

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strconv"

	"meguri/app/service/ticket"
	"meguri/models"
)

// read tells what a scan says. A signature is checked here, before anything is held.
func (s *Service) read(ctx context.Context, event *models.Event, by string, scan Scan) (visit, error) {
	v := visit{event: event, by: by, scan: scan}
	var err error
	code, isCode := ticket.NormalizeCode(scan.Ticket)
	switch {
	case scan.RegistrationID != "":
		v.name = scan.RegistrationID
		if !models.ValidID(scan.RegistrationID) {
			v.result = models.CheckInUnknown
		}
	case isCode:
		v.name, v.isCode = code, true
	default:
		err = s.verify(ctx, &v)
	}
	return v, err
}

// verify checks a ticket's signature.
func (s *Service) verify(ctx context.Context, v *visit) error {
	var trouble error
	claims, err := ticket.Verify(v.scan.Ticket, func(eventID string, number uint16) (key ed25519.PublicKey, ok bool) {
		key, trouble = s.key(ctx, eventID, number)
		return key, key != nil
	})
	switch {
	case trouble != nil: // that the key cannot be read now is no answer
		return trouble
	case err != nil:
		v.result = models.CheckInUnknown
	case claims.EventID != v.event.ID:
		v.result = models.CheckInWrongEvent
	default:
		v.name, v.claims = claims.RegistrationID, claims
	}
	return nil
}

// key is an event's public key, looked up once, or nil where the event has none of that number.
func (s *Service) key(ctx context.Context, eventID string, number uint16) (ed25519.PublicKey, error) {
	name := eventID + "/" + strconv.Itoa(int(number))
	if key, ok := s.keys.Load(name); ok {
		public, _ := key.(ed25519.PublicKey)
		return public, nil
	}
	keys, err := s.db.Query(ctx).EventKeys().OfEvent(eventID)
	for _, k := range keys {
		if k.Number != int(number) {
			continue
		}
		public, err := base64.StdEncoding.DecodeString(k.PublicKey)
		if err != nil || len(public) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("key %d of event %s is damaged", number, eventID)
		}
		s.keys.Store(name, ed25519.PublicKey(public))
		return public, nil
	}
	return nil, err
}

// find tells of each visit whom it is about, with one look into the registrations for all of them.
func find(tx *models.Tx, event *models.Event, visits []visit) error {
	var ids, codes []string
	for i := range visits {
		switch v := &visits[i]; {
		case v.result != "":
		case v.isCode:
			codes = append(codes, v.name)
		default:
			ids = append(ids, v.name)
		}
	}
	people, err := tx.Registrations().ByIDsOrCodes(event, ids, codes)
	if err != nil {
		return err
	}
	byName := make(map[string]*models.Registration, 2*len(people))
	for i := range people {
		byName[people[i].ID], byName[people[i].Code] = &people[i], &people[i]
	}
	for i := range visits {
		if v := &visits[i]; v.result == "" {
			v.meet(tx, byName[v.name])
		}
	}
	return nil
}

// meet notes whom a visit is about; a ticket must be the person's newest, and still good.
func (v *visit) meet(tx *models.Tx, r *models.Registration) {
	v.found = r
	switch {
	case r == nil:
		v.result = models.CheckInUnknown
	case v.claims.RegistrationID != "" && r.Live() && (int(v.claims.Serial) != r.TicketSerial || tx.Now.After(v.claims.NotAfter)):
		v.result = models.CheckInRevoked
	}
}
