package registration_test

import (
	"sync"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
	"meguri/models/modelstest"
)

// runWhileOpen does something in a transaction that stays open until the other, which sees nothing of it, has begun and
// waits. It returns what the other says.
func (f *fixture) runWhileOpen(first func(tx *models.Tx) error, other func() error) (said error) {
	f.t.Helper()
	f.db.Rehearse(false)
	var running sync.WaitGroup
	err := f.db.InTx(f.ctx, func(tx *models.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		running.Go(func() { said = other() })
		time.Sleep(300 * time.Millisecond)
		return nil
	})
	running.Wait()
	if err != nil {
		f.t.Fatal(err)
	}
	return said
}

// Who finds all places taken, and by the time they join the line one is free, does not wait beside a free place.
func TestAPlaceIsFreedBeforeTheLineIsJoined(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		a := f.signUp("a", "venue")
		f.signUp("b", "venue")
		var late registration.Result
		err := f.runWhileOpen(func(tx *models.Tx) error {
			r, err := tx.Registrations().Lock(f.event, a.ID)
			if err != nil {
				return err
			}
			if r.State = models.RegistrationCancelled; tx.Registrations().Update(r) != nil {
				t.Error("not cancelled")
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

// Two corrections at once: the second is made on what the first has left.
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
			return f.service.Correct(f.ctx, f.event, a.ID, correctName("新しい名"))
		})
		if got := f.current(a); err != nil || got.Family != "新しい名" || got.Answers["diet"] != "vegetarian" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// A place is given back where the person has it now, not where they had it when the cancelling began.
func TestSomebodyMovesWhileTheyAreCancelled(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		if err := f.setCapacity("online", 1); err != nil {
			t.Fatal(err)
		}
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
			if taken, err := tx.TicketTypes().TakePlace(online.ID); err != nil || !taken {
				t.Error(taken, err)
			}
			if err := tx.Registrations().Update(r); err != nil {
				return err
			}
			return tx.TicketTypes().GivePlaceBack(a.TicketTypeID)
		}, func() error { return f.service.Cancel(f.ctx, f.event, a.ID) })
		if f.db.Engine == models.PostgreSQL { // it held the wrong ticket type: the person is asked to try again
			expectCode(t, err, models.CodeConflict)
			f.expect(a, "confirmed online")
			err = f.service.Cancel(f.ctx, f.event, a.ID)
		}
		if err != nil {
			t.Error(err)
		}
		f.expect(a, "cancelled online")
		f.expect(next, "waitlisted venue 1") // nobody was told of the place that was given back by hand above
		f.expectExact()
	})
}

// The event is cancelled, or the ticket type closed, while a form is under way: the person gets an answer and no place.
func TestRegistrationClosesWhileAFormTravels(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		signUp := func() error {
			_, err := f.service.SignUp(f.ctx, f.event, signUpInput("late@mail.example", "online"))
			return err
		}
		none := func(t *testing.T) {
			t.Helper()
			if n, err := f.db.Query(f.ctx).Registrations().Count(f.event, models.RegistrationFilter{}, 10); err != nil ||
				n != 0 {
				t.Errorf("%d registrations, %v", n, err)
			}
			f.expectExact()
		}
		t.Run("the ticket type closes", func(t *testing.T) {
			online, err := f.db.Query(f.ctx).TicketTypes().BySlug(f.event, "online")
			if err != nil {
				t.Fatal(err)
			}
			opened := *online
			err = f.runWhileOpen(func(tx *models.Tx) error {
				online.ClosesAt = &tx.Now
				return tx.TicketTypes().Update(online, online.Version)
			}, signUp)
			if models.CodeOf(err) != models.CodeInvalid {
				t.Errorf("the answer is %v", err)
			}
			none(t)
			modelstest.Write(t, f.db, func(tx *models.Tx) error { return tx.TicketTypes().Update(&opened, online.Version) })
		})
		t.Run("the event is cancelled", func(t *testing.T) {
			err := f.runWhileOpen(func(tx *models.Tx) error {
				return tx.Events().SetState(f.event, models.EventCancelled, map[string]any{}, models.EventPublished)
			}, signUp)
			if models.CodeOf(err) != models.CodeConflict {
				t.Errorf("the answer is %v", err)
			}
			none(t)
		})
		t.Run("the event was cancelled since the form was shown", func(t *testing.T) {
			// f.event is as it was when the form was shown.
			expectCode(t, signUp(), models.CodeConflict)
			none(t)
		})
	})
}
