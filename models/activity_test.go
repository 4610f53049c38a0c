package models_test

import (
	"errors"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestWhatHappenedIsOnRecordWithItsTransaction(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		r := modelstest.Registration(t, db, event, "venue")
		kinds := func() (kinds []models.ActivityKind) {
			t.Helper()
			list, err := db.Query(t.Context()).Activities().OfEvent(event, 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range list {
				if a.EventID == nil || *a.EventID != event.ID || a.RegistrationID == nil || *a.RegistrationID != r.ID {
					t.Errorf("%s is about %+v", a.Kind, a)
				}
				kinds = append(kinds, a.Kind)
			}
			return kinds
		}
		emit := func(result error) {
			t.Helper()
			err := db.InTx(t.Context(), func(tx *models.Tx) error {
				tx.Emit(models.ActivityRegistered, r)
				tx.Emit(models.ActivityConfirmed, r)
				return result
			})
			if !errors.Is(err, result) {
				t.Fatal(err)
			}
		}
		emit(errors.New("thought better of it"))
		if got := kinds(); len(got) != 0 {
			t.Errorf("%v happened in a transaction that was not committed", got)
		}
		emit(nil)
		if got := kinds(); len(got) != 2 || got[0] != models.ActivityConfirmed || got[1] != models.ActivityRegistered {
			t.Errorf("%v, want the latest first", got)
		}
		later := db.Now().Add(401 * 24 * time.Hour)
		db.SetClock(func() time.Time { return later })
		modelstest.Write(t, db, (*models.Tx).DeleteExpired)
		if got := kinds(); len(got) != 0 {
			t.Errorf("%v are not swept", got)
		}
	})
}
