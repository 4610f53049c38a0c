package registration_test

import (
	"sync"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

func (f *fixture) waitBy(in registration.WaitingInput) {
	f.t.Helper()
	f.must(registration.WaitingDeskOf(f.service).Save(f.ctx, f.event, &in))
}

// workDue does the jobs that are due.
func (f *fixture) workDue(by time.Duration) {
	f.t.Helper()
	f.advance(by)
	f.sendLinks()
}

func TestAWaitingListUnderControl(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"keeps a place that becomes free while it is stopped": func(t *testing.T, f *fixture) {
			f.fillVenue()
			a := f.signUp("a", "venue")
			f.waitBy(registration.WaitingInput{Stopped: true})
			f.cancel(f.find("second@mail.example"))
			f.expect(a, "waitlisted venue 1")
			late := f.signUp("late", "venue") // who comes anew does not get it before who waits
			f.expect(late, "waitlisted venue 2")
			f.expectExact()
			f.waitBy(registration.WaitingInput{})
			f.expect(a, "confirmed venue")
			f.expect(late, "waitlisted venue 1")
			f.expectExact()
		},
		"that is stopped while places become free loses none": func(t *testing.T, f *fixture) {
			f.fillVenue()
			a, b := f.signUp("a", "venue"), f.signUp("b", "venue")
			first, second := f.find("first@mail.example"), f.find("second@mail.example")
			var wait sync.WaitGroup
			wait.Go(func() {
				_ = registration.WaitingDeskOf(f.service).Save(f.ctx, f.event, &registration.WaitingInput{Stopped: true})
			})
			wait.Go(func() { _ = f.service.Cancel(f.ctx, f.event, first.ID, registration.ByAttendee) })
			wait.Go(func() { _ = f.service.Cancel(f.ctx, f.event, second.ID, registration.ByAttendee) })
			wait.Wait()
			f.expectExact()
			f.waitBy(registration.WaitingInput{})
			f.expect(a, "confirmed venue")
			f.expect(b, "confirmed venue")
			f.expectExact()
		},
		"gives a place by hand also while it is stopped": func(t *testing.T, f *fixture) {
			f.fillVenue()
			a, b := f.signUp("a", "venue"), f.signUp("b", "venue")
			desk := registration.WaitingDeskOf(f.service)
			f.waitBy(registration.WaitingInput{Stopped: true})
			expectCode(t, desk.MoveUp(f.ctx, f.event, b.ID), models.CodeFull)
			f.cancel(f.find("second@mail.example"))
			f.must(desk.MoveUp(f.ctx, f.event, b.ID))
			f.expect(b, "confirmed venue")
			f.expect(a, "waitlisted venue 1")
			expectCode(t, desk.MoveUp(f.ctx, f.event, b.ID), models.CodeConflict)
			f.expectExact()
		},
		"passes over a person": func(t *testing.T, f *fixture) {
			f.fillVenue()
			a, b := f.signUp("a", "venue"), f.signUp("b", "venue")
			desk := registration.WaitingDeskOf(f.service)
			f.must(desk.MoveDown(f.ctx, f.event, a.ID))
			f.expect(a, "waitlisted venue 2")
			f.expect(b, "waitlisted venue 1")
			f.cancel(b)
			expectCode(t, desk.MoveDown(f.ctx, f.event, b.ID), models.CodeConflict)
		},
		"stops before the start": func(t *testing.T, f *fixture) {
			f.fillVenue()
			a := f.signUp("a", "venue")
			f.waitBy(registration.WaitingInput{UntilHours: "48"})
			f.advance(29 * 24 * time.Hour)
			f.cancel(f.find("second@mail.example"))
			f.expect(a, "waitlisted venue 1")
			f.must(registration.WaitingDeskOf(f.service).MoveUp(f.ctx, f.event, a.ID))
			f.expect(a, "confirmed venue")
			f.expectExact()
		},
	})
}

func TestAPlaceThatMustBeAnswered(t *testing.T) {
	offered := func(f *fixture) (a, b *models.Registration) {
		f.fillVenue()
		a, b = f.signUp("a", "venue"), f.signUp("b", "venue")
		f.waitBy(registration.WaitingInput{ReplyHours: "24"})
		f.cancel(f.find("second@mail.example"))
		f.expect(a, "confirmed venue")
		return a, b
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is kept by who answers, twice and from two devices": func(t *testing.T, f *fixture) {
			a, b := offered(f)
			var wait sync.WaitGroup
			errs := make([]error, 4)
			for i := range errs {
				wait.Go(func() { errs[i] = registration.RepliesOf(f.service).Reply(f.ctx, f.event, f.current(a)) })
			}
			wait.Wait()
			for _, err := range errs {
				f.must(err)
			}
			f.workDue(25 * time.Hour)
			f.expect(a, "confirmed venue")
			f.expect(b, "waitlisted venue 1")
			f.expectExact()
		},
		"cascades to the next where nobody answers": func(t *testing.T, f *fixture) {
			a, b := offered(f)
			c := f.signUp("c", "venue")
			f.workDue(25 * time.Hour)
			f.expect(a, "lapsed venue")
			f.expect(b, "confirmed venue")
			f.workDue(25 * time.Hour)
			f.expect(b, "lapsed venue")
			f.expect(c, "confirmed venue")
			f.expectExact()
		},
		"is not kept by who answers late": func(t *testing.T, f *fixture) {
			a, b := offered(f)
			f.advance(24 * time.Hour)
			expectCode(t, registration.RepliesOf(f.service).Reply(f.ctx, f.event, f.current(a)), models.CodeConflict)
			f.sendLinks()
			expectCode(t, registration.RepliesOf(f.service).Reply(f.ctx, f.event, f.current(a)), models.CodeConflict)
			f.expect(b, "confirmed venue")
			f.expectExact()
		},
		"goes on to the next where it is given back": func(t *testing.T, f *fixture) {
			a, b := offered(f)
			f.cancel(a)
			f.expect(b, "confirmed venue")
			f.expectExact()
		},
	})
}

func TestACapacityBelowWhatIsTaken(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"throws nobody out, and gives no place again until it is reached": func(t *testing.T, f *fixture) {
			f.must(f.setCapacity("venue", 3))
			f.fillVenue()
			third := f.signUp("third", "venue")
			a := f.signUp("a", "venue")
			f.must(f.setCapacity("venue", 1))
			f.expect(third, "confirmed venue")
			f.cancel(third)
			f.expect(a, "waitlisted venue 1")
			f.cancel(f.find("second@mail.example"))
			f.expect(a, "waitlisted venue 1")
			f.cancel(f.find("first@mail.example"))
			f.expect(a, "confirmed venue")
			f.expectExact()
		},
	})
}

// find finds the registration of an address.
func (f *fixture) find(email string) *models.Registration {
	f.t.Helper()
	list, err := f.db.Query(f.ctx).Registrations().ByEmail(f.event, email, 1)
	f.must(err)
	if len(list) != 1 {
		f.t.Fatalf("%d registrations of %s", len(list), email)
	}
	return &list[0]
}
