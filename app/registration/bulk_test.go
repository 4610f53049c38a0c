package registration_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// do does something to people and returns the action.
func (f *fixture) do(
	kind models.BulkKind, in registration.BulkInput, people ...*models.Registration,
) *models.BulkAction {
	f.t.Helper()
	for _, r := range people {
		in.IDs = append(in.IDs, r.ID)
	}
	action, err := f.service.Bulk().Start(f.ctx, f.event, kind, &in, f.account())
	f.must(err)
	return action
}

// account is the id of an account of staff.
func (f *fixture) account() string {
	f.t.Helper()
	account := &models.Account{Name: "青木", Email: "staff@mail.example", EmailKey: "staff@mail.example", Locale: "ja"}
	if known, err := f.db.Query(f.ctx).Accounts().ByEmail(account.EmailKey); err == nil {
		return known.ID
	}
	f.write(func(tx *models.Tx) error { return tx.Accounts().Create(account) })
	known, err := f.db.Query(f.ctx).Accounts().ByEmail(account.EmailKey)
	f.must(err)
	return known.ID
}

// left are the reasons for which people stayed as they were.
func (f *fixture) left(action *models.BulkAction) (reasons []string) {
	f.t.Helper()
	page, err := f.service.Bulk().Page(f.ctx, f.event, action.ID)
	f.must(err)
	for _, r := range page.Left {
		reasons = append(reasons, r.Reason)
	}
	return reasons
}

func (f *fixture) undo(action *models.BulkAction) {
	f.t.Helper()
	f.must(f.service.Bulk().Undo(f.ctx, f.event, action.ID))
}

func toVenue(mayWait bool) registration.BulkInput {
	return registration.BulkInput{ChangeInput: registration.ChangeInput{TicketType: "venue", MayWait: mayWait}}
}

func TestBulk(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"moves as many as there are places, and back": func(t *testing.T, f *fixture) {
			f.must(f.setCapacity("venue", 2))
			a, b, c := f.signUp("a", "online"), f.signUp("b", "online"), f.signUp("c", "venue")
			action := f.do(models.BulkMove, toVenue(false), a, b, c)
			f.expect(a, "confirmed venue")
			f.expect(b, "confirmed online")
			expectEqual(t, "left", f.left(action), []string{"bulk.full", "registration.has_type"})
			f.expectExact()
			f.undo(action)
			f.expect(a, "confirmed online")
			f.expect(c, "confirmed venue")
			f.expectExact()
		},
		"lets those wait who get no place": func(t *testing.T, f *fixture) {
			f.must(f.setCapacity("venue", 1))
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			f.do(models.BulkMove, toVenue(true), a, b)
			f.expect(a, "confirmed venue")
			f.expect(b, "waitlisted venue 1")
			f.expectExact()
		},
		"cancels, and brings back only whose place is still free": func(t *testing.T, f *fixture) {
			f.must(f.setCapacity("venue", 2))
			a, b, c := f.signUp("a", "venue"), f.signUp("b", "venue"), f.signUp("c", "venue")
			action := f.do(models.BulkCancel, registration.BulkInput{}, a, b)
			f.expect(c, "confirmed venue") // came off the waiting list
			f.undo(action)
			f.expect(a, "confirmed venue")
			f.expect(b, "cancelled venue")
			expectEqual(t, "kept", f.left(action), []string{"bulk.place_gone"})
			f.expectExact()
		},
		"does not bring back who registered again": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "online")
			action := f.do(models.BulkCancel, registration.BulkInput{}, a)
			again := f.signUp("a", "online")
			f.undo(action)
			f.expect(a, "cancelled online")
			f.expect(again, "confirmed online")
			expectEqual(t, "kept", f.left(action), []string{"bulk.registered_again"})
		},
		"tells people their place where the mail of what is undone has not left": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			action := f.do(models.BulkCancel, registration.BulkInput{}, a)
			f.undo(action)
			f.expect(a, "confirmed venue")
			f.expectMails(a, "registration_confirmed registration_changed")
		},
		"tells people that they have their place again where the mail of what is undone has left": func(t *testing.T, f *fixture) {
			a := f.signUp("a", "venue")
			action := f.do(models.BulkCancel, registration.BulkInput{}, a)
			f.write(func(tx *models.Tx) error {
				list, err := tx.Mails().OfRegistration(a)
				for i := range list {
					err = errors.Join(err, tx.Mails().Mark(&list[i], models.MailSent, "", ""))
				}
				return err
			})
			f.undo(action)
			f.expect(a, "confirmed venue")
			f.expectMails(a, "registration_confirmed registration_cancelled registration_changed")
		},
		"tags people, and takes off only what it put on": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			in := registration.TagInput{Tag: "来賓"}
			f.must(f.service.Tags().Put(f.ctx, f.event, a.ID, &in))
			action := f.do(models.BulkTag, registration.BulkInput{TagInput: in}, a, b)
			expectEqual(t, "left", f.left(action), []string{"bulk.has_tag"})
			f.undo(action)
			expectEqual(t, "tagged", f.found(registration.FilterInput{Tags: []string{"来賓"}}), []string{a.ID})
		},
		"asks again where others are selected than were asked about": func(t *testing.T, f *fixture) {
			f.signUp("a", "online")
			in := &registration.BulkInput{SelectionInput: registration.SelectionInput{All: true}, Count: 2}
			action, err := f.service.Bulk().Start(f.ctx, f.event, models.BulkCancel, in, f.account())
			f.must(err)
			expectEqual(t, "begun", action == nil, true)
		},
		"goes on after an interruption with those to whom nothing has happened": func(t *testing.T, f *fixture) {
			var people []*models.Registration
			for i := range 310 { // more than are done at once
				people = append(people, f.signUp(fmt.Sprint("p", i), "online"))
			}
			action := f.do(models.BulkCancel, registration.BulkInput{}, people...)
			f.expect(people[0], "confirmed online")
			job := &models.Job{Kind: registration.JobBulk, Payload: action.ID}
			f.must(f.service.Bulk().Go(f.ctx, job))
			f.must(f.service.Bulk().Go(f.ctx, job)) // once more, as after a crash
			f.expect(people[309], "cancelled online")
			page, err := f.service.Bulk().Page(f.ctx, f.event, action.ID)
			f.must(err)
			expectEqual(t, "done", page.Done, 310)
			expectEqual(t, "state", page.Action.State, models.BulkDone)
			f.expectExact()
			f.advance(11 * time.Minute)
			err = f.service.Bulk().Undo(f.ctx, f.event, action.ID)
			expectEqual(t, "too late", models.CodeOf(err), models.CodeConflict)
		},
	})
}
