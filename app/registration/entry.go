package registration

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// EntryInput is what staff fill in to register somebody who phoned, wrote or stands at the door.
type EntryInput struct {
	RequestID  string `form:"id"`
	TicketType string `form:"ticket_type"` // slug; also of one that is closed or hidden
	NameInput
	Email         string          `form:"email"` // "" for who has none
	Phone         string          `form:"phone"`
	Organization  string          `form:"organization"`
	Accessibility string          `form:"needs"`
	Way           models.EntryWay `form:"way"`
	Locale        string          `form:"locale"`
	AskedInput
	// Another says that the person is another one than the one with the same name who has no address either.
	Another bool `form:"another"`
}

func (in *EntryInput) check(c *check.Checker) *models.Registration {
	r := &models.Registration{
		RequestID:     requestHash(c.Name("id", in.RequestID, maxRequestID, check.Optional)),
		State:         models.RegistrationConfirmed,
		Name:          in.NameInput.check(c),
		Organization:  c.NoURL("organization", c.Name("organization", in.Organization, maxOrganization, check.Optional)),
		Accessibility: c.Text("needs", in.Accessibility, maxAccessibility, check.Optional),
		EntryWay:      check.Choice(c, "way", in.Way, models.EntryWays),
		Locale:        check.Choice(c, "locale", in.Locale, []string{"ja", "en"}),
		LinkNumber:    1,
		TicketSerial:  1,
	}
	r.Email, r.EmailKey = c.Email("email", in.Email, check.Optional)
	r.Phone, r.PhoneKey = readPhone(c, in.Phone)
	return r
}

// Enter registers somebody for staff, with a place or at the end of the waiting list, and mails who has an address. by
// is the account. The same request again gets the first answer. Staff who may edit people call it. Errors: Invalid with
// the fields at fault, such as a person who is registered already; Conflict where the event takes no registrations.
func (s *Service) Enter(
	ctx context.Context, event *models.Event, in *EntryInput, by string,
) (*models.Registration, error) {
	q := s.db.Query(ctx)
	ticketTypes, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		return nil, err
	}
	if first, err := q.Registrations().ByRequest(event, requestHash(in.RequestID)); err == nil && first.EnteredBy == by {
		return first, nil
	}
	c := check.New()
	entered := in.check(c)
	in.AskedInput.check(c, event, entered, q.Now, ByStaff, asItIs)
	i := slices.IndexFunc(ticketTypes, func(t models.TicketType) bool { return t.Slug == in.TicketType })
	if i < 0 {
		c.Fault("ticket_type", "field.choice")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	entered.EventID, entered.EnteredBy = event.ID, by
	entered.TicketTypeID, entered.TicketType = ticketTypes[i].ID, ticketTypes[i]
	if in.Another && entered.Email == "" {
		entered.SetNamesake()
	}
	var made *models.Registration
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		r := *entered
		made = &r
		return s.enter(tx, event.ID, made, true)
	})
	return made, err
}

// enter stores a registration that staff made, with a place or at the end of the waiting list.
func (s *Service) enter(tx *models.Tx, eventID string, r *models.Registration, sendMail bool) error {
	if err := tx.TicketTypes().Lock(r.TicketTypeID); err != nil {
		return err
	}
	event, err := tx.Events().ByID(eventID)
	if err != nil {
		return err
	}
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	if err := s.insertEntered(tx, r); err != nil {
		return err
	}
	tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: r.ID})
	return s.placeEntered(tx, r, sendMail)
}

func (s *Service) insertEntered(tx *models.Tx, r *models.Registration) error {
	for range 3 { // a code may be taken
		r.Code, r.ConfirmedAt = ticket.NewCode(), &tx.Now
		s.identify(r)
		isNew, err := tx.Registrations().Insert(r)
		if err != nil || isNew {
			return err
		}
		if _, err := tx.Registrations().OfPerson(r); err == nil {
			return personKnown(r)
		}
	}
	return models.NewError(models.CodeInternal, "error.internal")
}

// personKnown is the fault of somebody who is registered already.
func personKnown(r *models.Registration) error {
	if r.Email == "" {
		return models.InvalidFields(map[string]string{"another": "registration.namesake"})
	}
	return models.InvalidFields(map[string]string{"email": "registration.person_known"})
}

// placeEntered takes a place, or puts the person at the end of the waiting list. The caller has locked the ticket type.
func (s *Service) placeEntered(tx *models.Tx, r *models.Registration, sendMail bool) error {
	registered := tx.Emit(models.ActivityRegistered, r)
	taken, err := tx.TicketTypes().TakePlace(r.TicketTypeID)
	if err != nil {
		return err
	}
	if taken {
		tx.Emit(models.ActivityConfirmed, r)
		if !sendMail {
			return nil
		}
		return s.mail(tx, r, MailConfirmed, "1", registered, nil)
	}
	return s.waitEntered(tx, r, registered, sendMail)
}

// waitEntered puts a new registration at the end of the waiting list. The caller has locked the ticket type.
func (s *Service) waitEntered(tx *models.Tx, r *models.Registration, registered string, sendMail bool) error {
	if err := queueLast(tx, r); err != nil {
		return err
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	if !sendMail {
		tx.Emit(models.ActivityWaitlisted, r)
		return nil
	}
	return s.mailWaitlisted(tx, r, "1", registered)
}

// EntryPage is what the form for staff offers.
type EntryPage struct {
	TicketTypes []models.TicketType
	Ways        []models.EntryWay
	// Open says that the event takes registrations now.
	Open bool
}

// EntryPage reads the form with which staff register somebody. Staff who may edit people call it.
func (s *Service) EntryPage(ctx context.Context, event *models.Event) (*EntryPage, error) {
	q := s.db.Query(ctx)
	types, err := q.TicketTypes().OfEvent(event)
	return &EntryPage{types, models.EntryWays, checkOpen(event, q.Now) == nil}, err
}

// TicketOf makes somebody's ticket as a page to print. Staff who may edit people call it. Errors: NotFound; Conflict
// where the registration is not confirmed.
func (s *Service) TicketOf(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, id string,
) ([]byte, error) {
	r, err := s.db.Query(ctx).Registrations().ByID(event, id)
	if err != nil {
		return nil, err
	}
	qr, err := s.TicketQR(ctx, event, r)
	if err != nil {
		return nil, err
	}
	return s.TicketPDF(ctx, texts, event, r, qr)
}

// enteredBy is the name of who registered the person, "" where nobody did, or is gone.
func enteredBy(q *models.Query, r *models.Registration) (string, error) {
	if r.EnteredBy == "" {
		return "", nil
	}
	names, err := q.Audits().Names(nil, []string{r.EnteredBy})
	if err != nil {
		return "", err
	}
	return names.Actor(r.EnteredBy), nil
}
