package registration

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/i18n"
	"meguri/app/service/place"
	"meguri/models"
)

// SignUpPage is the form to register.
type SignUpPage struct {
	// RequestID is a new id, for a form that has none yet.
	RequestID   string
	TicketTypes []models.TicketType
	Consents    []models.ConsentText
	// Lottery draws the places of ticket types with ByLottery, nil for none of them.
	Lottery *models.Lottery
	// Form is what the event asks besides.
	Form *ask.Form
	// NeedsUntil is by when people should say what they need to take part, nil for no such time.
	NeedsUntil *time.Time
	// Sessions are those that people sign up for with the form.
	Sessions *place.List
	// Joint are the joint uses of which people must be told before they register.
	Joint []*models.JointUse
	// Open says that the event takes registrations.
	Open bool
	// Again says that the form holds what the person gave before.
	Again bool
	// AsksCode says that there are codes for the event. Code is the one that was given, nil for none that is taken, and
	// CodeFault the key of why it is not.
	AsksCode  bool
	Code      *models.EntryCode
	CodeFault string
	now       time.Time
}

// NeedsCode reports whether a ticket type of the page asks for another code than what was given.
func (p *SignUpPage) NeedsCode(t models.TicketType, now time.Time) bool {
	return t.NeedsCode(now) && (p.Code == nil || !p.Code.IsFor(t.ID))
}

// IsByCode reports whether all ticket types of the page ask for a code that was not given.
func (p *SignUpPage) IsByCode() bool {
	return !slices.ContainsFunc(p.TicketTypes, func(t models.TicketType) bool { return !p.NeedsCode(t, p.now) })
}

// SignUpPage reads the form to register, with the ticket types that are not hidden and those that the code is for.
// Anyone may call it.
func (s *Service) SignUpPage(ctx context.Context, event *models.Event, code string) (*SignUpPage, error) {
	q := s.db.Query(ctx)
	page := &SignUpPage{RequestID: models.NewAnonymousID(), Open: checkOpen(event, q.Now) == nil, now: q.Now}
	var err error
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Code, page.CodeFault, err = entryCode(q, event, code); err != nil {
		return nil, err
	}
	page.TicketTypes = slices.DeleteFunc(event.Offers(page.TicketTypes), func(t models.TicketType) bool {
		return !maySee(&t, page.Code)
	})
	if page.Lottery, err = lotteryOf(q, event, page.TicketTypes); err != nil {
		return nil, err
	}
	if page.AsksCode, err = q.EntryCodes().Asked(event); err != nil {
		return nil, err
	}
	if page.Consents, err = q.ConsentTexts().OfEvent(event); err != nil {
		return nil, err
	}
	if page.Joint, err = q.JointUses().Telling(event); err != nil {
		return nil, err
	}
	if page.Form, err = ask.Read(q, event); err != nil {
		return nil, err
	}
	if err := page.Form.Propose(q); err != nil {
		return nil, err
	}
	if page.Sessions, err = place.Read(q, event, nil); err != nil {
		return nil, err
	}
	settings, err := q.Forms().OfEvent(event)
	if err != nil {
		return nil, err
	}
	page.NeedsUntil = settings.NeedsUntil
	return page, nil
}

// MayChoose reports whether somebody can register, or apply, for a ticket type at the time.
func (p *SignUpPage) MayChoose(t models.TicketType, now time.Time) bool {
	return (&opening{lottery: p.Lottery}).isOpenAt(&t, now)
}

// ReviewPage is what a person is about to register with, as it would be stored.
type ReviewPage struct {
	Registration *models.Registration
	Companions   []*models.Registration
	// Fit is that of SignUpInput.
	Fit      bool
	Consents []models.ConsentText
	// Lines are what each of them answered, the person first, as it reads.
	Lines [][]ask.Line
	// Sessions are those that each of them signs up for, the person first.
	Sessions [][]place.Offer
	// Told and RefusesJoint are those of SignUpInput.
	Told         []string
	RefusesJoint bool
}

// NumberOf is the number of companion i in the form: the person who fills it in is the first.
func (p *ReviewPage) NumberOf(i int) int { return i + 2 }

// Review checks what a person typed, as SignUp does, and stores nothing. Anyone may call it. Errors: Invalid with the
// fields at fault; Conflict where the event or the ticket type takes no registrations now.
func (s *Service) Review(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, in *SignUpInput,
) (*ReviewPage, error) {
	g, err := s.check(ctx, event, in)
	if err != nil {
		return nil, err
	}
	book, err := ask.OpenBook(s.db.Query(ctx), event)
	if err != nil {
		return nil, err
	}
	page := &ReviewPage{Registration: g.first, Companions: g.companions, Fit: g.fit, Consents: g.texts}
	page.Told, page.RefusesJoint = in.Told, in.RefusesJoint
	if page.Sessions, err = chosenSessions(s.db.Query(ctx), event, g); err != nil {
		return nil, err
	}
	for _, r := range g.all() {
		page.Lines = append(page.Lines, book.Lines(texts, r))
	}
	return page, nil
}

// LinesOf are the answers of companion i.
func (p *ReviewPage) LinesOf(i int) []ask.Line { return p.Lines[i+1] }

// SessionsOf are those that companion i signs up for.
func (p *ReviewPage) SessionsOf(i int) []place.Offer { return p.Sessions[i+1] }

// AgainPage reads the form for who registers once more, and what it is filled in with: what they gave before. Whoever
// consented then is asked again. The attendee calls it.
func (s *Service) AgainPage(
	ctx context.Context, event *models.Event, r *models.Registration,
) (*SignUpPage, *SignUpInput, error) {
	in := &SignUpInput{
		NameInput: NameInput(r.Name), Email: r.Email, Organization: r.Organization, Sector: r.Sector,
		Accessibility: r.Accessibility,
	}
	if r.TicketType.OpenAt(s.db.Now()) {
		in.TicketType = r.TicketType.Slug
	}
	if r.EntryCodeID != nil {
		code, err := s.db.Query(ctx).EntryCodes().ByID(event, *r.EntryCodeID)
		if err != nil {
			return nil, nil, err
		}
		in.EntryCode = code.Code
	}
	page, err := s.SignUpPage(ctx, event, in.EntryCode)
	if err != nil {
		return nil, nil, err
	}
	page.Again = true
	return page, in, nil
}

// mayMoveTo reports whether people may change to the ticket type by themselves: not where it asks for more.
func mayMoveTo(t *models.TicketType, now time.Time) bool {
	return !t.NeedsCode(now) && !t.Approval
}

// offered lists the event's ticket types to which people may change by themselves, and that of the registration.
func offered(q *models.Query, event *models.Event, r *models.Registration) ([]models.TicketType, error) {
	list, err := q.TicketTypes().OfEvent(event)
	return slices.DeleteFunc(list, func(t models.TicketType) bool {
		isClosed := !mayMoveTo(&t, q.Now) || len(event.Offers([]models.TicketType{t})) == 0
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

// newcomerFor is how long the browser in which somebody registered shows their page.
const newcomerFor = time.Hour
