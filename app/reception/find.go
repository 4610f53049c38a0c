package reception

import (
	"crypto/ed25519"
	"encoding/base64"
	"strconv"

	"meguri/app/ticket"
	"meguri/models"
)

// finding is whom a scan is about. A result is given where that alone decides the answer.
type finding struct {
	registration *models.Registration
	result       models.CheckInResult
}

func (f *finding) person() string {
	if f.registration == nil {
		return ""
	}
	return f.registration.ID
}

// find tells of each scan whom it is about, with one look into the registrations for all of them.
func (s *Service) find(tx *models.Tx, event *models.Event, scans []Scan) ([]finding, error) {
	found, claims := make([]finding, len(scans)), make([]ticket.Claims, len(scans))
	names := make([]string, len(scans)) // the id or the code to look for
	var ids, codes []string
	for i, scan := range scans {
		code, isCode := ticket.NormalizeCode(scan.Ticket)
		switch {
		case scan.RegistrationID != "":
			names[i] = scan.RegistrationID
			if models.ValidID(scan.RegistrationID) {
				ids = append(ids, scan.RegistrationID)
			}
		case isCode:
			names[i], codes = code, append(codes, code)
		default:
			if found[i].result = s.verify(tx, event, scan.Ticket, &claims[i]); found[i].result == "" {
				names[i] = claims[i].RegistrationID
				ids = append(ids, names[i])
			}
		}
	}
	people, err := tx.RegistrationsNamed(event, ids, codes)
	if err != nil {
		return nil, err
	}
	byName := make(map[string]*models.Registration, 2*len(people))
	for i := range people {
		byName[people[i].ID], byName[people[i].Code] = &people[i], &people[i]
	}
	for i := range found {
		if found[i].result != "" {
			continue
		}
		r := byName[names[i]]
		found[i].registration = r
		switch {
		case r == nil:
			found[i].result = models.Unknown
		case claims[i].RegistrationID != "" && r.Live() && (int(claims[i].Serial) != r.TicketSerial || tx.Now.After(claims[i].NotAfter)):
			found[i].result = models.Revoked
		}
	}
	return found, nil
}

// verify checks a ticket's signature. The result is "" for a good ticket of the event.
func (s *Service) verify(tx *models.Tx, event *models.Event, text string, claims *ticket.Claims) models.CheckInResult {
	var err error
	*claims, err = ticket.Verify(text, func(eventID string, number uint16) (ed25519.PublicKey, bool) { return s.key(tx, eventID, number) })
	switch {
	case err != nil:
		*claims = ticket.Claims{}
		return models.Unknown
	case claims.EventID != event.ID:
		return models.WrongEvent
	}
	return ""
}

// key is an event's public key, looked up once.
func (s *Service) key(tx *models.Tx, eventID string, number uint16) (ed25519.PublicKey, bool) {
	name := eventID + "/" + strconv.Itoa(int(number))
	if key, ok := s.keys.Load(name); ok {
		public, ok := key.(ed25519.PublicKey)
		return public, ok
	}
	keys, err := tx.EventKeys(eventID)
	if err != nil {
		return nil, false
	}
	for _, k := range keys {
		if k.Number != int(number) {
			continue
		}
		public, err := base64.StdEncoding.DecodeString(k.PublicKey)
		if err != nil || len(public) != ed25519.PublicKeySize {
			return nil, false
		}
		s.keys.Store(name, ed25519.PublicKey(public))
		return public, true
	}
	return nil, false
}
