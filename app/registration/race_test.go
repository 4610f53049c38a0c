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

// Many people want few places at once, and some cancel or change their mind meanwhile: never one too many, never a
// place lost. What happens without the guards is seen in models/race_test.go.
func TestManyWantFewPlacesAtOnce(t *testing.T) {
	const people, clients, places = 200, 64, 40
	each(t, func(t *testing.T, d *driver) {
		if err := d.setCapacity("venue", places); err != nil {
			t.Fatal(err)
		}
		var everybody errgroup.Group
		everybody.SetLimit(clients)
		for i := range people {
			everybody.Go(func() error {
				d.someoneUndecided(i)
				return nil
			})
		}
		_ = everybody.Wait() // nobody returns an error
		d.expectExact()
		confirmed, waiting := d.list(models.RegistrationConfirmed), d.list(models.RegistrationWaitlisted)
		if len(confirmed) > places || (len(waiting) > 0 && len(confirmed) < places) {
			t.Errorf("%d places are taken of %d, and %d people wait", len(confirmed), places, len(waiting))
		}
		if all := len(d.list("")); all != people {
			t.Errorf("%d registrations of %d people", all, people)
		}
		d.expectLineToMove(waiting)
	})
}

// someoneUndecided registers, with a double click, and then keeps the place, gives it back, or tries the other way to
// attend.
func (d *driver) someoneUndecided(i int) {
	in := signUpInput(fmt.Sprintf("p%02d@mail.example", i), "venue")
	in.RequestID = models.NewID()
	var result registration.Result
	var clicks sync.WaitGroup
	clicks.Go(func() { result = d.tried(d.service.SignUp(d.ctx, d.event, in)) })
	clicks.Go(func() { d.tried(d.service.SignUp(d.ctx, d.event, in)) })
	clicks.Wait()
	if result.Registration == nil {
		d.t.Errorf("%s got no answer: %+v", in.Email, result)
		return
	}
	id := result.Registration.ID
	switch i % 4 {
	case 0:
		d.try(d.service.Cancel(d.ctx, d.event, id))
	case 1:
		d.try(d.service.ChangeType(d.ctx, d.event, id, changeTo("online", false)))
		if rand.IntN(2) == 0 {
			d.try(d.service.ChangeType(d.ctx, d.event, id, changeTo("venue", true)))
		}
	case 2:
		d.try(d.service.Correct(d.ctx, d.event, id, named("髙橋")))
	}
}

func (d *driver) tried(result registration.Result, err error) registration.Result {
	d.try(err)
	return result
}

// try is for several goroutines: it does not stop the test.
func (d *driver) try(err error) {
	if err != nil {
		d.t.Errorf("%v", err)
	}
}

// list reads all people at the venue in one state, or everybody.
func (d *driver) list(state models.RegistrationState) []models.Registration {
	d.t.Helper()
	filter := models.RegistrationFilter{State: state}
	if state != "" {
		ticketType, err := d.db.Query(d.ctx).TicketTypes().BySlug(d.event, "venue")
		if err != nil {
			d.t.Fatal(err)
		}
		filter.TicketTypeID = ticketType.ID
	}
	list, err := d.db.Query(d.ctx).Registrations().List(d.event, filter, 1000)
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// expectLineToMove cancels one confirmed person after another: each time the one who has waited longest comes in.
func (d *driver) expectLineToMove(waiting []models.Registration) {
	d.t.Helper()
	slices.SortFunc(waiting, func(a, b models.Registration) int {
		return cmp.Or(a.QueuedAt.Compare(*b.QueuedAt), strings.Compare(a.ID, b.ID))
	})
	leaving := d.list(models.RegistrationConfirmed)
	for i := range waiting[:min(20, len(waiting))] {
		d.expect(&waiting[i], "waitlisted venue 1")
		if err := d.service.Cancel(d.ctx, d.event, leaving[i].ID); err != nil {
			d.t.Fatal(err)
		}
		d.expect(&waiting[i], "confirmed venue")
	}
	d.expectExact()
}

// A person who corrects their name while a place becomes free for them gets both.
func TestPromotingSomebodyWhoIsChangingTheirName(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		for round := range 20 {
			if err := d.setCapacity("venue", 1); err != nil {
				t.Fatal(err)
			}
			a, b := d.signUp(fmt.Sprint("a", round), "venue"), d.signUp(fmt.Sprint("b", round), "venue")
			var both sync.WaitGroup
			both.Go(func() { d.try(d.service.Cancel(d.ctx, d.event, a.ID)) })
			both.Go(func() {
				d.try(d.service.Correct(d.ctx, d.event, b.ID, named("新しい名")))
			})
			both.Wait()
			d.expect(b, "confirmed venue")
			if got := d.now(b); got.Family != "新しい名" {
				t.Errorf("the name is %q", got.Family)
			}
			if err := d.service.Cancel(d.ctx, d.event, b.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Two people change places with each other at the same moment, over and over: the ticket types are held in one order.
func TestChangingBothWaysAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *driver) {
		a, b := d.signUp("a", "venue"), d.signUp("b", "online")
		var both sync.WaitGroup
		for r, slugs := range map[*models.Registration][2]string{a: {"online", "venue"}, b: {"venue", "online"}} {
			both.Go(func() {
				for i := range 20 {
					d.try(d.service.ChangeType(d.ctx, d.event, r.ID, changeTo(slugs[i%2], false)))
				}
			})
		}
		both.Wait()
		d.expect(a, "confirmed venue")
		d.expect(b, "confirmed online")
		d.expectExact()
	})
}
