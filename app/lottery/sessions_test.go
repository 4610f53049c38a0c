package lottery_test

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"meguri/app/lottery"
	"meguri/app/place"
	"meguri/app/registration"
	"meguri/app/service/draw"
	sessionplace "meguri/app/service/place"
	"meguri/models"
	"meguri/models/modelstest"
)

// sessions is an event with three sessions of two places each: two at the same time, and one later.
type sessions struct {
	*fixture
	place              *place.Service
	first, same, later *models.Session
	all                []*models.Session
}

func eachSessions(t *testing.T, tests map[string]func(t *testing.T, f *sessions)) {
	t.Helper()
	inner := map[string]func(t *testing.T, f *fixture){}
	for name, test := range tests {
		inner[name] = func(t *testing.T, f *fixture) {
			f.db.OnMoved(sessionplace.Settle)
			s := &sessions{fixture: f, place: place.New(f.db)}
			add := func(title string, from, until int) *models.Session {
				at := func(minutes int) time.Time { return f.event.StartsAt.Add(time.Duration(minutes) * time.Minute) }
				added := modelstest.Session(t, f.db, f.event, models.Session{
					TitleJa: title, TitleEn: title, StartsAt: at(from), EndsAt: at(until), Room: &models.Room{NameJa: title},
				})
				s.places(added, models.SessionPlaces{Capacity: 2})
				return added
			}
			s.first, s.same, s.later = add("一", 0, 60), add("二", 30, 90), add("三", 180, 240)
			s.all = []*models.Session{s.first, s.same, s.later}
			test(t, s)
		}
	}
	each(t, inner)
}

func (f *sessions) places(s *models.Session, p models.SessionPlaces) {
	f.t.Helper()
	p.SessionID, p.EventID = s.ID, f.event.ID
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error { return tx.SessionPlaces().Save(&p) })
}

// rules is a draft of a lottery of all the sessions.
func (f *sessions) rules(limit string) *lottery.Input {
	in := f.input()
	in.Of, in.Types, in.Limit = "sessions", nil, limit
	for _, s := range f.all {
		in.Sessions = append(in.Sessions, s.ID)
	}
	return in
}

func (f *sessions) person() *models.Registration {
	return modelstest.Registration(f.t, f.db, f.event, "online")
}

func (f *sessions) wish(r *models.Registration, wishes ...*models.Session) error {
	in := &lottery.WishInput{}
	for _, s := range wishes {
		in.Wishes = append(in.Wishes, s.ID)
	}
	return f.lots.Wish(f.ctx, f.event, r, in)
}

// wishers are people who wish the same.
func (f *sessions) wishers(n int, wishes ...*models.Session) (list []*models.Registration) {
	f.t.Helper()
	for range n {
		r := f.person()
		must(f.t, f.wish(r, wishes...))
		list = append(list, r)
	}
	return list
}

// closeAndDraw lets the closing and the draw come.
func (f *sessions) closeAndDraw() {
	f.t.Helper()
	f.advance(25 * time.Hour)
	f.work()
	f.advance(25 * time.Hour)
	f.work()
}

// has is what somebody has of a session, "" for nothing.
func (f *sessions) has(r *models.Registration, s *models.Session) models.SignUpState {
	f.t.Helper()
	own, err := f.db.Query(f.ctx).SessionPlaces().OfRegistration(r.ID)
	must(f.t, err)
	for _, o := range own {
		if o.SessionID == s.ID {
			return o.State
		}
	}
	return ""
}

func (f *sessions) winners(list []*models.Registration, s *models.Session) (n int) {
	for _, r := range list {
		if f.has(r, s) == models.SignUpTaken {
			n++
		}
	}
	return n
}

// holds checks that counters are what rows say, that no session has more people than places, and that nobody has two at
// the same time.
func (f *sessions) holds() {
	f.t.Helper()
	q := f.db.Query(f.ctx)
	places, err := q.SessionPlaces().OfEvent(f.event)
	must(f.t, err)
	with := map[string][]string{}
	for _, s := range f.all {
		people, err := q.SessionPlaces().People(s.ID)
		must(f.t, err)
		for _, p := range people {
			if p.State == models.SignUpTaken {
				with[s.ID] = append(with[s.ID], p.RegistrationID)
			}
		}
		if p := places[s.ID]; p != nil && (len(with[s.ID]) != p.Taken || p.Taken > p.Capacity) {
			f.t.Errorf("%s: %d people, %d of %d places", s.TitleJa, len(with[s.ID]), p.Taken, p.Capacity)
		}
	}
	for _, id := range with[f.first.ID] {
		if slices.Contains(with[f.same.ID], id) {
			f.t.Error("somebody has two sessions at the same time")
		}
	}
}

func (f *sessions) record() *draw.Record {
	f.t.Helper()
	content, err := f.lots.RecordFile(f.ctx, f.event)
	must(f.t, err)
	record, err := draw.Read(bytes.NewReader(content))
	must(f.t, err)
	return record
}

func TestALotteryOfSessions(t *testing.T) {
	eachSessions(t, map[string]func(t *testing.T, f *sessions){
		"gives what each turn leaves, and says why": func(t *testing.T, f *sessions) {
			f.open(f.rules("2"))
			list := slices.Concat(f.wishers(4, f.first, f.same, f.later), f.wishers(3, f.later, f.first), f.wishers(2, f.same))
			f.closeAndDraw()
			f.holds()
			record := f.record()
			must(t, record.Verify())
			if record.Format != draw.FormatSessions || len(record.Results) != len(list) {
				t.Errorf("%s with %d results", record.Format, len(record.Results))
			}
			for _, s := range f.all {
				if n := f.winners(list, s); n != 2 {
					t.Errorf("%s: %d of 2 places", s.TitleJa, n)
				}
			}
			for _, r := range list {
				own, err := f.lots.OwnPage(f.ctx, f.event, r)
				must(t, err)
				if own == nil || own.Row == nil || len(own.Chances(*own.Row)) != len(own.Entry.Wishes) {
					t.Fatalf("nothing says why: %+v", own)
				}
				for _, c := range own.Chances(*own.Row) {
					at := slices.IndexFunc(f.all, func(s *models.Session) bool { return s.ID == c.Slug })
					if (f.has(r, f.all[at]) == models.SignUpTaken) != (c.State == "won") {
						t.Errorf("%s is %s, the person has %q", c.NameJa, c.State, f.has(r, f.all[at]))
					}
				}
				for _, w := range own.Row.Waits {
					at := slices.IndexFunc(f.all, func(s *models.Session) bool { return s.ID == w.Slug })
					if f.has(r, f.all[at]) != models.SignUpWaiting {
						t.Errorf("who should wait for %s does not", w.NameJa)
					}
				}
			}
			mails := 0
			for _, m := range modelstest.Mails(t, f.db) {
				if m.Kind == lottery.MailSessions && m.EventID != nil && *m.EventID == f.event.ID {
					mails++
				}
			}
			if mails != len(list) {
				t.Errorf("%d mails", mails)
			}
		},
		"never gives more than there is, whatever is wished": func(t *testing.T, f *sessions) {
			f.open(f.rules("3"))
			for n := range 24 {
				wishes := slices.Clone(f.all)
				if n%2 == 0 {
					slices.Reverse(wishes)
				}
				must(t, f.wish(f.person(), wishes[n%3:]...))
			}
			f.closeAndDraw()
			f.holds()
			must(t, f.record().Verify())
		},
		"puts the others into line in the order of turns": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			list := f.wishers(6, f.first)
			f.closeAndDraw()
			order := map[string]int{}
			for _, row := range f.published().Rows("", 0) {
				if len(row.Waits) > 0 {
					order[row.Entry.Code] = len(order) + 1
				}
			}
			for _, r := range list {
				own, err := f.lots.OwnPage(f.ctx, f.event, r)
				must(t, err)
				signed, err := f.db.Query(f.ctx).SessionPlaces().OfRegistration(r.ID)
				must(t, err)
				if order[own.Entry.Code] == 0 {
					continue
				}
				position, err := f.db.Query(f.ctx).SessionPlaces().Position(&signed[0])
				must(t, err)
				if position != order[own.Entry.Code] {
					t.Errorf("in the record %d, in line %d", order[own.Entry.Code], position)
				}
			}
			if len(order) != 4 {
				t.Errorf("%d wait", len(order))
			}
		},
		"is one draw, drawn at once": func(t *testing.T, f *sessions) {
			in := f.rules("2")
			in.PartyNames, in.PartyEmails = []string{"city"}, []string{"city@party.example"}
			f.open(in)
			f.seal(0)
			list := f.wishers(6, f.first, f.later)
			f.advance(49 * time.Hour)
			f.work() // closes it; the secret is missing
			var wait sync.WaitGroup
			for range 6 {
				wait.Go(func() { _ = f.lots.DrawWithout(context.WithoutCancel(f.ctx), f.event) })
			}
			wait.Wait()
			must(t, f.lots.DrawWithout(f.ctx, f.event))
			if f.winners(list, f.first) != 2 || f.winners(list, f.later) != 2 {
				t.Error("it was drawn twice, or not at all")
			}
			f.holds()
			must(t, f.record().Verify())
		},
		"with nobody": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			f.closeAndDraw()
			must(t, f.record().Verify())
			if f.record().Format != draw.FormatSessions || f.published().Stage != lottery.StageDrawn {
				t.Error("it was not drawn")
			}
			must(t, f.place.Do(f.ctx, f.event, f.person(), &place.OwnInput{Act: "join", Session: f.first.ID}))
		},
		"with fewer applicants than places": func(t *testing.T, f *sessions) {
			f.open(f.rules("3"))
			r := f.wishers(1, f.first, f.same, f.later)[0]
			f.closeAndDraw()
			f.holds()
			if f.has(r, f.first) != models.SignUpTaken || f.has(r, f.later) != models.SignUpTaken || f.has(r, f.same) != "" {
				t.Error("places stay empty, or two are at the same time")
			}
		},
		"with no places": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			list := f.wishers(2, f.first)
			for _, s := range f.all { // taken away after people applied
				f.places(s, models.SessionPlaces{Capacity: 0})
			}
			f.closeAndDraw()
			f.holds()
			must(t, f.record().Verify())
			if f.winners(list, f.first) != 0 || f.has(list[0], f.first) != models.SignUpWaiting {
				t.Error("who wished for what is not there does not wait")
			}
		},
		"of which a party does not open its secret": func(t *testing.T, f *sessions) {
			in := f.rules("1")
			in.PartyNames, in.PartyEmails = []string{"city", "citizen"}, []string{"a@party.example", "b@party.example"}
			f.open(in)
			f.seal(0)
			f.seal(1)
			list := f.wishers(3, f.first)
			f.advance(25 * time.Hour)
			f.work()
			must(t, f.reveal(0))
			f.advance(25 * time.Hour)
			f.work()
			if f.published().Stage != lottery.StageClosed || f.winners(list, f.first) != 0 {
				t.Fatal("it was drawn without a secret that was sealed")
			}
			must(t, f.lots.Take(f.ctx, f.party(0), &lottery.SealInput{Secret: secret(1), Of: f.id(1)})) // from the copy
			f.work()
			record := f.record()
			must(t, record.Verify())
			if f.winners(list, f.first) != 2 || record.Parties[1].OpenedBy != "city" {
				t.Errorf("not drawn, or nobody is named: %+v", record.Parties)
			}
		},
		"counts who has a place at the event when it closes": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			list := f.wishers(2, f.first)
			must(t, f.people.Cancel(f.ctx, f.event, list[0].ID, registration.ByAttendee))
			wantCode(t, f.wish(list[0], f.first), models.CodeConflict)
			f.closeAndDraw()
			if n := len(f.record().List.Entries); n != 1 || f.has(list[0], f.first) != "" {
				t.Errorf("%d entries", n)
			}
		},
		"gives the place of who leaves after the list to the next in line": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			list := f.wishers(3, f.first)
			f.advance(25 * time.Hour)
			f.work()
			must(t, f.people.Cancel(f.ctx, f.event, list[0].ID, registration.ByAttendee))
			f.advance(25 * time.Hour)
			f.work()
			if len(f.record().Results) != 3 || f.winners(list[1:], f.first) != 2 || f.has(list[0], f.first) != "" {
				t.Error("the place did not go to the next in line")
			}
			f.holds()
		},
		"draws also where a session was taken out of the agenda meanwhile": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			list := f.wishers(3, f.first, f.later)
			f.advance(25 * time.Hour)
			f.work()
			modelstest.Write(t, f.db, func(tx *models.Tx) error { return tx.Sessions().Delete(f.event, f.first.ID) })
			f.advance(25 * time.Hour)
			f.work()
			if f.published().Stage != lottery.StageDrawn || f.winners(list, f.later) == 0 {
				t.Error("nothing was drawn")
			}
		},
		"asks who won whether they come": func(t *testing.T, f *sessions) {
			in := f.rules("1")
			in.ReplyHours = "24"
			f.open(in)
			list := f.wishers(3, f.first)
			f.closeAndDraw()
			f.advance(25 * time.Hour)
			for _, kind := range f.place.Jobs() {
				must(t, kind.Do(f.ctx, &models.Job{Payload: f.event.ID + " " + f.first.ID}))
			}
			if n := f.winners(list, f.first); n != 1 {
				t.Errorf("%d have a place after nobody replied, want the next in line", n)
			}
			f.holds()
		},
	})
}

func TestBeforeSessionsAreDrawn(t *testing.T) {
	eachSessions(t, map[string]func(t *testing.T, f *sessions){
		"nobody gets a place in another way": func(t *testing.T, f *sessions) {
			other := modelstest.Session(t, f.db, f.event, models.Session{
				TitleJa: "四", StartsAt: f.event.StartsAt.Add(5 * time.Hour), EndsAt: f.event.StartsAt.Add(6 * time.Hour),
			})
			f.places(other, models.SessionPlaces{Capacity: 5})
			f.open(f.rules("1"))
			r, desk := f.person(), place.DeskOf(f.place)
			join := &place.OwnInput{Act: "join", Session: f.first.ID}
			wantCode(t, f.place.Do(f.ctx, f.event, r, join), models.CodeConflict)
			must(t, f.place.Do(f.ctx, f.event, r, &place.OwnInput{Act: "join", Session: other.ID}))
			move := &place.PersonInput{Act: "move", To: f.first.ID}
			wantCode(t, desk.Do(f.ctx, f.event, other.ID, r.ID, move), models.CodeConflict)
			if f.has(r, other) != models.SignUpTaken {
				t.Error("who could not be moved lost their place")
			}
			modelstest.Write(t, f.db, func(tx *models.Tx) error { // as undoing something of earlier does
				return tx.SessionPlaces().Queue(f.first.ID, []string{r.ID}, nil, tx.Now)
			})
			wantCode(t, desk.Do(f.ctx, f.event, f.first.ID, r.ID, &place.PersonInput{Act: "promote"}), models.CodeConflict)
			must(t, desk.Save(f.ctx, f.event, f.first.ID, &place.PlacesInput{Capacity: "3"})) // fills what it can
			if f.has(r, f.first) == models.SignUpTaken {
				t.Error("somebody moved up before the draw")
			}
			in := &registration.SignUpInput{
				TicketType: "online", NameInput: registration.NameInput{Family: "川崎", Given: "花子"}, Email: "in@mail.example",
				Sector: models.SectorCivil, Locale: "ja", Sessions: []string{f.later.ID},
			}
			_, err := f.people.SignUp(f.ctx, f.event, in)
			wantCode(t, err, models.CodeInvalid)
			wantCode(t, desk.Save(f.ctx, f.event, f.later.ID, &place.PlacesInput{}), models.CodeConflict)
		},
		"wishes change until the closing": func(t *testing.T, f *sessions) {
			wantCode(t, f.wish(f.person(), f.first), models.CodeConflict)
			f.open(f.rules("1"))
			r, left := f.person(), f.person()
			must(t, f.wish(r, f.first, f.same))
			must(t, f.wish(r, f.later, f.later))
			must(t, f.wish(left, f.first))
			for range 2 { // sent twice
				must(t, f.lots.Wish(f.ctx, f.event, left, &lottery.WishInput{Act: "withdraw"}))
			}
			if n := f.published().Lottery.Applications; n != 1 {
				t.Errorf("%d applications", n)
			}
			wantCode(t, f.lots.Unpublish(f.ctx, f.event), models.CodeConflict)
			f.advance(25 * time.Hour)
			wantCode(t, f.wish(r, f.first), models.CodeConflict)
			f.work()
			entries := f.record().List.Entries
			if len(entries) != 1 || !slices.Equal(entries[0].Wishes, []string{f.later.ID}) {
				t.Errorf("%+v", entries)
			}
			wantCode(t, f.lots.Wish(f.ctx, f.event, r, &lottery.WishInput{Act: "withdraw"}), models.CodeConflict)
		},
		"wishes are checked": func(t *testing.T, f *sessions) {
			f.places(f.later, models.SessionPlaces{Capacity: 2, Mode: models.ModeVenue})
			f.open(f.rules("1"))
			r := f.person() // online
			wantCode(t, f.wish(r), models.CodeInvalid)
			wantCode(t, f.wish(r, f.later), models.CodeInvalid)
			wantCode(t, f.lots.Wish(f.ctx, f.event, r, &lottery.WishInput{Wishes: []string{"no session"}}), models.CodeInvalid)
			venue := modelstest.Registration(t, f.db, f.event, "venue")
			must(t, f.wish(venue, f.later, f.first))
		},
		"many who wish at once are all counted": func(t *testing.T, f *sessions) {
			f.open(f.rules("1"))
			var wait sync.WaitGroup
			r := f.person()
			faults := make(chan error, 20)
			for range 4 {
				other := f.person()
				wait.Go(func() { faults <- f.wish(r, f.first) })
				wait.Go(func() { faults <- f.wish(other, f.first) })
			}
			wait.Wait()
			close(faults)
			for err := range faults {
				must(t, err)
			}
			if n := f.published().Lottery.Applications; n != 5 {
				t.Errorf("%d applications, want 5", n)
			}
		},
		"sessions at the same time are refused where the event does": func(t *testing.T, f *sessions) {
			modelstest.Write(t, f.db, func(tx *models.Tx) error {
				return tx.SessionPlaces().SaveRules(&models.SessionPlaceRules{EventID: f.event.ID, RefusesClashes: true})
			})
			in := f.rules("2")
			in.Sessions = in.Sessions[1:] // people sign up for the first as they like
			f.open(in)
			r, other := f.person(), f.person()
			join := &place.OwnInput{Act: "join", Session: f.first.ID}
			must(t, f.place.Do(f.ctx, f.event, r, join))
			wantCode(t, f.wish(r, f.same), models.CodeInvalid)
			must(t, f.wish(other, f.same))
			wantCode(t, f.place.Do(f.ctx, f.event, other, join), models.CodeConflict)
			f.closeAndDraw()
			f.holds()
		},
		"its sessions are checked": func(t *testing.T, f *sessions) {
			must(t, f.place.Do(f.ctx, f.event, f.person(), &place.OwnInput{Act: "join", Session: f.first.ID}))
			wantCode(t, f.lots.Save(f.ctx, f.event, f.rules("1")), models.CodeInvalid)
			in := f.rules("9")
			in.Sessions = in.Sessions[1:]
			wantCode(t, f.lots.Save(f.ctx, f.event, in), models.CodeInvalid)
			in.Limit, in.Sessions = "1", nil
			wantCode(t, f.lots.Save(f.ctx, f.event, in), models.CodeInvalid)
			for i := range 2 { // chosen, and not chosen any more
				in = f.rules("1")
				in.Sessions, in.Version = in.Sessions[1+i:], i
				must(t, f.lots.Save(f.ctx, f.event, in))
			}
			must(t, f.place.Do(f.ctx, f.event, f.person(), &place.OwnInput{Act: "join", Session: f.same.ID}))
			in = f.input()
			in.Version = 2
			must(t, f.lots.Save(f.ctx, f.event, in))
			must(t, f.place.Do(f.ctx, f.event, f.person(), &place.OwnInput{Act: "join", Session: f.later.ID}))
		},
	})
}
