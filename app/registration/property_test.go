package registration_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meguri/models"
	"meguri/models/modelstest"
)

// ledger is the waiting list as a person would keep it on paper.
type ledger struct {
	capacity map[string]int
	inside   map[string][]string // by ticket type
	line     map[string][]string // by ticket type, the first first
}

// where tells a person's ticket type and whether they have the place; kind is "" for who is not registered.
func (l *ledger) where(name string) (kind string, inside bool) {
	for _, kind := range []string{"venue", "online"} {
		if slices.Contains(l.inside[kind], name) {
			return kind, true
		}
		if slices.Contains(l.line[kind], name) {
			return kind, false
		}
	}
	return "", false
}

func (l *ledger) full(kind string) bool { return len(l.inside[kind]) >= l.capacity[kind] }

// enter gives a place, or the last one in the line.
func (l *ledger) enter(name, kind string) {
	if l.full(kind) {
		l.line[kind] = append(l.line[kind], name)
		return
	}
	l.inside[kind] = append(l.inside[kind], name)
}

func (l *ledger) leave(name string) {
	is := func(other string) bool { return other == name }
	for _, kind := range []string{"venue", "online"} {
		l.inside[kind], l.line[kind] = slices.DeleteFunc(l.inside[kind], is), slices.DeleteFunc(l.line[kind], is)
		l.fill(kind)
	}
}

func (l *ledger) fill(kind string) {
	for !l.full(kind) && len(l.line[kind]) > 0 {
		l.inside[kind], l.line[kind] = append(l.inside[kind], l.line[kind][0]), l.line[kind][1:]
	}
}

// state is written like driver.state.
func (l *ledger) state(name string) string {
	kind, inside := l.where(name)
	switch {
	case kind == "":
		return ""
	case inside:
		return "confirmed " + kind
	}
	return fmt.Sprintf("waitlisted %s %d", kind, slices.Index(l.line[kind], name)+1)
}

// Whatever people and organizers do in whatever order, places and waiting lists are what the ledger says.
func TestPlacesAreAsOnPaper(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d, round := newDriver(t, db), 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			d.event = modelstest.Summit(t, db, fmt.Sprint("round-", round))
			paper := &ledger{map[string]int{"venue": 2, "online": 1}, map[string][]string{}, map[string][]string{}}
			if err := d.setCapacity("online", 1); err != nil {
				rt.Fatal(err)
			}
			people := map[string]*models.Registration{}
			for range rapid.IntRange(1, 12).Draw(rt, "steps") {
				d.step(rt, paper, people)
			}
		})
	})
}

// step does one random thing with the service and on paper, and compares.
func (d *driver) step(rt *rapid.T, paper *ledger, people map[string]*models.Registration) {
	name := rapid.SampledFrom([]string{"a", "b", "c", "e", "f"}).Draw(rt, "who")
	kind := rapid.SampledFrom([]string{"venue", "online"}).Draw(rt, "type")
	now, _ := paper.where(name)
	switch do := rapid.SampledFrom([]string{"sign up", "sign up", "cancel", "change", "change or wait", "capacity"}).Draw(rt, "do"); {
	case do == "sign up":
		result, err := d.service.SignUp(d.ctx, d.event, signUpInput(name+"@mail.example", kind))
		if err != nil || result.Known != (now != "") {
			rt.Fatalf("sign up: %+v, %v", result, err)
		}
		if now == "" {
			people[name] = result.Registration
			paper.enter(name, kind)
		}
	case do == "capacity":
		places := rapid.IntRange(0, 4).Draw(rt, "places")
		err := d.setCapacity(kind, places)
		if tooFew := places < len(paper.inside[kind]); (err != nil) != tooFew {
			rt.Fatalf("capacity %d: %v", places, err)
		} else if !tooFew {
			paper.capacity[kind] = places
			paper.fill(kind)
		}
	case people[name] == nil:
		return
	case do == "cancel":
		if err := d.service.Cancel(d.ctx, d.event, people[name].ID); err != nil {
			rt.Fatal(err)
		}
		paper.leave(name)
	default:
		d.change(rt, paper, people[name], name, kind, do == "change or wait")
	}
	d.compare(rt, paper, people)
}

func (d *driver) change(rt *rapid.T, paper *ledger, r *models.Registration, name, kind string, mayWait bool) {
	now, _ := paper.where(name)
	err := d.service.ChangeType(d.ctx, d.event, r.ID, changeTo(kind, mayWait))
	want := models.Code("")
	switch {
	case now == "":
		want = models.CodeConflict
	case now != kind && paper.full(kind) && !mayWait:
		want = models.CodeFull
	case now != kind:
		wasFull := paper.full(kind)
		paper.leave(name)
		if paper.full(kind) != wasFull {
			rt.Fatal("the paper is wrong")
		}
		paper.enter(name, kind)
	}
	if (err == nil) != (want == "") || (err != nil && models.CodeOf(err) != want) {
		rt.Fatalf("change to %s: %v, want %q", kind, err, want)
	}
}

func (d *driver) compare(rt *rapid.T, paper *ledger, people map[string]*models.Registration) {
	for name, r := range people {
		want := paper.state(name)
		if got := d.state(r); got != want && (want != "" || d.now(r).State != models.RegistrationCancelled) {
			rt.Fatalf("%s is %s, on paper %s", name, got, want)
		}
	}
	if wrong, err := d.db.Query(d.ctx).TicketTypes().Miscounts(); err != nil || len(wrong) > 0 {
		rt.Fatalf("miscounts %+v, %v", wrong, err)
	}
}
