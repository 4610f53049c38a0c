package registration

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// Result is what became of a sign-up.
type Result struct {
	Registration *models.Registration
	// Known is set where the address has a live registration already: Registration is then nil, and its attendee is
	// sent the link again.
	Known bool
	// Replay is set where the same request was answered before.
	Replay bool
}

// SignUp gives a person a place, or one in the waiting list where all are taken, and mails them. Anyone may call it.
// The same request again, which has the same id and address, gets the first answer; an address that has a live
// registration gets its link again and nothing else. Errors: Invalid with the fields at fault; Conflict where the event
// or the ticket type does not take registrations now.
func (s *Service) SignUp(ctx context.Context, event *models.Event, in *SignUpInput) (Result, error) {
	asked := *in
	asked.RequestID = text.CleanLine(in.RequestID)
	first, err := firstAnswer(s.db.Query(ctx), event, &asked)
	if err != nil || first != nil {
		return Result{Registration: first, Replay: true}, err
	}
	r, texts, err := s.check(ctx, event, &asked)
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

// firstAnswer is what the same request has made before, or nil. It takes the id away from a request that is another
// one: with somebody else's id, or from a form that was filled in for a second person.
func firstAnswer(q *models.Query, event *models.Event, in *SignUpInput) (*models.Registration, error) {
	if in.RequestID == "" {
		return nil, nil
	}
	r, err := q.Registrations().ByRequest(event, in.RequestID)
	switch _, key, _ := text.NormalizeEmail(in.Email); {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err != nil:
		return nil, err
	case r.EmailKey != key || q.Now.Sub(r.CreatedAt) > replayFor:
		in.RequestID = ""
		return nil, nil
	}
	return r, nil
}

// replayFor is how long a repeated request is answered with what it made, its private link among it. Networks repeat
// within minutes; later, who knows the id and the address need not be the person.
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
func (s *Service) insert(
	tx *models.Tx, event *models.Event, r *models.Registration, texts []models.ConsentText,
) (Result, error) {
	for range 3 { // a code may be taken
		r.Code = ticket.NewCode()
		r.ConfirmedAt = &tx.Now
		isNew, err := tx.Registrations().Insert(r)
		if err != nil {
			return Result{}, err
		}
		if isNew {
			return Result{Registration: r}, s.takePlace(tx, r, texts)
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

// takePlace takes a place for a new registration, or puts it into the waiting list. The mail is queued before the place is
// taken, and dropped where there was none: the row of the ticket type is then locked for the shortest time.
func (s *Service) takePlace(tx *models.Tx, r *models.Registration, texts []models.ConsentText) error {
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
	return s.addToWaitingList(tx, r, registered)
}

// check turns the input into a registration and the wordings that the person agrees to.
func (s *Service) check(
	ctx context.Context, event *models.Event, in *SignUpInput,
) (*models.Registration, []models.ConsentText, error) {
	opening, err := s.opening(ctx, event)
	if err != nil {
		return nil, nil, err
	}
	now := s.db.Now()
	if err := checkOpen(opening.event, now); err != nil {
		return nil, nil, err
	}
	c := check.New()
	r := in.check(c)
	opening.choose(r, in.TicketType, now, c)
	texts := consents(c, opening.consentTexts, in.Consents)
	if err := c.Err(); err != nil {
		return nil, nil, err
	}
	r.ID, r.EventID = r.RequestID, event.ID
	s.identify(r)
	return r, texts, nil
}
