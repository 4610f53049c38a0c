package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/jobs"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is a runner with a clock that the test moves.
type fixture struct {
	t      *testing.T
	db     *models.DB
	runner *jobs.Runner
	now    time.Time
	gaveUp []string
}

func newFixture(t *testing.T, db *models.DB) *fixture {
	f := &fixture{t: t, db: db, runner: jobs.New(db), now: db.Now()}
	db.SetClock(func() time.Time { return f.now })
	return f
}

// handle registers a kind that records which jobs were given up.
func (f *fixture) handle(name string, do jobs.Do) {
	f.t.Helper()
	register(
		f.t,
		f.runner,
		jobs.Kind{Name: name, Do: do, GaveUp: func(_ context.Context, job *models.Job, err error) error {
			f.gaveUp = append(f.gaveUp, fmt.Sprint(job.Kind, " after ", job.Attempts, ": ", err))
			return nil
		}},
	)
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newFixture(t, db)) })
}

func (f *fixture) add(kind, cause string) {
	f.t.Helper()
	err := f.db.InTx(
		f.t.Context(),
		func(tx *models.Tx) error { return tx.Jobs().Add(kind, cause, "payload of "+cause, tx.Now) },
	)
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) drain() {
	f.t.Helper()
	if err := f.runner.Drain(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

// expectNone checks that no job waits.
func (f *fixture) expectNone() {
	f.t.Helper()
	if next := f.next(); next != -1 {
		f.t.Errorf("a job is due in %v", next)
	}
}

// expectGaveUp compares the jobs that were given up.
func (f *fixture) expectGaveUp(want ...string) {
	f.t.Helper()
	if diff := cmp.Diff(want, f.gaveUp); diff != "" {
		f.t.Errorf("given up (-want +got):\n%s", diff)
	}
}

// next returns the time until the next job is due, or -1 if there is none.
func (f *fixture) next() time.Duration {
	f.t.Helper()
	at, waits := modelstest.NextJob(f.t, f.db)
	if !waits {
		return -1
	}
	return at.Sub(f.now)
}

var errFailed = errors.New("failed")

func TestAJobIsDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var done []string
		f.handle("work", func(_ context.Context, job *models.Job) error {
			done = append(done, job.Payload)
			return nil
		})
		f.add("work", "a")
		f.add("work", "a") // the same cause
		f.add("work", "b")
		f.drain()
		f.drain()
		if diff := cmp.Diff([]string{"payload of a", "payload of b"}, done); diff != "" {
			t.Errorf("done (-want +got):\n%s", diff)
		}
		f.expectNone()
	})
}

func TestAJobIsNotDoneForWhatDidNotHappen(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.handle("work", func(context.Context, *models.Job) error { t.Error("was done"); return nil })
		err := f.db.InTx(
			t.Context(),
			func(tx *models.Tx) error { return errors.Join(tx.Jobs().Add("work", "a", "", tx.Now), errFailed) },
		)
		if !errors.Is(err, errFailed) {
			t.Fatal(err)
		}
		f.drain()
	})
}

func TestAFailedJobIsTriedAgainLaterAndLater(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		attempts := 0
		f.handle("work", func(context.Context, *models.Job) error { attempts++; return errFailed })
		f.add("work", "a")
		var rests []time.Duration
		for f.drain(); f.next() > 0; f.drain() {
			rests = append(rests, f.next())
			f.now = f.now.Add(f.next() - time.Second)
			f.drain() // too early
			f.now = f.now.Add(time.Second)
		}
		want := "[10s 20s 40s 1m20s 2m40s 5m20s 10m40s 21m20s 42m40s 1h25m20s 2h50m40s]"
		if got := fmt.Sprint(rests); got != want {
			t.Errorf("rests %s, want %s", got, want)
		}
		if attempts != 12 {
			t.Errorf("%d attempts, want 12", attempts)
		}
		f.expectGaveUp("work after 12: failed")
	})
}

func TestATransientErrorEnds(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.handle("work", func(_ context.Context, job *models.Job) error {
			if job.Attempts < 3 {
				return errFailed
			}
			return nil
		})
		f.add("work", "a")
		for range 3 {
			f.drain()
			f.now = f.now.Add(time.Minute)
		}
		f.expectNone()
		f.expectGaveUp()
	})
}

func TestAUselessJobIsGivenUpAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.handle(
			"work",
			func(context.Context, *models.Job) error { return fmt.Errorf("%w: no such address", jobs.ErrGiveUp) },
		)
		f.add("work", "a")
		f.drain()
		f.expectGaveUp("work after 1: trying again is useless: no such address")
		f.expectNone()
	})
}

func TestAPanicIsAnErrorLikeOthers(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		done := false
		f.handle("broken", func(_ context.Context, job *models.Job) error {
			return []error{nil}[job.Attempts] // out of range
		})
		f.handle("work", func(context.Context, *models.Job) error { done = true; return nil })
		f.add("broken", "a")
		f.now = f.now.Add(time.Second)
		f.add("work", "b")
		f.drain()
		if !done {
			t.Error("the other job was not done")
		}
		if next := f.next(); next != 10*time.Second {
			t.Errorf("the next job is due in %v", next)
		}
	})
}

func TestAJobOfANewerProgramIsKept(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.add("unheard-of", "a")
		for range 20 { // more often than a job is tried
			f.drain()
			if f.next() != 10*time.Minute {
				t.Fatalf("next in %v", f.next())
			}
			f.now = f.now.Add(f.next())
		}
		done := 0
		f.handle("unheard-of", func(_ context.Context, job *models.Job) error { done = job.Attempts; return nil })
		f.drain()
		if done != 1 {
			t.Errorf("done at attempt %d, want 1", done)
		}
		f.expectNone()
	})
}

func TestAJobAboutSomethingOfANewerProgramIsKept(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.handle("work", func(context.Context, *models.Job) error { return fmt.Errorf("a letter: %w", jobs.ErrUnknownKind) })
		f.add("work", "a")
		for range 20 {
			f.drain()
			f.now = f.now.Add(10 * time.Minute)
		}
		f.expectGaveUp()
		if next := f.next(); next != 0 {
			t.Errorf("the next job is due in %v", next)
		}
	})
}

func TestKindsThatCannotBeDoneAreRefused(t *testing.T) {
	nothing := func(context.Context, *models.Job) error { return nil }
	for title, kinds := range map[string][]jobs.Kind{
		"without a name":      {{Do: nothing}},
		"without a way to do": {{Name: "work"}},
		"registered twice":    {{Name: "work", Do: nothing}, {Name: "work", Do: nothing}},
	} {
		t.Run(title, func(t *testing.T) {
			if err := jobs.New(nil).Register(kinds...); err == nil {
				t.Error("taken")
			}
		})
	}
}

func TestAJobWhoseProcessDiedIsDueAgain(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		done := 0
		f.handle("work", func(_ context.Context, job *models.Job) error { done = job.Attempts; return nil })
		f.add("work", "a")
		dies := func() {
			t.Helper()
			if job := modelstest.Claim(t, f.db, 2*time.Minute); job == nil {
				t.Fatal("no job is due")
			}
		}
		dies()
		f.drain()
		if done != 0 {
			t.Error("done while another process has it")
		}
		f.now = f.now.Add(2*time.Minute + time.Second)
		f.drain()
		if done != 2 {
			t.Errorf("done at attempt %d", done)
		}
		t.Run("but not for ever", func(t *testing.T) {
			f.add("work", "deadly")
			for range 12 {
				dies()
				f.now = f.now.Add(3 * time.Minute)
			}
			done = 0
			f.drain()
			if done != 0 {
				t.Errorf("tried again at attempt %d", done)
			}
			if len(f.gaveUp) != 1 {
				t.Errorf("given up: %q", f.gaveUp)
			}
			f.expectNone()
		})
	})
}

// A machine's clock is set back by an hour, then forward by a day: each job is done once.
func TestJobsOutliveAClockThatJumps(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var done []string
		f.handle("work", func(_ context.Context, job *models.Job) error {
			done = append(done, job.Payload)
			return nil
		})
		right := f.now
		f.now = right.Add(time.Hour)
		f.add("work", "early")
		f.now = right
		f.add("work", "back")
		f.drain()
		if fmt.Sprint(done) != "[payload of back]" {
			t.Errorf("after it was set back: %q", done)
		}
		f.now = right.Add(24 * time.Hour)
		f.add("work", "ahead")
		f.drain()
		f.now = right.Add(time.Hour)
		f.drain()
		want := []string{"payload of back", "payload of early", "payload of ahead"}
		if diff := cmp.Diff(want, done); diff != "" {
			t.Errorf("at the end (-want +got):\n%s", diff)
		}
		f.expectNone()
	})
}
