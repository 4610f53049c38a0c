package place_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"meguri/app/place"
	"meguri/app/registration"
	"meguri/app/service/link"
	sessionplace "meguri/app/service/place"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is an event with sessions that people sign up for: two at the same time, and one right after, elsewhere.
type fixture struct {
	t                  *testing.T
	db                 *models.DB
	event              *models.Event
	service            *place.Service
	desk               place.Desk
	people             *registration.Service
	first, same, after *models.Session
	staff              string // an account
}

func each(t *testing.T, test func(f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.OnMoved(sessionplace.Settle)
		f := &fixture{t: t, db: db, event: modelstest.Summit(t, db, "summit"), service: place.New(db)}
		f.desk, f.people = place.DeskOf(f.service), registration.New(db, link.New([]byte("key")), nil)
		f.staff = f.account()
		at := func(minutes int) time.Time { return f.event.StartsAt.Add(time.Duration(minutes) * time.Minute) }
		add := func(title, room string, from, until int) *models.Session {
			return modelstest.Session(t, db, f.event, models.Session{
				TitleJa: title, StartsAt: at(from), EndsAt: at(until), Room: &models.Room{NameJa: room},
			})
		}
		f.first, f.same, f.after = add("一", "A", 0, 60), add("二", "B", 30, 90), add("三", "C", 65, 120)
		for _, s := range []*models.Session{f.first, f.same, f.after} {
			f.must(f.desk.Save(t.Context(), f.event, s.ID, &place.PlacesInput{Capacity: "1"}))
		}
		test(f)
	})
}

// account makes an account of staff.
func (f *fixture) account() string {
	f.t.Helper()
	account := &models.Account{Name: "青木", Email: "staff@mail.example", EmailKey: "staff@mail.example", Locale: "ja"}
	f.must(f.db.InTx(f.t.Context(), func(tx *models.Tx) error { return tx.Accounts().Create(account) }))
	return account.ID
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) expectCode(err error, code models.Code) {
	f.t.Helper()
	if models.CodeOf(err) != code {
		f.t.Errorf("%v is no %v", err, code)
	}
}

func (f *fixture) later(by time.Duration) {
	now := f.db.Now().Add(by)
	f.db.SetClock(func() time.Time { return now })
}

func (f *fixture) person() *models.Registration {
	return modelstest.Registration(f.t, f.db, f.event, "online")
}

func (f *fixture) do(r *models.Registration, act string, s *models.Session) error {
	return f.service.Do(f.t.Context(), f.event, r, &place.OwnInput{Act: act, Session: s.ID})
}

// state is "" for who did not sign up.
func (f *fixture) state(r *models.Registration, s *models.Session) models.SignUpState {
	f.t.Helper()
	list, err := f.db.Query(f.t.Context()).SessionPlaces().OfRegistration(r.ID)
	f.must(err)
	for _, one := range list {
		if one.SessionID == s.ID {
			return one.State
		}
	}
	return ""
}

func (f *fixture) expect(r *models.Registration, s *models.Session, want models.SignUpState) {
	f.t.Helper()
	if got := f.state(r, s); got != want {
		f.t.Errorf("state %q, not %q", got, want)
	}
}

// expectExact demands that as many places are counted as people have one, and at most as many as there are.
func (f *fixture) expectExact(s *models.Session, taken, waiting int) {
	f.t.Helper()
	p, err := f.db.Query(f.t.Context()).SessionPlaces().Of(f.event, s.ID)
	f.must(err)
	people, err := f.db.Query(f.t.Context()).SessionPlaces().People(s.ID)
	f.must(err)
	with := 0
	for _, one := range people {
		if one.State == models.SignUpTaken {
			with++
		}
	}
	if p.Taken != taken || with != taken || p.Waiting != waiting {
		f.t.Errorf("%d counted, %d have a place, %d wait; not %d and %d", p.Taken, with, p.Waiting, taken, waiting)
	}
}

func TestWhoLeavesGivesThePlaceToTheNext(t *testing.T) {
	each(t, func(f *fixture) {
		a, b, c := f.person(), f.person(), f.person()
		for _, r := range []*models.Registration{a, b, c} {
			f.must(f.do(r, "join", f.first))
			f.must(f.do(r, "join", f.first)) // again changes nothing
		}
		f.expectExact(f.first, 1, 2)
		f.must(f.do(a, "leave", f.first))
		f.must(f.do(a, "leave", f.first))
		f.expect(a, f.first, "")
		f.expect(b, f.first, models.SignUpTaken)
		f.expect(c, f.first, models.SignUpWaiting)
		f.must(f.people.Cancel(f.t.Context(), f.event, b.ID, registration.ByStaff))
		f.expect(b, f.first, "")
		f.expect(c, f.first, models.SignUpTaken)
		f.expectExact(f.first, 1, 0)
	})
}

func TestASmallerCapacityThrowsNobodyOut(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := f.t.Context()
		f.must(f.desk.Save(ctx, f.event, f.first.ID, &place.PlacesInput{Capacity: "3"}))
		var people []*models.Registration
		for range 4 {
			people = append(people, f.person())
			f.must(f.do(people[len(people)-1], "join", f.first))
		}
		f.must(f.desk.Save(ctx, f.event, f.first.ID, &place.PlacesInput{Capacity: "1"}))
		f.expectExact(f.first, 3, 1)
		f.must(f.do(people[0], "leave", f.first))
		f.expectExact(f.first, 2, 1)
		f.must(f.desk.Save(ctx, f.event, f.first.ID, &place.PlacesInput{Capacity: "3"}))
		f.expectExact(f.first, 3, 0)
		f.expectCode(f.desk.Save(ctx, f.event, f.first.ID, &place.PlacesInput{}), models.CodeConflict)
		f.expectCode(f.desk.Save(ctx, f.event, f.first.ID, &place.PlacesInput{Capacity: "-1"}), models.CodeInvalid)
	})
}

func TestClashesAreToldAndRefusedAsTheEventChooses(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, a := f.t.Context(), f.person()
		f.must(f.db.InTx(ctx, func(tx *models.Tx) error {
			return tx.Agendas().SetRoomSize(f.event, models.RoomSize{ID: *f.after.RoomID, WalkMinutes: 10})
		}))
		f.must(f.do(a, "join", f.first))
		page, err := f.service.OwnPage(ctx, f.event, a)
		f.must(err)
		if c := page.Of(f.same.ID).OwnClashes(); len(c) != 1 || c[0].IsWalk() {
			f.t.Errorf("at the same time: %+v", c)
		}
		if c := page.Of(f.after.ID).OwnClashes(); len(c) != 1 || c[0].Gap != 5 || c[0].Needed != 10 {
			f.t.Errorf("the way: %+v", c)
		}
		f.must(f.desk.SaveRules(ctx, f.event, &place.RulesInput{Clash: "refuse"}))
		f.expectCode(f.do(a, "join", f.same), models.CodeConflict)
		f.must(f.do(a, "join", f.after)) // the way is only told
		f.must(f.desk.SaveRules(ctx, f.event, &place.RulesInput{Clash: "warn"}))
		f.must(f.do(a, "join", f.same))
		f.expectCode(f.desk.SaveRules(ctx, f.event, &place.RulesInput{Clash: "never"}), models.CodeInvalid)
	})
}

func TestAnOfferExpiresAndGoesToTheNext(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := f.t.Context()
		f.must(f.db.InTx(ctx, func(tx *models.Tx) error {
			return tx.WaitingList().SaveRules(&models.WaitingListRules{EventID: f.event.ID, ReplyHours: 24})
		}))
		a, b, c := f.person(), f.person(), f.person()
		for _, r := range []*models.Registration{a, b, c} {
			f.must(f.do(r, "join", f.first))
		}
		f.must(f.do(a, "leave", f.first))
		f.expect(b, f.first, models.SignUpTaken)
		f.later(25 * time.Hour)
		f.expectCode(f.do(b, "reply", f.first), models.CodeConflict) // too late
		f.must(f.db.InTx(ctx, func(tx *models.Tx) error { return sessionplace.Lapse(tx, f.event, f.first.ID) }))
		f.expect(b, f.first, "")
		f.expect(c, f.first, models.SignUpTaken)
		f.must(f.do(c, "reply", f.first))
		f.must(f.do(c, "reply", f.first))
		f.later(25 * time.Hour)
		f.must(f.db.InTx(ctx, func(tx *models.Tx) error { return sessionplace.Lapse(tx, f.event, f.first.ID) }))
		f.expect(c, f.first, models.SignUpTaken)
	})
}

func TestStaffMoveAndPromote(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := f.t.Context()
		a, b := f.person(), f.person()
		f.must(f.do(a, "join", f.first))
		f.must(f.do(b, "join", f.first))
		promote := &place.PersonInput{Act: "promote"}
		f.expectCode(f.desk.Do(ctx, f.event, f.first.ID, b.ID, promote), models.CodeFull)
		f.expectCode(f.desk.Do(ctx, f.event, f.first.ID, a.ID, promote), models.CodeConflict)
		f.must(f.desk.Do(ctx, f.event, f.first.ID, a.ID, &place.PersonInput{Act: "move", To: f.after.ID}))
		f.expect(a, f.after, models.SignUpTaken)
		f.expect(b, f.first, models.SignUpTaken)
		f.expectExact(f.first, 1, 0)
		f.expectCode(f.desk.Do(ctx, f.event, f.first.ID, a.ID, &place.PersonInput{Act: "move", To: f.same.ID}),
			models.CodeConflict)
	})
}

// As many as there are places get one, however many want them at once.
func TestManyWantFewPlacesOfASession(t *testing.T) {
	const people, places = 120, 40
	each(t, func(f *fixture) {
		f.must(f.desk.Save(f.t.Context(), f.event, f.first.ID, &place.PlacesInput{Capacity: fmt.Sprint(places)}))
		var list []*models.Registration
		for range people {
			list = append(list, f.person())
		}
		var running sync.WaitGroup
		for i, r := range list {
			running.Go(func() {
				if err := f.do(r, "join", f.first); err != nil {
					f.t.Errorf("join: %v", err)
				}
				if i%10 == 0 {
					if err := f.do(r, "leave", f.first); err != nil {
						f.t.Errorf("leave: %v", err)
					}
				}
			})
		}
		running.Wait()
		f.expectExact(f.first, places, people-people/10-places)
	})
}

func TestErasedPeopleFreeTheirPlaces(t *testing.T) {
	each(t, func(f *fixture) {
		a := f.person()
		f.must(f.do(a, "join", f.first))
		f.must(f.db.InTx(f.t.Context(), func(tx *models.Tx) error { return tx.Privacy().EraseOnRequest(f.event, a.ID) }))
		f.expectExact(f.first, 0, 0)
	})
}
