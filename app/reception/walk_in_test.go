package reception_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"meguri/app/reception"
	"meguri/models"
)

// walkIn is a form for people without a ticket.
func walkIn(id, name string, people int) *reception.WalkInForm {
	return &reception.WalkInForm{ID: id, Name: name, TicketType: "venue", People: people}
}

func (f *fixture) enters(form *reception.WalkInForm, mayExceed bool) string {
	f.t.Helper()
	outcome, err := f.service.WalkIn(f.ctx, f.event, "受付", "device-1", mayExceed, form)
	var coded *models.Error
	if errors.As(err, &coded) {
		return fmt.Sprint(coded.Code)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return describe(*outcome)
}

// newcomer is what a device sends of somebody whom it has let in.
func newcomer(id, name string) reception.ScanInput {
	return reception.ScanInput{ID: id, Admitted: true, WalkIn: &reception.WalkInInput{Name: name, TicketType: "venue"}}
}

func (f *fixture) registration(id string) *models.Registration {
	f.t.Helper()
	r, err := f.db.Query(f.ctx).Registrations().ByID(f.event, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// taken is how many places at the venue are taken; nothing else may be counted.
func (f *fixture) taken() int {
	f.t.Helper()
	q := f.db.Query(f.ctx)
	types, err := q.TicketTypes().OfEvent(f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	miscounts, err := q.TicketTypes().Miscounts()
	if err != nil || len(miscounts) > 0 {
		f.t.Errorf("%v, %v", miscounts, err)
	}
	return types[0].Taken
}

func TestPeopleWithoutATicketAreLetIn(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"with a name, as many as there are places": func(t *testing.T, f *fixture) {
			f.duringEvent()
			f.expect(f.enters(walkIn("a", "平間 すみれ", 2), false), "admitted")
			f.expect(f.inside(), "2 came, 2 inside")
			f.expect(fmt.Sprint(f.places()[""]), "[平間 すみれ 平間 同行1]")
			f.expect(fmt.Sprint(f.taken()), "2")
			f.expect(f.enters(walkIn("b", "佐藤", 1), false), "invalid")
			f.expect(fmt.Sprint(f.taken()), "2")
		},
		"all of a group or none": func(t *testing.T, f *fixture) {
			f.duringEvent()
			f.expect(f.enters(walkIn("a", "平間 すみれ", 3), false), "invalid")
			f.expect(fmt.Sprint(f.taken()), "0")
		},
		"above capacity where a supervisor says so": func(t *testing.T, f *fixture) {
			f.duringEvent()
			form := walkIn("a", "平間 すみれ", 3)
			f.expect(f.enters(form, true), "invalid") // it is asked first
			form.Over = true
			f.expect(f.enters(form, false), "invalid") // and not of everybody
			f.expect(f.enters(form, true), "admitted")
			f.expect(fmt.Sprint(f.taken()), "3")
		},
		"once, however often it is sent": func(t *testing.T, f *fixture) {
			f.duringEvent()
			for range 3 {
				f.expect(f.enters(walkIn("a", "平間 すみれ", 2), false), "admitted")
				f.expect(describe(f.admit(newcomer("b", "Zoë Nguyễn"))[0]), "admitted over")
			}
			f.expect(fmt.Sprint(f.taken()), "3")
			people, err := f.db.Query(f.ctx).Registrations().WalkIns(f.event)
			f.expect(fmt.Sprint(people, err), "3 <nil>")
		},
		"by a device that has let them in, whatever was typed": func(t *testing.T, f *fixture) {
			f.duringEvent()
			odd := newcomer("b", "\x00\xff")
			odd.WalkIn.TicketType, odd.WalkIn.Organization = "gone", "\x00\xff  平間\n町内会 "
			outcomes := f.admit(newcomer("a", "平間 すみれ"), odd)
			f.expect(describe(outcomes[0])+" "+describe(outcomes[1]), "admitted admitted")
			r := f.registration(outcomes[0].Registration.ID)
			f.expect(r.Family+"/"+r.Given+" "+string(r.EntryWay), "平間/すみれ walk_in")
			f.expect(f.registration(outcomes[1].Registration.ID).Organization, "平間 町内会")
		},
		"in a group that stays together": func(t *testing.T, f *fixture) {
			f.duringEvent()
			second := newcomer("a-1", "平間 同行1")
			second.WalkIn.With = "a"
			outcomes := f.admit(newcomer("a", "平間 すみれ"), second)
			first := outcomes[0].Registration
			if with := f.registration(outcomes[1].Registration.ID).RepresentativeID; with == nil || *with != first.ID {
				t.Errorf("came with %v, want %s", with, first.ID)
			}
		},
		"and not without a name": func(t *testing.T, f *fixture) {
			f.duringEvent()
			f.expect(f.enters(walkIn("a", " ", 1), true), "invalid")
			f.expect(f.enters(walkIn("a", "平間", 0), true), "invalid")
			f.expect(f.enters(walkIn("a", "平間", 11), true), "invalid")
		},
		"and not before an event is public or after it": func(t *testing.T, f *fixture) {
			f.duringEvent()
			f.advance(1e13)
			f.expect(f.enters(walkIn("a", "平間", 1), true), "conflict")
		},
	})
}

// At the doors of an event many come at once: the places that are free are given once each.
func TestManyWithoutATicketComeAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.duringEvent()
		results := make(chan string, 40)
		var group sync.WaitGroup
		for i := range 20 {
			for range 2 { // each is sent twice at once
				group.Go(func() {
					results <- f.enters(walkIn(fmt.Sprint("id-", i), fmt.Sprint("来場 ", i), 1), false)
				})
			}
		}
		group.Wait()
		close(results)
		counts := map[string]int{}
		for result := range results {
			counts[result]++
		}
		f.expect(fmt.Sprint(counts), "map[admitted:4 invalid:36]")
		f.expect(f.inside(), "2 came, 2 inside")
		f.expect(fmt.Sprint(f.taken()), "2")
	})
}
