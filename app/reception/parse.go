package reception

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"slices"
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
		} else if sc.input.Serial > 0 {
			sc.claims = ticket.Claims{
				EventID: sc.event.ID, RegistrationID: sc.key, Serial: sc.input.Serial, NotAfter: ticket.NotAfter(sc.event.EndsAt),
			}
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
	claims, err := ticket.Verify(sc.input.Ticket, func(eventID string, number uint16) (key ticket.Key, ok bool) {
		key, ok, keyErr = s.key(ctx, eventID, number)
		return key, ok
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

// key is the event's key with the number; ok is false where the event has none. It is read once.
func (s *Service) key(ctx context.Context, eventID string, number uint16) (key ticket.Key, ok bool, err error) {
	name := eventID + "/" + strconv.Itoa(int(number))
	if kept, ok := s.keys.Load(name); ok {
		return kept.(ticket.Key), true, nil //nolint:errcheck // nothing else is put there
	}
	keys, err := s.db.Query(ctx).EventKeys().OfEvent(eventID)
	if err != nil {
		return key, false, err
	}
	i := slices.IndexFunc(keys, func(k models.EventKey) bool { return k.Number == int(number) })
	if i < 0 {
		return key, false, nil
	}
	private, err := base64.StdEncoding.DecodeString(keys[i].PrivateKey)
	if err != nil || len(private) != ed25519.PrivateKeySize {
		return key, false, fmt.Errorf("key %d of event %s is damaged", number, eventID)
	}
	key = ticket.Key{Number: number, Private: private}
	s.keys.Store(name, key)
	return key, true, nil
}
