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

// slowLookUp is a shared look-up that waits until it is released, and counts its calls.
type slowLookUp struct {
	db      *models.DB
	look    func(*models.Query) (*models.Event, error)
	release chan struct{}
	calls   int
	sync.WaitGroup
}

func newSlowLookUp(db *models.DB) *slowLookUp {
	l := &slowLookUp{db: db, release: make(chan struct{})}
	l.look = func(*models.Query) (*models.Event, error) {
		l.calls++
		<-l.release
		return &models.Event{Slug: "summit"}, nil
	}
	return l
}

// start calls Coalesce in the background, passes its result to done, and waits until the call waits for the look-up.
func (l *slowLookUp) start(ctx context.Context, done func(*models.Event, error)) {
	l.Go(func() { done(models.Coalesce(ctx, l.db, "event summit", l.look)) })
	synctest.Wait()
}

func (l *slowLookUp) finish() {
	close(l.release)
	l.Wait()
}

func TestCoalesce(t *testing.T) {
	db := modelstest.OnSQLite(t)
	run := func(name string, test func(t *testing.T, l *slowLookUp)) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, newSlowLookUp(db)) })
		})
	}
	run("callers at the same time get a copy of one answer", func(t *testing.T, l *slowLookUp) {
		var lock sync.Mutex
		slugs := 0
		for range 10 {
			l.start(t.Context(), func(e *models.Event, err error) {
				lock.Lock()
				defer lock.Unlock()
				if err == nil && e.Slug == "summit" {
					slugs++
				}
				e.Slug = "changed by one of them"
			})
		}
		l.finish()
		if l.calls != 1 {
			t.Errorf("looked up %d times", l.calls)
		}
		if slugs != 10 {
			t.Errorf("%d of 10 answers are right", slugs)
		}
	})
	run("a caller after a write looks up again", func(t *testing.T, l *slowLookUp) {
		l.start(t.Context(), func(*models.Event, error) {})
		if err := db.InTx(context.Background(), func(*models.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		l.start(t.Context(), func(*models.Event, error) {})
		l.finish()
		if l.calls != 2 {
			t.Errorf("looked up %d times", l.calls)
		}
	})
	run("a caller that is cancelled does not cancel the others", func(t *testing.T, l *slowLookUp) {
		first, leave := context.WithCancel(t.Context())
		l.look = func(q *models.Query) (*models.Event, error) {
			<-l.release
			return q.Events().BySlug("nothing")
		}
		l.start(first, func(*models.Event, error) {})
		l.start(t.Context(), func(_ *models.Event, err error) {
			if models.CodeOf(err) != models.CodeNotFound {
				t.Error(err)
			}
		})
		leave()
		l.finish()
	})
	run("an error is returned to all", func(t *testing.T, l *slowLookUp) {
		errFailed := errors.New("failed")
		l.look = func(*models.Query) (*models.Event, error) {
			<-l.release
			return nil, errFailed
		}
		for range 3 {
			l.start(t.Context(), func(e *models.Event, err error) {
				if !errors.Is(err, errFailed) {
					t.Errorf("returned %v", err)
				}
				if e != nil {
					t.Errorf("returned the event %s", e.Slug)
				}
			})
		}
		l.finish()
	})
}
