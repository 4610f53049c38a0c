package jobs_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meguri/app/service/jobs"
	"meguri/models"
	"meguri/models/modelstest"
)

func register(t *testing.T, runner *jobs.Runner, kinds ...jobs.Kind) {
	t.Helper()
	if err := runner.Register(kinds...); err != nil {
		t.Fatal(err)
	}
}

// add writes one job of the kind for each payload.
func add(t *testing.T, db *models.DB, kind string, payloads ...string) {
	t.Helper()
	err := db.InTx(t.Context(), func(tx *models.Tx) error {
		for _, payload := range payloads {
			if err := tx.Jobs().Add(kind, kind+":"+payload, payload, tx.Now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestASlowJobDoesNotHoldTheOthersUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		runner := jobs.New(db)
		release, quick := make(chan struct{}), make(chan string, 3)
		register(t, runner, jobs.Kind{Name: "slow", Do: func(context.Context, *models.Job) error { <-release; return nil }})
		register(
			t, runner,
			jobs.Kind{Name: "quick", Do: func(_ context.Context, job *models.Job) error { quick <- job.Payload; return nil }},
		)
		add(t, db, "slow", "1")
		add(t, db, "quick", "1", "2", "3")
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { runner.Run(ctx) })
		for range 3 {
			select {
			case <-quick:
			case <-time.After(10 * time.Second):
				t.Fatal("a quick job waits for the slow one")
			}
		}
		stop()
		close(release)
		running.Wait()
		if _, waits := modelstest.NextJob(t, db); waits {
			t.Error("the running job was not finished at the end")
		}
	})
}

func TestEachJobIsDoneOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		var done atomic.Int64
		add(t, db, "count", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
		var running sync.WaitGroup
		for range 3 {
			runner := jobs.New(db)
			register(
				t, runner, jobs.Kind{Name: "count", Do: func(context.Context, *models.Job) error { done.Add(1); return nil }},
			)
			running.Go(func() {
				if err := runner.Drain(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		running.Wait()
		if done.Load() != 10 {
			t.Errorf("10 jobs were done %d times", done.Load())
		}
	})
}

func TestAJobIsGivenUpOnlyOnceGaveUpSucceeds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		runner := jobs.New(db)
		calls := 0
		register(t, runner, jobs.Kind{
			Name: "hopeless",
			Do:   func(context.Context, *models.Job) error { return jobs.ErrGiveUp },
			GaveUp: func(context.Context, *models.Job, error) error {
				if calls++; calls == 1 {
					return errors.New("the database is unavailable")
				}
				return nil
			},
		})
		add(t, db, "hopeless", "1")
		if err := runner.Drain(t.Context()); err == nil {
			t.Error("the error of GaveUp was lost")
		}
		db.SetClock(func() time.Time { return time.Now().Add(time.Hour) })
		if err := runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if calls != 2 {
			t.Errorf("GaveUp was called %d times", calls)
		}
	})
}
