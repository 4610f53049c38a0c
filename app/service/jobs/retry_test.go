package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
	"meguri/models/modelstest"
)

// bench is a runner with a clock that the test moves.
type bench struct {
	t      *testing.T
	db     *models.DB
	runner *jobs.Runner
	now    time.Time
	gaveUp []string
}

func newBench(t *testing.T, db *models.DB) *bench {
	b := &bench{t: t, db: db, runner: jobs.New(db), now: db.Now()}
	db.SetClock(func() time.Time { return b.now })
	return b
}

// handle registers a kind that remembers what was given up.
func (b *bench) handle(name string, do jobs.Do) {
	b.t.Helper()
	register(
		b.t,
		b.runner,
		jobs.Kind{Name: name, Do: do, GaveUp: func(_ context.Context, job *models.Job, trouble error) error {
			b.gaveUp = append(b.gaveUp, fmt.Sprint(job.Kind, " after ", job.Attempts, ": ", trouble))
			return nil
		}},
	)
}

func each(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newBench(t, db)) })
}

func (b *bench) add(kind, cause string) {
	b.t.Helper()
	err := b.db.InTx(
		b.t.Context(),
		func(tx *models.Tx) error { return tx.Jobs().Add(kind, cause, "payload of "+cause, tx.Now) },
	)
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) drain() {
	b.t.Helper()
	if err := b.runner.Drain(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// next is in how long the next job is due, or -1 where none waits.
func (b *bench) next() time.Duration {
	b.t.Helper()
	at, waits := modelstest.NextJob(b.t, b.db)
	if !waits {
		return -1
	}
	return at.Sub(b.now)
}

var errTrouble = errors.New("trouble")

func TestAJobIsDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var done []string
		b.handle("work", func(_ context.Context, job *models.Job) error {
			done = append(done, job.Payload)
			return nil
		})
		b.add("work", "a")
		b.add("work", "a") // the same cause
		b.add("work", "b")
		b.drain()
		b.drain()
		if len(done) != 2 || done[0] != "payload of a" || b.next() != -1 {
			t.Errorf("%q, next in %v", done, b.next())
		}
	})
}

func TestAJobIsNotDoneForWhatDidNotHappen(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.handle("work", func(context.Context, *models.Job) error { t.Error("was done"); return nil })
		err := b.db.InTx(
			t.Context(),
			func(tx *models.Tx) error { return errors.Join(tx.Jobs().Add("work", "a", "", tx.Now), errTrouble) },
		)
		if !errors.Is(err, errTrouble) {
			t.Fatal(err)
		}
		b.drain()
	})
}

func TestAFailedJobIsTriedAgainLaterAndLater(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		attempts := 0
		b.handle("work", func(context.Context, *models.Job) error { attempts++; return errTrouble })
		b.add("work", "a")
		var rests []time.Duration
		for b.drain(); b.next() > 0; b.drain() {
			rests = append(rests, b.next())
			b.now = b.now.Add(b.next() - time.Second)
			b.drain() // too early
			b.now = b.now.Add(time.Second)
		}
		want := "[10s 20s 40s 1m20s 2m40s 5m20s 10m40s 21m20s 42m40s 1h25m20s 2h50m40s]"
		if got := fmt.Sprint(rests); got != want {
			t.Errorf("rests %s, want %s", got, want)
		}
		if attempts != 12 || fmt.Sprint(b.gaveUp) != "[work after 12: trouble]" {
			t.Errorf("%d attempts, %q", attempts, b.gaveUp)
		}
	})
}

func TestATransientTroubleEnds(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.handle("work", func(_ context.Context, job *models.Job) error {
			if job.Attempts < 3 {
				return errTrouble
			}
			return nil
		})
		b.add("work", "a")
		for range 3 {
			b.drain()
			b.now = b.now.Add(time.Minute)
		}
		if b.next() != -1 || len(b.gaveUp) > 0 {
			t.Errorf("next in %v, %q", b.next(), b.gaveUp)
		}
	})
}

func TestAUselessJobIsGivenUpAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.handle(
			"work",
			func(context.Context, *models.Job) error { return fmt.Errorf("%w: no such address", jobs.ErrGiveUp) },
		)
		b.add("work", "a")
		b.drain()
		if fmt.Sprint(b.gaveUp) != "[work after 1: trying again is useless: no such address]" || b.next() != -1 {
			t.Errorf("%q, next in %v", b.gaveUp, b.next())
		}
	})
}

func TestAPanicIsATroubleLikeOthers(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		done := false
		b.handle("broken", func(_ context.Context, job *models.Job) error {
			return []error{nil}[job.Attempts] // out of range
		})
		b.handle("work", func(context.Context, *models.Job) error { done = true; return nil })
		b.add("broken", "a")
		b.now = b.now.Add(time.Second)
		b.add("work", "b")
		b.drain()
		if !done || b.next() != 10*time.Second {
			t.Errorf("the other job was done: %v; next in %v", done, b.next())
		}
	})
}

func TestAJobOfANewerProgramIsKept(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add("unheard-of", "a")
		for range 20 { // more often than a job is tried
			b.drain()
			if b.next() != 10*time.Minute {
				t.Fatalf("next in %v", b.next())
			}
			b.now = b.now.Add(b.next())
		}
		done := 0
		b.handle("unheard-of", func(_ context.Context, job *models.Job) error { done = job.Attempts; return nil })
		b.drain()
		if done != 1 || b.next() != -1 {
			t.Errorf("done at attempt %d, next in %v", done, b.next())
		}
	})
}

func TestAJobAboutSomethingOfANewerProgramIsKept(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.handle("work", func(context.Context, *models.Job) error { return fmt.Errorf("a letter: %w", jobs.ErrUnknownKind) })
		b.add("work", "a")
		for range 20 {
			b.drain()
			b.now = b.now.Add(10 * time.Minute)
		}
		if len(b.gaveUp) != 0 || b.next() != 0 {
			t.Errorf("%q, next in %v", b.gaveUp, b.next())
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
	each(t, func(t *testing.T, b *bench) {
		done := 0
		b.handle("work", func(_ context.Context, job *models.Job) error { done = job.Attempts; return nil })
		b.add("work", "a")
		dies := func() {
			t.Helper()
			if job := modelstest.Claim(t, b.db, 2*time.Minute); job == nil {
				t.Fatal("no job is due")
			}
		}
		dies()
		b.drain()
		if done != 0 {
			t.Error("done while another process has it")
		}
		b.now = b.now.Add(2*time.Minute + time.Second)
		b.drain()
		if done != 2 {
			t.Errorf("done at attempt %d", done)
		}
		t.Run("but not for ever", func(t *testing.T) {
			b.add("work", "deadly")
			for range 12 {
				dies()
				b.now = b.now.Add(3 * time.Minute)
			}
			done = 0
			b.drain()
			if done != 0 || len(b.gaveUp) != 1 || b.next() != -1 {
				t.Errorf("tried again at attempt %d; %q", done, b.gaveUp)
			}
		})
	})
}

// A machine's clock is set back by an hour, then ahead by a day: what was to be done is done, once.
func TestJobsOutliveAClockThatJumps(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var done []string
		b.handle("work", func(_ context.Context, job *models.Job) error {
			done = append(done, job.Payload)
			return nil
		})
		right := b.now
		b.now = right.Add(time.Hour)
		b.add("work", "early")
		b.now = right
		b.add("work", "back")
		b.drain()
		if fmt.Sprint(done) != "[payload of back]" {
			t.Errorf("after it was set back: %q", done)
		}
		b.now = right.Add(24 * time.Hour)
		b.add("work", "ahead")
		b.drain()
		b.now = right.Add(time.Hour)
		b.drain()
		if fmt.Sprint(done) != "[payload of back payload of early payload of ahead]" || b.next() != -1 {
			t.Errorf("at the end: %q, next in %v", done, b.next())
		}
	})
}
