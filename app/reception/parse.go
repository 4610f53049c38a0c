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

// parse reads the text of a scan, and verifies the signature of a ticket.
func (s *Service) parse(ctx context.Context, sc *scan) error {
	code, isCode := ticket.NormalizeCode(sc.input.Ticket)
	switch {
	case sc.input.RegistrationID != "":
		sc.key = sc.input.RegistrationID
		if !models.ValidID(sc.key) {
			sc.refused = models.CheckInUnknown
		}
	case isCode:
		sc.key, sc.isCode = code, true
	default:
		return s.parseTicket(ctx, sc)
	}
	return nil
}

func (s *Service) parseTicket(ctx context.Context, sc *scan) error {
	var keyErr error
	claims, err := ticket.Verify(sc.input.Ticket, func(eventID string, number uint16) (key ed25519.PublicKey, ok bool) {
		key, keyErr = s.publicKey(ctx, eventID, number)
		return key, key != nil
	})
	switch {
	case keyErr != nil: // the key could not be read: the ticket may be valid
		return keyErr
	case err != nil:
		sc.refused = models.CheckInUnknown
	case claims.EventID != sc.event.ID:
		sc.refused = models.CheckInWrongEvent
	default:
		sc.key, sc.claims = claims.RegistrationID, claims
	}
	return nil
}

// publicKey is the event's public key with the number, nil where the event has none. It is read once.
func (s *Service) publicKey(ctx context.Context, eventID string, number uint16) (ed25519.PublicKey, error) {
	name := eventID + "/" + strconv.Itoa(int(number))
	if key, ok := s.keys.Load(name); ok {
		public, _ := key.(ed25519.PublicKey)
		return public, nil
	}
	keys, err := s.db.Query(ctx).EventKeys().OfEvent(eventID)
	if err != nil {
		return nil, err
	}
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
	return nil, nil
}
