package registration

import (
	"context"
	"time"

	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// NewcomerPage is what a new registration's page shows until the mailed link is opened. Whoever registered may have
// used somebody else's address: it shows nothing that others, the attendee or staff, have written since.
type NewcomerPage struct {
	State      models.RegistrationState
	TicketType models.TicketType
	Code       string
	// Email is the address that the link was mailed to, "" where somebody else may have changed it since.
	Email string
	// Path is the page's address, with the provisional secret.
	Path paths.Attendee
	// QR is the ticket, nil for who has no place.
	QR *ticket.QR
	// Position is the position in the waiting list, 0 for who does not wait.
	Position int
	// ConfirmBy is when the place goes to somebody else unless the mailed link is opened, nil for no such time.
	ConfirmBy *time.Time
	RoomOpen  bool
	Ended     bool
	// MayCorrect says that the address may be corrected.
	MayCorrect bool
	// Companions are those who were registered with the person.
	Companions []Companion
}

// NumberOf is that of the form: what was typed is not shown, as staff may have corrected it since.
func (p *NewcomerPage) NumberOf(i int) int { return i + 2 }

// NewcomerPage reads the page of a registration for the browser in which it was made; the secret is that of its cookie.
// corrected is the address that was typed there as the right one, "" for none. The page is nil where the secret is not
// valid any more, or never was.
func (s *Service) NewcomerPage(
	ctx context.Context, event *models.Event, secret, corrected string,
) (*NewcomerPage, error) {
	r, err := s.Newcomer(ctx, event, secret)
	if err != nil || r == nil {
		return nil, err
	}
	page, err := s.ProvisionalPage(ctx, event, r)
	if err != nil {
		return nil, err
	}
	page.MayCorrect = r.Live()
	if _, key, _ := text.NormalizeEmail(corrected); key != "" && key == r.EmailKey {
		page.Email = r.Email
	}
	return page, nil
}

// Newcomer finds the registration that a browser made within the last hour by the secret in its cookie, or nil. It is
// nil for a discreet event.
func (s *Service) Newcomer(
	ctx context.Context, event *models.Event, secret string,
) (*models.Registration, error) {
	if event.Discreet || !IsProvisional(secret) {
		return nil, nil
	}
	q := s.db.Query(ctx)
	r, err := s.ofLink(q, secret)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, nil
	}
	if err != nil || r.EventID != event.ID || q.Now.Sub(r.CreatedAt) > newcomerFor {
		return nil, err
	}
	return r, nil
}

// ProvisionalPage reads the page that the provisional secret of a registration opens.
func (s *Service) ProvisionalPage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (*NewcomerPage, error) {
	receipt, err := s.Receipt(ctx, event, r)
	if err != nil {
		return nil, err
	}
	now := s.db.Now()
	page := &NewcomerPage{
		State:      r.State,
		TicketType: r.TicketType,
		Code:       r.Code,
		Path:       paths.OfAttendee(receipt.Link),
		Position:   receipt.Position,
		ConfirmBy:  r.ConfirmBy,
		RoomOpen:   event.LiveRoomIsOpen(now),
		Ended:      event.Ended(now),
	}
	if r.LinkNumber == 1 {
		page.Email = r.Email
	}
	if page.Companions, err = s.listCompanions(s.db.Query(ctx), r, s.ProvisionalLink); err != nil {
		return nil, err
	}
	if receipt.Ticket != "" {
		page.QR, err = ticket.NewQR(receipt.Ticket)
	}
	return page, err
}
