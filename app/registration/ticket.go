package registration

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"io"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Ticket makes the signed text of a ticket, for its QR code. Errors: Conflict where the registration is not confirmed.
func (s *Service) Ticket(ctx context.Context, event *models.Event, r *models.Registration) (string, error) {
	if r.State != models.RegistrationConfirmed {
		return "", models.NewError(models.CodeConflict, "registration.no_ticket")
	}
	key, err := s.signingKey(ctx, event.ID)
	if err != nil {
		return "", err
	}
	return ticket.Sign(key, ticket.Claims{
		EventID:        event.ID,
		RegistrationID: r.ID,
		TicketTypeID:   r.TicketTypeID,
		Serial:         uint16(r.TicketSerial), //nolint:gosec // small
		NotAfter:       ticket.NotAfter(event.EndsAt),
	})
}

// TicketQR makes the QR code of a ticket. Errors are those of Ticket.
func (s *Service) TicketQR(ctx context.Context, event *models.Event, r *models.Registration) (*ticket.QR, error) {
	text, err := s.Ticket(ctx, event, r)
	if err != nil {
		return nil, err
	}
	return ticket.NewQR(text)
}

// TicketPDF makes the ticket as a page to print, with the code of TicketQR.
func (s *Service) TicketPDF(
	texts *i18n.Localizer, event *models.Event, r *models.Registration, qr *ticket.QR,
) ([]byte, error) {
	return s.maker.Ticket(texts, pdf.Ticket{Event: event, Registration: r, QR: qr})
}

// ReceptionList makes the list of confirmed people to tick off at the door. Staff who may see people call it.
func (s *Service) ReceptionList(
	ctx context.Context, w io.Writer, texts *i18n.Localizer, event *models.Event,
) error {
	q := s.db.Query(ctx)
	rows := q.Registrations().Each(event, models.RegistrationFilter{State: models.RegistrationConfirmed})
	return s.maker.ReceptionList(w, texts, pdf.ReceptionList{Event: event, Rows: rows, PrintedAt: q.Now})
}

// signingKey is the event's newest key. It is kept in memory: a ticket signed with an older key of the event stays
// valid. An event without a key gets one.
func (s *Service) signingKey(ctx context.Context, eventID string) (ticket.Key, error) {
	if key, ok := s.keys.Load(eventID); ok {
		return key.(ticket.Key), nil //nolint:errcheck // nothing else is put there
	}
	keys, err := s.db.Query(ctx).EventKeys().OfEvent(eventID)
	if err == nil && len(keys) == 0 {
		if err = s.addKey(ctx, eventID); err == nil {
			keys, err = s.db.Query(ctx).EventKeys().OfEvent(eventID)
		}
	}
	if err != nil {
		return ticket.Key{}, err
	}
	private, err := base64.StdEncoding.DecodeString(keys[0].PrivateKey)
	if err != nil {
		return ticket.Key{}, err
	}
	key := ticket.Key{Number: uint16(keys[0].Number), Private: private} //nolint:gosec // small
	s.keys.Store(eventID, key)
	return key, nil
}

func (s *Service) addKey(ctx context.Context, eventID string) error {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		return tx.EventKeys().Add(&models.EventKey{
			EventID:    eventID,
			Number:     1,
			PublicKey:  base64.StdEncoding.EncodeToString(public),
			PrivateKey: base64.StdEncoding.EncodeToString(private),
		})
	})
}
