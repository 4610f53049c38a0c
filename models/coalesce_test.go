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

// asked is a look-up that several share: it waits until it is let go, and counts.
type asked struct {
	db   *models.DB
	look func(*models.Query) (*models.Event, error)
	let  chan struct{}
	n    int
	sync.WaitGroup
}

func newAsked(db *models.DB) *asked {
	a := &asked{db: db, let: make(chan struct{})}
	a.look = func(*models.Query) (*models.Event, error) {
		a.n++
		<-a.let
		return &models.Event{Slug: "summit"}, nil
	}
	return a
}

// ask asks in the background and waits until the answer is waited for.
func (a *asked) ask(ctx context.Context, told func(*models.Event, error)) {
	a.Go(func() { told(models.Coalesce(ctx, a.db, "event summit", a.look)) })
	synctest.Wait()
}

func (a *asked) answer() {
	close(a.let)
	a.Wait()
}

func TestSharedLookUps(t *testing.T) {
	db := modelstest.OnSQLite(t)
	shared := func(name string, test func(t *testing.T, a *asked)) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, newAsked(db)) })
		})
	}
	shared("who asks at the same time gets a copy of one answer", func(t *testing.T, a *asked) {
		var lock sync.Mutex
		slugs := 0
		for range 10 {
			a.ask(t.Context(), func(e *models.Event, err error) {
				lock.Lock()
				defer lock.Unlock()
				if err == nil && e.Slug == "summit" {
					slugs++
				}
				e.Slug = "changed by one of them"
			})
		}
		a.answer()
		if a.n != 1 || slugs != 10 {
			t.Errorf("looked up %d times, %d answers are good", a.n, slugs)
		}
	})
	shared("who asks after a write looks again", func(t *testing.T, a *asked) {
		a.ask(t.Context(), func(*models.Event, error) {})
		if err := db.InTx(context.Background(), func(*models.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		a.ask(t.Context(), func(*models.Event, error) {})
		a.answer()
		if a.n != 2 {
			t.Errorf("looked up %d times", a.n)
		}
	})
	shared("who goes does not take the others along", func(t *testing.T, a *asked) {
		first, leave := context.WithCancel(t.Context())
		a.look = func(q *models.Query) (*models.Event, error) {
			<-a.let
			return q.Events().BySlug("nothing")
		}
		a.ask(first, func(*models.Event, error) {})
		a.ask(t.Context(), func(_ *models.Event, err error) {
			if models.CodeOf(err) != models.CodeNotFound {
				t.Error(err)
			}
		})
		leave()
		a.answer()
	})
	shared("trouble is told to all", func(t *testing.T, a *asked) {
		trouble := errors.New("trouble")
		a.look = func(*models.Query) (*models.Event, error) {
			<-a.let
			return nil, trouble
		}
		for range 3 {
			a.ask(t.Context(), func(e *models.Event, err error) {
				if !errors.Is(err, trouble) || e != nil {
					t.Error(e, err)
				}
			})
		}
		a.answer()
	})
}
