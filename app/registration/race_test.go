package registration_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"meguri/app/registration"
	"meguri/models"
)

// Many people register for few places at once, and some cancel or change the ticket type meanwhile. The ticket type is
// never overbooked and no place is lost. models/race_test.go shows what happens without the locks.
func TestManyWantFewPlacesAtOnce(t *testing.T) {
	const people, clients, places = 200, 64, 40
	each(t, func(t *testing.T, f *fixture) {
		f.must(f.setCapacity("venue", places))
		var running errgroup.Group
		running.SetLimit(clients)
		for i := range people {
			running.Go(func() error {
				f.registerUndecided(i)
				return nil
			})
		}
		_ = running.Wait() // nobody returns an error
		f.expectExact()
		confirmed, waiting := f.list(models.RegistrationConfirmed), f.list(models.RegistrationWaitlisted)
		if len(confirmed) > places {
			t.Errorf("%d places are taken of %d", len(confirmed), places)
		}
		if len(waiting) > 0 && len(confirmed) < places {
			t.Errorf("%d people wait, and only %d places are taken of %d", len(waiting), len(confirmed), places)
		}
		expectEqual(t, "registrations", len(f.list("")), people)
		f.expectWaitingListToMove(waiting)
	})
}

// registerUndecided registers person i with a double click, and then cancels, changes the ticket type, corrects the
// name, or does nothing.
func (f *fixture) registerUndecided(i int) {
	in := signUpInput(fmt.Sprintf("p%02d@mail.example", i), "venue")
	in.RequestID = models.NewID()
	var result registration.Result
	var clicks sync.WaitGroup
	clicks.Go(func() { result = f.tryResult(f.service.SignUp(f.ctx, f.event, in)) })
	clicks.Go(func() { f.tryResult(f.service.SignUp(f.ctx, f.event, in)) })
	clicks.Wait()
	if result.Registration == nil {
		f.t.Errorf("%s is not registered", in.Email)
		return
	}
	id := result.Registration.ID
	switch i % 4 {
	case 0:
		f.try(f.service.Cancel(f.ctx, f.event, id, registration.ByAttendee))
	case 1:
		f.try(f.service.ChangeType(f.ctx, f.event, id, changeTo("online", false)))
		if rand.IntN(2) == 0 {
			f.try(f.service.ChangeType(f.ctx, f.event, id, changeTo("venue", true)))
		}
	case 2:
		f.try(f.service.Correct(f.ctx, f.event, id, correctName("髙橋"), registration.ByAttendee))
	}
}

func (f *fixture) tryResult(result registration.Result, err error) registration.Result {
	f.try(err)
	return result
}

// try reports an error. It does not stop the test, so goroutines may call it.
func (f *fixture) try(err error) {
	if err != nil {
		f.t.Errorf("%v", err)
	}
}

// list reads the registrations for the venue in one state, or all of the event where state is "".
func (f *fixture) list(state models.RegistrationState) []models.Registration {
	f.t.Helper()
	filter := models.RegistrationFilter{State: state}
	if state != "" {
		ticketType, err := f.db.Query(f.ctx).TicketTypes().BySlug(f.event, "venue")
		if err != nil {
			f.t.Fatal(err)
		}
		filter.TicketTypeID = ticketType.ID
	}
	list, err := f.db.Query(f.ctx).Registrations().List(f.event, filter, 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	return list
}

// expectWaitingListToMove cancels confirmed registrations one by one. Each time, who has waited longest is promoted.
func (f *fixture) expectWaitingListToMove(waiting []models.Registration) {
	f.t.Helper()
	slices.SortFunc(waiting, func(a, b models.Registration) int {
		return cmp.Or(a.QueuedAt.Compare(*b.QueuedAt), strings.Compare(a.ID, b.ID))
	})
	leaving := f.list(models.RegistrationConfirmed)
	for i := range waiting[:min(20, len(waiting))] {
		f.expect(&waiting[i], "waitlisted venue 1")
		f.must(f.service.Cancel(f.ctx, f.event, leaving[i].ID, registration.ByAttendee))
		f.expect(&waiting[i], "confirmed venue")
	}
	f.expectExact()
}

// A person is promoted while they correct their name: both changes are stored.
func TestPromotingSomebodyWhoIsChangingTheirName(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for round := range 20 {
			f.must(f.setCapacity("venue", 1))
			a, b := f.signUp(fmt.Sprint("a", round), "venue"), f.signUp(fmt.Sprint("b", round), "venue")
			var both sync.WaitGroup
			both.Go(func() { f.try(f.service.Cancel(f.ctx, f.event, a.ID, registration.ByAttendee)) })
			both.Go(func() {
				f.try(f.service.Correct(f.ctx, f.event, b.ID, correctName("新しい名"), registration.ByAttendee))
			})
			both.Wait()
			f.expect(b, "confirmed venue")
			expectEqual(t, "family name", f.current(b).Family, "新しい名")
			f.must(f.service.Cancel(f.ctx, f.event, b.ID, registration.ByAttendee))
		}
	})
}

// Two people exchange ticket types at the same time, repeatedly. No deadlock, as ticket types are locked in one order.
func TestChangingBothWaysAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		a, b := f.signUp("a", "venue"), f.signUp("b", "online")
		var both sync.WaitGroup
		for r, slugs := range map[*models.Registration][2]string{a: {"online", "venue"}, b: {"venue", "online"}} {
			both.Go(func() {
				for i := range 20 {
					f.try(f.service.ChangeType(f.ctx, f.event, r.ID, changeTo(slugs[i%2], false)))
				}
			})
		}
		both.Wait()
		f.expect(a, "confirmed venue")
		f.expect(b, "confirmed online")
		f.expectExact()
	})
}
