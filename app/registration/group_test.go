package registration_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"meguri/app/registration"
	"meguri/models"
	"meguri/models/modelstest"
)

// groupInput is a form of NAME@mail.example and n companions, all for one ticket type.
func groupInput(name, ticketType string, n int) *registration.SignUpInput {
	in := signUpInput(name+"@mail.example", ticketType)
	for i := range n {
		in.Companions = append(in.Companions, registration.CompanionInput{
			NameInput: registration.NameInput{Family: "同行", Given: fmt.Sprint(i)},
		})
	}
	return in
}

// allow sets how many people an address may register.
func (f *fixture) allow(n int) {
	f.t.Helper()
	f.must(f.db.InTx(f.ctx, func(tx *models.Tx) error {
		e, err := tx.Events().ByID(f.event.ID)
		if err != nil {
			return err
		}
		e.AddressLimit = n
		return tx.Events().Update(e, e.Version)
	}))
	f.event.AddressLimit = n
}

// states lists how the people of a result stand, the representative first.
func (f *fixture) states(result registration.Result) string {
	f.t.Helper()
	list := []string{f.state(result.Registration)}
	for _, r := range result.Companions {
		list = append(list, f.state(r))
	}
	return strings.Join(list, ", ")
}

func (f *fixture) expectStates(result registration.Result, want string) {
	f.t.Helper()
	if got := f.states(result); got != want {
		f.t.Errorf("the group is %s, want %s", got, want)
	}
}

func TestGroups(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"a group of 10 for 9 places waits whole": func(t *testing.T, f *fixture) {
			f.allow(10)
			f.must(f.setCapacity("venue", 9))
			result := f.submit(groupInput("ten", "venue", 9))
			for i, r := range append([]*models.Registration{result.Registration}, result.Companions...) {
				f.expect(r, fmt.Sprintf("waitlisted venue %d", i+1))
			}
			f.expectMails(result.Registration, registration.MailGroup)
			f.expectExact()
			f.must(f.setCapacity("venue", 10))
			expectEqual(t, "people with a place", len(f.list(models.RegistrationConfirmed)), 10)
			f.expectMails(result.Registration, registration.MailGroup+" "+registration.MailGroupPromoted)
			f.expectMails(result.Companions[0], "")
			f.expectExact()
		},
		"of 10 for 9 places as many as fit": func(t *testing.T, f *fixture) {
			f.allow(10)
			f.must(f.setCapacity("venue", 9))
			in := groupInput("ten", "venue", 9)
			in.Fit = true
			result := f.submit(in)
			expectEqual(t, "people with a place", len(f.list(models.RegistrationConfirmed)), 9)
			f.expect(result.Companions[8], "waitlisted venue 1")
			f.cancel(result.Companions[0])
			f.expect(result.Companions[8], "confirmed venue")
			f.expectExact()
		},
		"who is alone does not wait for a group that does not fit": func(t *testing.T, f *fixture) {
			first := f.signUp("first", "venue")
			group := f.submit(groupInput("group", "venue", 1))
			f.signUp("second", "venue")
			alone := f.signUp("alone", "venue")
			f.expectStates(group, "waitlisted venue 1, waitlisted venue 2")
			f.cancel(first)
			f.expect(alone, "confirmed venue")
			f.expectStates(group, "waitlisted venue 1, waitlisted venue 2")
			f.must(f.setCapacity("venue", 4))
			f.expectStates(group, "confirmed venue, confirmed venue")
			f.expectExact()
		},
		"a group for both ways is placed at both or waits": func(t *testing.T, f *fixture) {
			f.must(f.setCapacity("online", 0))
			in := groupInput("both", "venue", 1)
			in.Companions[0].TicketType = "online"
			result := f.submit(in)
			f.expectStates(result, "waitlisted venue 1, waitlisted online 1")
			f.expectExact()
			f.must(f.setCapacity("online", 1))
			f.expectStates(result, "confirmed venue, confirmed online")
			f.expectExact()
		},
		"who leaves a group that waits may make it fit": func(t *testing.T, f *fixture) {
			result := f.submit(groupInput("three", "venue", 2))
			f.expectStates(result, "waitlisted venue 1, waitlisted venue 2, waitlisted venue 3")
			f.must(registration.CompanionsOf(f.service).Cancel(f.ctx, f.event, result.Registration, result.Companions[0].ID))
			f.expectStates(result, "confirmed venue, cancelled venue, confirmed venue")
			f.expectExact()
		},
		"cancelling everyone gives none of their places to one of them": func(t *testing.T, f *fixture) {
			in := groupInput("four", "venue", 3)
			in.Fit = true
			result := f.submit(in)
			alone := f.signUp("alone", "venue")
			f.must(registration.CompanionsOf(f.service).CancelAll(f.ctx, f.event, result.Registration))
			f.expectStates(result, "cancelled venue, cancelled venue, cancelled venue, cancelled venue")
			f.expect(alone, "confirmed venue")
			f.expectMails(result.Registration, registration.MailGroup+" "+registration.MailGroupChanged)
			f.expectMails(result.Companions[2], "")
			f.expectExact()
		},
		"cancelling everyone who waits together": func(t *testing.T, f *fixture) {
			result := f.submit(groupInput("three", "venue", 2))
			f.must(registration.CompanionsOf(f.service).CancelAll(f.ctx, f.event, result.Registration))
			f.expectStates(result, "cancelled venue, cancelled venue, cancelled venue")
			f.expectExact()
		},
		"the same request again registers nobody": func(t *testing.T, f *fixture) {
			in := groupInput("again", "online", 2)
			in.RequestID = models.NewID()
			first, second := f.submit(in), f.submit(in)
			expectEqual(t, "outcome", second.Outcome, registration.OutcomeRepeated)
			expectEqual(t, "companions", len(second.Companions), 2)
			expectEqual(t, "the first companion", second.Companions[0].ID, first.Companions[0].ID)
			expectEqual(t, "registrations", len(f.list("")), 3)
		},
		"companions join who is registered already, and the mail says who was": func(t *testing.T, f *fixture) {
			alone := f.signUp("known", "online")
			in := groupInput("known", "online", 2)
			result := f.submit(in)
			expectEqual(t, "outcome", result.Outcome, registration.OutcomeKnown)
			expectEqual(t, "registrations", len(f.list("")), 3)
			in.Companions = append(in.Companions, registration.CompanionInput{
				NameInput: registration.NameInput{Family: "新しい", Given: "人"},
			})
			f.submit(in)
			expectEqual(t, "registrations", len(f.list("")), 4)
			mails, err := f.db.Query(f.ctx).Mails().OfRegistration(alone)
			f.must(err)
			expectEqual(t, "new people", mails[0].Data["n"], "1")
			expectEqual(t, "known people", mails[0].Data["known"], "髙橋 花子, 同行 0, 同行 1")
		},
		"two people of one form who cannot be told apart are refused": func(t *testing.T, f *fixture) {
			in := groupInput("same", "online", 2)
			in.Companions[1].Given = "0"
			_, err := f.service.SignUp(f.ctx, f.event, in)
			expectFault(t, err, "companions.1.family_name", "registration.same_name")
			in = groupInput("same", "online", 1)
			in.Companions[0].NameInput = in.NameInput
			_, err = f.service.SignUp(f.ctx, f.event, in)
			expectFault(t, err, "companions.0.family_name", "registration.same_name")
			expectEqual(t, "registrations", len(f.list("")), 0)
		},
		"a companion without a name or with a closed ticket type is named": func(t *testing.T, f *fixture) {
			in := groupInput("faults", "online", 2)
			in.Companions[0].NameInput = registration.NameInput{}
			in.Companions[1].TicketType = "none"
			_, err := f.service.SignUp(f.ctx, f.event, in)
			expectFault(t, err, "companions.0.family_name", "name.missing")
			expectFault(t, err, "companions.1.ticket_type", "field.choice")
		},
	})
}

// expectFault expects that an error has a text beside a field.
func expectFault(t *testing.T, err error, field, key string) {
	t.Helper()
	var known *models.Error
	if !errors.As(err, &known) || known.Fields[field] != key {
		t.Errorf("the error is %+v, want %s at %s", err, key, field)
	}
}

func TestLimitOfAnAddress(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"companions count, and the refusal says how many are left": func(t *testing.T, f *fixture) {
			f.submit(groupInput("five", "online", 2))
			in := groupInput("five", "online", 3)
			in.Given = "別人"
			for i := range in.Companions {
				in.Companions[i].Given += "b"
			}
			_, err := f.service.SignUp(f.ctx, f.event, in)
			expectFault(t, err, "email", "registration.address_limit")
			var known *models.Error
			if errors.As(err, &known) {
				expectEqual(t, "left", fmt.Sprint(known.ArgsOf("email")[:4]), "[limit 5 left 2]")
			}
			expectEqual(t, "registrations", len(f.list("")), 3)
			in.Companions = in.Companions[:1]
			f.submit(in)
			expectEqual(t, "registrations", len(f.list("")), 5)
		},
		"who cancelled does not count, and who is known is no one more": func(t *testing.T, f *fixture) {
			f.allow(1)
			r := f.signUp("one", "online")
			expectEqual(t, "outcome", f.submit(signUpInput("one@mail.example", "online")).Outcome, registration.OutcomeKnown)
			other := signUpInput("one@mail.example", "online")
			other.Given = "別人"
			_, err := f.service.SignUp(f.ctx, f.event, other)
			expectFault(t, err, "email", "registration.address_limit")
			f.cancel(r)
			expectEqual(t, "outcome", f.submit(other).Outcome, registration.OutcomeMade)
		},
		"a discreet event says it by mail alone": func(t *testing.T, f *fixture) {
			f.allow(1)
			r := f.signUp("one", "online")
			f.event.Discreet = true
			other := signUpInput("one@mail.example", "online")
			other.Given = "別人"
			expectEqual(t, "outcome", f.submit(other).Outcome, registration.OutcomeUntold)
			expectEqual(t, "registrations", len(f.list("")), 1)
			f.expectMails(r, registration.MailConfirmed+" "+registration.MailLimit)
		},
		"staff go over it": func(t *testing.T, f *fixture) {
			f.allow(1)
			f.signUp("one", "online")
			_, err := f.service.Enter(f.ctx, f.event, &registration.EntryInput{
				TicketType: "online", NameInput: registration.NameInput{Family: "別人"}, Email: "one@mail.example",
				Way: models.EntryPhone, Locale: "ja",
			}, models.NewID())
			f.must(err)
			expectEqual(t, "registrations", len(f.list("")), 2)
		},
	})
}

// Many groups want the same places at once: none is placed in part, and nobody has a place too many.
func TestGroupsWantTheSamePlacesAtOnce(t *testing.T) {
	const groups, size, places = 24, 4, 30
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.must(f.setCapacity("venue", places))
		f.must(f.setCapacity("online", places/2))
		results := make([]registration.Result, groups)
		var running errgroup.Group
		running.SetLimit(16)
		var alone atomic.Int64
		for i := range groups {
			running.Go(func() error {
				in := groupInput(fmt.Sprintf("g%02d", i), "venue", size-1)
				in.Companions[0].TicketType, in.Fit = "online", i%3 == 0
				results[i] = f.tryResult(f.service.SignUp(f.ctx, f.event, in))
				if i%4 == 0 && results[i].Registration != nil {
					f.try(registration.CompanionsOf(f.service).CancelAll(f.ctx, f.event, results[i].Registration))
				}
				if i%4 == 1 {
					alone.Add(1)
					f.tryResult(f.service.SignUp(f.ctx, f.event, signUpInput(fmt.Sprintf("a%02d@mail.example", i), "venue")))
				}
				return nil
			})
		}
		_ = running.Wait() // nobody returns an error
		f.expectExact()
		for i, result := range results {
			if i%3 == 0 || result.Registration == nil {
				continue
			}
			states := map[models.RegistrationState]bool{}
			for _, r := range append([]*models.Registration{result.Registration}, result.Companions...) {
				states[f.current(r).State] = true
			}
			if len(states) != 1 {
				t.Errorf("group %d is placed in part: %s", i, f.states(result))
			}
		}
		if got := len(f.list(models.RegistrationConfirmed)); got > places {
			t.Errorf("%d places are taken of %d", got, places)
		}
	})
}
