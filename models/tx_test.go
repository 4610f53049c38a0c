package models_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestAfterCommit(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(false)
		var called []string
		note := func(what string) func() { return func() { called = append(called, what) } }
		t.Run("is called in order once the transaction is committed", func(t *testing.T) {
			called = nil
			err := db.InTx(t.Context(), func(tx *models.Tx) error {
				tx.AfterCommit(note("first"))
				tx.AfterCommit(note("second"))
				if len(called) != 0 {
					t.Error("called before the commit")
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if want := []string{"first", "second"}; !slices.Equal(called, want) {
				t.Errorf("%v, want %v", called, want)
			}
		})
		t.Run("is not called where nothing is committed", func(t *testing.T) {
			called = nil
			errFailed := errors.New("no")
			err := db.InTx(t.Context(), func(tx *models.Tx) error {
				tx.AfterCommit(note("never"))
				return errFailed
			})
			if !errors.Is(err, errFailed) {
				t.Error(err)
			}
			if len(called) != 0 {
				t.Errorf("%v", called)
			}
		})
		t.Run("wakes the jobs once, however many were added", func(t *testing.T) {
			called = nil
			db.OnJob(note("wake"))
			for range 2 {
				modelstest.Write(t, db, func(tx *models.Tx) error {
					return errors.Join(
						tx.Jobs().Add("kind", models.NewID(), "", tx.Now),
						tx.Jobs().Add("kind", models.NewID(), "", tx.Now),
					)
				})
			}
			if want := []string{"wake", "wake"}; !slices.Equal(called, want) {
				t.Errorf("%v, want %v", called, want)
			}
		})
	})
}

func TestATransactionThatWasThrownOutRunsAgain(t *testing.T) {
	db := modelstest.OnSQLite(t)
	db.Rehearse(false)
	for code, want := range map[string]int{"40P01": 3, "40001": 3, "23505": 1} {
		t.Run(code, func(t *testing.T) {
			runs, afterCommit := 0, 0
			err := db.InTx(t.Context(), func(tx *models.Tx) error {
				tx.AfterCommit(func() { afterCommit++ })
				if runs++; runs < 3 {
					return &pgconn.PgError{Code: code}
				}
				return nil
			})
			if runs != want {
				t.Errorf("ran %d times, want %d", runs, want)
			}
			if committed := want == 3; committed != (err == nil) || committed != (afterCommit == 1) {
				t.Errorf("%v, called %d times after the commit", err, afterCommit)
			}
		})
	}
}

func TestATransactionMayAskToRunAgain(t *testing.T) {
	for name, rehearses := range map[string]bool{"as it is": false, "when it was rehearsed": true} {
		t.Run(name, func(t *testing.T) {
			db := modelstest.OnSQLite(t)
			db.Rehearse(rehearses)
			runs := 0
			err := db.InTx(t.Context(), func(*models.Tx) error {
				if runs++; runs < 3 {
					return fmt.Errorf("something came between: %w", models.ErrRunAgain)
				}
				return nil
			})
			if err != nil {
				t.Errorf("after %d runs: %v", runs, err)
			}
		})
	}
	t.Run("but not for ever", func(t *testing.T) {
		db := modelstest.OnSQLite(t)
		err := db.InTx(t.Context(), func(*models.Tx) error { return models.ErrRunAgain })
		if !errors.Is(err, models.ErrRunAgain) {
			t.Errorf("ended with %v", err)
		}
	})
}

// Two transactions lock two rows in opposite orders: PostgreSQL throws one out, and it succeeds when it is run again.
func TestADeadlockIsNobodysFailure(t *testing.T) {
	db := modelstest.OnPostgreSQL(t)
	event := modelstest.Summit(t, db, "summit")
	venue, online := ticketTypeBySlug(t, db, event, "venue").ID, ticketTypeBySlug(t, db, event, "online").ID
	errs := make(chan error, 2)
	meet := make(chan struct{})
	lockBoth := func(first, second string) {
		hasMet := false
		errs <- db.InTx(t.Context(), func(tx *models.Tx) error {
			if err := tx.TicketTypes().Lock(first); err != nil {
				return err
			}
			if !hasMet { // each holds its first when it asks for its second
				hasMet = true
				select {
				case meet <- struct{}{}:
				case <-meet:
				}
			}
			return tx.TicketTypes().Lock(second)
		})
	}
	go lockBoth(venue, online)
	go lockBoth(online, venue)
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
