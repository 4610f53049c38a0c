package models_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// overlap is how long a transaction stays open once it has acted: long enough for the other to act before it sees what this one did, or to wait for it.
const overlap = 50 * time.Millisecond

// race lets two do the same at once, each in a transaction of its own that begins after both have looked. It returns what they got. (The embedded
// database's transactions are alone: there the second begins when the first has ended.)
func race[Seen, Got any](t *testing.T, db *models.DB, look func(*models.Tx) (Seen, error), act func(*models.Tx, Seen) (Got, error)) []Got {
	t.Helper()
	var looked, done sync.WaitGroup
	looked.Add(2)
	got := make([]Got, 2)
	for i := range got {
		done.Go(func() {
			seen, err := look(db.Reader(t.Context()))
			looked.Done()
			looked.Wait()
			if err == nil {
				err = db.InTx(t.Context(), func(tx *models.Tx) error {
					got[i], err = act(tx, seen)
					time.Sleep(overlap)
					return err
				})
			}
			if err != nil && models.CodeOf(err) != models.Conflict {
				t.Error(err)
			}
		})
	}
	done.Wait()
	return got
}

// blind is for those who need not look.
func blind(*models.Tx) (none struct{}, err error) { return none, nil }

// countOf counts how many got something.
func countOf[T comparable](got []T, what T) int {
	return len(slices.DeleteFunc(slices.Clone(got), func(one T) bool { return one != what }))
}

// guarded runs a test of a guard on both databases, first as it is without: a test that cannot fail proves nothing.
func guarded(t *testing.T, without, with func(t *testing.T, db *models.DB, event *models.Event)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Run("without the guard", func(t *testing.T) { without(t, db, modelstest.Summit(t, db, "careless")) })
		t.Run("with it", func(t *testing.T) { with(t, db, modelstest.Summit(t, db, "careful")) })
	})
}

func kindOf(t *testing.T, db *models.DB, event *models.Event, slug string) *models.TicketType {
	t.Helper()
	kind, err := db.Reader(t.Context()).TicketTypeBySlug(event, slug)
	if err != nil {
		t.Fatal(err)
	}
	return kind
}

func TestTwoWantTheLastPlace(t *testing.T) {
	guarded(t, func(t *testing.T, db *models.DB, event *models.Event) {
		modelstest.Registration(t, db, event, "venue") // one of two
		got := race(t, db, func(tx *models.Tx) (*models.TicketType, error) { return tx.TicketTypeBySlug(event, "venue") },
			func(tx *models.Tx, kind *models.TicketType) (bool, error) {
				return kind.Left() > 0, models.Exec(tx, "UPDATE ticket_types SET taken = taken + 1 WHERE id = ?", kind.ID)
			})
		if countOf(got, true) != 2 || kindOf(t, db, event, "venue").Taken != 3 {
			t.Error("the last place is not given twice")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		modelstest.Registration(t, db, event, "venue")
		venue := kindOf(t, db, event, "venue")
		got := race(t, db, blind, func(tx *models.Tx, _ struct{}) (bool, error) { return tx.TakePlace(venue.ID) })
		if countOf(got, true) != 1 || kindOf(t, db, event, "venue").Taken != 2 {
			t.Errorf("the last place went to %v", got)
		}
	})
}

// waiting puts two into the waiting list and returns the first.
func waiting(t *testing.T, db *models.DB, event *models.Event) (first *models.Registration) {
	t.Helper()
	for range 2 {
		r := modelstest.Registration(t, db, event, "online")
		at := db.Now()
		r.State, r.QueuedAt = models.Waitlisted, &at
		if err := db.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateRegistration(r) }); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = r
		}
	}
	return first
}

func TestTwoPlacesBecomeFreeForTheLine(t *testing.T) {
	const confirm = "UPDATE registrations SET state = 'confirmed' WHERE id = ?"
	guarded(t, func(t *testing.T, db *models.DB, event *models.Event) {
		first, online := waiting(t, db, event), kindOf(t, db, event, "online")
		got := race(t, db, func(tx *models.Tx) (*models.Registration, error) { return tx.FirstInLine(online.ID) },
			func(tx *models.Tx, r *models.Registration) (string, error) {
				return r.ID, models.Exec(tx, confirm, r.ID)
			})
		if countOf(got, first.ID) != 2 {
			t.Error("the first in line does not get both places")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		waiting(t, db, event)
		online := kindOf(t, db, event, "online")
		got := race(t, db, blind, func(tx *models.Tx, _ struct{}) (string, error) {
			if err := tx.LockTicketTypes(online.ID); err != nil {
				return "", err
			}
			r, err := tx.FirstInLine(online.ID)
			if err != nil {
				return "", err
			}
			return r.ID, models.Exec(tx, confirm, r.ID)
		})
		if got[0] == "" || got[0] == got[1] {
			t.Errorf("two places went to %v", got)
		}
	})
}

func TestTwoDoorsSeeOneTicket(t *testing.T) {
	const enter = `INSERT INTO admissions (registration_id, event_id, inside, check_in_id, first_at, changed_at) VALUES (?, ?, TRUE, 'scan', ?, ?)
		ON CONFLICT (registration_id) DO UPDATE SET inside = TRUE`
	guarded(t, func(t *testing.T, db *models.DB, event *models.Event) {
		r := modelstest.Registration(t, db, event, "venue")
		got := race(t, db, func(tx *models.Tx) (bool, error) {
			_, err := tx.Admission(r.ID)
			if models.CodeOf(err) == models.NotFound {
				return true, nil
			}
			return false, err
		}, func(tx *models.Tx, outside bool) (bool, error) {
			return outside, models.Exec(tx, enter, r.ID, event.ID, tx.Now, tx.Now)
		})
		if countOf(got, true) != 2 {
			t.Error("nobody is admitted twice")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		r := modelstest.Registration(t, db, event, "venue")
		got := race(t, db, blind, func(tx *models.Tx, _ struct{}) (bool, error) {
			was, err := tx.Enter([]models.Move{{RegistrationID: r.ID, EventID: event.ID, CheckInID: "scan", At: tx.Now}})
			return was[r.ID], err
		})
		if countOf(got, true) != 1 {
			t.Errorf("admitted: %v", got)
		}
	})
}

func TestTwoEditOneEvent(t *testing.T) {
	read := func(event *models.Event) func(tx *models.Tx) (*models.Event, error) {
		return func(tx *models.Tx) (*models.Event, error) { return tx.Event(event.ID) }
	}
	// edit lets the first change the title, the second the place.
	edit := func() func(e *models.Event) {
		var second atomic.Bool
		return func(e *models.Event) {
			if second.Swap(true) {
				e.VenueNameJa = "別の会場"
				return
			}
			e.TitleJa = "別の題名"
		}
	}
	guarded(t, func(t *testing.T, db *models.DB, event *models.Event) {
		change := edit()
		race(t, db, read(event), func(tx *models.Tx, e *models.Event) (bool, error) {
			change(e)
			return true, models.Exec(tx, "UPDATE events SET title_ja = ?, venue_name_ja = ? WHERE id = ?", e.TitleJa, e.VenueNameJa, e.ID)
		})
		now, err := read(event)(db.Reader(t.Context()))
		if err != nil || (now.TitleJa == "別の題名") == (now.VenueNameJa == "別の会場") {
			t.Errorf("no change is lost: %v", err)
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		change := edit()
		got := race(t, db, read(event), func(tx *models.Tx, e *models.Event) (bool, error) {
			change(e)
			err := tx.UpdateEvent(e, e.Version)
			return err == nil, err
		})
		if countOf(got, true) != 1 {
			t.Errorf("who was told that it is saved: %v", got)
		}
	})
}

func TestTwoChangeOneRegistration(t *testing.T) {
	// change lets the one who comes first write another family name, the second another organization, on what both have read.
	change := func(second *atomic.Bool, r *models.Registration) {
		if second.Swap(true) {
			r.Organization = "川崎市"
			return
		}
		r.Family = "髙橋"
	}
	guarded(t, func(t *testing.T, db *models.DB, event *models.Event) {
		r, second := modelstest.Registration(t, db, event, "venue"), &atomic.Bool{}
		race(t, db, func(tx *models.Tx) (*models.Registration, error) { return tx.Registration(event, r.ID) }, func(tx *models.Tx, r *models.Registration) (bool, error) {
			r.Family = "前"
			change(second, r)
			return true, models.Exec(tx, "UPDATE registrations SET family_name = ?, organization = ? WHERE id = ?", r.Family, r.Organization, r.ID)
		})
		now, err := db.Reader(t.Context()).Registration(event, r.ID)
		if err != nil || (now.Family == "髙橋" && now.Organization == "川崎市") {
			t.Errorf("no change is lost: %v", err)
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		r, second := modelstest.Registration(t, db, event, "venue"), &atomic.Bool{}
		got := race(t, db, func(tx *models.Tx) (*models.Registration, error) { return tx.Registration(event, r.ID) }, func(tx *models.Tx, r *models.Registration) (bool, error) {
			change(second, r)
			err := tx.UpdateRegistration(r)
			return err == nil, err
		})
		if countOf(got, true) != 1 {
			t.Errorf("who was told that it is saved: %v", got)
		}
	})
}

func TestTwoProgramsSeeOneJob(t *testing.T) {
	guarded(t, func(t *testing.T, db *models.DB, _ *models.Event) {
		got := race(t, db, func(tx *models.Tx) (time.Time, error) {
			if err := tx.AddJob("kind", "cause", "", tx.Now); err != nil {
				return time.Time{}, err
			}
			due, _, err := tx.NextJobAt()
			return due, err
		}, func(tx *models.Tx, due time.Time) (bool, error) {
			return !due.After(tx.Now), models.Exec(tx, "UPDATE jobs SET locked_until = ?", tx.Now.Add(time.Minute))
		})
		if countOf(got, true) != 2 {
			t.Error("the job is not done twice")
		}
		if err := models.Exec(db.Reader(t.Context()), "DELETE FROM jobs"); err != nil {
			t.Fatal(err)
		}
	}, func(t *testing.T, db *models.DB, _ *models.Event) {
		if err := db.Reader(t.Context()).AddJob("kind", "cause", "", db.Now()); err != nil {
			t.Fatal(err)
		}
		// As the runner does, the second claims outside of a transaction: on both databases it sees the job that the first is about to have.
		var second *models.Job
		var trouble error
		var claiming sync.WaitGroup
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			job, err := tx.ClaimJob(time.Minute)
			if job == nil {
				t.Error("nobody got the job")
			}
			claiming.Go(func() { second, trouble = db.Reader(t.Context()).ClaimJob(time.Minute) })
			time.Sleep(overlap)
			return err
		})
		claiming.Wait()
		if err != nil || trouble != nil || second != nil {
			t.Errorf("claimed twice: %+v; %v, %v", second, err, trouble)
		}
	})
}

func TestOnePersonSendsASurveyTwice(t *testing.T) {
	invited := func(t *testing.T, db *models.DB, event *models.Event) (*models.Survey, *models.Registration) {
		t.Helper()
		survey, r := &models.Survey{EventID: event.ID, State: models.SurveyOpen, TitleJa: "ふり返り"}, modelstest.Registration(t, db, event, "online")
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			if err := tx.CreateSurvey(survey); err != nil {
				return err
			}
			_, err := tx.Invite(survey, r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return survey, r
	}
	guarded(t, func(t *testing.T, db *models.DB, event *models.Event) {
		survey, r := invited(t, db, event)
		got := race(t, db, func(tx *models.Tx) (bool, error) { return tx.HasAnswered(survey, r) }, func(tx *models.Tx, answered bool) (bool, error) {
			return !answered, models.Exec(tx, "UPDATE invitations SET answered = TRUE WHERE registration_id = ?", r.ID)
		})
		if countOf(got, true) != 2 {
			t.Error("nobody answers twice")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		survey, r := invited(t, db, event)
		got := race(t, db, blind, func(tx *models.Tx, _ struct{}) (bool, error) { return tx.TakeInvitation(survey, r) })
		if countOf(got, true) != 1 {
			t.Errorf("answered: %v", got)
		}
	})
}

func TestALinkForANewPasswordIsUsedTwice(t *testing.T) {
	reset := func(t *testing.T, db *models.DB, secret string) *models.PasswordReset {
		t.Helper()
		account := &models.Account{Email: secret + "@staff.example", EmailKey: secret + "@staff.example", Name: "職員", PasswordHash: "!", Locale: "ja"}
		reset := &models.PasswordReset{ID: models.NewID(), TokenHash: models.HashSecret(secret), ExpiresAt: db.Now().Add(time.Hour)}
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			if err := tx.CreateAccount(account); err != nil {
				return err
			}
			reset.AccountID = account.ID
			return tx.CreatePasswordReset(reset)
		})
		if err != nil {
			t.Fatal(err)
		}
		return reset
	}
	guarded(t, func(t *testing.T, db *models.DB, _ *models.Event) {
		id := reset(t, db, "careless").ID
		got := race(t, db, func(tx *models.Tx) (bool, error) {
			found, err := tx.PasswordResetBySecret("careless")
			return err == nil && found.UsedAt == nil, err
		}, func(tx *models.Tx, open bool) (bool, error) {
			return open, models.Exec(tx, "UPDATE password_resets SET used_at = ? WHERE id = ?", tx.Now, id)
		})
		if countOf(got, true) != 2 {
			t.Error("the link is not used twice")
		}
	}, func(t *testing.T, db *models.DB, _ *models.Event) {
		id := reset(t, db, "careful").ID
		got := race(t, db, blind, func(tx *models.Tx, _ struct{}) (bool, error) {
			err := tx.UsePasswordReset(id)
			if models.CodeOf(err) == models.NotFound {
				return false, nil
			}
			return err == nil, err
		})
		if countOf(got, true) != 1 {
			t.Errorf("used: %v", got)
		}
	})
}
