package reception_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestUndoing(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"the first admission, as if nobody had come": func(_ *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.expect(f.in(code), "admitted")
			f.mustUndo()
			f.expect(f.inside(), "0 came, 0 inside")
			f.expect(f.in(code), "admitted")
			f.expect(f.inside(), "1 came, 1 inside")
		},
		"leaving without having come, as if nobody had left": func(t *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.duringEvent()
			f.expect(f.out(code), "left not_inside")
			f.mustUndo()
			earlier := f.scan(code, models.DirectionIn)
			earlier.ScannedAt = f.db.Now().Add(-time.Hour)
			f.expect(describe(f.admit(earlier)[0]), "admitted")
			f.expect(f.inside(), "1 came, 1 inside")
		},
		"coming in, and being found inside after it": func(_ *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.expect(f.in(code), "admitted")
			first := f.last()
			f.advance(time.Minute)
			f.expect(f.in(code), "already")
			if err := f.undo(first); err != nil {
				f.t.Error(err)
			}
			f.expect(f.inside(), "0 came, 0 inside")
		},
		"again changes nothing": func(_ *testing.T, f *fixture) {
			f.expect(f.in(f.register("hanako", "venue").Code), "admitted")
			f.mustUndo()
			f.mustUndo()
			f.expect(f.inside(), "0 came, 0 inside")
			f.expectActivities(models.ActivityCheckInUndone, 1)
		},
		"leaving, back to when they came in": func(t *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.advance(0) // the clock stands
			entered := f.db.Now()
			f.expect(f.in(code), "admitted")
			f.advance(time.Minute)
			f.expect(f.out(code), "left")
			f.mustUndo()
			f.expect(f.inside(), "1 came, 1 inside")
			expectSince(t, f.admit(f.scan(code, models.DirectionIn))[0], entered)
		},
		"coming in again, and then leaving before it": func(t *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.expect(f.in(code), "admitted")
			f.advance(time.Minute)
			f.expect(f.out(code), "left")
			left := f.last()
			f.advance(time.Minute)
			f.expect(f.in(code), "admitted")
			f.mustUndo()
			f.expect(f.inside(), "1 came, 0 inside")
			if err := f.undo(left); err != nil {
				t.Error(err)
			}
			f.expect(f.inside(), "1 came, 1 inside")
		},
	})
}

func TestWhatCannotBeUndone(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"a scan that is not there": func(t *testing.T, f *fixture) {
			expectCode(t, f.undo("nothing"), models.CodeNotFound)
		},
		"an unknown ticket": func(t *testing.T, f *fixture) {
			f.expect(f.in("hello"), "unknown")
			expectKey(t, f.undo(f.last()), "reception.undo_nothing")
		},
		"an admission of who was in already": func(t *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.expect(f.in(code), "admitted")
			f.expect(f.in(code), "already")
			expectKey(t, f.undo(f.last()), "reception.undo_nothing")
		},
	})
}

// Where people are follows from the set of scans and undos, whatever arrives first.
func TestUndosInBatches(t *testing.T) {
	undo := func(f *fixture, id, scanID string) reception.ScanInput {
		return reception.ScanInput{ID: id, Undo: scanID, ScannedAt: f.db.Now()}
	}
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"before its scan": func(_ *testing.T, f *fixture) {
			scan := f.scan(f.register("hanako", "venue").Code, models.DirectionIn)
			f.expect(describe(f.admit(undo(f, "u", scan.ID))[0]), "undone")
			outcome := f.admit(scan)[0]
			f.expect(describe(outcome), "admitted")
			f.expect(fmt.Sprint(outcome.CheckIn.UndoneAt != nil, " ", outcome.CheckIn.CanUndo()), "true false")
			f.expect(f.inside(), "0 came, 0 inside")
			f.expect(describe(f.admit(scan)[0]), "admitted")
			f.expect(f.inside(), "0 came, 0 inside")
		},
		"in the batch of its scan, twice, by two": func(_ *testing.T, f *fixture) {
			scan := f.scan(f.register("hanako", "venue").Code, models.DirectionIn)
			f.admit(undo(f, "u", scan.ID), scan, undo(f, "u", scan.ID), undo(f, "v", scan.ID))
			f.expect(f.inside(), "0 came, 0 inside")
			f.expectActivities(models.ActivityCheckInUndone, 1)
		},
		"of a scan after which the person moved on": func(_ *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.duringEvent()
			first, out, again := f.at(40, code, "in"), f.at(30, code, "out"), f.at(20, code, "in")
			first.ID, out.ID, again.ID = "1", "2", "3"
			f.admit(first, out, again)
			f.admit(undo(f, "u", "1"))
			f.expect(f.inside(), "1 came, 1 inside")
			f.admit(undo(f, "v", "3"))
			f.expect(f.inside(), "0 came, 0 inside")
		},
		"leave nobody inside whom the scan only found there": func(_ *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.duringEvent()
			first, found, later := f.at(40, code, "in"), f.at(30, code, "in"), f.at(20, code, "in")
			first.ID, found.ID, later.ID = "1", "2", "3"
			first.Admitted, found.Repeat, later.Admitted = true, true, true
			f.admit(undo(f, "u", "1"), found, first)
			f.expect(f.inside(), "0 came, 0 inside")
			f.admit(later)
			f.expect(f.inside(), "1 came, 1 inside")
		},
		"a scan that is late comes before one that was undone": func(_ *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.duringEvent()
			f.admit(f.at(20, code, "in"))
			f.mustUndo()
			f.advance(-time.Minute)
			f.admit(f.at(30, code, "in"))
			f.expect(f.inside(), "1 came, 1 inside")
		},
		"refuses a steward's device, and only that": func(_ *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.admit(f.scan(code, "in"))
			byDevice := undo(f, "u", f.last())
			byDevice.Device = &models.Device{ID: "d"}
			next := f.scan(code, "out")
			outcomes := f.admit(byDevice, next)
			f.expect(describe(outcomes[0])+", "+describe(outcomes[1]), "refused, left")
		},
	})
}

// expectKey demands a Conflict with a text key.
func expectKey(t *testing.T, err error, want string) {
	t.Helper()
	expectCode(t, err, models.CodeConflict)
	var known *models.Error
	if errors.As(err, &known) && known.Key != want {
		t.Errorf("the text is %s, want %s", known.Key, want)
	}
}

// stored reads a scan.
func (f *fixture) stored(id string) *models.CheckIn {
	f.t.Helper()
	c, err := f.db.Query(f.ctx).CheckIns().ByID(f.event, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

// expectActivities demands how many activities of a kind the event has.
func (f *fixture) expectActivities(kind models.ActivityKind, want int) {
	f.t.Helper()
	got := 0
	for _, a := range modelstest.Activities(f.t, f.db, f.event) {
		if a.Kind == kind {
			got++
		}
	}
	if got != want {
		f.t.Errorf("%d activities %s, want %d", got, kind, want)
	}
}
