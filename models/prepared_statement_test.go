package models_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// A transaction locks a row, all other connections wait for that row, and a reader waits for a connection to prepare a
// statement. Then the transaction runs the same statement. With GORM's PrepareStmt it waited for the reader to prepare
// it: a deadlock.
func TestATransactionDoesNotWaitForAReaderWithoutAConnection(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		ticketType, err := db.Query(t.Context()).TicketTypes().BySlug(event, "online")
		if err != nil {
			t.Fatal(err)
		}
		db.Rehearse(false)
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
		defer cancel()
		locked, proceed := make(chan struct{}), make(chan struct{})
		var running sync.WaitGroup
		running.Go(func() {
			err := db.InTx(ctx, func(tx *models.Tx) error {
				if err := tx.TicketTypes().Lock(ticketType.ID); err != nil {
					return err
				}
				close(locked)
				<-proceed
				_, err := tx.Registrations().Count(event, models.RegistrationFilter{}, 1000)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-locked
		for range 30 { // more than there are connections
			running.Go(func() {
				if err := db.InTx(ctx, func(tx *models.Tx) error { return tx.TicketTypes().Lock(ticketType.ID) }); err != nil {
					t.Error(err)
				}
			})
		}
		time.Sleep(300 * time.Millisecond) // until they hold all connections
		running.Go(func() {
			if _, err := db.Query(ctx).Registrations().Count(event, models.RegistrationFilter{}, 1000); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(100 * time.Millisecond) // until the reader waits
		close(proceed)
		running.Wait()
	})
}
