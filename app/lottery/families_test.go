package lottery_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/lottery"
	"meguri/app/place"
	"meguri/app/registration"
	"meguri/models"
	"meguri/models/modelstest"
)

// family signs up a person with companions who take part online.
func (f *sessions) family(name string, companions int) []*models.Registration {
	f.t.Helper()
	in := &registration.SignUpInput{
		TicketType: "online", NameInput: registration.NameInput{Family: "川崎", Given: name}, Email: name + "@mail.example",
		Sector: models.SectorCivil, Locale: "ja",
	}
	for i := range companions {
		in.Companions = append(in.Companions, registration.CompanionInput{
			NameInput: registration.NameInput{Family: "川崎", Given: fmt.Sprint("子", i)},
		})
	}
	result, err := f.people.SignUp(f.ctx, f.event, in)
	must(f.t, err)
	people := []*models.Registration{result.Registration}
	list, err := f.db.Query(f.ctx).Registrations().CompanionsOf(result.Registration)
	must(f.t, err)
	for i := range list {
		people = append(people, &list[i])
	}
	return people
}

// wishTogether applies for the whole family.
func (f *sessions) wishTogether(family []*models.Registration, wishes ...*models.Session) error {
	in := &lottery.WishInput{}
	for _, s := range wishes {
		in.Wishes = append(in.Wishes, s.ID)
	}
	for _, r := range family[1:] {
		in.With = append(in.With, r.ID)
	}
	return f.lots.Wish(f.ctx, f.event, family[0], in)
}

func (f *sessions) states(people []*models.Registration, s *models.Session) (list []models.SignUpState) {
	for _, r := range people {
		list = append(list, f.has(r, s))
	}
	return list
}

func TestFamiliesInALotteryOfSessions(t *testing.T) {
	eachSessions(t, map[string]func(t *testing.T, f *sessions){
		"win the same sessions or none": func(t *testing.T, f *sessions) {
			f.open(f.rules("2"))
			var families [][]*models.Registration
			for i := range 4 {
				family := f.family(fmt.Sprint("home", i), i%3) // of 1, 2 and 3 people for 2 places
				must(t, f.wishTogether(family, f.first, f.later))
				families = append(families, family)
			}
			f.closeAndDraw()
			f.holds()
			record := f.record()
			must(t, record.Verify())
			if len(record.List.Entries) != 4 {
				t.Errorf("%d entries of 4 families", len(record.List.Entries))
			}
			for _, family := range families {
				for _, s := range f.all {
					if got := slices.Compact(f.states(family, s)); len(got) != 1 {
						t.Errorf("%s: a family of %d has %q", s.TitleJa, len(family), got)
					}
				}
				lead, err := f.lots.OwnPage(f.ctx, f.event, family[0])
				must(t, err)
				for _, r := range family {
					own, err := f.lots.OwnPage(f.ctx, f.event, r)
					must(t, err)
					if own.Row == nil || own.Row.Entry.Code != lead.Row.Entry.Code || own.Row.Entry.Size != len(family) {
						t.Errorf("%s sees another result than their family", r.Name.Given)
					}
				}
			}
			if f.winners(families[2], f.first) != 0 { // three people for two places
				t.Error("a family of three won some of two places")
			}
		},
		"wait together, and leave room for who fits": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			two := f.wishers(2, f.first)
			family := f.family("home", 1)
			must(t, f.wishTogether(family, f.first))
			f.closeAndDraw()
			if f.winners(two, f.first) == 0 { // the family won: one of the two is first in line
				must(t, f.people.Cancel(f.ctx, f.event, family[0].ID, registration.ByAttendee))
				must(t, f.people.Cancel(f.ctx, f.event, family[1].ID, registration.ByAttendee))
				f.holds()
				return
			}
			leave := func(r *models.Registration) {
				must(t, f.place.Do(f.ctx, f.event, r, &place.OwnInput{Act: "leave", Session: f.first.ID}))
			}
			leave(two[0])
			if f.winners(family, f.first) != 0 {
				t.Fatal("half a family moved up")
			}
			late := f.person()
			must(t, f.place.Do(f.ctx, f.event, late, &place.OwnInput{Act: "join", Session: f.first.ID}))
			if f.has(late, f.first) != models.SignUpTaken {
				t.Error("a place that the family cannot use is kept from who can")
			}
			desk := place.DeskOf(f.place)
			promote := &place.PersonInput{Act: "promote"}
			wantCode(t, desk.Do(f.ctx, f.event, f.first.ID, family[1].ID, promote), models.CodeFull)
			leave(late)
			leave(two[1])
			if f.winners(family, f.first) != 2 {
				t.Errorf("two places are free, the family has %q", f.states(family, f.first))
			}
			f.holds()
		},
		"take their class from the last of them": func(t *testing.T, f *sessions) {
			in := f.rules("1")
			in.FirstTime, in.Fewest = true, true
			f.open(in)
			family := f.family("regular", 1)
			had := f.sameHost()
			f.pastSession(had, family[0].Email, 2)
			f.yearBefore(had)
			must(t, f.wishTogether(family, f.first))
			f.closeAndDraw()
			if got := f.record().List.Entries[0].Class; !slices.Equal(got, []int{1, 2}) {
				t.Errorf("class %v", got)
			}
		},
		"are one application in all that is counted and mailed": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			family := f.family("home", 2)
			for range 2 { // sent twice
				must(t, f.wishTogether(family, f.first))
			}
			if n := f.published().Lottery.Applications; n != 3 {
				t.Errorf("%d people applied", n)
			}
			must(t, f.wishTogether(family[:2], f.later)) // not with the third any more
			if n := f.published().Lottery.Applications; n != 2 {
				t.Errorf("%d people applied", n)
			}
			f.closeAndDraw()
			var to []string
			for _, m := range modelstest.Mails(t, f.db) {
				if m.Kind == lottery.MailSessions && m.EventID != nil && *m.EventID == f.event.ID {
					to = append(to, m.ToName)
					if m.Data["with"] != family[1].ID {
						t.Errorf("the mail says %v", m.Data)
					}
				}
			}
			if len(to) != 1 || !strings.Contains(to[0], "home") {
				t.Errorf("mails to %q: one address, one mail", to)
			}
		},
		"part before the closing as they like": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			family := f.family("home", 2)
			must(t, f.wishTogether(family, f.first))
			must(t, f.wish(family[1], f.later)) // alone now
			wantCode(t, f.wishTogether(family, f.first), models.CodeInvalid)
			must(t, f.lots.Wish(f.ctx, f.event, family[2], &lottery.WishInput{Act: "withdraw"}))
			if n := f.published().Lottery.Applications; n != 2 {
				t.Errorf("%d people applied", n)
			}
			must(t, f.lots.Wish(f.ctx, f.event, family[0], &lottery.WishInput{Act: "withdraw"}))
			f.closeAndDraw()
			entries := f.record().List.Entries
			if len(entries) != 1 || entries[0].Size != 1 || f.has(family[1], f.later) != models.SignUpTaken {
				t.Errorf("%+v", entries)
			}
		},
		"go on without the one who applied": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			family := f.family("home", 2)
			must(t, f.wishTogether(family, f.first))
			must(t, f.people.Cancel(f.ctx, f.event, family[0].ID, registration.ByAttendee))
			f.advance(25 * time.Hour)
			f.work()
			entries := f.record().List.Entries
			if len(entries) != 1 || entries[0].Size != 2 {
				t.Fatalf("%+v", entries)
			}
			f.advance(25 * time.Hour)
			f.work()
			if f.winners(family, f.first) != 2 || f.has(family[0], f.first) != "" {
				t.Errorf("%q", f.states(family, f.first))
			}
			f.holds()
		},
		"do not grow after the closing": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			family := f.family("home", 2)
			must(t, f.wishTogether(family, f.first))
			must(t, f.people.Cancel(f.ctx, f.event, family[2].ID, registration.ByAttendee))
			f.advance(25 * time.Hour)
			f.work()
			modelstest.Write(t, f.db, func(tx *models.Tx) error { // as undoing the cancelling does
				r, err := tx.Registrations().Lock(f.event, family[2].ID)
				if err != nil {
					return err
				}
				r.State, r.CancelledAt = models.RegistrationConfirmed, nil
				return tx.Registrations().Update(r)
			})
			f.advance(25 * time.Hour)
			f.work()
			if f.winners(family[:2], f.first) != 2 || f.has(family[2], f.first) != "" {
				t.Errorf("%q", f.states(family, f.first))
			}
			f.holds()
		},
		"keep their code where the one who applied is erased": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			family := f.family("home", 2)
			must(t, f.wishTogether(family, f.first))
			f.advance(25 * time.Hour)
			f.work()
			must(t, f.people.Cancel(f.ctx, f.event, family[0].ID, registration.ByAttendee))
			modelstest.Write(t, f.db, func(tx *models.Tx) error {
				return tx.Privacy().EraseOnRequest(f.event, family[0].ID)
			})
			f.advance(25 * time.Hour)
			f.work()
			if len(f.record().List.Entries) != 1 || f.has(family[1], f.first) == "" || f.has(family[2], f.first) == "" {
				t.Errorf("%q", f.states(family, f.first))
			}
			own, err := f.lots.OwnPage(f.ctx, f.event, family[2])
			must(t, err)
			if own == nil || own.Row == nil {
				t.Error("who is left does not see what was drawn")
			}
		},
		"can only have what all of them can": func(t *testing.T, f *sessions) {
			f.places(f.later, models.SessionPlaces{Capacity: 2, Mode: models.ModeVenue})
			f.open(f.rules("1"))
			lead := modelstest.Registration(t, f.db, f.event, "venue")
			child := f.person() // online
			modelstest.Write(t, f.db, func(tx *models.Tx) error {
				now, err := tx.Registrations().Lock(f.event, child.ID)
				if err != nil {
					return err
				}
				now.RepresentativeID = &lead.ID
				return tx.Registrations().Update(now)
			})
			family := []*models.Registration{lead, child}
			wantCode(t, f.wishTogether(family, f.later), models.CodeInvalid)
			must(t, f.wishTogether(family, f.first))
			stranger := f.person()
			must(t, f.wishTogether([]*models.Registration{lead, child, stranger}, f.first)) // no companion: not taken
			if n := f.published().Lottery.Applications; n != 2 {
				t.Errorf("%d people applied", n)
			}
		},
		"are drawn alone where the rule says so": func(t *testing.T, f *sessions) {
			in := f.rules("1")
			in.Alone = true
			f.open(in)
			family := f.family("home", 1)
			must(t, f.wishTogether(family, f.first))
			page, err := f.lots.WishPage(f.ctx, f.event, family[0])
			must(t, err)
			if len(page.Companions) != 0 || page.Lottery.Applications != 1 {
				t.Errorf("%d companions, %d people applied", len(page.Companions), page.Lottery.Applications)
			}
		},
		"who change it at once are counted once": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			family := f.family("home", 2)
			var wait sync.WaitGroup
			for i := range 6 {
				wait.Go(func() { _ = f.wishTogether(family[:1+i%3], f.first) })
			}
			wait.Wait()
			must(t, f.wishTogether(family, f.first))
			if n := f.published().Lottery.Applications; n != 3 {
				t.Errorf("%d people applied", n)
			}
		},
	})
}

// pastSession gives an address places in n sessions of another event.
func (f *sessions) pastSession(e *models.Event, email string, n int) *models.Registration {
	f.t.Helper()
	in := &registration.SignUpInput{
		TicketType: "online", NameInput: registration.NameInput{Family: "川崎", Given: "以前"}, Email: email,
		Sector: models.SectorCivil, Locale: "ja",
	}
	result, err := f.people.SignUp(f.ctx, e, in)
	must(f.t, err)
	for range n {
		s := modelstest.Session(f.t, f.db, e, models.Session{TitleJa: "過去", StartsAt: e.StartsAt, EndsAt: e.EndsAt})
		modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
			if err := tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: s.ID, EventID: e.ID, Capacity: 9}); err != nil {
				return err
			}
			return tx.SessionPlaces().Win(s.ID, []string{result.Registration.ID}, nil)
		})
	}
	return result.Registration
}

// sameHost is another event of the host.
func (f *sessions) sameHost() *models.Event {
	f.t.Helper()
	e := *f.event
	e.ID, e.Slug, e.Version = "", "before-"+models.NewID()[24:], 0
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		if err := tx.Events().Create(&e); err != nil {
			return err
		}
		return tx.TicketTypes().Create(&models.TicketType{EventID: e.ID, Slug: "online", Mode: models.ModeOnline})
	})
	return &e
}

// yearBefore moves an event to a year before the lottery's.
func (f *sessions) yearBefore(e *models.Event) {
	f.t.Helper()
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		now, err := tx.Events().ByID(e.ID)
		if err != nil {
			return err
		}
		now.StartsAt, now.EndsAt = f.event.StartsAt.AddDate(-1, 0, 0), f.event.EndsAt.AddDate(-1, 0, 0)
		return tx.Events().Update(now, now.Version)
	})
}

func TestWhoHadFewestSessionsGoesFirst(t *testing.T) {
	eachSessions(t, map[string]func(t *testing.T, f *sessions){
		"counted by sessions, not events, also after they are erased": func(t *testing.T, f *sessions) {
			in := f.rules("1")
			in.FirstTime, in.Fewest = true, true
			f.open(in)
			before := f.sameHost()
			want := map[string][]int{}
			for _, name := range []string{"erased", "none", "one", "three"} {
				n := map[string]int{"one": 1, "three": 3, "erased": 2}[name]
				r := f.family(name, 0)[0]
				past := f.pastSession(before, r.Email, n)
				if name == "erased" {
					modelstest.Write(t, f.db, func(tx *models.Tx) error {
						_, err := tx.Privacy().EraseDue(before, past.PrivacyVersion, models.KeptAll)
						return err
					})
				}
				must(t, f.wish(r, f.first))
				own, err := f.lots.OwnPage(f.ctx, f.event, r)
				must(t, err)
				want[own.Entry.Code] = []int{min(n, 1), n}
			}
			f.yearBefore(before)
			f.closeAndDraw()
			for _, e := range f.record().List.Entries {
				if !slices.Equal(e.Class, want[e.Code]) {
					t.Errorf("class %v, want %v", e.Class, want[e.Code])
				}
			}
			if first := f.record().Results[0].Code; want[first][1] != 0 {
				t.Error("who never had a place was not first")
			}
		},
	})
}

func TestApplicationsOfMergedPeople(t *testing.T) {
	merge := func(t *testing.T, f *sessions, kept, merged *models.Registration) {
		t.Helper()
		must(t, registration.DuplicatesOf(f.people).Merge(f.ctx, f.event, &registration.MergeInput{
			First: kept.ID, Second: merged.ID, Keep: kept.ID,
		}))
	}
	eachSessions(t, map[string]func(t *testing.T, f *sessions){
		"go to the one that stays, and back": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			kept, merged := f.person(), f.person()
			must(t, f.wish(merged, f.first))
			merge(t, f, kept, merged)
			own, err := f.lots.OwnPage(f.ctx, f.event, kept)
			must(t, err)
			if own == nil || !slices.Equal(own.Entry.Wishes, []string{f.first.ID}) {
				t.Fatal("the application is lost")
			}
			must(t, registration.DuplicatesOf(f.people).Unmerge(f.ctx, f.event, merged.ID))
			if own, err = f.lots.OwnPage(f.ctx, f.event, merged); err != nil || own == nil {
				t.Errorf("it is not theirs again: %v", err)
			}
			if own, err = f.lots.OwnPage(f.ctx, f.event, kept); err != nil || own != nil {
				t.Errorf("both have it: %v", err)
			}
		},
		"are drawn for the one that stays, also when merged after the closing": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			kept, merged := f.person(), f.person()
			must(t, f.wish(merged, f.first))
			f.advance(25 * time.Hour)
			f.work()
			merge(t, f, kept, merged)
			f.advance(25 * time.Hour)
			f.work()
			if f.has(kept, f.first) != models.SignUpTaken || f.has(merged, f.first) != "" {
				t.Error("the place is lost")
			}
			f.holds()
		},
		"are not two chances": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			kept, merged := f.person(), f.person()
			must(t, f.wish(kept, f.later))
			must(t, f.wish(merged, f.first))
			merge(t, f, kept, merged)
			f.closeAndDraw()
			if len(f.record().List.Entries) != 1 || f.has(kept, f.later) != models.SignUpTaken || f.has(kept, f.first) != "" {
				t.Error("a person has two applications, or not their own")
			}
		},
		"bring their family": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			family := f.family("home", 1)
			must(t, f.wishTogether(family, f.first))
			kept := f.person()
			merge(t, f, kept, family[1]) // the child had registered by themselves, too
			f.closeAndDraw()
			if len(f.record().List.Entries) != 1 || f.winners([]*models.Registration{family[0], kept}, f.first) != 2 {
				t.Error("the family was parted")
			}
			f.holds()
		},
	})
}
