package models_test

import (
	"sync"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// More transactions at once than there are connections, on a database that nobody used before, once stood still: each waited for a statement that
// was being prepared on a connection that all of them held.
func TestMoreTransactionsThanConnectionsOnAColdStart(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		cold, err := models.Open(t.Context(), db.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer cold.Close()
		var running sync.WaitGroup
		for range 100 {
			running.Go(func() {
				if _, err := cold.Reader(t.Context()).TicketTypeBySlug(event, "online"); err != nil {
					t.Error(err)
				}
				if err := cold.InTx(t.Context(), func(tx *models.Tx) error {
					_, err := tx.TicketTypeBySlug(event, "online")
					return err
				}); err != nil {
					t.Error(err)
				}
			})
		}
		running.Wait()
	})
}
