package reception_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// at makes a scan of so many minutes before the end of the event.
func (f *fixture) at(minutesBefore int, ticket string, direction models.Direction) reception.ScanInput {
	scan := f.scan(ticket, direction)
	scan.ScannedAt = f.event.EndsAt.Add(-time.Duration(minutesBefore) * time.Minute)
	return scan
}

// state says of each person whether they came, since when, and whether they are inside.
func (f *fixture) state(people []*models.Registration) string {
	f.t.Helper()
	ids := make([]string, len(people))
	for i, r := range people {
		ids[i] = r.ID
	}
	admissions, err := f.db.Query(f.ctx).Admissions().OfRegistrations(f.event, ids)
	if err != nil {
		f.t.Fatal(err)
	}
	var lines []string
	for i, id := range ids {
		if a, ok := admissions[id]; ok {
			line := fmt.Sprintf("%d came at %s, inside %v since %s", i, f.clock(a.FirstAt), a.Inside, f.clock(a.ChangedAt))
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func (f *fixture) clock(at time.Time) string {
	return f.event.EndsAt.Sub(at).String() + " before the end"
}

// expectedState is the state after the scans, by a plain walk through them in the order of time.
func (f *fixture) expectedState(people []*models.Registration, scans []reception.ScanInput) string {
	scans = slices.Clone(scans)
	slices.SortFunc(scans, func(a, b reception.ScanInput) int {
		return cmp.Or(a.ScannedAt.Compare(b.ScannedAt), strings.Compare(a.ID, b.ID))
	})
	var lines []string
	for i, r := range people {
		var first, since time.Time
		inside, seen := false, false
		for _, s := range scans {
			isIn := s.Direction == models.DirectionIn
			if s.Ticket != r.Code {
				continue
			}
			if !seen || isIn != inside {
				inside, since = isIn, s.ScannedAt
			}
			if isIn && first.IsZero() {
				first = s.ScannedAt
			}
			seen = true
		}
		if !first.IsZero() {
			lines = append(lines, fmt.Sprintf("%d came at %s, inside %v since %s", i, f.clock(first), inside, f.clock(since)))
		}
	}
	return strings.Join(lines, "\n")
}

// Scans of three people arrive in any order, in calls of any size, some of them twice. Where people are depends only on
// when they were scanned.
func TestWherePeopleAreFollowsTheTimesOfTheirScans(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.duringEvent()
		checks := 0
		rapid.Check(t, func(t *rapid.T) {
			checks++
			var people []*models.Registration
			for i := range 3 {
				people = append(people, f.register(fmt.Sprintf("p%d-%d", checks, i), "online"))
			}
			came, inside := f.counts()
			var scans []reception.ScanInput
			for range rapid.IntRange(1, 9).Draw(t, "scans") {
				direction := rapid.SampledFrom(models.Directions).Draw(t, "direction")
				who := rapid.IntRange(0, 2).Draw(t, "who")
				scans = append(scans, f.at(rapid.IntRange(2, 8).Draw(t, "minute"), people[who].Code, direction))
			}
			sent := rapid.Permutation(append(scans, scans[0])).Draw(t, "sent")
			for len(sent) > 0 {
				n := rapid.IntRange(1, len(sent)).Draw(t, "in one call")
				f.admit(sent[:n]...)
				sent = sent[n:]
			}
			want := f.expectedState(people, scans)
			if got := f.state(people); got != want {
				t.Fatalf("got\n%s\nwant\n%s", got, want)
			}
			nowCame, nowInside := f.counts()
			if nowCame-came != strings.Count(want, "came") || nowInside-inside != strings.Count(want, "inside true") {
				t.Fatalf("%d came and %d are inside, want\n%s", nowCame-came, nowInside-inside, want)
			}
		})
	})
}

func TestScansThatArriveLate(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"the way out before the way in": func(_ *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			outcomes := f.admit(f.at(10, code, models.DirectionOut), f.at(30, code, models.DirectionIn))
			f.expect(describe(outcomes[0])+", "+describe(outcomes[1]), "left not_inside, admitted")
			f.expect(f.inside(), "1 came, 0 inside")
		},
		"the way out after the person came back": func(_ *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			f.admit(f.at(40, code, models.DirectionIn))
			f.expect(describe(f.admit(f.at(10, code, models.DirectionIn))[0]), "already")
			f.expect(describe(f.admit(f.at(20, code, models.DirectionOut))[0]), "left")
			f.expect(f.inside(), "1 came, 1 inside")
		},
		"one way in is let in once": func(t *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			f.expect(describe(f.admit(f.at(10, code, models.DirectionIn))[0]), "admitted")
			early := f.at(40, code, models.DirectionIn)
			f.expect(describe(f.admit(early)[0]), "already")
			f.expect(describe(f.admit(early)[0]), "already")
			whole := models.Interval{Until: f.event.EndsAt}
			first, last, err := f.db.Query(f.ctx).Admissions().ArrivalSpan(f.event, whole)
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "arrived", f.clock(first)+", "+f.clock(last), "40m0s before the end, 40m0s before the end")
		},
		"scans without a time keep their order": func(_ *testing.T, f *fixture) {
			f.duringEvent()
			code := f.register("hanako", "venue").Code
			first, second := f.scan(code, models.DirectionIn), f.scan(code, models.DirectionOut)
			first.ID, second.ID = "z", "a"
			first.ScannedAt, second.ScannedAt = time.Time{}, time.Unix(5, 0)
			outcomes := f.admit(first, second)
			f.expect(describe(outcomes[0])+", "+describe(outcomes[1]), "admitted, left")
			f.expect(f.inside(), "1 came, 0 inside")
		},
	})
}

// A device without network lets people in whose registration changes before it can tell.
func TestScansFromBeforeAChange(t *testing.T) {
	moveOnline := func(t *testing.T, f *fixture, r *models.Registration) {
		t.Helper()
		in := &registration.ChangeInput{TicketType: "online"}
		if err := f.registrations.ChangeType(f.ctx, f.event, r.ID, in); err != nil {
			t.Fatal(err)
		}
	}
	cancel := func(t *testing.T, f *fixture, r *models.Registration) {
		t.Helper()
		if err := f.registrations.Cancel(f.ctx, f.event, r.ID, registration.ByAttendee); err != nil {
			t.Fatal(err)
		}
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"before the cancellation they are inside, and may leave": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			ticket := f.ticket(f.event, hanako)
			f.duringEvent()
			cancel(t, f, hanako)
			f.expect(describe(f.admit(f.at(40, ticket, models.DirectionIn))[0]), "admitted cancelled")
			f.expect(f.inside(), "1 came, 1 inside")
			f.expect(f.out(hanako.Code), "left")
			f.expect(f.inside(), "1 came, 0 inside")
			f.advance(time.Second)
			f.expect(f.in(ticket), "cancelled")
			f.expect(f.in(hanako.Code), "cancelled")
		},
		"before the change of type, and then the cancellation": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			before := f.ticket(f.event, hanako)
			f.duringEvent()
			moveOnline(t, f, hanako)
			f.expect(describe(f.admit(f.at(40, before, models.DirectionIn))[0]), "admitted revoked")
			f.expect(f.in(before), "revoked")
			f.expect(f.out(before), "left")
			f.advance(time.Second)
			cancel(t, f, hanako)
			f.expect(describe(f.admit(f.at(50, before, models.DirectionIn))[0]), "already cancelled")
		},
		"before the change of type, brought by another device": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			f.duringEvent()
			moveOnline(t, f, hanako)
			told := f.at(40, "", models.DirectionIn)
			told.RegistrationID, told.Serial = hanako.ID, 1 // a phone that read the ticket told its number
			f.expect(describe(f.admit(told)[0]), "admitted revoked")
			later := f.scan("", models.DirectionIn)
			later.RegistrationID, later.Serial = hanako.ID, 1
			f.expect(describe(f.admit(later)[0]), "revoked")
		},
		"before the event was cancelled": func(_ *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			f.duringEvent()
			at := f.event.EndsAt.Add(-20 * time.Minute)
			f.event.State, f.event.CancelledAt = models.EventCancelled, &at
			f.expect(describe(f.admit(f.at(40, hanako.Code, models.DirectionIn))[0]), "admitted cancelled")
			f.expect(describe(f.admit(f.at(10, hanako.Code, models.DirectionOut))[0]), "left")
			f.expect(describe(f.admit(f.at(5, hanako.Code, models.DirectionIn))[0]), "cancelled")
		},
		"a code, before the person had a place": func(t *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			cancel(t, f, hanako)
			f.duringEvent()
			f.expect(describe(f.admit(f.at(40, hanako.Code, models.DirectionIn))[0]), "cancelled")
		},
		"where the device has let them in": func(_ *testing.T, f *fixture) {
			f.register("first", "venue")
			f.register("second", "venue")
			third := f.register("third", "venue")
			f.duringEvent()
			scan := f.at(40, third.Code, models.DirectionIn)
			scan.Admitted = true
			f.expect(describe(f.admit(scan)[0]), "admitted waitlisted")
			f.expect(f.inside(), "1 came, 1 inside")
		},
	})
}

func TestWhoIsInsideDoesNotGiveThePlaceAway(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		hanako := f.register("hanako", "venue")
		f.expect(f.in(hanako.Code), "admitted")
		expectCode(t, f.registrations.Cancel(f.ctx, f.event, hanako.ID, registration.ByAttendee), models.CodeConflict)
		in := &registration.ChangeInput{TicketType: "online"}
		expectCode(t, f.registrations.ChangeType(f.ctx, f.event, hanako.ID, in), models.CodeConflict)
		f.must(f.registrations.AssignType(f.ctx, f.event, hanako.ID, in))
		f.expect(f.inside(), "1 came, 1 inside")
		f.expect(f.out(hanako.Code), "left")
		f.must(f.registrations.Cancel(f.ctx, f.event, hanako.ID, registration.ByAttendee))
		f.expect(f.inside(), "1 came, 0 inside")
	})
}

func TestStaffCancelWhoIsInside(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"one person": func(_ *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			f.expect(f.in(hanako.Code), "admitted")
			f.must(f.registrations.Cancel(f.ctx, f.event, hanako.ID, registration.ByStaff))
			f.expectCancelledInside(hanako)
		},
		"several people": func(_ *testing.T, f *fixture) {
			hanako := f.register("hanako", "venue")
			f.expect(f.in(hanako.Code), "admitted")
			in := &registration.BulkInput{}
			in.IDs = []string{hanako.ID}
			staff := &models.Account{Name: "青木", Email: "staff@mail.example", EmailKey: "staff@mail.example", Locale: "ja"}
			f.must(f.db.InTx(f.ctx, func(tx *models.Tx) error { return tx.Accounts().Create(staff) }))
			question, err := f.registrations.Bulk().Ask(f.ctx, f.event, models.BulkCancel, in)
			f.must(err)
			f.expect(fmt.Sprint(question.Able), "1")
			_, err = f.registrations.Bulk().Start(f.ctx, f.event, models.BulkCancel, in, staff.ID)
			f.must(err)
			f.expectCancelledInside(hanako)
		},
	})
}

// expectCancelledInside expects the only person to be cancelled, counted inside until they leave, and not let in again.
func (f *fixture) expectCancelledInside(r *models.Registration) {
	f.t.Helper()
	f.expect(string(f.registration(r.ID).State), "cancelled")
	f.expect(f.inside(), "1 came, 1 inside")
	f.expect(fmt.Sprint(f.places()), "map[:[hanako]]")
	f.expect(f.out(r.Code), "left")
	f.expect(f.inside(), "1 came, 0 inside")
	f.expect(f.in(r.Code), "cancelled")
}
