package models_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestWhatComesMeanwhileIsWrittenTogether(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		begun, goOn := make(chan bool), make(chan bool)
		var batches [][]int
		var first sync.Once
		g := models.NewGathered(db, func(_ *models.SingleWrite, items []*int) error {
			first.Do(func() { begun <- true; <-goOn })
			batch := []int{}
			for _, n := range items {
				batch = append(batch, *n)
			}
			batches = append(batches, batch)
			return nil
		})
		var writing sync.WaitGroup
		write := func(key string, n int) {
			writing.Go(func() {
				if err := g.Write(t.Context(), key, &n); err != nil {
					t.Error(err)
				}
			})
		}
		write("a", 0)
		<-begun
		ended, end := context.WithCancel(t.Context())
		end()
		for n := range 5 {
			if err := g.Write(ended, "a", &n); !errors.Is(err, context.Canceled) { // and is written all the same
				t.Error(err)
			}
		}
		goOn <- true
		writing.Wait()
		n := 9
		if err := g.Write(t.Context(), "a", &n); err != nil {
			t.Error(err)
		}
		apptest.Equal(t, "the first batch", batches[0], []int{0})
		apptest.Equal(t, "the batch of what came meanwhile", batches[1][:5], []int{0, 1, 2, 3, 4}) // 9 may be in time for it
	})
}

func TestAWriteThatFailsFailsForAllOfIt(t *testing.T) {
	db := modelstest.OnSQLite(t)
	fault := errors.New("the disk is full")
	g := models.NewGathered(db, func(_ *models.SingleWrite, items []*int) error {
		if *items[0] == 1 {
			panic("a mistake") //nolint:forbidigo // what it is about
		}
		return fault
	})
	zero, one := 0, 1
	if err := g.Write(t.Context(), "a", &zero); !errors.Is(err, fault) {
		t.Error(err)
	}
	if err := g.Write(t.Context(), "a", &one); err == nil {
		t.Error("a panic is no error")
	}
	if err := g.Write(t.Context(), "a", &zero); !errors.Is(err, fault) {
		t.Error("nothing is written any more after a panic:", err)
	}
}
