package registration

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// Result is what became of an application.
type Result struct {
	Registration *models.Registration
	// Known is set where the address has a place already: Registration is then nil, and its owner has been sent the link again.
	Known bool
	// Replay is set where the same request was answered before.
	Replay bool
}

// SignUp gives a person a place, or a place in the waiting list where all are taken, and mails them. Anyone may call it. The same request
// again, which has the same id and address, gets the first answer; an address that has a place gets its link again and nothing else. Errors: Invalid with the fields
// at fault; Conflict where the event or the ticket type does not take registrations now.
func (s *Service) SignUp(ctx context.Context, event *models.Event, in Application) (Result, error) {
	q := s.db.Query(ctx)
	first, err := s.first(q, event, &in)
	if err != nil || first != nil {
		return Result{Registration: first, Replay: true}, err
	}
	r, texts, err := s.check(q, event, in)
	if err != nil {
		return Result{}, err
	}
	var result Result
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		r := *r
		result, err = s.insert(tx, event, &r, texts)
		return err
	})
	return result, err
}

// first is what the same request has made before, or nil.
func (s *Service) first(q *models.Query, event *models.Event, in *Application) (*models.Registration, error) {
	if in.RequestID = text.CleanLine(in.RequestID); in.RequestID == "" {
		return nil, nil
	}
	r, err := q.Registrations().ByRequest(event, in.RequestID)
	switch _, key, _ := text.NormalizeEmail(in.Email); {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err != nil:
		return nil, err
	case r.EmailKey != key || q.Now.Sub(r.CreatedAt) > replayFor: // somebody else's id, or a form that was filled in for a second person
		in.RequestID = ""
		return nil, nil
	}
	return r, nil
}

// replayFor is how long a repeated request is answered with what it made, its private link among it. Networks repeat within minutes; later, who knows the
// id and the address need not be the person.
const replayFor = time.Hour

// identify gives a registration its ids: the client's own, where it is a UUID, is the registration's too.
func (s *Service) identify(r *models.Registration) {
	if !models.ValidID(r.ID) {
		r.ID = models.NewID()
	}
	if r.RequestID == "" {
		r.RequestID = models.NewAnonymousID() // not its id, which staff and tickets tell
	}
	r.LinkHash = models.HashSecret(s.Link(r))
}

// insert stores the registration; the counter of places comes last, as its row is locked until the transaction ends.
func (s *Service) insert(tx *models.Tx, event *models.Event, r *models.Registration, texts []models.ConsentText) (Result, error) {
	for range 3 { // a code may be taken
		r.Code = ticket.NewCode()
		r.ConfirmedAt = &tx.Now
		isNew, err := tx.Registrations().Insert(r)
		if err != nil {
			return Result{}, err
		}
		if isNew {
			return Result{Registration: r}, s.seat(tx, r, texts)
		}
		if known, err := tx.Registrations().ByEmail(event, r.EmailKey); err == nil {
			if known.RequestID == r.RequestID { // the same request, at the same moment
				return Result{Registration: known, Replay: true}, nil
			}
			return Result{Known: true}, s.mailLink(tx, known)
		}
		if _, err := tx.Registrations().ByRequest(event, r.RequestID); err == nil {
			r.RequestID = ""
		}
		r.ID = "" // the code is taken, or the id by another event
		s.identify(r)
	}
	return Result{}, models.NewError(models.CodeInternal, "error.internal")
}

// seat takes a place for a new registration, or puts it into the waiting list.
func (s *Service) seat(tx *models.Tx, r *models.Registration, texts []models.ConsentText) error {
	if err := tx.Consents().Give(r, texts); err != nil {
		return err
	}
	registered := tx.Emit(models.ActivityRegistered, r)
	if r.TicketType.FreePlaces() != 0 { // a moment ago; the statement decides
		if err := s.mail(tx, r, MailConfirmed, "1", registered, nil); err != nil {
			return err
		}
		taken, err := tx.TicketTypes().TakePlaceAsRead(&r.TicketType)
		if err != nil {
			return err
		}
		if taken {
			tx.Emit(models.ActivityConfirmed, r)
			return nil
		}
		if err := tx.Mails().Drop(MailConfirmed + ":" + r.ID + ":1"); err != nil {
			return err
		}
	}
	return s.wait(tx, r, registered)
}

// wait puts a new registration into the waiting list. The ticket type is locked meanwhile and asked once more: a place that
// was freed since then would otherwise find nobody waiting, and the person no place.
func (s *Service) wait(tx *models.Tx, r *models.Registration, registered string) error {
	if err := tx.TicketTypes().Lock(r.TicketTypeID); err != nil {
		return err
	}
	if err := stillOpen(tx, r); err != nil {
		return err
	}
	taken, err := tx.TicketTypes().TakePlace(r.TicketTypeID)
	if err != nil {
		return err
	}
	if taken {
		tx.Emit(models.ActivityConfirmed, r)
		return s.mail(tx, r, MailConfirmed, "1", registered, nil)
	}
	queuedAt, err := tx.WaitingList().End(r.TicketTypeID)
	if err != nil {
		return err
	}
	r.State, r.QueuedAt, r.ConfirmedAt = models.RegistrationWaitlisted, &queuedAt, nil
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	place, err := tx.WaitingList().Position(r)
	if err != nil {
		return err
	}
	tx.Emit(models.ActivityWaitlisted, r)
	return s.mail(tx, r, MailWaitlisted, "1", registered, map[string]string{"position": strconv.Itoa(place)})
}

// check turns an application into a registration, or says which fields are at fault.
func (s *Service) check(q *models.Query, event *models.Event, in Application) (*models.Registration, []models.ConsentText, error) {
	if err := isOpen(event, q.Now); err != nil {
		return nil, nil, err
	}
	name, faults := text.NormalizeName(in.Name)
	display, key, ok := text.NormalizeEmail(in.Email)
	switch {
	case strings.TrimSpace(in.Email) == "":
		faults["email"] = "field.required"
	case !ok:
		faults["email"] = "field.email"
	}
	kind, err := s.ticketType(q, event, in.TicketType, faults)
	if err != nil {
		return nil, nil, err
	}
	texts, err := s.consents(q, event, in.Consents, faults)
	if err != nil {
		return nil, nil, err
	}
	checkRest(in, faults)
	if err := models.InvalidFields(faults); err != nil {
		return nil, nil, err
	}
	r := &models.Registration{
		ID: in.RequestID, EventID: event.ID, TicketTypeID: kind.ID, RequestID: in.RequestID, State: models.RegistrationConfirmed, Name: name,
		Email: display, EmailKey: key, Organization: text.CleanLine(in.Organization), Sector: in.Sector, Accessibility: text.CleanText(in.Needs),
		Locale: in.Locale, Answers: in.Answers, LinkNumber: 1, TicketSerial: 1, TicketType: *kind,
	}
	s.identify(r)
	return r, texts, nil
}

// isOpen is a Conflict where the event takes no registrations at the time.
func isOpen(event *models.Event, now time.Time) error {
	if event.State != models.EventPublished || event.Ended(now) {
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	return nil
}

// stillOpen asks the rules of opening once more, of what is there now: the event may have been cancelled, or the ticket type
// closed, while the form was under way. The ticket type is locked.
func stillOpen(tx *models.Tx, r *models.Registration) error {
	event, ticketType, err := now(tx, r, r.TicketTypeID)
	if err != nil {
		return err
	}
	if err := isOpen(event, tx.Now); err != nil {
		return err
	}
	if !ticketType.OpenAt(tx.Now) {
		return models.InvalidFields(map[string]string{"ticket_type": "registration.type_closed"})
	}
	return nil
}

func (s *Service) ticketType(q *models.Query, event *models.Event, slug string, faults map[string]string) (*models.TicketType, error) {
	kind, err := q.TicketTypes().BySlug(event, slug)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		faults["ticket_type"] = "field.choice"
		return &models.TicketType{}, nil
	case err != nil:
		return nil, err
	case !kind.OpenAt(q.Now):
		faults["ticket_type"] = "registration.type_closed"
	}
	return kind, nil
}

// consents finds the wordings that the person said yes to.
func (s *Service) consents(q *models.Query, event *models.Event, given []string, faults map[string]string) ([]models.ConsentText, error) {
	all, err := q.ConsentTexts().OfEvent(event)
	var agreed []models.ConsentText
	for _, text := range all {
		if slices.Contains(given, text.Slug) {
			agreed = append(agreed, text)
		} else if text.Required {
			faults["consents"] = "registration.consent_required"
		}
	}
	return agreed, err
}

const (
	maxOrganization = 200
	maxNeeds        = 1000
	maxAnswers      = 50
	maxRequestID    = 100
	maxAnswer       = 4000
)

func checkRest(in Application, faults map[string]string) {
	if !slices.Contains(models.Sectors, in.Sector) {
		faults["sector"] = "field.choice"
	}
	if utf8.RuneCountInString(in.Organization) > maxOrganization {
		faults["organization"] = "registration.organization_long"
	}
	if utf8.RuneCountInString(in.Needs) > maxNeeds {
		faults["needs"] = "registration.needs_long"
	}
	if len(in.Answers) > maxAnswers || slices.ContainsFunc(slices.Collect(maps.Values(in.Answers)), func(a string) bool { return len(a) > maxAnswer }) {
		faults["answers"] = "registration.answers_long"
	}
	if utf8.RuneCountInString(in.RequestID) > maxRequestID {
		faults["id"] = "registration.request_id"
	}
}

// linkPause is how often one address may be mailed its link.
const linkPause = 2 * time.Minute

func (s *Service) mailLink(tx *models.Tx, r *models.Registration) error {
	moment := strconv.FormatInt(tx.Now.Unix()/int64(linkPause/time.Second), 10)
	return s.mail(tx, r, MailLink, moment, tx.Emit(models.ActivityLinkRequested, r), nil)
}
