package registration

import (
	"context"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// Outcome says what became of a sign-up.
type Outcome int

// The outcomes.
const (
	OutcomeMade Outcome = iota + 1
	// OutcomeKnown is of an address and name that have a live registration already: its attendee is mailed.
	OutcomeKnown
	// OutcomeRepeated is of a request that was answered before.
	OutcomeRepeated
	// OutcomeUntold is that of every sign-up for a discreet event: only the mail says more.
	OutcomeUntold
)

// Result is what became of a sign-up. There is no Registration to tell of where the address was known, nor where the
// event is discreet.
type Result struct {
	Outcome      Outcome
	Registration *models.Registration
}

// SignUp registers a person for a place, or for the waiting list where all places are taken, and mails them. A repeated
// request, with the same id, address and name, gets the first answer. An address and name with a live registration are
// mailed its link and not registered again; another name with the address is another person. Anyone may call it.
// Errors: Invalid with the fields at fault; Conflict where the event or the ticket type takes no registrations now.
func (s *Service) SignUp(ctx context.Context, event *models.Event, in *SignUpInput) (Result, error) {
	result, err := s.signUp(ctx, event, in)
	if err == nil && event.Discreet {
		return Result{Outcome: OutcomeUntold}, nil
	}
	return result, err
}

func (s *Service) signUp(ctx context.Context, event *models.Event, in *SignUpInput) (Result, error) {
	asked := *in
	asked.RequestID = text.CleanLine(in.RequestID)
	first, err := firstAnswer(s.db.Query(ctx), event, &asked)
	if err != nil {
		return Result{}, err
	}
	if first != nil {
		return Result{OutcomeRepeated, first}, nil
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

// firstAnswer is the registration that the same request made before, or nil. Where another request used the id
// (somebody else's, or the same form for a second person), it clears in.RequestID.
func firstAnswer(q *models.Query, event *models.Event, in *SignUpInput) (*models.Registration, error) {
	if in.RequestID == "" {
		return nil, nil
	}
	r, err := q.Registrations().ByRequest(event, models.HashSecret(in.RequestID))
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil, nil
	case err != nil:
		return nil, err
	case !in.isOf(r) || q.Now.Sub(r.CreatedAt) > replayFor:
		in.RequestID = ""
		return nil, nil
	}
	return r, nil
}

// replayFor is how long a repeated request is answered with its registration and the provisional link. Networks repeat
// within minutes.
const replayFor = time.Hour

// identify gives a registration an id, which is never the client's: staff and tickets show it. The client's stays a
// secret, of which the hash is stored.
func (s *Service) identify(r *models.Registration) {
	r.ID = models.NewID()
	r.LinkHash = models.HashSecret(s.Link(r))
}

// requestHash is the RequestID of a registration for the id that the client made; "" for none.
func requestHash(id string) string {
	if id == "" {
		return models.NewAnonymousID()
	}
	return models.HashSecret(id)
}

// insert stores the registration. The counter of places is updated last: its row stays locked until the transaction
// ends.
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
			return Result{OutcomeMade, r}, s.takePlace(tx, r, texts)
		}
		if known, err := tx.Registrations().OfPerson(r); err == nil {
			if known.RequestID == r.RequestID { // the same request, at the same moment
				return Result{OutcomeRepeated, known}, nil
			}
			return Result{Outcome: OutcomeKnown}, s.mailLink(tx, known, MailKnown)
		}
		if _, err := tx.Registrations().ByRequest(event, r.RequestID); err == nil {
			r.RequestID = requestHash("")
		}
	}
	return Result{}, models.NewError(models.CodeInternal, "error.internal")
}

// takePlace takes a place for a new registration, or puts it into the waiting list. The mail is queued before the place
// is taken, and dropped where there is none, so that the ticket type's row is locked as briefly as possible.
func (s *Service) takePlace(tx *models.Tx, r *models.Registration, texts []models.ConsentText) error {
	if err := tx.Consents().Give(r, texts); err != nil {
		return err
	}
	registered := tx.Emit(models.ActivityRegistered, r)
	if r.TicketType.FreePlaces() != 0 { // as read before the transaction: TakePlaceAsRead decides
		if err := s.mail(tx, r, MailConfirmed, "1", registered, nil); err != nil {
			return err
		}
		taken, err := tx.TicketTypes().TakePlaceAsRead(&r.TicketType)
		if err != nil {
			return err
		}
		if taken {
			tx.Emit(models.ActivityConfirmed, r)
			return s.awaitConfirmation(tx, r)
		}
		if err := tx.Mails().Drop(MailConfirmed + ":" + r.ID + ":1"); err != nil {
			return err
		}
	}
	return s.addToWaitingList(tx, r, registered)
}

// check turns the input into a registration and the consent texts that the person agrees to.
func (s *Service) check(
	ctx context.Context, event *models.Event, in *SignUpInput,
) (*models.Registration, []models.ConsentText, error) {
	now := s.db.Now()
	if err := checkOpen(event, now); err != nil {
		return nil, nil, err
	}
	opening, err := s.opening(ctx, event)
	if err != nil {
		return nil, nil, err
	}
	c := check.New()
	r := in.check(c)
	in.checkAsked(c, event, r, now)
	s.choose(opening, r, in, now, c)
	texts := consents(c, opening.consentTexts, in.Consents)
	if err := c.Err(); err != nil {
		return nil, nil, err
	}
	r.EventID, r.RequestID = event.ID, requestHash(r.RequestID)
	r.PrivacyVersion = in.privacyVersion(event)
	r.ConfirmBy = confirmBy(event, now)
	s.identify(r)
	return r, texts, nil
}
