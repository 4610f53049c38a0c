package registration

import (
	"cmp"
	"context"
	"strconv"

	"meguri/app/service/check"
	"meguri/models"
)

// Cancel gives the place back; who has waited longest gets it at once and is mailed. The attendee or staff who may edit
// people call it. Cancelling again changes nothing. Once the event is over it is a Conflict.
func (s *Service) Cancel(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.lock(tx, event, id)
		if err != nil || !r.Live() {
			return err
		}
		if event.Ended(tx.Now) {
			return models.NewError(models.CodeConflict, "registration.closed")
		}
		hadPlace := r.State == models.RegistrationConfirmed
		r.State, r.CancelledAt, r.QueuedAt = models.RegistrationCancelled, &tx.Now, nil
		r.TicketSerial++
		if err := tx.Registrations().Update(r); err != nil {
			return err
		}
		cancelled := tx.Emit(models.ActivityCancelled, r)
		if err := s.mail(tx, r, MailCancelled, strconv.Itoa(r.Version), cancelled, nil); err != nil || !hadPlace {
			return err
		}
		return s.passPlaceOn(tx, r.TicketTypeID)
	})
}

// lock reads and locks a registration after its ticket type and others, given by id, so that no place moves meanwhile.
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

// ChangeType moves an attendee to another ticket type. Where that one is full it is Full and nothing changes, unless
// they may wait. The attendee or staff who may edit people call it.
func (s *Service) ChangeType(ctx context.Context, event *models.Event, id string, in *ChangeInput) error {
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
		if err := mayChange(tx, event, r, ticketType); err != nil || ticketType.ID == r.TicketTypeID {
			return err
		}
		return s.changeType(tx, r, ticketType, in.MayWait)
	})
}

// reread reads the event of a registration, and the ticket type with the id, as they are reread: they may have changed while
// a form was under way. The ticket type is locked.
func reread(tx *models.Tx, r *models.Registration, ticketTypeID string) (*models.Event, *models.TicketType, error) {
	event, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return nil, nil, err
	}
	ticketType, err := tx.TicketTypes().ByID(event, ticketTypeID)
	return event, ticketType, err
}

func mayChange(tx *models.Tx, event *models.Event, r *models.Registration, ticketType *models.TicketType) error {
	if !r.Live() {
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	if !ticketType.OpenAt(tx.Now) || ticketType.Hidden {
		return models.InvalidFields(map[string]string{"ticket_type": "registration.type_closed"})
	}
	return nil
}

func (s *Service) changeType(tx *models.Tx, r *models.Registration, to *models.TicketType, mayWait bool) error {
	taken, err := tx.TicketTypes().TakePlace(to.ID)
	if err != nil {
		return err
	}
	if !taken && !mayWait {
		return models.NewError(models.CodeFull, "registration.type_full")
	}
	from, hadPlace := r.TicketTypeID, r.State == models.RegistrationConfirmed
	r.TicketTypeID, r.TicketType = to.ID, *to
	r.TicketSerial++
	r.State, r.ConfirmedAt, r.QueuedAt = models.RegistrationConfirmed, &tx.Now, nil
	if !taken {
		if err := queueLast(tx, r); err != nil {
			return err
		}
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	if err := s.mailChanged(tx, r); err != nil || !hadPlace {
		return err
	}
	return s.passPlaceOn(tx, from)
}

func (s *Service) mailChanged(tx *models.Tx, r *models.Registration) error {
	changed, version := tx.Emit(models.ActivityChanged, r), strconv.Itoa(r.Version)
	if r.State == models.RegistrationConfirmed {
		return s.mail(tx, r, MailChanged, version, changed, nil)
	}
	return s.mailWaitlisted(tx, r, version, changed)
}

// Correct changes names and the like. The attendee or staff who may edit people call it. Errors: Invalid with the
// fields at fault, Conflict where the registration is no longer live.
func (s *Service) Correct(ctx context.Context, event *models.Event, id string, in *CorrectInput) error {
	c := check.New()
	corrected := in.check(c)
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
		r.Name, r.Organization, r.Accessibility = corrected.Name, corrected.Organization, corrected.Accessibility
		r.Locale = cmp.Or(corrected.Locale, r.Locale)
		tx.Emit(models.ActivityChanged, r)
		return tx.Registrations().Update(r)
	})
}
