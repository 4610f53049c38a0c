package lottery_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/lottery"
	"meguri/app/registration"
	"meguri/app/service/check"
	"meguri/app/service/draw"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is an event of which the two places at the venue are given by lot; applications are open for a day.
type fixture struct {
	t      *testing.T
	ctx    context.Context
	db     *models.DB
	event  *models.Event
	people *registration.Service
	lots   *lottery.Service
	links  link.Maker
	code   string // with which people sign up
}

func each(t *testing.T, tests map[string]func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				f := &fixture{t: t, ctx: t.Context(), db: db, links: link.New([]byte("a key of the test's"))}
				db.MarkAddresses(f.links.Address)
				f.people = registration.New(db, f.links, nil)
				f.lots = lottery.New(db, f.links, lottery.Options{
					AwaitReplies: registration.AwaitReplies, FillPlaces: f.people.CapacityChanged,
				})
				t.Cleanup(func() { db.SetClock(time.Now) })
				f.event = modelstest.Summit(t, db, "summit-"+models.NewID()[24:])
				f.event.AddressLimit = 10
				test(t, f)
			})
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, want models.Code) {
	t.Helper()
	if models.CodeOf(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// input is a draft with the parties.
func (f *fixture) input(parties ...string) *lottery.Input {
	local := func(in time.Duration) string { return f.event.Local(f.db.Now().Add(in)).Format(check.LocalLayout) }
	in := &lottery.Input{
		Types:   []string{"venue"},
		OpensAt: local(-time.Minute), ClosesAt: local(24 * time.Hour), DrawsAt: local(48 * time.Hour),
	}
	for _, p := range parties {
		in.PartyNames, in.PartyEmails = append(in.PartyNames, p), append(in.PartyEmails, p+"@party.example")
	}
	return in
}

// open saves and publishes a lottery.
func (f *fixture) open(in *lottery.Input) {
	f.t.Helper()
	must(f.t, f.lots.Save(f.ctx, f.event, in))
	must(f.t, f.lots.Publish(f.ctx, f.event))
}

func (f *fixture) advance(by time.Duration) {
	at := f.db.Now().Add(by)
	f.db.SetClock(func() time.Time { return at })
}

func (f *fixture) signUp(name string, companions ...string) (*models.Registration, error) {
	in := &registration.SignUpInput{
		TicketType: "venue", EntryCode: f.code, NameInput: registration.NameInput{Family: name, Given: "花子"},
		Email: name + "@mail.example", Sector: models.SectorCivil, Locale: "ja",
	}
	for _, c := range companions {
		in.Companions = append(in.Companions, registration.CompanionInput{
			NameInput: registration.NameInput{Family: name, Given: c},
		})
	}
	result, err := f.people.SignUp(f.ctx, f.event, in)
	return result.Registration, err
}

func (f *fixture) apply(names ...string) (list []*models.Registration) {
	f.t.Helper()
	for _, name := range names {
		r, err := f.signUp(name)
		must(f.t, err)
		list = append(list, r)
	}
	return list
}

// work does the jobs that are due, each twice, as after a crash.
func (f *fixture) work() {
	f.t.Helper()
	kinds := append(f.lots.Jobs(), f.people.Jobs()...)
	for {
		job := modelstest.Claim(f.t, f.db, time.Minute)
		if job == nil {
			return
		}
		for _, kind := range kinds {
			if kind.Name == job.Kind {
				for range 2 {
					if err := kind.Do(f.ctx, job); err != nil {
						f.t.Error(job.Kind, err)
					}
				}
			}
		}
		modelstest.Finish(f.t, f.db, job)
	}
}

func (f *fixture) state(r *models.Registration) models.RegistrationState {
	f.t.Helper()
	now, err := f.db.Query(f.ctx).Registrations().ByID(f.event, r.ID)
	must(f.t, err)
	return now.State
}

func (f *fixture) count(list []*models.Registration, state models.RegistrationState) (n int) {
	for _, r := range list {
		if f.state(r) == state {
			n++
		}
	}
	return n
}

func (f *fixture) published() *lottery.Published {
	f.t.Helper()
	p, err := f.lots.PublicPage(f.ctx, f.event)
	must(f.t, err)
	return p
}

// exact checks that the counter of places is what rows say.
func (f *fixture) exact() {
	f.t.Helper()
	types, err := f.db.Query(f.ctx).TicketTypes().OfEvent(f.event)
	must(f.t, err)
	n, _, err := f.db.Query(f.ctx).Registrations().CountOfMode(f.event, models.ModeVenue)
	must(f.t, err)
	if types[0].Taken != n {
		f.t.Errorf("%d places are taken, %d people have one", types[0].Taken, n)
	}
}

func secret(n int) string { return fmt.Sprintf("%064x", n+1) }

// party is the secret of a party's link.
func (f *fixture) party(i int) string {
	f.t.Helper()
	l, err := f.db.Query(f.ctx).Lotteries().OfEvent(f.event)
	must(f.t, err)
	parties, err := f.db.Query(f.ctx).Lotteries().Parties(l)
	must(f.t, err)
	return f.links.LotteryParty(parties[i].ID)
}

func (f *fixture) seal(i int) {
	f.t.Helper()
	must(f.t, f.lots.Take(f.ctx, f.party(i), &lottery.SealInput{Seal: draw.Seal(secret(i)), PublicKey: "key"}))
}

func (f *fixture) reveal(i int) error {
	return f.lots.Take(f.ctx, f.party(i), &lottery.SealInput{Secret: secret(i)})
}

func TestALottery(t *testing.T) {
	each(t, map[string]func(t *testing.T, f *fixture){
		"is drawn from two secrets, and anybody can repeat it": func(t *testing.T, f *fixture) {
			f.open(f.input("city", "citizen"))
			f.seal(0)
			f.seal(1)
			list := f.apply("a", "b", "c", "d")
			if n := f.count(list, models.RegistrationApplied); n != 4 {
				t.Fatalf("%d applied", n)
			}
			f.advance(25 * time.Hour)
			f.work()
			_, err := f.signUp("late")
			wantCode(t, err, models.CodeInvalid)
			if p := f.published(); p.Stage != lottery.StageClosed || len(p.Record.List.Entries) != 4 || p.Record.Seed != "" {
				t.Fatalf("%s, %+v", p.Stage, p.Record)
			}
			must(t, f.reveal(0))
			if p := f.published(); p.Record.Parties[0].Secret != "" {
				t.Error("one secret alone is published")
			}
			must(t, f.reveal(1))
			f.work()
			if f.published().Stage != lottery.StageClosed {
				t.Error("it is drawn before its time")
			}
			f.advance(25 * time.Hour)
			f.work()
			won, line := f.count(list, models.RegistrationConfirmed), f.count(list, models.RegistrationWaitlisted)
			if won != 2 || line != 2 {
				t.Errorf("%d won, %d wait", won, line)
			}
			f.exact()
			content, err := f.lots.RecordFile(f.ctx, f.event)
			must(t, err)
			record, err := draw.Read(bytes.NewReader(content))
			must(t, err)
			must(t, record.Verify())
			if !record.IsBinding() {
				t.Error("two secrets do not bind")
			}
			for _, name := range []string{"花子", "@mail.example", list[0].Code, list[0].ID} {
				if strings.Contains(string(content), name) {
					t.Errorf("the record has %s", name)
				}
			}
			for _, r := range list {
				now, err := f.db.Query(f.ctx).Registrations().ByID(f.event, r.ID)
				must(t, err)
				own, err := f.lots.OwnPage(f.ctx, f.event, now)
				must(t, err)
				if own.Row == nil || own.Row.Result == nil || len(own.FreeAtTurn(*own.Row)) == 0 {
					t.Errorf("nothing says why: %+v", own)
				}
			}
		},
		"puts the others into line in the order of turns": func(t *testing.T, f *fixture) {
			f.open(f.input())
			list := f.apply("a", "b", "c", "d", "e")
			f.advance(49 * time.Hour)
			f.work()
			byCode := map[string]int{}
			for _, row := range f.published().Rows("", 0) {
				byCode[row.Entry.Code] = row.Line
			}
			for _, r := range list {
				now, err := f.db.Query(f.ctx).Registrations().ByID(f.event, r.ID)
				must(t, err)
				entry, err := f.db.Query(f.ctx).Lotteries().EntryOf(now)
				must(t, err)
				position, err := f.db.Query(f.ctx).WaitingList().Position(now)
				must(t, err)
				if byCode[entry.Code] != position {
					t.Errorf("in the record %d, in line %d", byCode[entry.Code], position)
				}
			}
			if !f.published().CouldChoose() {
				t.Error("without parties the organizer could have chosen")
			}
		},
		"mails each what was drawn, once": func(t *testing.T, f *fixture) {
			f.open(f.input())
			f.apply("a", "b", "c")
			f.advance(49 * time.Hour)
			f.work()
			kinds := map[string]int{}
			for _, m := range modelstest.Mails(t, f.db) {
				if m.EventID != nil && *m.EventID == f.event.ID {
					kinds[m.Kind]++
				}
			}
			if kinds[registration.MailApplied] != 3 || kinds[lottery.MailWon] != 2 || kinds[lottery.MailWaiting] != 1 {
				t.Error(kinds)
			}
		},
		"with fewer applicants than places": func(t *testing.T, f *fixture) {
			f.open(f.input())
			list := f.apply("a")
			f.advance(49 * time.Hour)
			f.work()
			if f.count(list, models.RegistrationConfirmed) != 1 {
				t.Error("who is alone has no place")
			}
			f.exact()
		},
		"with nobody": func(t *testing.T, f *fixture) {
			f.open(f.input())
			f.advance(49 * time.Hour)
			f.work()
			p := f.published()
			if p.Stage != lottery.StageDrawn || len(p.Record.Results) != 0 {
				t.Errorf("%s %v", p.Stage, p.Record)
			}
			must(t, p.Record.Verify())
		},
		"with no places": func(t *testing.T, f *fixture) {
			f.capacity(0)
			f.open(f.input())
			list := f.apply("a", "b")
			f.advance(49 * time.Hour)
			f.work()
			if f.count(list, models.RegistrationWaitlisted) != 2 {
				t.Error("somebody got a place that there is not")
			}
			f.exact()
		},
		"gives ten who come together nothing of nine places": func(t *testing.T, f *fixture) {
			f.capacity(9)
			f.open(f.input())
			r, err := f.signUp("ten", "a", "b", "c", "d", "e", "g", "h", "i", "j")
			must(t, err)
			one := f.apply("one")
			f.advance(49 * time.Hour)
			f.work()
			if f.state(r) != models.RegistrationWaitlisted || f.count(one, models.RegistrationConfirmed) != 1 {
				t.Error(f.state(r), f.state(one[0]))
			}
			f.exact()
		},
		"is one draw, drawn at once": func(t *testing.T, f *fixture) {
			f.open(f.input("city"))
			f.seal(0)
			list := f.apply("a", "b", "c", "d", "e", "g")
			f.advance(49 * time.Hour)
			f.work() // closes it; the secret is missing
			var wait sync.WaitGroup
			for range 6 {
				wait.Go(func() { _ = f.lots.DrawWithout(context.WithoutCancel(f.ctx), f.event) })
			}
			wait.Wait()
			if n := f.count(list, models.RegistrationConfirmed); n != 2 {
				t.Errorf("%d won", n)
			}
			first := f.published().Record.Seed
			must(t, f.lots.DrawWithout(f.ctx, f.event))
			if f.published().Record.Seed != first {
				t.Error("it was drawn twice")
			}
			f.exact()
			must(t, f.published().Record.Verify())
		},
		"that is killed in the middle is drawn as if nothing had been": func(t *testing.T, f *fixture) {
			f.open(f.input())
			list := f.apply("a", "b", "c")
			f.advance(25 * time.Hour)
			f.work()
			f.advance(25 * time.Hour)
			dies := lottery.New(f.db, f.links, lottery.Options{
				AwaitReplies: registration.AwaitReplies,
				FillPlaces:   func(*models.Tx, string) error { return errors.New("killed") },
			})
			if err := dies.DrawWithout(f.ctx, f.event); err == nil {
				t.Fatal("nothing failed")
			}
			if f.count(list, models.RegistrationApplied) != 3 || f.published().Stage != lottery.StageClosed {
				t.Fatal("half a draw is stored")
			}
			f.work()
			if f.count(list, models.RegistrationConfirmed) != 2 {
				t.Error("it was not drawn afterwards")
			}
			f.exact()
			must(t, f.published().Record.Verify())
		},
		"makes no new draw for who withdraws after the list": func(t *testing.T, f *fixture) {
			f.open(f.input())
			list := f.apply("a", "b", "c")
			f.advance(25 * time.Hour)
			f.work()
			must(t, f.people.Cancel(f.ctx, f.event, list[0].ID, registration.ByAttendee))
			f.advance(25 * time.Hour)
			f.work()
			if n := len(f.published().Record.Results); n != 3 {
				t.Errorf("%d results", n)
			}
			if f.count(list[1:], models.RegistrationConfirmed) != 2 || f.state(list[0]) != models.RegistrationCancelled {
				t.Error("the place did not go to the next in line")
			}
			f.exact()
		},
		"forgets who withdraws before the list": func(t *testing.T, f *fixture) {
			f.open(f.input())
			list := f.apply("a", "b")
			must(t, f.people.Cancel(f.ctx, f.event, list[0].ID, registration.ByAttendee))
			f.advance(25 * time.Hour)
			f.work()
			if n := len(f.published().Record.List.Entries); n != 1 {
				t.Errorf("%d entries", n)
			}
		},
		"gives a place that nobody answers for to the next": func(t *testing.T, f *fixture) {
			in := f.input()
			in.ReplyHours = "24"
			f.open(in)
			list := f.apply("a", "b", "c")
			f.advance(49 * time.Hour)
			f.work()
			var winners []*models.Registration
			for _, r := range list {
				if f.state(r) == models.RegistrationConfirmed {
					winners = append(winners, r)
				}
			}
			must(t, registration.RepliesOf(f.people).Reply(f.ctx, f.event, winners[0]))
			f.advance(25 * time.Hour)
			f.work()
			if f.state(winners[0]) != models.RegistrationConfirmed || f.state(winners[1]) != models.RegistrationLapsed {
				t.Error(f.state(winners[0]), f.state(winners[1]))
			}
			if f.count(list, models.RegistrationConfirmed) != 2 {
				t.Error("the next in line has no place")
			}
			f.exact()
		},
	})
}

func (f *fixture) capacity(n int) {
	f.t.Helper()
	must(f.t, f.db.InTx(f.ctx, func(tx *models.Tx) error {
		ticketType, err := tx.TicketTypes().BySlug(f.event, "venue")
		if err != nil {
			return err
		}
		ticketType.Capacity = &n
		return tx.TicketTypes().Update(ticketType, ticketType.Version)
	}))
}

func TestAPartyThatDoesNotOpen(t *testing.T) {
	each(t, map[string]func(t *testing.T, f *fixture){
		"is opened from the sealed copy, and named": func(t *testing.T, f *fixture) {
			f.open(f.input("city", "citizen"))
			f.seal(0)
			f.seal(1)
			list := f.apply("a", "b", "c")
			f.advance(25 * time.Hour)
			f.work()
			must(t, f.reveal(0))
			copied := &lottery.SealInput{Secret: secret(1), Of: f.id(1)}
			wantCode(t, f.lots.Take(f.ctx, f.party(0), copied), models.CodeConflict) // the party has its time
			f.advance(25 * time.Hour)
			f.work()
			if p := f.published(); p.Stage != lottery.StageClosed || len(p.Missing()) != 1 {
				t.Fatalf("%s, missing %v", p.Stage, p.Missing())
			}
			must(t, f.lots.Take(f.ctx, f.party(0), copied))
			f.work()
			p := f.published()
			if p.Stage != lottery.StageDrawn || p.Record.Parties[1].OpenedBy != "city" || p.CouldChoose() {
				t.Errorf("%s %+v", p.Stage, p.Record.Parties)
			}
			must(t, p.Record.Verify())
			if f.count(list, models.RegistrationConfirmed) != 2 {
				t.Error("nobody won")
			}
		},
		"and sealed nothing is no promise that nobody could choose": func(t *testing.T, f *fixture) {
			f.open(f.input("city", "citizen"))
			f.seal(0)
			f.apply("a")
			if f.published().CouldChoose() {
				t.Error("there is time to seal")
			}
			f.advance(25 * time.Hour)
			f.work()
			if !f.published().CouldChoose() {
				t.Error("after the closing one seal is too few")
			}
		},
		"and of which nobody has a copy is named": func(t *testing.T, f *fixture) {
			f.open(f.input("city", "citizen"))
			f.seal(0)
			f.seal(1)
			f.apply("a")
			f.advance(25 * time.Hour)
			f.work()
			must(t, f.reveal(0))
			wantCode(t, f.lots.DrawWithout(f.ctx, f.event), models.CodeConflict)
			f.advance(25 * time.Hour)
			must(t, f.lots.DrawWithout(f.ctx, f.event))
			p := f.published()
			if !p.Record.Parties[1].Missing || !p.CouldChoose() {
				t.Errorf("%+v", p.Record.Parties)
			}
			must(t, p.Record.Verify())
		},
		"seals once, in time, with a secret of its own": func(t *testing.T, f *fixture) {
			f.open(f.input("city", "citizen"))
			f.seal(0)
			f.seal(0) // sent again
			other := &lottery.SealInput{Seal: draw.Seal(secret(5))}
			wantCode(t, f.lots.Take(f.ctx, f.party(0), other), models.CodeConflict)
			wantCode(t, f.lots.Take(f.ctx, f.party(1), &lottery.SealInput{Seal: "x"}), models.CodeInvalid)
			wantCode(t, f.reveal(0), models.CodeConflict)
			f.advance(25 * time.Hour)
			wantCode(t, f.lots.Take(f.ctx, f.party(1), other), models.CodeConflict)
			f.work()
			wantCode(t, f.lots.Take(f.ctx, f.party(0), &lottery.SealInput{Secret: secret(3)}), models.CodeInvalid)
			wantCode(t, f.lots.Take(f.ctx, f.party(0)+"x", other), models.CodeNotFound)
		},
		"dice count before any secret is open": func(t *testing.T, f *fixture) {
			f.open(f.input("city"))
			f.seal(0)
			wantCode(t, f.lots.ThrowDice(f.ctx, f.event, "3"), models.CodeConflict)
			f.advance(25 * time.Hour)
			f.work()
			wantCode(t, f.lots.ThrowDice(f.ctx, f.event, "six"), models.CodeInvalid)
			must(t, f.lots.ThrowDice(f.ctx, f.event, " 3  5 "))
			wantCode(t, f.lots.ThrowDice(f.ctx, f.event, "4"), models.CodeConflict)
			must(t, f.reveal(0))
			f.advance(25 * time.Hour)
			f.work()
			if p := f.published(); p.Record.Dice != "3 5" || p.CouldChoose() {
				t.Errorf("%+v", p.Record)
			}
		},
	})
}

func (f *fixture) id(i int) string {
	id, _ := link.ID(f.party(i))
	return id
}

func TestRulesOfALottery(t *testing.T) {
	each(t, map[string]func(t *testing.T, f *fixture){
		"put first-timers first, by the address": func(t *testing.T, f *fixture) {
			before := f.event
			before.StartsAt = before.StartsAt.Add(-60 * 24 * time.Hour)
			past := *before
			past.ID, past.Slug = "", "past-"+models.NewID()[24:]
			past.EndsAt = past.StartsAt.Add(time.Hour)
			f.event.StartsAt = f.event.StartsAt.Add(60 * 24 * time.Hour)
			must(t, f.db.InTx(f.ctx, func(tx *models.Tx) error { return tx.Events().Create(&past) }))
			must(t, f.db.InTx(f.ctx, func(tx *models.Tx) error {
				return tx.TicketTypes().Create(&models.TicketType{EventID: past.ID, Slug: "venue", Mode: models.ModeVenue})
			}))
			in := f.input()
			in.FirstTime, in.Fewest = true, true
			f.open(in)
			list := f.apply("old", "new1", "new2")
			old, err := f.db.Query(f.ctx).Registrations().ByID(f.event, list[0].ID)
			must(t, err)
			was := modelstest.Registration(t, f.db, &past, "venue")
			must(t, f.db.InTx(f.ctx, func(tx *models.Tx) error {
				r, err := tx.Registrations().ByID(&past, was.ID)
				if err != nil {
					return err
				}
				r.Email, r.EmailKey = old.Email, old.EmailKey
				return tx.Registrations().Update(r)
			}))
			f.advance(49 * time.Hour)
			f.work()
			if f.state(list[0]) != models.RegistrationWaitlisted || f.count(list[1:], models.RegistrationConfirmed) != 2 {
				t.Error(f.state(list[0]), f.state(list[1]), f.state(list[2]))
			}
		},
		"reserve places for who staff name, and take an organization's order": func(t *testing.T, f *fixture) {
			in := f.input()
			in.Invited = "1"
			f.open(in)
			list := f.apply("a", "b", "c", "d", "e", "g", "h")
			wantCode(t, f.lots.SaveMarks(f.ctx, f.event, &lottery.MarksInput{Invited: "XXXX-XXXX"}), models.CodeInvalid)
			must(t, f.lots.SaveMarks(f.ctx, f.event, &lottery.MarksInput{
				Invited: list[3].Code, Teams: list[1].Code + " " + list[0].Code + " " + list[2].Code,
			}))
			page, err := f.lots.StaffPage(f.ctx, f.event)
			must(t, err)
			if page.Marks.Teams != list[1].Code+" "+list[0].Code+" "+list[2].Code {
				t.Errorf("%q", page.Marks.Teams)
			}
			f.advance(49 * time.Hour)
			f.work()
			if f.state(list[3]) != models.RegistrationConfirmed {
				t.Error("who was named has no place")
			}
			if f.state(list[0]) == models.RegistrationConfirmed && f.state(list[1]) != models.RegistrationConfirmed {
				t.Error("the team's second is before its first")
			}
			must(t, f.published().Record.Verify())
		},
		"keep people together who apply together, or draw them one by one": func(t *testing.T, f *fixture) {
			in := f.input()
			in.Alone = true
			f.open(in)
			f.capacity(3)
			r, err := f.signUp("four", "二", "三", "四")
			must(t, err)
			f.advance(49 * time.Hour)
			f.work()
			p := f.published()
			if len(p.Record.List.Entries) != 4 || p.Winners() != 3 || !p.Alone() {
				t.Errorf("%d entries, %d won", len(p.Record.List.Entries), p.Winners())
			}
			list, err := f.db.Query(f.ctx).Registrations().CompanionsOf(r)
			must(t, err)
			for _, one := range append(list, *r) {
				now, err := f.db.Query(f.ctx).Registrations().ByID(f.event, one.ID)
				must(t, err)
				own, err := f.lots.OwnPage(f.ctx, f.event, now)
				must(t, err)
				if own.Row == nil || (own.Row.Type != nil) != (now.State == models.RegistrationConfirmed) {
					t.Errorf("%s: %+v", now.State, own.Row)
				}
			}
			f.exact()
			must(t, p.Record.Verify())
		},
		"stay as they were published": func(t *testing.T, f *fixture) {
			f.open(f.input())
			in := f.input()
			page, err := f.lots.StaffPage(f.ctx, f.event)
			must(t, err)
			in.Version = page.Lottery.Version
			wantCode(t, f.lots.Save(f.ctx, f.event, in), models.CodeConflict)
			f.apply("a")
			wantCode(t, f.lots.Unpublish(f.ctx, f.event), models.CodeConflict)
		},
		"are checked": func(t *testing.T, f *fixture) {
			in := f.input("city", "city")
			in.Types, in.DrawsAt, in.Residents = []string{"online"}, in.OpensAt, "-1"
			err := f.lots.Save(f.ctx, f.event, in)
			wantCode(t, err, models.CodeInvalid)
			for _, field := range []string{"types", "draws_at", "parties", "residents"} {
				var fault *models.Error
				if !errors.As(err, &fault) || fault.Fields[field] == "" {
					t.Errorf("no fault of %s in %+v", field, fault)
				}
			}
		},
	})
}

// A code for a ticket type that is drawn is used by who applies, alone or together, and no more often than it may be.
func TestACodeIsUsedByApplying(t *testing.T) {
	each(t, map[string]func(t *testing.T, f *fixture){"": func(t *testing.T, f *fixture) {
		f.open(f.input("city", "citizen"))
		uses := 3
		codes := []models.EntryCode{{EventID: f.event.ID, Code: "WARD", CodeKey: "WARD", MaxUses: &uses}}
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			ticketType, err := tx.TicketTypes().BySlug(f.event, "venue")
			if err != nil {
				return err
			}
			codes[0].TypeIDs = []string{ticketType.ID}
			return tx.EntryCodes().Create(codes)
		})
		f.code = "WARD"
		list := f.apply("a")
		together, err := f.signUp("b", "一郎")
		must(t, err)
		if n := f.count(append(list, together), models.RegistrationApplied); n != 2 {
			t.Errorf("%d applied", n)
		}
		_, err = f.signUp("c")
		wantCode(t, err, models.CodeInvalid)
		q := f.db.Query(f.ctx)
		code, err := q.EntryCodes().ByID(f.event, codes[0].ID)
		must(t, err)
		if code.Used != uses {
			t.Errorf("used %d times, want %d", code.Used, uses)
		}
		wrong, err := q.EntryCodes().Miscounts()
		must(t, err)
		if len(wrong) > 0 {
			t.Errorf("counted wrong: %v", wrong)
		}
	}})
}
