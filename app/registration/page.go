package registration

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// SignUpPage is the form to register.
type SignUpPage struct {
	// RequestID is a new id, for a form that has none yet.
	RequestID   string
	TicketTypes []models.TicketType
	Consents    []models.ConsentText
	// Open says that the event takes registrations.
	Open bool
	// Again says that the form holds what the person gave before.
	Again bool
}

// SignUpPage reads the form to register, with the ticket types that are not hidden and the hidden one that has the key.
// Anyone may call it.
func (s *Service) SignUpPage(ctx context.Context, event *models.Event, key string) (*SignUpPage, error) {
	q := s.db.Query(ctx)
	page := &SignUpPage{RequestID: models.NewAnonymousID(), Open: checkOpen(event, q.Now) == nil}
	var err error
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	page.TicketTypes = slices.DeleteFunc(event.Offers(page.TicketTypes), func(t models.TicketType) bool {
		return !s.mayChoose(&t, key)
	})
	page.Consents, err = q.ConsentTexts().OfEvent(event)
	return page, err
}

// ReviewPage is what a person is about to register with, as it would be stored.
type ReviewPage struct {
	Registration *models.Registration
	Companions   []*models.Registration
	// Fit is that of SignUpInput.
	Fit      bool
	Consents []models.ConsentText
}

// NumberOf is the number of companion i in the form: the person who fills it in is the first.
func (p *ReviewPage) NumberOf(i int) int { return i + 2 }

// NumberOf is that of the form: what was typed is not shown, as staff may have corrected it since.
func (p *NewcomerPage) NumberOf(i int) int { return i + 2 }

// Review checks what a person typed, as SignUp does, and stores nothing. Anyone may call it. Errors: Invalid with the
// fields at fault; Conflict where the event or the ticket type takes no registrations now.
func (s *Service) Review(ctx context.Context, event *models.Event, in *SignUpInput) (*ReviewPage, error) {
	g, err := s.check(ctx, event, in)
	if err != nil {
		return nil, err
	}
	return &ReviewPage{g.first, g.companions, g.fit, g.texts}, nil
}

// AgainPage reads the form for who registers once more, and what it is filled in with: what they gave before. Whoever
// consented then is asked again. The attendee calls it.
func (s *Service) AgainPage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (*SignUpPage, *SignUpInput, error) {
	in := &SignUpInput{
		NameInput: NameInput(r.Name), Email: r.Email, Organization: r.Organization, Sector: r.Sector,
		Accessibility: r.Accessibility,
	}
	if r.TicketType.Hidden {
		in.TicketTypeKey = s.links.TicketType(r.TicketTypeID)
	}
	if r.TicketType.OpenAt(s.db.Now()) {
		in.TicketType = r.TicketType.Slug
	}
	page, err := s.SignUpPage(ctx, event, in.TicketTypeKey)
	if err != nil {
		return nil, nil, err
	}
	page.Again = true
	return page, in, nil
}

// offered lists the event's ticket types that are not hidden, and that of the registration.
func offered(q *models.Query, event *models.Event, r *models.Registration) ([]models.TicketType, error) {
	list, err := q.TicketTypes().OfEvent(event)
	return slices.DeleteFunc(list, func(t models.TicketType) bool {
		isClosed := t.Hidden || len(event.Offers([]models.TicketType{t})) == 0
		return isClosed && t.ID != r.TicketTypeID
	}), err
}

// Receipt is the answer to a registration through the form or the API.
type Receipt struct {
	Registration *models.Registration
	// Position is the position in the waiting list, 0 for who does not wait.
	Position int
	// Link is the provisional secret of the attendee's page.
	Link string
	// Ticket is the text of the QR code, "" for who has no place.
	Ticket string
}

// Receipt makes the receipt of a new registration. Only who has just made the registration may see it.
func (s *Service) Receipt(ctx context.Context, event *models.Event, r *models.Registration) (*Receipt, error) {
	receipt := &Receipt{Registration: r, Link: s.ProvisionalLink(r)}
	var err error
	if receipt.Position, err = s.db.Query(ctx).WaitingList().Position(r); err != nil {
		return nil, err
	}
	if r.State == models.RegistrationConfirmed {
		receipt.Ticket, err = s.Ticket(ctx, event, r)
	}
	return receipt, err
}

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

// newcomerFor is how long the browser in which somebody registered shows their page.
const newcomerFor = time.Hour

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
	// Materials and Next, the host's next event, are there once the event has ended.
	Materials   []models.Material
	Next        *models.Event
	RoomOpensAt time.Time
	RoomOpen    bool
	// Until is how far away the event is, nil once it has begun.
	Until *Until
	// IsToday says that the event is on this day, by its own clock, and has not ended.
	IsToday bool
	Ended   bool
	// CanChange says that the ticket type may be changed, and the place given back. IsInside says that it could be, if the
	// attendee were not inside now.
	CanChange, IsInside bool
	// Companions are those whom the attendee registered. SharesAddress says that somebody else registered the attendee,
	// and has their mails.
	Companions    []Companion
	SharesAddress bool
	// AddressChange is the address that waits to be confirmed, nil for none.
	AddressChange *models.AddressChange
	now           time.Time
}

// Until is how many days there are until an event by its own clock. Key is "today", "tomorrow" or "days".
type Until struct {
	Key  string
	Days int
}

func until(event *models.Event, now time.Time) *Until {
	if !now.Before(event.StartsAt) {
		return nil
	}
	days := daysBetween(event.Local(now), event.Local(event.StartsAt))
	switch days {
	case 0:
		return &Until{Key: "today"}
	case 1:
		return &Until{Key: "tomorrow", Days: 1}
	}
	return &Until{"days", days}
}

// daysBetween counts the midnights between two times of one clock.
func daysBetween(from, to time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(day(to).Sub(day(from)) / (24 * time.Hour))
}

// AttendeePage reads the attendee's page. The attendee calls it, through the mailed link.
func (s *Service) AttendeePage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (*AttendeePage, error) {
	q := s.db.Query(ctx)
	page := &AttendeePage{
		Registration: r,
		Input:        correctInputOf(r),
		now:          q.Now,
		RoomOpensAt:  event.LiveRoomHours().From,
		RoomOpen:     event.LiveRoomIsOpen(q.Now),
		Until:        until(event, q.Now),
		IsToday:      event.IsToday(q.Now),
		Ended:        event.Ended(q.Now),
		CanChange:    r.Live() && checkOpen(event, q.Now) == nil,
	}
	if err := page.read(q, event); err != nil {
		return page, err
	}
	if err := s.readCompanions(q, page); err != nil || r.State != models.RegistrationConfirmed {
		return page, err
	}
	if page.Ended {
		if err := page.readAfter(q, event); err != nil {
			return page, err
		}
	}
	var err error
	page.QR, err = s.TicketQR(ctx, event, r)
	return page, err
}

// readCompanions reads whom the attendee registered, or whether somebody else registered them: then the address is not
// theirs, and not shown.
func (s *Service) readCompanions(q *models.Query, page *AttendeePage) (err error) {
	if page.Companions, err = s.listCompanions(q, page.Registration, s.Link); err != nil {
		return err
	}
	page.SharesAddress, err = q.Registrations().SharesAddress(page.Registration)
	if page.SharesAddress {
		page.Input.Email = ""
	}
	return err
}

// InGroup counts the attendee and those of their companions who are live and can be cancelled with them, 0 for nobody.
func (p *AttendeePage) InGroup() (n int) {
	for i := range p.Companions {
		if c := &p.Companions[i]; c.Live() && c.Path != "" {
			n++
		}
	}
	if n > 0 && p.Registration.Live() {
		n++
	}
	return n
}

func (p *AttendeePage) read(q *models.Query, event *models.Event) (err error) {
	if p.Position, err = q.WaitingList().Position(p.Registration); err != nil {
		return err
	}
	if p.AddressChange, err = q.AddressChanges().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.CanChange {
		if p.IsInside, err = q.Admissions().IsInside(p.Registration.ID); err != nil {
			return err
		}
		p.CanChange = !p.IsInside
	}
	if p.TicketTypes, err = offered(q, event, p.Registration); err != nil {
		return err
	}
	if p.Sessions, err = q.Sessions().OfEvent(event); err != nil {
		return err
	}
	p.Surveys, err = q.Surveys().OpenFor(event, p.Registration)
	return err
}

// readAfter reads what the page shows once the event has ended.
func (p *AttendeePage) readAfter(q *models.Query, event *models.Event) (err error) {
	if p.Materials, err = q.Materials().OfEvent(event); err != nil {
		return err
	}
	p.Next, err = q.Events().NextOfHost(event)
	return err
}

// MayGoOnline says that an attendee for the venue could take part online instead, now and without waiting.
func (p *AttendeePage) MayGoOnline() bool {
	return p.Registration.TicketType.Mode == models.ModeVenue && p.anyOther(func(t *models.TicketType) bool {
		return t.Mode == models.ModeOnline && t.FreePlaces() != 0
	})
}

// SomeFull says that a ticket type that the attendee could change to is full.
func (p *AttendeePage) SomeFull() bool {
	return p.anyOther(func(t *models.TicketType) bool { return t.FreePlaces() == 0 })
}

func (p *AttendeePage) anyOther(is func(t *models.TicketType) bool) bool {
	return p.CanChange && slices.ContainsFunc(p.TicketTypes, func(t models.TicketType) bool {
		return t.ID != p.Registration.TicketTypeID && t.OpenAt(p.now) && is(&t)
	})
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
	// EnteredBy is the name of who registered the person for them, "" where nobody did, or is gone.
	EnteredBy string
	// Representative registered the person with themselves, nil where nobody did; Companions are those whom they did.
	Representative *models.Registration
	Companions     []models.Registration
	// Kept is the registration that stays in place of this one, nil for none. Merged are those that this one is in place
	// of.
	Kept   *models.Registration
	Merged []models.Registration
	// OfAddress counts the live registrations of the address, 0 where they are not more than the event allows.
	OfAddress int
	doors     []models.Door
	// Bounce is why mails to the address came back, "" where they did not.
	Bounce models.Bounce
	// TimeLine is what happened, the latest first. Notes are in it, too.
	TimeLine []Moment
	Notes    []models.WrittenNote
	// Stays are when the person was there, on the Scale of the day.
	Stays []Stay
	Scale models.Interval
	// Surveys are those to which the person was invited, and whether they answered: never when.
	Surveys []models.SurveyAnswered
	// Tags are the person's, AllTags those of the event.
	Tags, AllTags []models.Tag
	online        []models.Interval
	// AddressChange is the address that the person has to confirm, nil for none.
	AddressChange *models.AddressChange
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
	if page.EnteredBy, err = enteredBy(q, r); err != nil {
		return nil, err
	}
	if page.Position, err = q.WaitingList().Position(r); err != nil {
		return nil, err
	}
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	if err := page.readGroup(q, event); err != nil {
		return nil, err
	}
	err = page.readHistory(q, event)
	return page, err
}

// readGroup reads who came with the person, and how many people have their address.
func (p *RegistrationPage) readGroup(q *models.Query, event *models.Event) (err error) {
	r := p.Registration
	if p.Companions, err = q.Registrations().CompanionsOf(r); err != nil {
		return err
	}
	if r.RepresentativeID != nil {
		p.Representative, err = q.Registrations().ByID(event, *r.RepresentativeID)
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	if p.Merged, err = q.Duplicates().MergedInto(r.ID); err != nil {
		return err
	}
	if r.MergedInto != nil {
		if p.Kept, err = q.Registrations().Kept(r); err != nil {
			return err
		}
	}
	if r.Email == "" {
		return nil
	}
	n, err := q.Registrations().LiveOfAddress(event.ID, r.EmailKey)
	if n > event.AddressLimit {
		p.OfAddress = n
	}
	return err
}

// readHistory reads what happened to the person of the registration.
func (p *RegistrationPage) readHistory(q *models.Query, event *models.Event) (err error) {
	if p.Consents, err = q.Consents().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.Mails, err = q.Mails().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.Bounce, err = q.Mails().BounceOf(p.Registration); err != nil {
		return err
	}
	if p.AddressChange, err = q.AddressChanges().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.CheckIns, err = q.CheckIns().OfRegistration(p.Registration); err != nil {
		return err
	}
	if p.doors, err = q.Doors().OfEvent(event); err != nil {
		return err
	}
	if err := p.readStays(q, event); err != nil {
		return err
	}
	if p.Surveys, err = q.SurveyInvitations().OfRegistration(p.Registration); err != nil {
		return err
	}
	if err := p.readTags(q, event); err != nil {
		return err
	}
	return p.readTimeLine(q)
}

func (p *RegistrationPage) readTags(q *models.Query, event *models.Event) (err error) {
	if p.AllTags, err = q.Tags().OfEvent(event); err != nil {
		return err
	}
	tags, err := q.Tags().OfRegistrations([]string{p.Registration.ID})
	p.Tags = tags[p.Registration.ID]
	return err
}
