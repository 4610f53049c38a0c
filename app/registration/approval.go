package registration

import (
	"context"
	"strconv"

	"meguri/app/service/check"
	"meguri/models"
)

const maxReason = 2000 // characters

// Approvals are what staff decide about who asked for a place.
type Approvals struct{ s *Service }

// ApprovalsOf makes it.
func ApprovalsOf(s *Service) Approvals { return Approvals{s} }

// awaitApproval stores that a new registration waits for staff to decide. It takes no place. The ticket type is locked:
// whoever changes what it asks for waits, and so does who stops a code.
func awaitApproval(
	tx *models.Tx, event *models.Event, r *models.Registration, registered string, mail sendMail,
) error {
	if err := tx.TicketTypes().Lock(r.TicketTypeID); err != nil {
		return err
	}
	if err := checkStillOpen(tx, r); err != nil {
		return err
	}
	if err := useCodes(tx, event, r); err != nil {
		return err
	}
	tx.Emit(models.ActivityPending, r)
	return mail(tx, r, MailPending, "1", registered, nil)
}

// DecisionInput is what staff decide about who asked for a place.
type DecisionInput struct {
	// Accept gives a place, else the person is declined.
	Accept bool `form:"accept"`
	// MayWait puts who is accepted at the end of the waiting list where all places are taken.
	MayWait bool `form:"wait"`
	// Reason is written into the mail to who is declined; "" for none.
	Reason string `form:"reason"`
}

// Decide accepts or declines somebody who waits for approval, and mails them. The same decision again changes nothing.
// Staff who may edit people call it. Errors: Full where all places are taken and the person is not to wait; Conflict
// where the registration waits for no decision, or the event is closed; Invalid with the fields at fault.
func (a Approvals) Decide(ctx context.Context, event *models.Event, id string, in *DecisionInput) error {
	c := check.New()
	reason := c.Text("reason", in.Reason, maxReason, check.Optional)
	if err := c.Err(); err != nil {
		return err
	}
	return a.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := a.s.lock(tx, event, id)
		if err != nil {
			return err
		}
		if !in.Accept {
			return a.decline(tx, event, r, reason)
		}
		return a.accept(tx, r, in.MayWait)
	})
}

// accept gives a place to who waits for approval. The caller has locked the ticket type and the registration.
func (a Approvals) accept(tx *models.Tx, r *models.Registration, mayWait bool) error {
	if r.State == models.RegistrationConfirmed || r.State == models.RegistrationWaitlisted {
		return nil
	}
	if r.State != models.RegistrationPending {
		return models.NewError(models.CodeConflict, "approval.not_pending")
	}
	event, err := tx.Events().ByID(r.EventID)
	if err != nil {
		return err
	}
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	taken, err := tx.TicketTypes().TakePlace(r.TicketTypeID)
	if err != nil {
		return err
	}
	if !taken {
		if !mayWait {
			return models.NewError(models.CodeFull, "approval.full")
		}
		return a.acceptToWait(tx, r)
	}
	if err := a.s.confirm(tx, r); err != nil {
		return err
	}
	accepted := tx.Emit(models.ActivityAccepted, r)
	return a.s.queueMail(tx, r, MailAccepted, strconv.Itoa(r.Version), accepted, nil)
}

// acceptToWait puts who was accepted at the end of the waiting list.
func (a Approvals) acceptToWait(tx *models.Tx, r *models.Registration) error {
	if err := queueLast(tx, r); err != nil {
		return err
	}
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	accepted := tx.Emit(models.ActivityAccepted, r)
	return tellPosition(tx, r, strconv.Itoa(r.Version), accepted, a.s.queueMail)
}

// decline ends a registration that waits for approval. A code that it used may be used by somebody else.
func (a Approvals) decline(tx *models.Tx, event *models.Event, r *models.Registration, reason string) error {
	switch {
	case r.State == models.RegistrationDeclined:
		return nil
	case r.State != models.RegistrationPending:
		return models.NewError(models.CodeConflict, "approval.not_pending")
	case event.Ended(tx.Now):
		return models.NewError(models.CodeConflict, "registration.closed")
	}
	r.TicketSerial++
	r.State, r.CancelledAt = models.RegistrationDeclined, &tx.Now
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	if err := returnCode(tx, r); err != nil {
		return err
	}
	declined := tx.Emit(models.ActivityDeclined, r)
	return a.s.queueMail(tx, r, MailDeclined, strconv.Itoa(r.Version), declined, declineData(reason))
}

// declineData is what the mail to who is declined holds.
func declineData(reason string) map[string]string { return map[string]string{"reason": reason} }
