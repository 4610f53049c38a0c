package registration

import (
	"context"
	"strconv"

	"meguri/models"
	"meguri/models/text"
)

// Cancel gives the place back; the first in line gets it at once and is mailed. The person themselves or staff who may edit people call it.
// Cancelling again changes nothing. Once the event is over it is a Conflict.
func (s *Service) Cancel(ctx context.Context, event *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.hold(tx, event, id)
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
		return s.passOn(tx, r.TicketTypeID)
	})
}

// hold reads a registration while its ticket type is held (and others, given by id), so that no place moves meanwhile.
func (s *Service) hold(tx *models.Tx, event *models.Event, id string, others ...string) (*models.Registration, error) {
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

// passOn gives a place that became free to the first in line, or back. The ticket type is held.
func (s *Service) passOn(tx *models.Tx, ticketTypeID string) error {
	promoted, err := s.promote(tx, ticketTypeID)
	if err != nil || promoted {
		return err
	}
	return tx.TicketTypes().GivePlaceBack(ticketTypeID)
}

// promote confirms the first in line on a place that is taken for them already, and mails them.
func (s *Service) promote(tx *models.Tx, ticketTypeID string) (bool, error) {
	r, err := tx.WaitingList().First(ticketTypeID)
	if models.CodeOf(err) == models.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.State, r.ConfirmedAt, r.QueuedAt = models.RegistrationConfirmed, &tx.Now, nil
	if err := tx.Registrations().Update(r); err != nil {
		return false, err
	}
	return true, s.mail(tx, r, MailPromoted, strconv.Itoa(r.Version), tx.Emit(models.ActivityPromoted, r), nil)
}

// CapacityChanged fills places that a raised capacity made, in the transaction that raised it.
func (s *Service) CapacityChanged(tx *models.Tx, ticketTypeID string) error {
	if err := tx.TicketTypes().Lock(ticketTypeID); err != nil {
		return err
	}
	for {
		if taken, err := tx.TicketTypes().TakePlace(ticketTypeID); err != nil || !taken {
			return err
		}
		promoted, err := s.promote(tx, ticketTypeID)
		if err != nil {
			return err
		}
		if !promoted {
			return tx.TicketTypes().GivePlaceBack(ticketTypeID)
		}
	}
}

// ChangeType moves a person to another ticket type. Where that one is full it is Full and nothing changes, unless mayWait: then the old place is
// given up for one in the other's waiting list.
func (s *Service) ChangeType(ctx context.Context, event *models.Event, id, slug string, mayWait bool) error {
	kind, err := s.db.Query(ctx).TicketTypes().BySlug(event, slug)
	if models.CodeOf(err) == models.CodeNotFound {
		return models.InvalidFields(map[string]string{"ticket_type": "field.choice"})
	}
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := s.hold(tx, event, id, kind.ID)
		if err != nil {
			return err
		}
		event, ticketType, err := now(tx, r, kind.ID)
		if err != nil {
			return err
		}
		if err := mayChange(tx, event, r, ticketType); err != nil || kind.ID == r.TicketTypeID {
			return err
		}
		return s.move(tx, r, ticketType, mayWait)
	})
}

// now reads the event of a registration, and the ticket type with the id, as they are now: they may have changed while a form
// was under way. The ticket type is locked.
func now(tx *models.Tx, r *models.Registration, ticketTypeID string) (*models.Event, *models.TicketType, error) {
	event, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return nil, nil, err
	}
	ticketType, err := tx.TicketTypes().ByID(event, ticketTypeID)
	return event, ticketType, err
}

func mayChange(tx *models.Tx, event *models.Event, r *models.Registration, kind *models.TicketType) error {
	switch {
	case !r.Live() || event.State != models.EventPublished || event.Ended(tx.Now):
		return models.NewError(models.CodeConflict, "registration.closed")
	case !kind.OpenAt(tx.Now) || kind.Hidden:
		return models.InvalidFields(map[string]string{"ticket_type": "registration.type_closed"})
	}
	return nil
}

func (s *Service) move(tx *models.Tx, r *models.Registration, kind *models.TicketType, mayWait bool) error {
	taken, err := tx.TicketTypes().TakePlace(kind.ID)
	if err != nil {
		return err
	}
	if !taken && !mayWait {
		return models.NewError(models.CodeFull, "registration.type_full")
	}
	from, hadPlace := r.TicketTypeID, r.State == models.RegistrationConfirmed
	r.TicketTypeID, r.TicketType = kind.ID, *kind
	r.TicketSerial++
	r.State, r.ConfirmedAt, r.QueuedAt = models.RegistrationConfirmed, &tx.Now, nil
	if !taken {
		queuedAt, err := tx.WaitingList().End(kind.ID)
		if err != nil {
			return err
		}
		r.State, r.ConfirmedAt, r.QueuedAt = models.RegistrationWaitlisted, nil, &queuedAt
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	if err := s.mailMoved(tx, r); err != nil || !hadPlace {
		return err
	}
	return s.passOn(tx, from)
}

func (s *Service) mailMoved(tx *models.Tx, r *models.Registration) error {
	changed := tx.Emit(models.ActivityChanged, r)
	if r.State == models.RegistrationConfirmed {
		return s.mail(tx, r, MailChanged, strconv.Itoa(r.Version), changed, nil)
	}
	tx.Emit(models.ActivityWaitlisted, r)
	place, err := tx.WaitingList().Position(r)
	if err != nil {
		return err
	}
	return s.mail(tx, r, MailWaitlisted, strconv.Itoa(r.Version), changed, map[string]string{"position": strconv.Itoa(place)})
}

// Correction is what a person may correct of their own registration.
type Correction struct {
	Name         text.Name
	Organization string
	Needs        string
	Locale       string
}

// Correct changes names and the like. Errors: Invalid with the fields at fault, Conflict after cancelling.
func (s *Service) Correct(ctx context.Context, event *models.Event, id string, in Correction) error {
	name, faults := text.NormalizeName(in.Name)
	checkRest(Application{Sector: models.SectorOther, Organization: in.Organization, Needs: in.Needs}, faults)
	if err := models.InvalidFields(faults); err != nil {
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
		r.Name, r.Organization, r.Accessibility = name, text.CleanLine(in.Organization), text.CleanText(in.Needs)
		if in.Locale != "" {
			r.Locale = in.Locale
		}
		tx.Emit(models.ActivityChanged, r)
		return tx.Registrations().Update(r)
	})
}
