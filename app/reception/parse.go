package reception

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strconv"

	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/models"
)

// parse reads the text of a scan, and verifies the signature of a ticket.
func (s *Service) parse(ctx context.Context, sc *scan) error {
	if sc.input.WalkIn != nil { // see registerAll
		return nil
	}
	if sc.input.RegistrationID != "" {
		sc.key = sc.input.RegistrationID
		if !models.ValidID(sc.key) {
			sc.refused = models.CheckInUnknown
		}
		return nil
	}
	if ticket.IsTicket(sc.input.Ticket) {
		return s.parseTicket(ctx, sc)
	}
	if secret, ok := paths.AttendeeSecret(sc.input.Ticket); ok {
		return s.parseAddress(ctx, sc, secret)
	}
	if code, ok := ticket.FindCode(sc.input.Ticket); ok {
		sc.key, sc.isCode = code, true
		return nil
	}
	return s.parseTicket(ctx, sc)
}

// parseAddress finds the registration of an attendee's page.
func (s *Service) parseAddress(ctx context.Context, sc *scan, secret string) error {
	r, err := s.db.Query(ctx).Registrations().ByLink(secret)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		sc.refused = models.CheckInUnknown
	case err != nil:
		return err
	case r.EventID != sc.event.ID:
		sc.refused = models.CheckInWrongEvent
	default:
		sc.key = r.ID
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
