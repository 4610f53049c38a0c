package models_test

import (
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// live says of each state whether its registration keeps the address.
var live = map[models.RegistrationState]bool{
	models.RegistrationApplied:    true,
	models.RegistrationConfirmed:  true,
	models.RegistrationWaitlisted: true,
	models.RegistrationPending:    true,
	models.RegistrationCancelled:  false,
	models.RegistrationDeclined:   false,
	models.RegistrationLapsed:     false,
}

func TestEveryStateIsKnownToBeLiveOrNot(t *testing.T) {
	for _, state := range models.RegistrationStates {
		want, known := live[state]
		if !known {
			t.Errorf("%s is neither", state)
		}
		if got := state.Live(); got != want {
			t.Errorf("%s is live: %v, want %v", state, got, want)
		}
	}
}

// The method, the queries and the index have one meaning of live.
func TestLiveRegistrations(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for state, isLive := range live {
			t.Run(string(state), func(t *testing.T) {
				event := modelstest.Summit(t, db, "summit-"+string(state))
				first := modelstest.Registration(t, db, event, "online")
				setState(t, db, event, first, state)
				q := db.Query(t.Context())
				t.Run("are found by their address", func(t *testing.T) {
					list, err := q.Registrations().ByEmail(event, first.EmailKey, 10)
					if err != nil {
						t.Fatal(err)
					}
					if found := len(list) == 1; found != isLive {
						t.Errorf("found: %v", found)
					}
				})
				t.Run("are listed", func(t *testing.T) {
					list, err := q.Registrations().Live(event.ID, "", 10)
					if err != nil {
						t.Fatal(err)
					}
					if listed := len(list) == 1; listed != isLive {
						t.Errorf("listed: %v", listed)
					}
				})
				t.Run("keep their address and name", func(t *testing.T) {
					if refused := !insertAgain(t, db, first); refused != isLive {
						t.Errorf("a second one is refused: %v", refused)
					}
				})
			})
		}
	})
}

func setState(
	t *testing.T, db *models.DB, event *models.Event, r *models.Registration, state models.RegistrationState,
) {
	t.Helper()
	err := db.InTx(t.Context(), func(tx *models.Tx) error {
		stored, err := tx.Registrations().ByID(event, r.ID)
		if err != nil {
			return err
		}
		stored.State = state
		return tx.Registrations().Update(stored)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// insertAgain stores another registration with the same address and reports whether it was taken.
func insertAgain(t *testing.T, db *models.DB, first *models.Registration) (taken bool) {
	t.Helper()
	again := *first
	again.ID, again.RequestID, again.Code = models.NewID(), models.NewID(), "AGAIN-"+first.Code[:3]
	again.LinkHash = models.HashSecret(again.ID)
	err := db.InTx(t.Context(), func(tx *models.Tx) (err error) {
		taken, err = tx.Registrations().Insert(&again)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return taken
}
