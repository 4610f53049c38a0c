package reception_test

import (
	"errors"
	"testing"
	"time"

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
		"a scan after which the person moved on": func(t *testing.T, f *fixture) {
			code := f.register("hanako", "venue").Code
			f.expect(f.in(code), "admitted")
			first := f.last()
			f.advance(time.Minute)
			f.expect(f.out(code), "left")
			expectKey(t, f.undo(first), "reception.undo_late")
			f.expect(f.inside(), "1 came, 0 inside")
			if undone := f.stored(first).UndoneAt; undone != nil {
				t.Errorf("the scan is marked as undone at %v", undone)
			}
			f.expectActivities(models.ActivityCheckInUndone, 0)
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
