package registration

import (
	"strconv"

	"meguri/models"
)

// addToWaitingList puts a new registration into the waiting list. It locks the ticket type and tries to take a place
// once more. Otherwise a place that became free in between would stay free while the person waits.
func (s *Service) addToWaitingList(
	tx *models.Tx, r *models.Registration, registered string, mail sendMail,
) error {
	if err := tx.TicketTypes().Lock(r.TicketTypeID); err != nil {
		return err
	}
	if err := checkStillOpen(tx, r); err != nil {
		return err
	}
	taken, err := takeUnheld(tx, r.TicketTypeID)
	if err != nil {
		return err
	}
	if taken {
		tx.Emit(models.ActivityConfirmed, r)
		if err := s.awaitConfirmation(tx, r); err != nil {
			return err
		}
		return mail(tx, r, MailConfirmed, "1", registered, nil)
	}
	if err := queueLast(tx, r); err != nil {
		return err
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	return tellPosition(tx, r, "1", registered, mail)
}

// takeUnheld takes a place for who comes anew, unless free places are kept for those who wait.
func takeUnheld(tx *models.Tx, ticketTypeID string) (bool, error) {
	if held, err := tx.WaitingList().IsHeld(ticketTypeID); err != nil || held {
		return false, err
	}
	return tx.TicketTypes().TakePlace(ticketTypeID)
}

// queueLast puts the registration at the end of its ticket type's waiting list. The caller has locked the ticket type,
// and stores the registration.
func queueLast(tx *models.Tx, r *models.Registration) error {
	queuedAt, err := tx.WaitingList().End(r.TicketTypeID)
	r.State, r.QueuedAt, r.ConfirmedAt, r.ConfirmBy = models.RegistrationWaitlisted, &queuedAt, nil, nil
	r.ReplyBy = nil
	return err
}

// mailWaitlisted tells the person their position in the waiting list.
func (s *Service) mailWaitlisted(tx *models.Tx, r *models.Registration, cause, activity string) error {
	return tellPosition(tx, r, cause, activity, s.mail)
}

func tellPosition(tx *models.Tx, r *models.Registration, cause, activity string, mail sendMail) error {
	position, err := tx.WaitingList().Position(r)
	if err != nil {
		return err
	}
	tx.Emit(models.ActivityWaitlisted, r)
	return mail(tx, r, MailWaitlisted, cause, activity, map[string]string{"position": strconv.Itoa(position)})
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

// promote confirms who is next, and mails them. The caller has taken the place. Those who wait for places together get
// them only where there are enough; else who is next after them does. It reports false where nobody can have the place,
// or nobody moves up by themselves now.
func (s *Service) promote(tx *models.Tx, ticketTypeID string) (bool, error) {
	if may, err := tx.WaitingList().MayMoveUp(ticketTypeID); err != nil || !may {
		return false, err
	}
	var passedOver []string
	for {
		r, err := next(tx, ticketTypeID, passedOver)
		switch {
		case models.CodeOf(err) == models.CodeNotFound:
			return false, nil
		case err != nil:
			return false, err
		case r.WaitsWith == nil:
			return true, s.promoteOne(tx, r)
		}
		promoted, err := s.promoteGroup(tx, *r.WaitsWith, ticketTypeID)
		if err != nil || promoted {
			return promoted, err
		}
		passedOver = append(passedOver, *r.WaitsWith)
	}
}

func (s *Service) promoteOne(tx *models.Tx, r *models.Registration) error {
	if err := s.confirm(tx, r); err != nil {
		return err
	}
	promoted := tx.Emit(models.ActivityPromoted, r)
	return s.mail(tx, r, MailPromoted, strconv.Itoa(r.Version), promoted, nil)
}

// confirm stores that who waited has a place now.
func (s *Service) confirm(tx *models.Tx, r *models.Registration) error {
	r.State, r.ConfirmedAt, r.QueuedAt, r.WaitsWith = models.RegistrationConfirmed, &tx.Now, nil, nil
	if err := s.askToConfirm(tx, r); err != nil {
		return err
	}
	if err := askToReply(tx, r); err != nil {
		return err
	}
	return tx.Registrations().Update(r)
}

// next is who has waited longest, without the groups that were passed over. Where the event asks to confirm addresses,
// those who did so come before those who did not: invented ones would keep each place for hours.
func next(tx *models.Tx, ticketTypeID string, passedOver []string) (*models.Registration, error) {
	first, err := tx.WaitingList().First(ticketTypeID, passedOver...)
	if err != nil || first.AddressConfirmedAt != nil {
		return first, err
	}
	event, err := tx.Events().ByID(first.EventID)
	if err != nil || event.ConfirmHours == 0 {
		return first, err
	}
	confirmed, err := tx.WaitingList().FirstConfirmed(ticketTypeID, passedOver...)
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
