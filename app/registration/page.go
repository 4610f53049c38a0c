package registration

import (
	"context"
	"slices"

	"meguri/app/service/ticket"
	"meguri/models"
)

// SignUpPage is the form to register.
type SignUpPage struct {
	// RequestID is a new id, for a form that has none yet.
	RequestID   string
	TicketTypes []models.TicketType
	Consents    []models.ConsentText
	// Open says that the event takes registrations.
	Open bool
}

// SignUpPage reads the form to register, with the ticket types that are not hidden and the one with the slug chosen.
// Anyone may call it.
func (s *Service) SignUpPage(ctx context.Context, event *models.Event, chosen string) (*SignUpPage, error) {
	q := s.db.Query(ctx)
	page := &SignUpPage{RequestID: models.NewID(), Open: checkOpen(event, q.Now) == nil}
	var err error
	if page.TicketTypes, err = offered(q, event, chosen); err != nil {
		return nil, err
	}
	page.Consents, err = q.ConsentTexts().OfEvent(event)
	return page, err
}

// offered lists the event's ticket types that are not hidden, and the one with the slug chosen.
func offered(q *models.Query, event *models.Event, chosen string) ([]models.TicketType, error) {
	list, err := q.TicketTypes().OfEvent(event)
	return slices.DeleteFunc(list, func(t models.TicketType) bool { return t.Hidden && t.Slug != chosen }), err
}

// Receipt is the answer to a registration through the API. It holds the secret of the attendee's page.
type Receipt struct {
	Registration *models.Registration
	// Position is the position in the waiting list, 0 for who does not wait.
	Position int
	// Link is the secret in the address of the attendee's page.
	Link string
	// Ticket is the text of the QR code, "" for who has no place.
	Ticket string
}

// Receipt makes the receipt of a new registration. Only who has just made the registration may see it.
func (s *Service) Receipt(ctx context.Context, event *models.Event, r *models.Registration) (*Receipt, error) {
	receipt := &Receipt{Registration: r, Link: s.Link(r)}
	var err error
	if receipt.Position, err = s.db.Query(ctx).WaitingList().Position(r); err != nil {
		return nil, err
	}
	if r.State == models.RegistrationConfirmed {
		receipt.Ticket, err = s.Ticket(ctx, event, r)
	}
	return receipt, err
}

// AttendeePage is what attendees see of their own registration.
type AttendeePage struct {
	Registration *models.Registration
	Input        *CorrectInput
	// QR is the ticket, nil for who has no place.
	QR *ticket.QR
	// Position is the position in the waiting list, 0 for who does not wait.
	Position    int
	TicketTypes []models.TicketType
	Sessions    []models.Session
	Surveys     []models.Survey // to answer now
	RoomOpen    bool
	Ended       bool
	// CanChange says that the ticket type may be changed, and the place given back. IsInside says that it could be, if the
	// attendee were not inside now.
	CanChange, IsInside bool
}

// AttendeePage reads the attendee's page. The attendee calls it, through the mailed link.
func (s *Service) AttendeePage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (*AttendeePage, error) {
	q := s.db.Query(ctx)
	page := &AttendeePage{
		Registration: r,
		Input:        correctInputOf(r),
		RoomOpen:     event.LiveRoomIsOpen(q.Now),
		Ended:        event.Ended(q.Now),
		CanChange:    r.Live() && checkOpen(event, q.Now) == nil,
	}
	if err := page.read(q, event); err != nil || r.State != models.RegistrationConfirmed {
		return page, err
	}
	text, err := s.Ticket(ctx, event, r)
	if err != nil {
		return nil, err
	}
	page.QR, err = ticket.NewQR(text)
	return page, err
}

func (p *AttendeePage) read(q *models.Query, event *models.Event) (err error) {
	if p.Position, err = q.WaitingList().Position(p.Registration); err != nil {
		return err
	}
	if p.CanChange {
		if p.IsInside, err = q.Admissions().IsInside(p.Registration.ID); err != nil {
			return err
		}
		p.CanChange = !p.IsInside
	}
	if p.TicketTypes, err = offered(q, event, p.Registration.TicketType.Slug); err != nil {
		return err
	}
	if p.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return err
	}
	p.Surveys, err = q.Surveys().OpenFor(event, p.Registration)
	return err
}

// RegistrationPage is what staff see of a registration.
type RegistrationPage struct {
	Registration *models.Registration
	Input        *CorrectInput
	// Position is the position in the waiting list, 0 for who does not wait.
	Position    int
	TicketTypes []models.TicketType
	Consents    []models.ConsentText
	Mails       []models.Mail
	CheckIns    []models.CheckIn
	doors       []models.Door
}

// Door finds a door of the event by its slug, or nil: a device may name one that the event does not have.
func (p *RegistrationPage) Door(slug string) *models.Door {
	if i := slices.IndexFunc(p.doors, func(d models.Door) bool { return d.Slug == slug }); i >= 0 {
		return &p.doors[i]
	}
	return nil
}

// RegistrationPage reads one of the event's registrations. Staff who may see people call it.
func (s *Service) RegistrationPage(ctx context.Context, event *models.Event, id string) (*RegistrationPage, error) {
	q := s.db.Query(ctx)
	r, err := q.Registrations().ByID(event, id)
	if err != nil {
		return nil, err
	}
	page := &RegistrationPage{Registration: r, Input: correctInputOf(r)}
	if page.Position, err = q.WaitingList().Position(r); err != nil {
		return nil, err
	}
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	err = page.readHistory(q, event)
	return page, err
}

// readHistory reads the consents, mails and check-ins of the registration.
func (p *RegistrationPage) readHistory(q *models.Query, event *models.Event) (err error) {
	if p.Consents, err = q.Consents().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.Mails, err = q.Mails().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.CheckIns, err = q.CheckIns().OfRegistration(p.Registration); err != nil {
		return err
	}
	p.doors, err = q.Doors().OfEvent(event)
	return err
}
