package models_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"meguri/models"
	"meguri/models/modelstest"
)

// slowLookUp is a look-up that several share: it waits until it is let go, and counts.
type slowLookUp struct {
	db      *models.DB
	look    func(*models.Query) (*models.Event, error)
	release chan struct{}
	calls   int
	sync.WaitGroup
}

func newSlowLookUp(db *models.DB) *slowLookUp {
	a := &slowLookUp{db: db, release: make(chan struct{})}
	a.look = func(*models.Query) (*models.Event, error) {
		a.calls++
		<-a.release
		return &models.Event{Slug: "summit"}, nil
	}
	return a
}

// start asks in the background and waits until the answer is waited for.
func (a *slowLookUp) start(ctx context.Context, told func(*models.Event, error)) {
	a.Go(func() { told(models.Coalesce(ctx, a.db, "event summit", a.look)) })
	synctest.Wait()
}

func (a *slowLookUp) finish() {
	close(a.release)
	a.Wait()
}

func TestSharedLookUps(t *testing.T) {
	db := modelstest.OnSQLite(t)
	shared := func(name string, test func(t *testing.T, a *slowLookUp)) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, newSlowLookUp(db)) })
		})
	}
	shared("who asks at the same time gets a copy of one answer", func(t *testing.T, a *slowLookUp) {
		var lock sync.Mutex
		slugs := 0
		for range 10 {
			a.start(t.Context(), func(e *models.Event, err error) {
				lock.Lock()
				defer lock.Unlock()
				if err == nil && e.Slug == "summit" {
					slugs++
				}
				e.Slug = "changed by one of them"
			})
		}
		a.finish()
		if a.calls != 1 || slugs != 10 {
			t.Errorf("looked up %d times, %d answers are good", a.calls, slugs)
		}
	})
	shared("who asks after a write looks again", func(t *testing.T, a *slowLookUp) {
		a.start(t.Context(), func(*models.Event, error) {})
		if err := db.InTx(context.Background(), func(*models.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		a.start(t.Context(), func(*models.Event, error) {})
		a.finish()
		if a.calls != 2 {
			t.Errorf("looked up %d times", a.calls)
		}
	})
	shared("who goes does not take the others along", func(t *testing.T, a *slowLookUp) {
		first, leave := context.WithCancel(t.Context())
		a.look = func(q *models.Query) (*models.Event, error) {
			<-a.release
			return q.Events().BySlug("nothing")
		}
		a.start(first, func(*models.Event, error) {})
		a.start(t.Context(), func(_ *models.Event, err error) {
			if models.CodeOf(err) != models.CodeNotFound {
				t.Error(err)
			}
		})
		leave()
		a.finish()
	})
	shared("trouble is told to all", func(t *testing.T, a *slowLookUp) {
		trouble := errors.New("trouble")
		a.look = func(*models.Query) (*models.Event, error) {
			<-a.release
			return nil, trouble
		}
		for range 3 {
			a.start(t.Context(), func(e *models.Event, err error) {
				if !errors.Is(err, trouble) || e != nil {
					t.Error(e, err)
				}
			})
		}
		a.finish()
	})
}
