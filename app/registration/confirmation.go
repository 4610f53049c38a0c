package registration

import (
	"context"
	"strconv"
	"time"

	"meguri/models"
)

// confirmBy is when a place that is given at the time must be confirmed by opening the mailed link, nil where the event
// asks for no confirmation, or begins before.
func confirmBy(event *models.Event, now time.Time) *time.Time {
	if event.ConfirmHours == 0 {
		return nil
	}
	by := now.Add(time.Duration(event.ConfirmHours) * time.Hour)
	if !by.Before(event.StartsAt) {
		return nil
	}
	return &by
}

// awaitConfirmation queues the job that frees the place unless the address is confirmed in time, and the one that says
// so before, when a quarter of the time is left. Companions are told with who registered them.
func (s *Service) awaitConfirmation(tx *models.Tx, r *models.Registration) error {
	if r.ConfirmBy == nil {
		return nil
	}
	cause, payload := r.ID+":"+strconv.FormatInt(r.ConfirmBy.Unix(), 10), r.EventID+" "+r.ID
	if err := tx.Jobs().Add(JobLapse, JobLapse+":"+cause, payload, *r.ConfirmBy); err != nil || r.RepresentativeID != nil {
		return err
	}
	soon := r.ConfirmBy.Add(-r.ConfirmBy.Sub(tx.Now) / 4)
	return tx.Jobs().Add(JobLapseSoon, JobLapseSoon+":"+cause, payload, soon)
}

// tellOfLapse does one job of kind JobLapseSoon: it mails once more by when the link must be opened.
func (s *Service) tellOfLapse(ctx context.Context, job *models.Job) error {
	return s.withEventOf(ctx, job, func(tx *models.Tx, event *models.Event, id string) error {
		r, err := tx.Registrations().Lock(event, id)
		if err != nil || r.ConfirmBy == nil || !r.ConfirmBy.After(tx.Now) {
			return err
		}
		if r.State != models.RegistrationConfirmed || event.State != models.EventPublished || event.ConfirmHours == 0 {
			return nil
		}
		by := strconv.FormatInt(r.ConfirmBy.Unix(), 10)
		return s.queueMail(tx, r, MailLapseSoon, by, tx.Emit(models.ActivityLapseSoon, r), nil)
	})
}

// lapse does one job of kind JobLapse: the place of an address that was not confirmed in time goes to who has waited
// longest, and both are mailed. Nobody loses a place once the event has begun, or they were admitted.
func (s *Service) lapse(ctx context.Context, job *models.Job) error {
	return s.withEventOf(ctx, job, func(tx *models.Tx, event *models.Event, id string) error {
		r, err := s.lock(tx, event, id)
		if err != nil {
			return err
		}
		if event, err := tx.Events().ByID(r.EventID); err != nil || event.ConfirmHours == 0 {
			return err
		}
		return s.lapseIfDue(tx, r, r.ConfirmBy)
	})
}

// lapseIfDue takes the place of who is locked with their ticket type where it was theirs until by, nil for no such
// time.
func (s *Service) lapseIfDue(tx *models.Tx, r *models.Registration, by *time.Time) error {
	if may, err := mayLapse(tx, r, by); err != nil || !may {
		return err
	}
	kind := MailLapsed
	if r.ReplyBy != nil && by == r.ReplyBy {
		kind = MailUnanswered
	}
	if err := endTicket(tx, r); err != nil {
		return err
	}
	r.State, r.CancelledAt, r.ConfirmBy, r.ReplyBy = models.RegistrationLapsed, &tx.Now, nil, nil
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	if err := returnCode(tx, r); err != nil {
		return err
	}
	if err := dropOvertaken(tx, r); err != nil {
		return err
	}
	lapsed := tx.Emit(models.ActivityLapsed, r)
	if err := s.queueMail(tx, r, kind, strconv.Itoa(r.Version), lapsed, nil); err != nil {
		return err
	}
	return s.passPlaceOn(tx, r.TicketTypeID)
}

func mayLapse(tx *models.Tx, r *models.Registration, by *time.Time) (bool, error) {
	if r.State != models.RegistrationConfirmed || by == nil || by.After(tx.Now) {
		return false, nil
	}
	event, err := tx.Events().ByID(r.EventID)
	if err != nil || event.State != models.EventPublished || !event.StartsAt.After(tx.Now) {
		return false, err
	}
	admitted, err := tx.Admissions().OfRegistrations(event, []string{r.ID})
	return len(admitted) == 0, err
}
