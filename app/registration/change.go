package registration

import (
	"cmp"
	"context"
	"strconv"

	"meguri/app/service/check"
	"meguri/models"
)

// Cancel cancels a registration. Its place goes to who has waited longest, and both are mailed. Cancelling again
// changes nothing. The attendee or staff who may edit people call it; by says who. Whom staff cancel while they are
// inside stays inside. Errors: Conflict once the event is over, or for an attendee who is inside.
func (s *Service) Cancel(ctx context.Context, event *models.Event, id string, by Caller) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.lock(tx, event, id)
		if err != nil || !r.Live() {
			return err
		}
		cancelled, err := s.cancel(tx, event, r, by)
		if err != nil {
			return err
		}
		return s.mail(tx, r, MailCancelled, strconv.Itoa(r.Version), cancelled, nil)
	})
}

// Withdraw is Cancel within a transaction, without a mail to the attendee. After the event it changes nothing. Errors:
// Conflict while the attendee is inside.
func (s *Service) Withdraw(tx *models.Tx, event *models.Event, id string) error {
	r, err := s.lock(tx, event, id)
	if err != nil || !r.Live() || event.Ended(tx.Now) {
		return err
	}
	_, err = s.cancel(tx, event, r, ByAttendee)
	return err
}

// cancel cancels a live registration that is locked, with its ticket type, and returns what happened.
func (s *Service) cancel(
	tx *models.Tx, event *models.Event, r *models.Registration, by Caller,
) (cancelled string, err error) {
	if event.Ended(tx.Now) {
		return "", models.NewError(models.CodeConflict, "registration.closed")
	}
	if by != ByStaff {
		if err := checkOutside(tx, event, r); err != nil {
			return "", err
		}
	}
	hadPlace, left := r.State == models.RegistrationConfirmed, s.leaveGroup(tx, r)
	if err := endTicket(tx, r); err != nil {
		return "", err
	}
	r.State, r.CancelledAt, r.QueuedAt, r.ReplyBy = models.RegistrationCancelled, &tx.Now, nil, nil
	if err := tx.Registrations().Update(r); err != nil {
		return "", err
	}
	if err := returnCode(tx, r); err != nil {
		return "", err
	}
	if err := dropOvertaken(tx, r); err != nil {
		return "", err
	}
	cancelled = tx.Emit(models.ActivityCancelled, r)
	if hadPlace {
		return cancelled, s.passPlaceOn(tx, r.TicketTypeID)
	}
	return cancelled, left()
}

// checkOutside returns a Conflict where the attendee is inside: their place is in use.
func checkOutside(tx *models.Tx, event *models.Event, r *models.Registration) error {
	inside, err := tx.Admissions().IsInside(event, r.ID)
	if err == nil && inside {
		err = models.NewError(models.CodeConflict, "registration.is_inside")
	}
	return err
}

// endTicket ends the ticket of a registration. Who has no place has none.
func endTicket(tx *models.Tx, r *models.Registration) error {
	if r.State != models.RegistrationConfirmed {
		r.TicketSerial++
		return nil
	}
	return tx.Registrations().ReplaceTicket(r)
}

// lock locks the registration's ticket type, the ticket types with the ids others, and then the registration, which it
// returns. Until the transaction ends no place of these ticket types can be taken or given back.
func (s *Service) lock(
	tx *models.Tx, event *models.Event, id string, others ...string,
) (*models.Registration, error) {
	seen, err := tx.Registrations().ByID(event, id)
	if err != nil {
		return nil, err
	}
	if err := tx.TicketTypes().Lock(append(others, seen.TicketTypeID)...); err != nil {
		return nil, err
	}
	r, err := tx.Registrations().Lock(event, id)
	if err == nil && r.TicketTypeID != seen.TicketTypeID {
		return nil, models.NewError(models.CodeConflict, "error.conflict")
	}
	return r, err
}

// ChangeType moves an attendee to another ticket type, or into its waiting list where it is full and in.MayWait is set.
// The attendee calls it. Errors: Invalid for a ticket type that cannot be chosen; Full where it is full and the
// attendee does not wait; Conflict where the registration or the event is closed, or while the attendee is inside.
func (s *Service) ChangeType(ctx context.Context, event *models.Event, id string, in *ChangeInput) error {
	return s.moveTo(ctx, event, id, in, mayChange)
}

// AssignType is like ChangeType for staff who may edit people: they may give also a ticket type that is closed or
// hidden, and may move an attendee who is inside.
func (s *Service) AssignType(ctx context.Context, event *models.Event, id string, in *ChangeInput) error {
	return s.moveTo(ctx, event, id, in, mayAssign)
}

// moveRule returns an error where a registration may not be moved to the ticket type. The event and the ticket type are
// as they are in the transaction.
type moveRule func(tx *models.Tx, event *models.Event, r *models.Registration, to *models.TicketType) error

func (s *Service) moveTo(ctx context.Context, event *models.Event, id string, in *ChangeInput, may moveRule) error {
	wanted, err := s.db.Query(ctx).TicketTypes().BySlug(event, in.TicketType)
	if models.CodeOf(err) == models.CodeNotFound {
		return models.InvalidFields(map[string]string{"ticket_type": "field.choice"})
	}
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.lock(tx, event, id, wanted.ID)
		if err != nil {
			return err
		}
		event, ticketType, err := reread(tx, r, wanted.ID)
		if err != nil {
			return err
		}
		if err := may(tx, event, r, ticketType); err != nil || ticketType.ID == r.TicketTypeID {
			return err
		}
		return s.changeType(tx, r, ticketType, in.MayWait)
	})
}

// reread reads the event of a registration and a ticket type again: they may have changed since the form was shown. The
// caller has locked the ticket type.
func reread(tx *models.Tx, r *models.Registration, ticketTypeID string) (*models.Event, *models.TicketType, error) {
	event, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return nil, nil, err
	}
	ticketType, err := tx.TicketTypes().ByID(event, ticketTypeID)
	return event, ticketType, err
}

func mayAssign(tx *models.Tx, event *models.Event, r *models.Registration, to *models.TicketType) error {
	if !r.Live() {
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	if to.ByLottery {
		return models.InvalidFields(map[string]string{"ticket_type": "lottery.apply_instead"})
	}
	if r.State == models.RegistrationPending {
		return models.NewError(models.CodeConflict, "approval.decide_first")
	}
	return checkOpen(event, tx.Now)
}

func mayChange(tx *models.Tx, event *models.Event, r *models.Registration, ticketType *models.TicketType) error {
	if err := mayAssign(tx, event, r, ticketType); err != nil {
		return err
	}
	if r.State == models.RegistrationApplied {
		return models.NewError(models.CodeConflict, "lottery.no_change")
	}
	isOffered := len(event.Offers([]models.TicketType{*ticketType})) > 0
	if !ticketType.OpenAt(tx.Now) || !mayMoveTo(ticketType, tx.Now) || !isOffered {
		return models.InvalidFields(map[string]string{"ticket_type": "registration.type_closed"})
	}
	return checkOutside(tx, event, r)
}

func (s *Service) changeType(tx *models.Tx, r *models.Registration, to *models.TicketType, mayWait bool) error {
	taken, err := takeUnheld(tx, to.ID)
	if err != nil {
		return err
	}
	if !taken && !mayWait {
		return models.NewError(models.CodeFull, "registration.type_full")
	}
	from, hadPlace, left := r.TicketTypeID, r.State == models.RegistrationConfirmed, s.leaveGroup(tx, r)
	if err := endTicket(tx, r); err != nil {
		return err
	}
	r.TicketTypeID, r.TicketType = to.ID, *to
	r.State, r.ConfirmedAt, r.QueuedAt, r.ReplyBy = models.RegistrationConfirmed, &tx.Now, nil, nil
	if !taken {
		if err := queueLast(tx, r); err != nil {
			return err
		}
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	if err := tx.Admissions().SetTicketType(r); err != nil {
		return err
	}
	if err := s.mailChanged(tx, r); err != nil {
		return err
	}
	if hadPlace {
		return s.passPlaceOn(tx, from)
	}
	return left()
}

func (s *Service) mailChanged(tx *models.Tx, r *models.Registration) error {
	if err := dropOvertaken(tx, r); err != nil {
		return err
	}
	changed, version := tx.Emit(models.ActivityChanged, r), strconv.Itoa(r.Version)
	if r.State == models.RegistrationConfirmed {
		return s.mail(tx, r, MailChanged, version, changed, nil)
	}
	return s.mailWaitlisted(tx, r, version, changed)
}

// Correct changes the fields that in has. by says who calls it: another address that staff type gets a new link at
// once; one that the attendee types is asked to confirm first (see AddressChanges). Errors: Invalid with the fields at
// fault, Conflict where the registration is no longer live, TooMany where the address was mailed too often today.
func (s *Service) Correct(ctx context.Context, event *models.Event, id string, in *CorrectInput, by Caller) error {
	c := check.New()
	corrected := in.check(c)
	if by == ByStaff && event.AsksPhoto && in.Photo != models.PhotoUnasked {
		corrected.Photo = check.Choice(c, "photo", in.Photo, models.PhotoConsents)
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := tx.Registrations().Lock(event, id)
		if err != nil {
			return err
		}
		if !r.Live() {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		if err := followAsks(tx, r, corrected, in.AsksShown); err != nil {
			return err
		}
		r.Name, r.Organization, r.Accessibility = corrected.Name, corrected.Organization, corrected.Accessibility
		r.Locale = cmp.Or(corrected.Locale, r.Locale)
		if by == ByStaff {
			r.Phone, r.PhoneKey = corrected.Phone, corrected.PhoneKey
			r.Photo = cmp.Or(corrected.Photo, r.Photo)
		}
		if corrected.Email == "" || corrected.EmailKey == r.EmailKey {
			tx.Emit(models.ActivityChanged, r)
			return tx.Registrations().Update(r)
		}
		if event.Discreet && by != ByStaff { // a conflict would tell who else is registered
			return models.InvalidFields(map[string]string{"email": "registration.address_by_organizer"})
		}
		return s.changeAddress(tx, event, r, corrected, by)
	})
}

func (s *Service) changeAddress(tx *models.Tx, event *models.Event, r, wanted *models.Registration, by Caller) error {
	if by == ByStaff {
		return s.moveToAddress(tx, r, wanted, by)
	}
	tx.Emit(models.ActivityChanged, r)
	if err := tx.Registrations().Update(r); err != nil {
		return samePerson(err, by)
	}
	return AddressChangesOf(s).ask(tx, event, r, wanted)
}
