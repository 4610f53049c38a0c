package registration

import (
	"context"
	"slices"
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
	// Companions are those who were registered with the person, in the order in which they were named.
	Companions []*models.Registration
}

// SignUp registers a person for a place, or for the waiting list where all places are taken, and mails them. A repeated
// request, with the same id, address and name, gets the first answer. An address and name with a live registration are
// mailed its link and not registered again; another name with the address is another person. With companions all get
// places at once or none, unless in.Fit is set. Anyone may call it. Errors: Invalid with the fields at fault, as of an
// address that has too many people; Conflict where the event or the ticket type takes no registrations now.
func (s *Service) SignUp(ctx context.Context, event *models.Event, in *SignUpInput) (Result, error) {
	result, err := s.signUp(ctx, event, in)
	if event.Discreet && isTooMany(err) {
		_, key, _ := text.NormalizeEmail(in.Email)
		err = s.mailLimit(ctx, event, key)
	}
	if err == nil && event.Discreet {
		return Result{Outcome: OutcomeUntold}, nil
	}
	return result, err
}

func (s *Service) signUp(ctx context.Context, event *models.Event, in *SignUpInput) (Result, error) {
	asked := *in
	asked.RequestID = text.CleanLine(in.RequestID)
	q := s.db.Query(ctx)
	first, err := firstAnswer(q, event, &asked)
	if err != nil {
		return Result{}, err
	}
	if first != nil {
		return repeated(q, first, len(in.Companions) > 0)
	}
	g, err := s.check(ctx, event, &asked)
	if err != nil {
		return Result{}, err
	}
	var result Result
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		g := g.copy()
		if len(g.companions) > 0 {
			result, err = s.insertGroup(tx, event, g)
		} else {
			result, err = s.insert(tx, event, g.first, g.texts)
			if result.Outcome == OutcomeMade {
				g.made = []*models.Registration{g.first}
			}
		}
		if err != nil {
			return err
		}
		if slices.Contains(g.made, g.first) {
			if err := tx.JointUses().Tell(event, g.first, in.Told, in.RefusesJoint); err != nil {
				return err
			}
		}
		return g.joinSessions(tx)
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
	known, err := s.store(tx, event, r)
	switch {
	case err != nil:
		return Result{}, err
	case known == nil:
		use, err := tx.Registrations().UseOfAddress(r)
		if err != nil {
			return Result{}, err
		}
		if use.Live+1 > event.AddressLimit {
			return Result{}, tooManyOfAddress(event, use.Live)
		}
		mail := s.mail
		if use.Others == 0 { // nothing was sent to the address before
			mail = s.queueMail
		}
		return Result{Outcome: OutcomeMade, Registration: r}, s.takePlace(tx, event, r, texts, mail)
	case known.RequestID == r.RequestID: // the same request, at the same moment
		return Result{Outcome: OutcomeRepeated, Registration: known}, nil
	}
	return Result{Outcome: OutcomeKnown}, s.mailLink(tx, known, MailKnown)
}

// store stores a new registration, or returns the one that the person has already.
func (s *Service) store(
	tx *models.Tx, event *models.Event, r *models.Registration,
) (known *models.Registration, err error) {
	for range 3 { // a code may be taken
		r.Code = ticket.NewCode()
		r.ConfirmedAt = nil
		if r.State == models.RegistrationConfirmed {
			r.ConfirmedAt = &tx.Now
		}
		isNew, err := tx.Registrations().Insert(r)
		if err != nil || isNew {
			return nil, err
		}
		if known, err := tx.Registrations().OfPerson(r); err == nil {
			return known, nil
		}
		if _, err := tx.Registrations().ByRequest(event, r.RequestID); err == nil {
			r.RequestID = requestHash("")
		}
	}
	return nil, models.NewError(models.CodeInternal, "error.internal")
}

// sendMail is Service.mail or Service.queueMail.
type sendMail func(
	tx *models.Tx, r *models.Registration, kind, cause, activity string, data map[string]string,
) error

// takePlace takes a place for a new registration, or puts it into the waiting list; one that needs approval takes none
// yet. The mail is queued before the place is taken, and dropped where there is none, so that the ticket type's row is
// locked as briefly as possible.
func (s *Service) takePlace(
	tx *models.Tx, event *models.Event, r *models.Registration, texts []models.ConsentText, mail sendMail,
) error {
	if err := tx.Consents().Give(r, texts); err != nil {
		return err
	}
	registered := tx.Emit(models.ActivityRegistered, r)
	if r.State == models.RegistrationPending {
		return awaitApproval(tx, event, r, registered, mail)
	}
	if err := useCodes(tx, event, r); err != nil {
		return err
	}
	if r.Application != nil {
		return apply(tx, []*models.Registration{r}, r, registered, mail)
	}
	if r.TicketType.FreePlaces() != 0 { // as read before the transaction: TakePlaceAsRead decides
		if err := mail(tx, r, MailConfirmed, "1", registered, nil); err != nil {
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
	return s.addToWaitingList(tx, r, registered, mail)
}

// check turns the input into registrations and the consent texts that the person agrees to.
func (s *Service) check(ctx context.Context, event *models.Event, in *SignUpInput) (*group, error) {
	now := s.db.Now()
	if err := checkOpen(event, now); err != nil {
		return nil, err
	}
	opening, err := s.opening(ctx, event)
	if err != nil {
		return nil, err
	}
	c := check.New()
	g := &group{first: in.check(c), fit: in.Fit}
	in.AskedInput.check(c, event, g.first, now, ByNewcomer, asItIs)
	code, fault, err := entryCode(s.db.Query(ctx), event, in.EntryCode)
	if err != nil {
		return nil, err
	}
	if fault != "" {
		c.Fault("entry_code", fault)
	}
	chooseType(opening, g.first, in.TicketType, "ticket_type", code, now, c)
	in.checkVersion(c, opening.form)
	in.checkAnswers(c, opening.form, g.first, asItIs)
	for i := range in.Companions {
		g.companions = append(g.companions, s.checkCompanion(event, opening, g.first, in, i, code, now, c))
	}
	checkLottery(opening, g, in, code, c)
	if err := s.checkSessions(ctx, event, g, in, c); err != nil {
		return nil, err
	}
	g.texts = consents(c, opening.consentTexts, in.Consents)
	in.checkDifferent(c, g)
	if err := c.Err(); err != nil {
		return nil, err
	}
	g.first.RequestID = requestHash(g.first.RequestID)
	for _, r := range g.all() {
		r.EventID, r.PrivacyVersion = event.ID, in.privacyVersion(event)
		if r.State == models.RegistrationConfirmed {
			r.ConfirmBy = confirmBy(event, now)
		}
		s.identify(r)
	}
	return g, nil
}
