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

// overlap is how long a transaction stays open after its write, so that the other one writes, or waits, before it sees
// that write.
const overlap = 50 * time.Millisecond

// race runs two transactions at the same time. Each reads by look before both begin, and writes by act. It returns the
// results of act. (SQLite has one writer: there the second begins when the first has ended.)
func race[Seen, Got any](
	t *testing.T, db *models.DB, look func(*models.Query) (Seen, error), act func(*models.Tx, Seen) (Got, error),
) []Got {
	t.Helper()
	var looked, done sync.WaitGroup
	looked.Add(2)
	got := make([]Got, 2)
	for i := range got {
		done.Go(func() {
			seen, err := look(db.Query(t.Context()))
			looked.Done()
			looked.Wait()
			if err == nil {
				err = db.InTx(t.Context(), func(tx *models.Tx) error {
					got[i], err = act(tx, seen)
					time.Sleep(overlap)
					return err
				})
			}
			if err != nil && models.CodeOf(err) != models.CodeConflict {
				t.Error(err)
			}
		})
	}
	done.Wait()
	return got
}

// readNothing is a look for transactions that need none.
func readNothing(*models.Query) (none struct{}, err error) { return none, nil }

// count counts how often a result is in the list.
func count[T comparable](got []T, what T) int {
	return len(slices.DeleteFunc(slices.Clone(got), func(one T) bool { return one != what }))
}

// testGuard runs a test of a guard on both databases, and first a test that without the guard the fault happens.
func testGuard(t *testing.T, without, with func(t *testing.T, db *models.DB, event *models.Event)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(false)
		t.Run("without the guard", func(t *testing.T) { without(t, db, modelstest.Summit(t, db, "careless")) })
		t.Run("with it", func(t *testing.T) { with(t, db, modelstest.Summit(t, db, "careful")) })
	})
}

func ticketTypeBySlug(t *testing.T, db *models.DB, event *models.Event, slug string) *models.TicketType {
	t.Helper()
	ticketType, err := db.Query(t.Context()).TicketTypes().BySlug(event, slug)
	if err != nil {
		t.Fatal(err)
	}
	return ticketType
}

func TestTwoWantTheLastPlace(t *testing.T) {
	testGuard(t, func(t *testing.T, db *models.DB, event *models.Event) {
		modelstest.Registration(t, db, event, "venue") // one of two
		got := race(
			t,
			db,
			func(q *models.Query) (*models.TicketType, error) { return q.TicketTypes().BySlug(event, "venue") },
			func(tx *models.Tx, ticketType *models.TicketType) (bool, error) {
				const take = "UPDATE ticket_types SET taken = taken + 1 WHERE id = ?"
				return ticketType.FreePlaces() > 0, models.Exec(tx, take, ticketType.ID)
			},
		)
		if n := count(got, true); n != 2 {
			t.Errorf("%d got the last place", n)
		}
		if taken := ticketTypeBySlug(t, db, event, "venue").Taken; taken != 3 {
			t.Errorf("%d of 2 places are taken", taken)
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		modelstest.Registration(t, db, event, "venue")
		venue := ticketTypeBySlug(t, db, event, "venue")
		got := race(
			t, db, readNothing, func(tx *models.Tx, _ struct{}) (bool, error) { return tx.TicketTypes().TakePlace(venue.ID) },
		)
		if n := count(got, true); n != 1 {
			t.Errorf("%d got the last place", n)
		}
		if taken := ticketTypeBySlug(t, db, event, "venue").Taken; taken != 2 {
			t.Errorf("%d of 2 places are taken", taken)
		}
	})
}

// addWaitlisted puts two registrations into the waiting list and returns the first.
func addWaitlisted(t *testing.T, db *models.DB, event *models.Event) (first *models.Registration) {
	t.Helper()
	for range 2 {
		r := modelstest.Registration(t, db, event, "online")
		at := db.Now()
		r.State, r.QueuedAt = models.RegistrationWaitlisted, &at
		if err := db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Registrations().Update(r) }); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = r
		}
	}
	return first
}

func TestTwoPlacesBecomeFreeForTheWaitingList(t *testing.T) {
	const confirm = "UPDATE registrations SET state = 'confirmed' WHERE id = ?"
	testGuard(t, func(t *testing.T, db *models.DB, event *models.Event) {
		first, online := addWaitlisted(t, db, event), ticketTypeBySlug(t, db, event, "online")
		got := race(t, db, func(q *models.Query) (string, error) {
			return models.Read[string](q, `SELECT id FROM registrations WHERE ticket_type_id = ? AND state = 'waitlisted'
				ORDER BY queued_at, id LIMIT 1`, online.ID)
		}, func(tx *models.Tx, id string) (string, error) { return id, models.Exec(tx, confirm, id) })
		if count(got, first.ID) != 2 {
			t.Error("the first of the waiting list does not get both places")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		addWaitlisted(t, db, event)
		online := ticketTypeBySlug(t, db, event, "online")
		got := race(t, db, readNothing, func(tx *models.Tx, _ struct{}) (string, error) {
			if err := tx.TicketTypes().Lock(online.ID); err != nil {
				return "", err
			}
			r, err := tx.WaitingList().First(online.ID)
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
	const enter = `INSERT INTO admissions (registration_id, event_id, inside, check_in_id, first_at, changed_at, last_at)
		VALUES (?, ?, TRUE, 'scan', ?, ?, ?)
		ON CONFLICT (registration_id) DO UPDATE SET inside = TRUE`
	testGuard(t, func(t *testing.T, db *models.DB, event *models.Event) {
		r := modelstest.Registration(t, db, event, "venue")
		got := race(t, db, func(q *models.Query) (bool, error) {
			admissions, err := q.Admissions().OfRegistrations(event, []string{r.ID})
			return len(admissions) == 0, err
		}, func(tx *models.Tx, outside bool) (bool, error) {
			return outside, models.Exec(tx, enter, r.ID, event.ID, tx.Now, tx.Now, tx.Now)
		})
		if count(got, true) != 2 {
			t.Error("nobody is admitted twice")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		r := modelstest.Registration(t, db, event, "venue")
		got := race(t, db, readNothing, func(tx *models.Tx, _ struct{}) (bool, error) {
			scan := models.CheckIn{
				ID: models.NewID(), EventID: event.ID, RegistrationID: &r.ID, Direction: models.DirectionIn,
				Result: models.CheckInAdmitted, ScannedAt: tx.Now,
			}
			way := models.Passage{RegistrationID: r.ID, EventID: event.ID, CheckInID: scan.ID, At: tx.Now}
			was, err := tx.Admissions().Record(event, []models.Passage{way})
			if err != nil {
				return false, err
			}
			_, err = tx.CheckIns().Insert([]models.CheckIn{scan})
			return !was[r.ID].Inside, err
		})
		if count(got, true) != 1 {
			t.Errorf("admitted: %v", got)
		}
	})
}

func TestTwoEditOneEvent(t *testing.T) {
	read := func(event *models.Event) func(q *models.Query) (*models.Event, error) {
		return func(q *models.Query) (*models.Event, error) { return q.Events().ByID(event.ID) }
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
	testGuard(t, func(t *testing.T, db *models.DB, event *models.Event) {
		change := edit()
		race(t, db, read(event), func(tx *models.Tx, e *models.Event) (bool, error) {
			change(e)
			return true, models.Exec(
				tx, "UPDATE events SET title_ja = ?, venue_name_ja = ? WHERE id = ?", e.TitleJa, e.VenueNameJa, e.ID,
			)
		})
		now, err := read(event)(db.Query(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		if (now.TitleJa == "別の題名") == (now.VenueNameJa == "別の会場") {
			t.Error("no change is lost")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		change := edit()
		got := race(t, db, read(event), func(tx *models.Tx, e *models.Event) (bool, error) {
			change(e)
			err := tx.Events().Update(e, e.Version)
			return err == nil, err
		})
		if count(got, true) != 1 {
			t.Errorf("saved: %v", got)
		}
	})
}

func TestTwoChangeOneRegistration(t *testing.T) {
	// change lets the one who comes first write another family name, the second another organization, on what both have
	// read.
	change := func(second *atomic.Bool, r *models.Registration) {
		if second.Swap(true) {
			r.Organization = "川崎市"
			return
		}
		r.Family = "髙橋"
	}
	testGuard(t, func(t *testing.T, db *models.DB, event *models.Event) {
		r, second := modelstest.Registration(t, db, event, "venue"), &atomic.Bool{}
		race(
			t,
			db,
			func(q *models.Query) (*models.Registration, error) { return q.Registrations().ByID(event, r.ID) },
			func(tx *models.Tx, r *models.Registration) (bool, error) {
				r.Family = "前"
				change(second, r)
				return true, models.Exec(
					tx, "UPDATE registrations SET family_name = ?, organization = ? WHERE id = ?", r.Family, r.Organization, r.ID,
				)
			},
		)
		now, err := db.Query(t.Context()).Registrations().ByID(event, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if now.Family == "髙橋" && now.Organization == "川崎市" {
			t.Error("no change is lost")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		r, second := modelstest.Registration(t, db, event, "venue"), &atomic.Bool{}
		got := race(
			t,
			db,
			func(q *models.Query) (*models.Registration, error) { return q.Registrations().ByID(event, r.ID) },
			func(tx *models.Tx, r *models.Registration) (bool, error) {
				change(second, r)
				err := tx.Registrations().Update(r)
				return err == nil, err
			},
		)
		if count(got, true) != 1 {
			t.Errorf("saved: %v", got)
		}
	})
}

func TestTwoProgramsSeeOneJob(t *testing.T) {
	testGuard(t, func(t *testing.T, db *models.DB, _ *models.Event) {
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Jobs().Add("kind", "cause", "", tx.Now) })
		got := race(t, db, func(q *models.Query) (bool, error) {
			return models.Read[bool](q, "SELECT COUNT(*) = 1 FROM jobs WHERE locked_until IS NULL AND run_at <= ?", q.Now)
		}, func(tx *models.Tx, due bool) (bool, error) {
			return due, models.Exec(tx, "UPDATE jobs SET locked_until = ?", tx.Now.Add(time.Minute))
		})
		if count(got, true) != 2 {
			t.Error("the job is not done twice")
		}
		modelstest.Write(t, db, func(tx *models.Tx) error { return models.Exec(tx, "DELETE FROM jobs") })
	}, func(t *testing.T, db *models.DB, _ *models.Event) {
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Jobs().Add("kind", "cause", "", tx.Now) })
		// The second claims without a transaction, as the runner does: on both databases it sees the job that the first is
		// claiming.
		var second *models.Job
		var secondErr error
		var claiming sync.WaitGroup
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			job, err := tx.Jobs().Claim(time.Minute)
			if job == nil {
				t.Error("nobody got the job")
			}
			claiming.Go(func() {
				secondErr = db.WriteOnce(t.Context(), func(w *models.SingleWrite) (err error) {
					second, err = w.Jobs().Claim(time.Minute)
					return err
				})
			})
			time.Sleep(overlap)
			return err
		})
		claiming.Wait()
		if err != nil {
			t.Error(err)
		}
		if secondErr != nil {
			t.Error(secondErr)
		}
		if second != nil {
			t.Error("the job was claimed twice")
		}
	})
}

func TestOnePersonSendsASurveyTwice(t *testing.T) {
	invited := func(t *testing.T, db *models.DB, event *models.Event) (*models.Survey, *models.Registration) {
		t.Helper()
		survey := &models.Survey{EventID: event.ID, State: models.SurveyOpen, TitleJa: "ふり返り"}
		r := modelstest.Registration(t, db, event, "online")
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			if err := tx.Surveys().Create(survey); err != nil {
				return err
			}
			if err := tx.Presences().Beat(r, "tab", time.Minute); err != nil {
				return err
			}
			return tx.SurveyInvitations().InviteAll(models.Asked{Survey: survey})
		})
		if err != nil {
			t.Fatal(err)
		}
		return survey, r
	}
	testGuard(t, func(t *testing.T, db *models.DB, event *models.Event) {
		survey, r := invited(t, db, event)
		got := race(
			t,
			db,
			func(q *models.Query) (bool, error) { return q.SurveyInvitations().HasAnswered(survey, r) },
			func(tx *models.Tx, answered bool) (bool, error) {
				return !answered, models.Exec(tx, "DELETE FROM open_invitations WHERE registration_id = ?", r.ID)
			},
		)
		if count(got, true) != 2 {
			t.Error("nobody answers twice")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		survey, r := invited(t, db, event)
		got := race(
			t, db, readNothing, func(tx *models.Tx, _ struct{}) (bool, error) { return tx.SurveyInvitations().Take(survey, r) },
		)
		if count(got, true) != 1 {
			t.Errorf("answered: %v", got)
		}
	})
}

func TestALinkForANewPasswordIsUsedTwice(t *testing.T) {
	reset := func(t *testing.T, db *models.DB, secret string) *models.PasswordReset {
		t.Helper()
		account := &models.Account{
			Email:        secret + "@staff.example",
			EmailKey:     secret + "@staff.example",
			Name:         "職員",
			PasswordHash: "!",
			Locale:       "ja",
		}
		reset := &models.PasswordReset{
			ID:        models.NewID(),
			TokenHash: models.HashSecret(secret),
			ExpiresAt: db.Now().Add(time.Hour),
		}
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			if err := tx.Accounts().Create(account); err != nil {
				return err
			}
			reset.AccountID = account.ID
			return tx.PasswordResets().Create(reset)
		})
		if err != nil {
			t.Fatal(err)
		}
		return reset
	}
	testGuard(t, func(t *testing.T, db *models.DB, _ *models.Event) {
		id := reset(t, db, "careless").ID
		got := race(t, db, func(q *models.Query) (bool, error) {
			found, err := q.PasswordResets().BySecret("careless")
			return err == nil && found.UsedAt == nil, err
		}, func(tx *models.Tx, open bool) (bool, error) {
			return open, models.Exec(tx, "UPDATE password_resets SET used_at = ? WHERE id = ?", tx.Now, id)
		})
		if count(got, true) != 2 {
			t.Error("the link is not used twice")
		}
	}, func(t *testing.T, db *models.DB, _ *models.Event) {
		id := reset(t, db, "careful").ID
		got := race(t, db, readNothing, func(tx *models.Tx, _ struct{}) (bool, error) {
			err := tx.PasswordResets().Use(id)
			if models.CodeOf(err) == models.CodeNotFound {
				return false, nil
			}
			return err == nil, err
		})
		if count(got, true) != 1 {
			t.Errorf("used: %v", got)
		}
	})
}

// One person takes a place at an event that is being cancelled.
func TestAnEventIsCancelledWhileAFormTravels(t *testing.T) {
	cancel := func(tx *models.Tx, event *models.Event) error {
		return tx.Events().SetState(event, models.EventCancelled, map[string]any{}, models.EventPublished)
	}
	// takesPlace reports whether a transaction that read the ticket type before the event was cancelled gets a place.
	type take = func(*models.Tx, *models.TicketType) (bool, error)
	takesPlace := func(t *testing.T, db *models.DB, event *models.Event, take take) (taken bool) {
		t.Helper()
		ticketType := ticketTypeBySlug(t, db, event, "venue")
		var taking sync.WaitGroup
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			if err := cancel(tx, event); err != nil {
				return err
			}
			taking.Go(func() {
				err := db.InTx(t.Context(), func(tx *models.Tx) (err error) {
					taken, err = take(tx, ticketType)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
			time.Sleep(overlap)
			return nil
		})
		taking.Wait()
		if err != nil {
			t.Fatal(err)
		}
		return taken
	}
	testGuard(t, func(t *testing.T, db *models.DB, event *models.Event) {
		if !takesPlace(
			t, db, event,
			func(tx *models.Tx, ticketType *models.TicketType) (bool, error) {
				return tx.TicketTypes().TakePlace(ticketType.ID)
			},
		) {
			t.Error("no place is given at a cancelled event")
		}
	}, func(t *testing.T, db *models.DB, event *models.Event) {
		if takesPlace(t, db, event, func(tx *models.Tx, ticketType *models.TicketType) (bool, error) {
			return tx.TicketTypes().TakePlaceAsRead(ticketType)
		}) {
			t.Error("a place was given at a cancelled event")
		}
	})
}
