package faults_test

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"meguri/app/lottery"
	"meguri/app/service/draw"
	"meguri/models"
	"meguri/models/modelstest"
)

// sessionsState is what the database says of a lottery of sessions: halves counts people whose family has something
// else.
type sessionsState struct {
	begun, byLottery, taken, have, waiting, halves int
	record                                         string
}

func readSessions(t *testing.T, pool *sql.DB) (now sessionsState) {
	t.Helper()
	const have = " FROM session_sign_ups AS s WHERE s.registration_id = "
	err := pool.QueryRowContext(t.Context(), `SELECT
		(SELECT COALESCE(SUM(attempts), 0) FROM jobs WHERE kind = 'lottery_draw'),
		(SELECT COUNT(*) FROM session_places WHERE by_lottery), (SELECT SUM(taken) FROM session_places),
		(SELECT COUNT(*) FROM session_sign_ups WHERE state = 'taken'),
		(SELECT COUNT(*) FROM session_sign_ups WHERE state = 'waiting'),
		(SELECT COUNT(*) FROM lottery_entries AS e WHERE e.with_id IS NOT NULL AND
			(SELECT COUNT(*)`+have+`e.registration_id AND s.state = 'taken') <>
			(SELECT COUNT(*)`+have+`e.with_id AND s.state = 'taken')),
		COALESCE((SELECT record FROM lottery_draws), '')`).
		Scan(&now.begun, &now.byLottery, &now.taken, &now.have, &now.waiting, &now.halves, &now.record)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// addSessionLottery makes a lottery of three sessions, two of them at the same time, for which every tenth person
// applies with the next.
func addSessionLottery(t *testing.T, db *models.DB, event *models.Event) {
	t.Helper()
	in := &lottery.Input{Of: "sessions", Limit: "2"}
	for _, hours := range []int{0, 0, 2} {
		from := event.StartsAt.Add(time.Duration(hours) * time.Hour)
		s := modelstest.Session(t, db, event, models.Session{
			TitleJa: "セッション", StartsAt: from, EndsAt: from.Add(time.Hour),
		})
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.SessionPlaces().Save(&models.SessionPlaces{SessionID: s.ID, EventID: event.ID, Capacity: places})
		})
		in.Sessions = append(in.Sessions, s.ID)
	}
	addLottery(t, db, event, in, func(tx *models.Tx, l *models.Lottery) error {
		entries, err := apply(tx, event, l, models.RegistrationConfirmed, in.Sessions...)
		if err != nil {
			return err
		}
		for i := 1; i < len(entries); i += 10 {
			entries[i].WithID = &entries[i-1].RegistrationID
		}
		return tx.InsertRows(entries)
	})
}

// The program is killed twice while it draws places of sessions for 10,000 people, which two jobs want at once: it is
// one draw, whole or none.
func TestKilledWhileSessionsAreDrawn(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		var pool *sql.DB
		prepare(t, address, func(db *models.DB, event *models.Event) {
			addSessionLottery(t, db, event)
			pool = modelstest.Pool(t, db)
		})
		s := serve(t, address)
		met, begun := 0, 0
		for range 2 {
			eventually(t, timeout, "the draw begins", func() bool { return readSessions(t, pool).begun > begun })
			s.kill()
			now := readSessions(t, pool)
			begun = now.begun
			switch {
			case now.record == "" && now.byLottery == 3 && now.taken+now.have+now.waiting == 0:
				met++
			case now.record == "" || now.byLottery > 0:
				t.Fatalf("half a draw is stored: %+v", now)
			}
			s.start()
		}
		if met == 0 {
			t.Fatal("the lots were drawn before the program was killed")
		}
		eventually(t, 2*timeout, "the lots are drawn", func() bool { return readSessions(t, pool).record != "" })
		first := readSessions(t, pool)
		s.kill()
		s.start() // what is left of the jobs is done again
		time.Sleep(2 * time.Second)
		now := readSessions(t, pool)
		if now.record != first.record {
			t.Error("it was drawn twice")
		}
		if now.byLottery != 0 || now.taken != 3*places || now.have != now.taken || now.halves != 0 || now.waiting == 0 {
			t.Errorf("%d places are taken, %d people have one, %d wait, %d without their family",
				now.taken, now.have, now.waiting, now.halves)
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
