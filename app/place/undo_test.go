package place_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"meguri/app/place"
	"meguri/app/registration"
	sessionplace "meguri/app/service/place"
	"meguri/models"
)

// bulk does something to people as staff do.
func (f *fixture) bulk(
	kind models.BulkKind, in registration.BulkInput, people ...*models.Registration,
) *models.BulkAction {
	f.t.Helper()
	for _, r := range people {
		in.IDs = append(in.IDs, r.ID)
	}
	action, err := f.people.Bulk().Start(f.t.Context(), f.event, kind, &in, f.staff)
	f.must(err)
	return action
}

func (f *fixture) undo(action *models.BulkAction) {
	f.t.Helper()
	f.must(f.people.Bulk().Undo(f.t.Context(), f.event, action.ID))
}

func (f *fixture) merge(kept, merged *models.Registration) {
	f.t.Helper()
	f.must(registration.DuplicatesOf(f.people).Merge(f.t.Context(), f.event, &registration.MergeInput{
		First: kept.ID, Second: merged.ID, Keep: kept.ID,
	}))
}

func (f *fixture) unmerge(merged *models.Registration) {
	f.t.Helper()
	f.must(registration.DuplicatesOf(f.people).Unmerge(f.t.Context(), f.event, merged.ID))
}

// lost counts the places that the person was told did not come back.
func (f *fixture) lost(r *models.Registration) int {
	f.t.Helper()
	page, err := f.people.RegistrationPage(f.t.Context(), f.event, r.ID)
	f.must(err)
	return len(page.LostSessions)
}

// line lists who waits, in order.
func (f *fixture) line(s *models.Session) (ids []string) {
	f.t.Helper()
	page, err := f.desk.SessionPage(f.t.Context(), f.event, s.ID)
	f.must(err)
	for _, one := range page.Line {
		ids = append(ids, one.RegistrationID)
	}
	return ids
}

func (f *fixture) expectLine(s *models.Session, want ...*models.Registration) {
	f.t.Helper()
	var ids []string
	for _, r := range want {
		ids = append(ids, r.ID)
	}
	if got := f.line(s); fmt.Sprint(got) != fmt.Sprint(ids) {
		f.t.Errorf("%v wait, not %v", got, ids)
	}
}

func (f *fixture) join(s *models.Session, people ...*models.Registration) {
	f.t.Helper()
	for _, r := range people {
		f.must(f.do(r, "join", s))
	}
}

func (f *fixture) capacity(s *models.Session, n int) {
	f.t.Helper()
	f.must(f.desk.Save(f.t.Context(), f.event, s.ID, &place.PlacesInput{Capacity: fmt.Sprint(n)}))
}

func TestAPlaceComesBackWhereACancellationIsUndone(t *testing.T) {
	each(t, func(f *fixture) {
		a, b, c := f.person(), f.person(), f.person()
		f.join(f.first, a, b, c)
		f.join(f.same, a)
		action := f.bulk(models.BulkCancel, registration.BulkInput{}, a)
		f.expect(a, f.same, "")
		f.expect(b, f.first, models.SignUpTaken)
		f.undo(action)
		f.expect(a, f.same, models.SignUpTaken)
		f.expect(b, f.first, models.SignUpTaken) // nobody loses the place that they were given
		f.expectLine(f.first, a, c)
		f.expectExact(f.first, 1, 2)
		f.expectExact(f.same, 1, 0)
		if n := f.lost(a); n != 1 {
			t.Errorf("%d lost places are told of, not 1", n)
		}
		page, err := f.people.Bulk().Page(t.Context(), f.event, action.ID)
		f.must(err)
		if len(page.LostSessions) != 1 || page.LostSessions[0].Session.TitleJa != "一" {
			t.Errorf("told of %+v", page.LostSessions)
		}
		f.must(f.do(b, "leave", f.first))
		f.expect(a, f.first, models.SignUpTaken)
		if n := f.lost(a); n != 0 {
			t.Errorf("%d lost places are told of after they came back", n)
		}
	})
}

func TestWhatSomebodyLeftThemselvesStaysLeft(t *testing.T) {
	each(t, func(f *fixture) {
		a, b := f.person(), f.person()
		f.join(f.first, a)
		f.merge(b, a)
		f.expect(b, f.first, models.SignUpTaken)
		f.must(f.do(b, "leave", f.first))
		f.unmerge(a)
		f.expect(a, f.first, "")
		f.join(f.first, a)
		f.must(f.do(a, "leave", f.first))
		f.undo(f.bulk(models.BulkCancel, registration.BulkInput{}, a))
		f.expect(a, f.first, "")
		f.expectExact(f.first, 0, 0)
	})
}

func TestMergedAndPartedAgain(t *testing.T) {
	const taken, waiting, none = models.SignUpTaken, models.SignUpWaiting, models.SignUpState("")
	for _, c := range []struct {
		name                    string
		capacity                int
		order                   string // who signs up, in order: k stays, m is merged, x is somebody else
		together                models.SignUpState
		parted                  [2]models.SignUpState // of the one that stayed, and of the merged one
		line                    string                // after all
		stopped                 bool
		meanwhile               string // who gives their place back while the two are one
		lost, wantTaken, inLine int
	}{
		{name: "the merged one brings a place", capacity: 1, order: "m", together: taken,
			parted: [2]models.SignUpState{none, taken}, wantTaken: 1},
		{name: "the merged one brings a place in line", capacity: 1, order: "xm", together: waiting,
			parted: [2]models.SignUpState{none, waiting}, line: "m", wantTaken: 1, inLine: 1},
		{name: "the one that stays waits, the other has a place", capacity: 1, order: "mk", together: taken,
			parted: [2]models.SignUpState{waiting, taken}, line: "k", wantTaken: 1, inLine: 1},
		{name: "the one that stays has a place, the other waits", capacity: 1, order: "kmx", together: taken,
			parted: [2]models.SignUpState{taken, waiting}, line: "mx", wantTaken: 1, inLine: 2},
		{name: "both wait: the earlier place in line counts", capacity: 1, order: "ykxm", together: waiting,
			parted: [2]models.SignUpState{waiting, waiting}, line: "kxm", wantTaken: 1, inLine: 3},
		{name: "both wait, the merged one before", capacity: 1, order: "ymxk", together: waiting,
			parted: [2]models.SignUpState{waiting, waiting}, line: "mxk", wantTaken: 1, inLine: 3},
		{name: "both wait, and move up while they are one", capacity: 1, order: "xmyk", together: waiting,
			meanwhile: "x", parted: [2]models.SignUpState{waiting, taken}, line: "yk", wantTaken: 1, inLine: 2},
		{name: "both wait, and the one that stays was before", capacity: 1, order: "xkym", together: waiting,
			meanwhile: "x", parted: [2]models.SignUpState{taken, waiting}, line: "ym", wantTaken: 1, inLine: 2},
		{name: "both have places, and one goes to the next", capacity: 2, order: "kmx", together: taken,
			parted: [2]models.SignUpState{taken, waiting}, line: "m", lost: 1, wantTaken: 2, inLine: 1},
		{name: "both have places, and nobody waits", capacity: 2, order: "km", together: taken,
			parted: [2]models.SignUpState{taken, taken}, wantTaken: 2},
		{name: "both have places, and the line stands still", capacity: 2, order: "kmx", together: taken, stopped: true,
			parted: [2]models.SignUpState{taken, taken}, line: "x", wantTaken: 2, inLine: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(f *fixture) {
				f.t = t
				f.capacity(f.first, c.capacity)
				people, names := map[rune]*models.Registration{}, map[string]string{}
				for _, name := range "kmxy" {
					people[name] = f.person()
					names[people[name].ID] = string(name)
				}
				for _, name := range c.order {
					f.join(f.first, people[name])
				}
				if c.stopped {
					f.stop()
				}
				f.merge(people['k'], people['m'])
				f.expect(people['k'], f.first, c.together)
				f.expect(people['m'], f.first, none)
				for _, name := range c.meanwhile {
					f.must(f.do(people[name], "leave", f.first))
				}
				f.unmerge(people['m'])
				f.expect(people['k'], f.first, c.parted[0])
				f.expect(people['m'], f.first, c.parted[1])
				line := ""
				for _, id := range f.line(f.first) {
					line += names[id]
				}
				if line != c.line {
					t.Errorf("%q wait, not %q", line, c.line)
				}
				f.expectExact(f.first, c.wantTaken, c.inLine)
				if n := f.lost(people['m']); n != c.lost {
					t.Errorf("%d lost places are told of, not %d", n, c.lost)
				}
			})
		})
	}
}

// stop stops the waiting lists of the event.
func (f *fixture) stop() {
	f.t.Helper()
	f.must(f.db.InTx(f.t.Context(), func(tx *models.Tx) error {
		return tx.WaitingList().SaveRules(&models.WaitingListRules{EventID: f.event.ID, Stopped: true})
	}))
}

func TestWhoIsMovedToAnotherWayOfTakingPartLeavesAndComesBack(t *testing.T) {
	each(t, func(f *fixture) {
		f.must(f.desk.Save(t.Context(), f.event, f.first.ID, &place.PlacesInput{Capacity: "1", Mode: models.ModeOnline}))
		a, b := f.person(), f.person()
		f.join(f.first, a, b)
		f.join(f.after, a)
		f.stop()
		move := registration.BulkInput{ChangeInput: registration.ChangeInput{TicketType: "venue"}}
		action := f.bulk(models.BulkMove, move, a)
		f.expect(a, f.first, "")
		f.expect(a, f.after, models.SignUpTaken) // is for everybody
		mails, err := f.db.Query(t.Context()).Mails().OfRegistration(a)
		f.must(err)
		if kinds := mailKinds(mails); !strings.Contains(kinds, sessionplace.MailLeft) {
			t.Errorf("mailed %s", kinds)
		}
		f.undo(action)
		f.expect(a, f.first, models.SignUpTaken)
		f.expectLine(f.first, b)
		f.expectExact(f.first, 1, 1)
	})
}

func mailKinds(mails []models.Mail) (kinds string) {
	for _, m := range mails {
		kinds += m.Kind + " "
	}
	return kinds
}

func TestWhoseConfirmationIsUndoneStandsInLineAsBefore(t *testing.T) {
	each(t, func(f *fixture) {
		f.stop()
		a, b := f.waiting(), f.person()
		f.join(f.first, a, b)
		f.expect(a, f.first, models.SignUpWaiting)
		f.must(f.do(b, "leave", f.first))
		f.join(f.first, b) // takes the free place: a has none at the event
		f.must(f.do(b, "leave", f.first))
		action := f.bulk(models.BulkConfirm, registration.BulkInput{}, a)
		f.must(f.desk.Do(t.Context(), f.event, f.first.ID, a.ID, &place.PersonInput{Act: "promote"}))
		f.join(f.first, b)
		f.undo(action)
		f.expect(a, f.first, models.SignUpWaiting)
		f.expectLine(f.first, a, b)
		f.expectExact(f.first, 0, 2)
	})
}

// waiting is somebody who waits for a place at the event.
func (f *fixture) waiting() *models.Registration {
	f.t.Helper()
	r := f.person()
	f.must(f.db.InTx(f.t.Context(), func(tx *models.Tx) error {
		if err := tx.TicketTypes().GivePlacesBack(r.TicketTypeID, 1); err != nil {
			return err
		}
		return tx.Registrations().PutMany([]string{r.ID}, models.Placement{
			State: models.RegistrationWaitlisted, TicketTypeID: r.TicketTypeID, QueuedAt: &tx.Now,
		})
	}))
	return r
}

// Whatever is done to people and undone at once, everything is as it was, where nobody could take a place meanwhile.
func TestUndoneAtOnceChangesNothing(t *testing.T) {
	each(t, func(f *fixture) {
		f.stop()
		var people []*models.Registration
		for range 7 {
			people = append(people, f.person())
		}
		sessions := []*models.Session{f.first, f.same, f.after}
		at := rand.New(rand.NewPCG(14, 101))
		for round := range 60 {
			s := sessions[at.IntN(len(sessions))]
			f.capacity(s, 1+at.IntN(3))
			for range 6 {
				r := people[at.IntN(len(people))]
				f.must(f.do(r, []string{"join", "join", "leave"}[at.IntN(3)], sessions[at.IntN(len(sessions))]))
			}
			before := f.picture(sessions, people)
			order := at.Perm(len(people))
			a, b := people[order[0]], people[order[1]]
			did := at.IntN(3)
			switch did {
			case 0:
				f.merge(a, b)
				f.unmerge(b)
			case 1:
				f.undo(f.bulk(models.BulkCancel, registration.BulkInput{}, a, b))
			case 2:
				move := registration.BulkInput{ChangeInput: registration.ChangeInput{TicketType: "venue"}}
				f.undo(f.bulk(models.BulkMove, move, a, b))
			}
			if after := f.picture(sessions, people); after != before {
				t.Fatalf("round %d, %d: was\n%sis\n%s", round, did, before, after)
			}
		}
	})
}

// picture is who has a place in each session, and who waits in which order.
func (f *fixture) picture(sessions []*models.Session, people []*models.Registration) string {
	f.t.Helper()
	var out strings.Builder
	for _, s := range sessions {
		page, err := f.desk.SessionPage(f.t.Context(), f.event, s.ID)
		f.must(err)
		if page.Places.Taken != len(page.With) {
			f.t.Errorf("%d are counted, %d have a place", page.Places.Taken, len(page.With))
		}
		fmt.Fprintf(&out, "%s %d", s.TitleJa, page.Places.Taken)
		with := map[string]bool{}
		for _, one := range page.With {
			with[one.RegistrationID] = true
		}
		for i, r := range people {
			if with[r.ID] {
				fmt.Fprintf(&out, " %d", i)
			}
		}
		fmt.Fprintln(&out, f.line(s))
	}
	return out.String()
}

func TestWhoseRefusalIsUndoneStandsInLineAsBefore(t *testing.T) {
	each(t, func(f *fixture) {
		a, b, c := f.person(), f.person(), f.person()
		f.must(f.db.InTx(t.Context(), func(tx *models.Tx) error {
			if err := tx.TicketTypes().GivePlacesBack(b.TicketTypeID, 1); err != nil {
				return err
			}
			return tx.Registrations().PutMany([]string{b.ID}, models.Placement{
				State: models.RegistrationPending, TicketTypeID: b.TicketTypeID,
			})
		}))
		f.join(f.first, a, b, c)
		for _, kind := range []models.BulkKind{models.BulkDecline, models.BulkCancel} {
			action := f.bulk(kind, registration.BulkInput{}, b)
			f.expectLine(f.first, c)
			f.undo(action)
			f.expectLine(f.first, b, c)
		}
		f.expectExact(f.first, 1, 2)
	})
}
