package registration_test

import (
	"sync"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// runWhileOpen calls first in a transaction, and other while that transaction is still open. It returns the error of
// other.
func (f *fixture) runWhileOpen(first func(tx *models.Tx) error, other func() error) (otherErr error) {
	f.t.Helper()
	f.db.Rehearse(false)
	var running sync.WaitGroup
	err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		running.Go(func() { otherErr = other() })
		time.Sleep(300 * time.Millisecond) // nothing tells when the other waits for a lock
		return nil
	})
	running.Wait()
	if err != nil {
		f.t.Fatal(err)
	}
	return otherErr
}

// A place becomes free after a person found all of them taken, and before they are put into the waiting list.
func TestAPlaceIsFreedBeforeTheWaitingListIsJoined(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		a := f.signUp("a", "venue")
		f.signUp("b", "venue")
		var late registration.Result
		err := f.runWhileOpen(func(tx *models.Tx) error {
			r, err := tx.Registrations().Lock(f.event, a.ID)
			if err != nil {
				return err
			}
			r.State = models.RegistrationCancelled
			if err := tx.Registrations().Update(r); err != nil {
				return err
			}
			return tx.TicketTypes().GivePlaceBack(r.TicketTypeID)
		}, func() (err error) {
			late, err = f.service.SignUp(f.ctx, f.event, signUpInput("c@mail.example", "venue"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		f.expect(late.Registration, "confirmed venue")
		f.expectExact()
	})
}

// Of two corrections at once, the second starts from the result of the first.
func TestACorrectionWaitsForAnother(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		a := f.signUp("a", "venue")
		err := f.runWhileOpen(func(tx *models.Tx) error {
			r, err := tx.Registrations().Lock(f.event, a.ID)
			if err != nil {
				return err
			}
			r.Answers = map[string]string{"diet": "vegetarian"}
			return tx.Registrations().Update(r)
		}, func() error {
			return f.service.Correct(f.ctx, f.event, a.ID, correctName("新しい名"), registration.ByAttendee)
		})
		f.must(err)
		got := f.current(a)
		expectEqual(t, "family name", got.Family, "新しい名")
		expectEqual(t, "answers", got.Answers, map[string]string{"diet": "vegetarian"})
	})
}

// The place given back is that of the person's ticket type when the registration is cancelled, not of the one they had
// when cancelling began.
func TestSomebodyMovesWhileTheyAreCancelled(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.must(f.setCapacity("online", 1))
		a := f.signUp("a", "venue")
		f.signUp("b", "venue")
		next := f.signUp("c", "venue")
		err := f.runWhileOpen(func(tx *models.Tx) error {
			online, err := tx.TicketTypes().BySlug(f.event, "online")
			if err != nil {
				return err
			}
			if err := tx.TicketTypes().Lock(a.TicketTypeID, online.ID); err != nil {
				return err
			}
			r, err := tx.Registrations().Lock(f.event, a.ID)
			if err != nil {
				return err
			}
			r.TicketTypeID = online.ID
			taken, err := tx.TicketTypes().TakePlace(online.ID)
			if err != nil {
				return err
			}
			if !taken {
				t.Error("there is no place online")
			}
			if err := tx.Registrations().Update(r); err != nil {
				return err
			}
			return tx.TicketTypes().GivePlaceBack(a.TicketTypeID)
		}, func() error { return f.service.Cancel(f.ctx, f.event, a.ID, registration.ByAttendee) })
		if f.db.Engine == models.PostgreSQL { // it locked the wrong ticket type: the person is asked to try again
			expectCode(t, err, models.CodeConflict)
			f.expect(a, "confirmed online")
			err = f.service.Cancel(f.ctx, f.event, a.ID, registration.ByAttendee)
		}
		if err != nil {
			t.Error(err)
		}
		f.expect(a, "cancelled online")
		f.expect(next, "waitlisted venue 1") // the first transaction gave its place back without promoting anybody
		f.expectExact()
	})
}

// The event is cancelled, or the ticket type closed, while a form is sent: the person gets an error and no place.
func TestRegistrationClosesWhileAFormIsSent(t *testing.T) {
	signUp := func(f *fixture) error {
		_, err := f.service.SignUp(f.ctx, f.event, signUpInput("late@mail.example", "online"))
		return err
	}
	expectNone := func(f *fixture) {
		f.t.Helper()
		n, err := f.db.Query(f.ctx).Registrations().Count(f.event, models.RegistrationFilter{}, 10)
		f.must(err)
		expectEqual(f.t, "registrations", n, 0)
		f.expectExact()
	}
	cancel := func(f *fixture) func(tx *models.Tx) error {
		shown := *f.event // f.event is as it was when the form was shown
		return func(tx *models.Tx) error {
			return tx.Events().SetState(&shown, models.EventCancelled, map[string]any{}, models.EventPublished)
		}
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"the ticket type closes": func(t *testing.T, f *fixture) {
			online, err := f.db.Query(f.ctx).TicketTypes().BySlug(f.event, "online")
			f.must(err)
			err = f.runWhileOpen(func(tx *models.Tx) error {
				online.ClosesAt = &tx.Now
				return tx.TicketTypes().Update(online, online.Version)
			}, func() error { return signUp(f) })
			expectCode(t, err, models.CodeInvalid)
			expectNone(f)
		},
		"the event is cancelled": func(t *testing.T, f *fixture) {
			err := f.runWhileOpen(cancel(f), func() error { return signUp(f) })
			expectCode(t, err, models.CodeConflict)
			expectNone(f)
		},
		"the event was cancelled since the form was shown": func(t *testing.T, f *fixture) {
			f.write(cancel(f))
			expectCode(t, signUp(f), models.CodeConflict)
			expectNone(f)
		},
	})
}
