package registration_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meguri/app/registration"
	"meguri/models"
	"meguri/models/modelstest"
)

// model is what places and waiting lists should be, without a database.
type model struct {
	capacity  map[string]int
	confirmed map[string][]string // by ticket type
	waiting   map[string][]string // by ticket type, in order
}

// find returns a person's ticket type and whether they have a place there; ticketType is "" for who is not registered.
func (m *model) find(name string) (ticketType string, confirmed bool) {
	for _, ticketType := range []string{"venue", "online"} {
		if slices.Contains(m.confirmed[ticketType], name) {
			return ticketType, true
		}
		if slices.Contains(m.waiting[ticketType], name) {
			return ticketType, false
		}
	}
	return "", false
}

func (m *model) full(ticketType string) bool {
	return len(m.confirmed[ticketType]) >= m.capacity[ticketType]
}

// enter gives a person a place, or the last position in the waiting list.
func (m *model) enter(name, ticketType string) {
	if m.full(ticketType) {
		m.waiting[ticketType] = append(m.waiting[ticketType], name)
		return
	}
	m.confirmed[ticketType] = append(m.confirmed[ticketType], name)
}

func (m *model) leave(name string) {
	isPerson := func(other string) bool { return other == name }
	for _, ticketType := range []string{"venue", "online"} {
		m.confirmed[ticketType] = slices.DeleteFunc(m.confirmed[ticketType], isPerson)
		m.waiting[ticketType] = slices.DeleteFunc(m.waiting[ticketType], isPerson)
		m.fill(ticketType)
	}
}

func (m *model) fill(ticketType string) {
	for !m.full(ticketType) && len(m.waiting[ticketType]) > 0 {
		first := m.waiting[ticketType][0]
		m.confirmed[ticketType], m.waiting[ticketType] = append(m.confirmed[ticketType], first), m.waiting[ticketType][1:]
	}
}

// state has the format of fixture.state.
func (m *model) state(name string) string {
	ticketType, confirmed := m.find(name)
	switch {
	case ticketType == "":
		return ""
	case confirmed:
		return "confirmed " + ticketType
	}
	return fmt.Sprintf("waitlisted %s %d", ticketType, slices.Index(m.waiting[ticketType], name)+1)
}

// Random steps of people and organizers leave the same places and waiting lists in the database and in the model.
func TestPlacesAreAsInTheModel(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, round := newFixture(t, db), 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			f.event = modelstest.Summit(t, db, fmt.Sprint("round-", round))
			model := &model{map[string]int{"venue": 2, "online": 1}, map[string][]string{}, map[string][]string{}}
			if err := f.setCapacity("online", 1); err != nil {
				rt.Fatal(err)
			}
			people := map[string]*models.Registration{}
			for range rapid.IntRange(1, 12).Draw(rt, "steps") {
				f.step(rt, model, people)
			}
		})
	})
}

// step does one random thing with the service and in the model, and compares.
func (f *fixture) step(rt *rapid.T, model *model, people map[string]*models.Registration) {
	name := rapid.SampledFrom([]string{"a", "b", "c", "e", "f"}).Draw(rt, "who")
	ticketType := rapid.SampledFrom([]string{"venue", "online"}).Draw(rt, "type")
	now, _ := model.find(name)
	switch do := rapid.SampledFrom([]string{
		"sign up", "sign up", "cancel", "change", "change or wait", "capacity",
	}).Draw(rt, "do"); {
	case do == "sign up":
		result, err := f.service.SignUp(f.ctx, f.event, signUpInput(name+"@mail.example", ticketType))
		if err != nil {
			rt.Fatalf("sign up: %v", err)
		}
		if isKnown := now != ""; (result.Outcome == registration.OutcomeKnown) != isKnown {
			rt.Fatalf("sign up: the result is %+v, known %v", result, isKnown)
		}
		if now == "" {
			people[name] = result.Registration
			model.enter(name, ticketType)
		}
	case do == "capacity":
		places := rapid.IntRange(0, 4).Draw(rt, "places")
		if err := f.setCapacity(ticketType, places); err != nil {
			rt.Fatalf("capacity %d: %v", places, err)
		}
		model.capacity[ticketType] = places // below what is taken, nobody is thrown out
		model.fill(ticketType)
	case people[name] == nil:
		return
	case do == "cancel":
		if err := f.service.Cancel(f.ctx, f.event, people[name].ID, registration.ByAttendee); err != nil {
			rt.Fatal(err)
		}
		model.leave(name)
	default:
		f.change(rt, model, people[name], name, ticketType, do == "change or wait")
	}
	f.compare(rt, model, people)
}

func (f *fixture) change(rt *rapid.T, model *model, r *models.Registration, name, ticketType string, mayWait bool) {
	now, _ := model.find(name)
	err := f.service.ChangeType(f.ctx, f.event, r.ID, changeTo(ticketType, mayWait))
	want := models.Code("")
	switch {
	case now == "":
		want = models.CodeConflict
	case now != ticketType && model.full(ticketType) && !mayWait:
		want = models.CodeFull
	case now != ticketType:
		wasFull := model.full(ticketType)
		model.leave(name)
		if model.full(ticketType) != wasFull {
			rt.Fatal("the model is wrong")
		}
		model.enter(name, ticketType)
	}
	if (err == nil) != (want == "") || (err != nil && models.CodeOf(err) != want) {
		rt.Fatalf("change to %s: %v, want %q", ticketType, err, want)
	}
}

func (f *fixture) compare(rt *rapid.T, model *model, people map[string]*models.Registration) {
	for name, r := range people {
		want := model.state(name)
		if got := f.state(r); got != want && (want != "" || f.current(r).State != models.RegistrationCancelled) {
			rt.Fatalf("%s is %s, in the model %s", name, got, want)
		}
	}
	if wrong, err := f.db.Query(f.ctx).TicketTypes().Miscounts(); err != nil || len(wrong) > 0 {
		rt.Fatalf("miscounts %+v, %v", wrong, err)
	}
}
