package registration_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"meguri/app/registration"
	"meguri/models"
)

// code makes a code for ticket types, for as many uses as uses, 0 for no limit.
func (f *fixture) code(code string, uses int, slugs ...string) *models.EntryCode {
	f.t.Helper()
	list := []models.EntryCode{{EventID: f.event.ID, Code: code, CodeKey: code}}
	if uses > 0 {
		list[0].MaxUses = &uses
	}
	f.write(func(tx *models.Tx) error {
		list[0].TypeIDs = nil
		for _, slug := range slugs {
			t, err := tx.TicketTypes().BySlug(f.event, slug)
			if err != nil {
				return err
			}
			list[0].TypeIDs = append(list[0].TypeIDs, t.ID)
		}
		return tx.EntryCodes().Create(list)
	})
	return &list[0]
}

// byCode makes a ticket type only for who has a code, until a time, nil for always.
func (f *fixture) byCode(slug string, until *time.Time) {
	f.editType(slug, func(t *models.TicketType) { t.Entry, t.EntryUntil = models.EntryByCode, until })
}

// used is how often a code is used, as its counter says. It must be what the registrations say.
func (f *fixture) used(code *models.EntryCode) int {
	f.t.Helper()
	q := f.db.Query(f.ctx)
	found, err := q.EntryCodes().ByID(f.event, code.ID)
	f.must(err)
	if wrong, err := q.EntryCodes().Miscounts(); err != nil || len(wrong) > 0 {
		f.t.Errorf("uses are counted wrong: %v, %v", wrong, err)
	}
	return found.Used
}

func withCode(name, ticketType, code string) *registration.SignUpInput {
	in := signUpInput(name+"@mail.example", ticketType)
	in.EntryCode = code
	return in
}

func (f *fixture) wantCodeFault(in *registration.SignUpInput, key string) {
	f.t.Helper()
	_, err := f.service.SignUp(f.ctx, f.event, in)
	expectEqual(f.t, "faults of "+in.EntryCode, faults(f.t, err), map[string]string{"entry_code": key})
}

func TestATicketTypeThatAsksForACode(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"is for who has one": func(t *testing.T, f *fixture) {
			f.byCode("venue", nil)
			code := f.code("SPONSOR", 0, "venue")
			f.wantCodeFault(withCode("a", "venue", ""), "entry.code_needed")
			f.wantCodeFault(withCode("a", "venue", "SPONSORS"), "entry.code_unknown")
			f.wantCodeFault(withCode("a", "venue", "合言葉"), "entry.code_unknown")
			r := f.submit(withCode("a", "venue", " ｓｐｏｎｓｏｒ ")).Registration
			f.expect(r, "confirmed venue")
			expectEqual(t, "uses", f.used(code), 1)
		},
		"takes no code for another one": func(t *testing.T, f *fixture) {
			f.byCode("venue", nil)
			code := f.code("ONLINE", 1, "online")
			f.wantCodeFault(withCode("a", "venue", "ONLINE"), "entry.code_other_type")
			expectEqual(t, "uses", f.used(code), 0)
		},
		"is for everybody once its time is over": func(t *testing.T, f *fixture) {
			until := f.db.Now().Add(24 * time.Hour)
			f.byCode("venue", &until)
			code := f.code("MEMBERS", 0, "venue")
			f.wantCodeFault(withCode("a", "venue", ""), "entry.code_needed")
			f.expect(f.submit(withCode("member", "venue", "MEMBERS")).Registration, "confirmed venue")
			f.advance(25 * time.Hour)
			f.expect(f.submit(withCode("a", "venue", "")).Registration, "confirmed venue")
			expectEqual(t, "uses", f.used(code), 1)
		},
		"cannot be changed to without one": func(t *testing.T, f *fixture) {
			r := f.signUp("a", "online")
			f.byCode("venue", nil)
			err := f.service.ChangeType(f.ctx, f.event, r.ID, changeTo("venue", false))
			expectEqual(t, "faults", faults(t, err), map[string]string{"ticket_type": "registration.type_closed"})
			page, err := f.service.AttendeePage(f.ctx, f.event, f.current(r))
			f.must(err)
			expectEqual(t, "ticket types of the page", len(page.TicketTypes), 1)
		},
		"that is hidden is seen and taken with it alone": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) { t.Hidden = true })
			code := f.code("PRESS", 1, "venue")
			for typed, want := range map[string]int{"": 1, "PRESS": 2, "PRESSE": 1} {
				page, err := f.service.SignUpPage(f.ctx, f.event, typed)
				f.must(err)
				expectEqual(t, "ticket types for "+typed, len(page.TicketTypes), want)
			}
			f.expect(f.submit(withCode("a", "venue", "press")).Registration, "confirmed venue")
			expectEqual(t, "uses", f.used(code), 1)
		},
	})
}

func TestACodeEnds(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"when it is used up": func(t *testing.T, f *fixture) {
			f.byCode("venue", nil)
			code := f.code("ONCE", 1, "venue")
			first := withCode("a", "venue", "ONCE")
			first.RequestID = "a request of a's"
			f.submit(first)
			f.wantCodeFault(withCode("b", "venue", "ONCE"), "entry.code_used_up")
			expectEqual(t, "the outcome of the same request", f.submit(first).Outcome, registration.OutcomeRepeated)
			expectEqual(t, "uses", f.used(code), 1)
			expectEqual(t, "registrations", len(f.list("")), 1)
		},
		"when its time is over": func(t *testing.T, f *fixture) {
			f.byCode("venue", nil)
			code, at := f.code("EARLY", 0, "venue"), f.db.Now().Add(time.Hour)
			code.ExpiresAt = &at
			f.write(func(tx *models.Tx) error { return tx.EntryCodes().Update(code) })
			f.submit(withCode("a", "venue", "EARLY"))
			f.advance(time.Hour)
			f.wantCodeFault(withCode("b", "venue", "EARLY"), "entry.code_expired")
		},
		"when staff stop it": func(t *testing.T, f *fixture) {
			code, at := f.code("STOP", 0, "venue"), f.db.Now()
			code.StoppedAt = &at
			f.write(func(tx *models.Tx) error { return tx.EntryCodes().Update(code) })
			f.wantCodeFault(withCode("b", "venue", "STOP"), "entry.code_stopped")
		},
		"and who cancels, is declined or lapses gives it back": func(t *testing.T, f *fixture) {
			f.askToConfirm(1)
			code := f.code("ONCE", 1, "venue")
			f.cancel(f.submit(withCode("a", "venue", "ONCE")).Registration)
			expectEqual(t, "uses", f.used(code), 0)
			f.submit(withCode("b", "venue", "ONCE"))
			f.advance(time.Hour)
			f.sendLinks()
			expectEqual(t, "uses after the lapse", f.used(code), 0)
			c := f.submit(withCode("c", "venue", "ONCE")).Registration
			action := f.do(models.BulkCancel, registration.BulkInput{}, c)
			expectEqual(t, "uses after many were cancelled", f.used(code), 0)
			f.undo(action)
			expectEqual(t, "uses after that was undone", f.used(code), 1)
			f.wantCodeFault(withCode("d", "venue", "ONCE"), "entry.code_used_up")
		},
		"for a group together, or not at all": func(t *testing.T, f *fixture) {
			f.allow(5)
			f.byCode("online", nil)
			code := f.code("COUPLE", 2, "online")
			in := withCode("a", "online", "COUPLE")
			for _, name := range []string{"一郎", "二郎"} {
				in.Companions = append(in.Companions, registration.CompanionInput{
					NameInput: registration.NameInput{Family: "同行", Given: name},
				})
			}
			f.wantCodeFault(in, "entry.code_few")
			expectEqual(t, "uses", f.used(code), 0)
			in.Companions = in.Companions[:1]
			f.submit(in)
			expectEqual(t, "uses", f.used(code), 2)
		},
	})
}

// Many want a code that few may use, and more than there are places: it is used as often as it may be, and who is
// refused leaves nothing behind.
func TestManyWantACodeThatFewMayUse(t *testing.T) {
	const people, clients, uses, places = 120, 40, 25, 20
	each(t, func(t *testing.T, f *fixture) {
		f.must(f.setCapacity("venue", places))
		f.byCode("venue", nil)
		code := f.code("RUSH", uses, "venue")
		var running errgroup.Group
		var made, refused, cancelled atomic.Int64
		running.SetLimit(clients)
		for i := range people {
			running.Go(func() error {
				result, err := f.service.SignUp(f.ctx, f.event, withCode(fmt.Sprint("p", i), "venue", "RUSH"))
				if err != nil {
					if faults(t, err)["entry_code"] != "entry.code_used_up" {
						t.Error(err)
					}
					refused.Add(1)
					return nil
				}
				made.Add(1)
				if i%10 == 0 {
					f.try(f.service.Cancel(f.ctx, f.event, result.Registration.ID, registration.ByAttendee))
					cancelled.Add(1)
				}
				return nil
			})
		}
		_ = running.Wait() // nobody returns an error
		f.expectExact()
		used := f.used(code)
		if used > uses || int(made.Load()-cancelled.Load()) != used || made.Load()+refused.Load() != people {
			t.Errorf("%d uses of %d; %d made, %d cancelled, %d refused",
				used, uses, made.Load(), cancelled.Load(), refused.Load())
		}
		if made.Load() < uses {
			t.Errorf("only %d of %d were registered", made.Load(), uses)
		}
	})
}
