package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestWhatHappenedIsOnRecordWithItsTransaction(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		r := modelstest.Registration(t, db, event, "venue")
		kinds := func() (kinds []models.ActivityKind) {
			t.Helper()
			for _, a := range modelstest.Activities(t, db, event) {
				want := models.Activity{
					ID: a.ID, Kind: a.Kind, EventID: &event.ID, RegistrationID: &r.ID, SubjectID: r.ID, CreatedAt: a.CreatedAt,
				}
				if diff := cmp.Diff(want, a); diff != "" {
					t.Errorf("%s (-want +got):\n%s", a.Kind, diff)
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
		emit(errors.New("rolled back"))
		if got := kinds(); len(got) != 0 {
			t.Errorf("%v happened in a transaction that was not committed", got)
		}
		emit(nil)
		latestFirst := []models.ActivityKind{models.ActivityConfirmed, models.ActivityRegistered}
		if diff := cmp.Diff(latestFirst, kinds()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		later := db.Now().Add(401 * 24 * time.Hour)
		db.SetClock(func() time.Time { return later })
		modelstest.Write(t, db, (*models.Tx).DeleteExpired)
		if got := kinds(); len(got) != 0 {
			t.Errorf("%v were kept longer than their retention", got)
		}
	})
}
