package registration_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meguri/models"
	"meguri/models/modelstest"
)

// model is what places and waiting lists should be, kept in the plainest way.
type model struct {
	capacity map[string]int
	inside   map[string][]string // by ticket type
	line     map[string][]string // by ticket type, the first first
}

// where tells a person's ticket type and whether they have the place; ticketType is "" for who is not registered.
func (m *model) where(name string) (ticketType string, inside bool) {
	for _, ticketType := range []string{"venue", "online"} {
		if slices.Contains(m.inside[ticketType], name) {
			return ticketType, true
		}
		if slices.Contains(m.line[ticketType], name) {
			return ticketType, false
		}
	}
	return "", false
}

func (m *model) full(ticketType string) bool {
	return len(m.inside[ticketType]) >= m.capacity[ticketType]
}

// enter gives a place, or the last one in the line.
func (m *model) enter(name, ticketType string) {
	if m.full(ticketType) {
		m.line[ticketType] = append(m.line[ticketType], name)
		return
	}
	m.inside[ticketType] = append(m.inside[ticketType], name)
}

func (m *model) leave(name string) {
	is := func(other string) bool { return other == name }
	for _, ticketType := range []string{"venue", "online"} {
		m.inside[ticketType] = slices.DeleteFunc(m.inside[ticketType], is)
		m.line[ticketType] = slices.DeleteFunc(m.line[ticketType], is)
		m.fill(ticketType)
	}
}

func (m *model) fill(ticketType string) {
	for !m.full(ticketType) && len(m.line[ticketType]) > 0 {
		m.inside[ticketType], m.line[ticketType] = append(m.inside[ticketType], m.line[ticketType][0]), m.line[ticketType][1:]
	}
}

// state is written like driver.state.
func (m *model) state(name string) string {
	ticketType, inside := m.where(name)
	switch {
	case ticketType == "":
		return ""
	case inside:
		return "confirmed " + ticketType
	}
	return fmt.Sprintf("waitlisted %s %d", ticketType, slices.Index(m.line[ticketType], name)+1)
}

// Whatever people and organizers do in whatever order, places and waiting lists are what the model says.
func TestPlacesAreAsInTheModel(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d, round := newDriver(t, db), 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			d.event = modelstest.Summit(t, db, fmt.Sprint("round-", round))
			model := &model{map[string]int{"venue": 2, "online": 1}, map[string][]string{}, map[string][]string{}}
			if err := d.setCapacity("online", 1); err != nil {
				rt.Fatal(err)
			}
			people := map[string]*models.Registration{}
			for range rapid.IntRange(1, 12).Draw(rt, "steps") {
				d.step(rt, model, people)
			}
		})
	})
}

// step does one random thing with the service and in the model, and compares.
func (d *driver) step(rt *rapid.T, model *model, people map[string]*models.Registration) {
	name := rapid.SampledFrom([]string{"a", "b", "c", "e", "f"}).Draw(rt, "who")
	ticketType := rapid.SampledFrom([]string{"venue", "online"}).Draw(rt, "type")
	now, _ := model.where(name)
	switch do := rapid.SampledFrom([]string{
		"sign up", "sign up", "cancel", "change", "change or wait", "capacity",
	}).Draw(rt, "do"); {
	case do == "sign up":
		result, err := d.service.SignUp(d.ctx, d.event, signUpInput(name+"@mail.example", ticketType))
		if err != nil || (result == known) != (now != "") {
			rt.Fatalf("sign up: %+v, %v", result, err)
		}
		if now == "" {
			people[name] = result.Registration
			model.enter(name, ticketType)
		}
	case do == "capacity":
		places := rapid.IntRange(0, 4).Draw(rt, "places")
		err := d.setCapacity(ticketType, places)
		if tooFew := places < len(model.inside[ticketType]); (err != nil) != tooFew {
			rt.Fatalf("capacity %d: %v", places, err)
		} else if !tooFew {
			model.capacity[ticketType] = places
			model.fill(ticketType)
		}
	case people[name] == nil:
		return
	case do == "cancel":
		if err := d.service.Cancel(d.ctx, d.event, people[name].ID); err != nil {
			rt.Fatal(err)
		}
		model.leave(name)
	default:
		d.change(rt, model, people[name], name, ticketType, do == "change or wait")
	}
	d.compare(rt, model, people)
}

func (d *driver) change(rt *rapid.T, model *model, r *models.Registration, name, ticketType string, mayWait bool) {
	now, _ := model.where(name)
	err := d.service.ChangeType(d.ctx, d.event, r.ID, changeTo(ticketType, mayWait))
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

func (d *driver) compare(rt *rapid.T, model *model, people map[string]*models.Registration) {
	for name, r := range people {
		want := model.state(name)
		if got := d.state(r); got != want && (want != "" || d.now(r).State != models.RegistrationCancelled) {
			rt.Fatalf("%s is %s, in the model %s", name, got, want)
		}
	}
	if wrong, err := d.db.Query(d.ctx).TicketTypes().Miscounts(); err != nil || len(wrong) > 0 {
		rt.Fatalf("miscounts %+v, %v", wrong, err)
	}
}
