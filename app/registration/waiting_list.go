package registration

import (
	"strconv"

	"meguri/models"
)

// addToWaitingList puts a new registration into the waiting list. It locks the ticket type and tries to take a place
// once more. Otherwise a place that became free in between would stay free while the person waits.
func (s *Service) addToWaitingList(tx *models.Tx, r *models.Registration, registered string) error {
	if err := tx.TicketTypes().Lock(r.TicketTypeID); err != nil {
		return err
	}
	if err := checkStillOpen(tx, r); err != nil {
		return err
	}
	taken, err := tx.TicketTypes().TakePlace(r.TicketTypeID)
	if err != nil {
		return err
	}
	if taken {
		tx.Emit(models.ActivityConfirmed, r)
		if err := s.awaitConfirmation(tx, r); err != nil {
			return err
		}
		return s.mail(tx, r, MailConfirmed, "1", registered, nil)
	}
	if err := queueLast(tx, r); err != nil {
		return err
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	return s.mailWaitlisted(tx, r, "1", registered)
}

// queueLast puts the registration at the end of its ticket type's waiting list. The caller has locked the ticket type,
// and stores the registration.
func queueLast(tx *models.Tx, r *models.Registration) error {
	queuedAt, err := tx.WaitingList().End(r.TicketTypeID)
	r.State, r.QueuedAt, r.ConfirmedAt, r.ConfirmBy = models.RegistrationWaitlisted, &queuedAt, nil, nil
	return err
}

// mailWaitlisted tells the person their position in the waiting list.
func (s *Service) mailWaitlisted(tx *models.Tx, r *models.Registration, cause, activity string) error {
	position, err := tx.WaitingList().Position(r)
	if err != nil {
		return err
	}
	tx.Emit(models.ActivityWaitlisted, r)
	return s.mail(tx, r, MailWaitlisted, cause, activity, map[string]string{"position": strconv.Itoa(position)})
}

// passPlaceOn gives a place that became free to who has waited longest, or back to the ticket type. The caller has
// locked the ticket type.
func (s *Service) passPlaceOn(tx *models.Tx, ticketTypeID string) error {
	promoted, err := s.promote(tx, ticketTypeID)
	if err != nil || promoted {
		return err
	}
	return tx.TicketTypes().GivePlaceBack(ticketTypeID)
}

// promote confirms who is next, and mails them. The caller has taken the place. It reports false where nobody waits.
func (s *Service) promote(tx *models.Tx, ticketTypeID string) (bool, error) {
	r, err := next(tx, ticketTypeID)
	if models.CodeOf(err) == models.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.State, r.ConfirmedAt, r.QueuedAt = models.RegistrationConfirmed, &tx.Now, nil
	if err := s.askToConfirm(tx, r); err != nil {
		return false, err
	}
	if err := tx.Registrations().Update(r); err != nil {
		return false, err
	}
	promoted := tx.Emit(models.ActivityPromoted, r)
	return true, s.mail(tx, r, MailPromoted, strconv.Itoa(r.Version), promoted, nil)
}

// next is who has waited longest. Where the event asks to confirm addresses, those who did so come before those who did
// not: invented ones would keep each place for hours.
func next(tx *models.Tx, ticketTypeID string) (*models.Registration, error) {
	first, err := tx.WaitingList().First(ticketTypeID)
	if err != nil || first.AddressConfirmedAt != nil {
		return first, err
	}
	event, err := tx.Events().ByID(first.EventID)
	if err != nil || event.ConfirmHours == 0 {
		return first, err
	}
	confirmed, err := tx.WaitingList().FirstConfirmed(ticketTypeID)
	if models.CodeOf(err) == models.CodeNotFound {
		return first, nil
	}
	return confirmed, err
}

// askToConfirm gives who comes off the waiting list, and never opened a mailed link, as long as others to open it.
func (s *Service) askToConfirm(tx *models.Tx, r *models.Registration) error {
	if r.AddressConfirmedAt != nil {
		return nil
	}
	event, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return err
	}
	r.ConfirmBy = confirmBy(event, tx.Now)
	return s.awaitConfirmation(tx, r)
}

// CapacityChanged gives new places to those who wait, in the transaction that raised the capacity.
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
