package faults_test

import (
	"database/sql"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/lottery"
	"meguri/app/service/check"
	"meguri/app/service/draw"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

const lotteryPeople = 10_000

// addLottery makes a lottery that is closed, and that the program draws as soon as it runs, by two jobs. Nobody who
// applied has an address.
func addLottery(
	t *testing.T, db *models.DB, event *models.Event, in *lottery.Input,
	apply func(tx *models.Tx, l *models.Lottery) error,
) {
	t.Helper()
	from := time.Now().Add(-72 * time.Hour)
	db.SetClock(func() time.Time { return from })
	lots := lottery.New(db, link.New([]byte("never used: nobody seals")), lottery.Options{})
	local := func(after time.Duration) string { return event.Local(from.Add(after)).Format(check.LocalLayout) }
	in.OpensAt, in.ClosesAt, in.DrawsAt = local(-time.Hour), local(24*time.Hour), local(48*time.Hour)
	if err := lots.Save(t.Context(), event, in); err != nil {
		t.Fatal(err)
	}
	if err := lots.Publish(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		l, err := tx.Lotteries().OfEvent(event)
		if err != nil {
			return err
		}
		return apply(tx, l)
	})
	db.SetClock(func() time.Time { return from.Add(25 * time.Hour) })
	for _, kind := range lots.Jobs() {
		if kind.Name == lottery.JobClose {
			if err := kind.Do(t.Context(), &models.Job{Payload: event.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		return tx.Jobs().Add(lottery.JobDraw, "a second time", event.ID, from.Add(48*time.Hour))
	})
}

// apply adds people of the ticket type "hall" who applied.
func apply(
	tx *models.Tx, event *models.Event, l *models.Lottery, state models.RegistrationState, wishes ...string,
) ([]models.LotteryEntry, error) {
	hall, err := tx.TicketTypes().BySlug(event, "hall")
	if err != nil {
		return nil, err
	}
	people, entries := make([]models.Registration, lotteryPeople), make([]models.LotteryEntry, lotteryPeople)
	for i := range people {
		n := strconv.Itoa(1_000_000 + i)
		people[i] = models.Registration{
			ID: models.NewID(), EventID: event.ID, TicketTypeID: hall.ID, RequestID: n, Code: n,
			State: state, Locale: "ja", LinkNumber: 1, TicketSerial: 1,
			Name: text.Name{Family: "髙橋", Given: n}, LinkHash: n, Answers: map[string]string{},
			CreatedAt: tx.Now, UpdatedAt: tx.Now,
		}
		people[i].SetNamesake()
		entries[i] = models.LotteryEntry{
			RegistrationID: people[i].ID, LotteryID: l.ID, Code: "L" + n, Wishes: wishes, CreatedAt: tx.Now,
		}
	}
	return entries, tx.Registrations().InsertMany(people)
}

// lotteryState is what the database says of the lottery.
type lotteryState struct {
	begun, applied, confirmed, waiting, taken int
	record                                    string
}

func readLottery(t *testing.T, pool *sql.DB) (now lotteryState) {
	t.Helper()
	const count = "(SELECT COUNT(*) FROM registrations WHERE state = "
	err := pool.QueryRowContext(t.Context(), `SELECT
		(SELECT COALESCE(SUM(attempts), 0) FROM jobs WHERE kind = 'lottery_draw'), `+
		count+`'applied'), `+count+`'confirmed'), `+count+`'waitlisted'),
		(SELECT taken FROM ticket_types WHERE slug = 'hall'),
		COALESCE((SELECT record FROM lottery_draws), '')`).
		Scan(&now.begun, &now.applied, &now.confirmed, &now.waiting, &now.taken, &now.record)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// The program is killed twice while it draws 10,000 lots, which two jobs want at once: it is one draw, whole or none.
func TestKilledWhileLotsAreDrawn(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		var pool *sql.DB
		prepare(t, address, func(db *models.DB, event *models.Event) {
			addLottery(t, db, event, &lottery.Input{Types: []string{"hall"}}, func(tx *models.Tx, l *models.Lottery) error {
				entries, err := apply(tx, event, l, models.RegistrationApplied, "hall")
				if err != nil {
					return err
				}
				return tx.InsertRows(entries)
			})
			pool = modelstest.Pool(t, db)
		})
		s := serve(t, address)
		met, begun := 0, 0
		for range 2 {
			eventually(t, timeout, "the draw begins", func() bool { return readLottery(t, pool).begun > begun })
			s.kill()
			now := readLottery(t, pool)
			begun = now.begun
			switch {
			case now.record == "" && now.applied == lotteryPeople && now.taken == 0 && now.confirmed+now.waiting == 0:
				met++
			case now.record == "" || now.applied > 0:
				t.Fatalf("half a draw is stored: %+v", now)
			}
			s.start()
		}
		if met == 0 {
			t.Fatal("the lots were drawn before the program was killed")
		}
		eventually(t, 2*timeout, "the lots are drawn", func() bool { return readLottery(t, pool).record != "" })
		first := readLottery(t, pool)
		s.kill()
		s.start() // what is left of the jobs is done again
		time.Sleep(2 * time.Second)
		now := readLottery(t, pool)
		if now.record != first.record {
			t.Error("it was drawn twice")
		}
		if now.applied != 0 || now.confirmed != places || now.taken != places || now.waiting != lotteryPeople-places {
			t.Errorf("%d won, %d places are taken, %d wait, %d apply", now.confirmed, now.taken, now.waiting, now.applied)
		}
		record, err := draw.Read(strings.NewReader(now.record))
		if err != nil {
			t.Fatal(err)
		}
		if err := record.Verify(); err != nil {
			t.Error(err)
		}
		t.Logf("%d of 2 kills met the draw", met)
	})
}
