package registration

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/url"

	"meguri/app/service/i18n"
	"meguri/app/service/pdf"
	"meguri/app/service/sheet"
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

// ticketSessions is how many sessions a ticket is made of at most; it shows a short agenda only.
const ticketSessions = 40

// TicketPDF makes the ticket as a page to print, with the code of TicketQR.
func (s *Service) TicketPDF(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration, qr *ticket.QR,
) ([]byte, error) {
	sessions, err := s.db.Query(ctx).Sessions().Outline(event, ticketSessions)
	if err != nil {
		return nil, err
	}
	photo, err := s.photo(ctx, event)
	if err != nil {
		return nil, err
	}
	page := pdf.Ticket{Event: event, Photo: photo, Registration: r, QR: qr, Sessions: sessions}
	if event.ModeOf(r.TicketType) == models.ModeVenue {
		page.Map, err = s.mapQR(event)
	}
	if err != nil {
		return nil, err
	}
	return s.maker.Ticket(texts, page)
}

// photo is the uploaded cover of an event, nil for none. It is kept in memory: all tickets of an event have the same,
// and another picture has another id.
func (s *Service) photo(ctx context.Context, e *models.Event) (*models.Picture, error) {
	if e.CoverID == nil {
		return nil, nil
	}
	kept, _ := s.photos.Load(e.ID)
	if known, ok := kept.(*models.Picture); ok && known.ID == *e.CoverID {
		return known, nil
	}
	p, err := s.db.Query(ctx).Pictures().CoverOf(e)
	if err == nil {
		s.photos.Store(e.ID, p)
	}
	return p, err
}

// mapQR is the code of a map of the venue, nil for none. It is kept in memory: all tickets of an event have the same.
func (s *Service) mapQR(e *models.Event) (*ticket.QR, error) {
	address := mapAddress(e)
	if address == "" || len(address) > maxMapAddress {
		return nil, nil
	}
	kept, _ := s.maps.Load(e.ID)
	if known, ok := kept.(mapCode); ok && known.address == address {
		return known.qr, nil
	}
	qr, err := ticket.NewQR(address)
	if err == nil {
		s.maps.Store(e.ID, mapCode{address, qr})
	}
	return qr, err
}

// maxMapAddress keeps the code of a map large enough to be read from paper.
const maxMapAddress = 400

type mapCode struct {
	address string
	qr      *ticket.QR
}

// mapAddress is where a map of the venue is: the one that staff chose, or by its coordinates or address.
func mapAddress(e *models.Event) string {
	switch address := cmp.Or(e.VenueAddressJa, e.VenueAddressEn); {
	case e.VenueMapURL != "":
		return e.VenueMapURL
	case e.Latitude != nil && e.Longitude != nil:
		north, east := fmt.Sprintf("%.5f", *e.Latitude), fmt.Sprintf("%.5f", *e.Longitude)
		return "https://www.openstreetmap.org/?mlat=" + north + "&mlon=" + east + "#map=18/" + north + "/" + east
	case address != "":
		return "https://www.google.com/maps/search/?api=1&query=" + url.QueryEscape(address)
	}
	return ""
}

// ReceptionList makes the list of people to tick off at the door: of those whom the filter chooses, the confirmed ones
// where it names no state. Where the boxes are is kept, so that a photo of a page can be read. Staff who may see people
// call it.
func (s *Service) ReceptionList(
	ctx context.Context, w io.Writer, texts *i18n.Localizer, event *models.Event, in *FilterInput,
) error {
	q := s.db.Query(ctx)
	filter, err := in.Read(q, event)
	if err != nil {
		return err
	}
	filter.State = cmp.Or(filter.State, models.RegistrationConfirmed)
	rows := q.Registrations().Each(event, filter)
	list := &models.PaperList{ID: rand.Text()[:16], EventID: event.ID}
	return s.maker.ReceptionList(w, texts, pdf.ReceptionList{
		Event: event, Rows: rows, PrintedAt: q.Now, ID: list.ID,
		Keep: func(pages [][]sheet.Row) error {
			layout, err := json.Marshal(pages)
			if err != nil {
				return err
			}
			list.Layout = string(layout)
			return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.PaperLists().Insert(list) })
		},
	})
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
