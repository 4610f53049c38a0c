package registration_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"meguri/app/registration"
	"meguri/models"
	"meguri/models/modelstest"
)

// choices are what a person does after registering for the venue, one after another: cancel, online, venue, correct.
type choices []string

// drawChoices draws the choices of many people. Who cancels does nothing more.
func drawChoices(people int) *rapid.Generator[[]choices] {
	one := rapid.Custom(func(t *rapid.T) choices {
		list := rapid.SliceOfN(rapid.SampledFrom([]string{"cancel", "online", "venue", "correct"}), 0, 3).Draw(t, "choices")
		if i := slices.Index(list, "cancel"); i >= 0 {
			list = list[:i+1]
		}
		return list
	})
	return rapid.SliceOfN(one, people, people)
}

// end is the ticket type at which the person has a place or waits after all choices; "" for who cancels.
func (c choices) end() string {
	ticketType := "venue"
	for _, do := range c {
		switch do {
		case "cancel":
			return ""
		case "online", "venue":
			ticketType = do
		}
	}
	return ticketType
}

// Many people register, change and cancel at the same time. The ticket type is never overbooked, no place is lost, and
// each free place goes to who has waited longest.
func TestManyAtOnceArePromotedInOrder(t *testing.T) {
	const people, clients, places, rounds = 200, 64, 40, 3
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(false) // the test makes load enough
		keepHistory(t, db)
		f, promoted := newFixture(t, db), 0
		for round := range rounds {
			seed := rand.Int()
			t.Logf("round %d: seed %d", round, seed)
			f.event = modelstest.Summit(t, db, fmt.Sprint("round-", round))
			f.must(f.setCapacity("venue", places))
			all := drawChoices(people).Example(seed)
			var running errgroup.Group
			for client := range clients {
				running.Go(func() error { return f.registerAndChoose(all, client, clients) })
			}
			f.must(running.Wait())
			f.expectExact()
			f.expectAsChosen(all, places)
			promoted += f.expectPromotedInOrder()
		}
		if promoted < 10 { // otherwise the order was hardly tested
			t.Errorf("%d promotions in %d rounds, want 10 at least", promoted, rounds)
		}
	})
}

// registerAndChoose registers every nth person, and then does what each of them chooses.
func (f *fixture) registerAndChoose(all []choices, first, every int) error {
	var ids []string
	for i := first; i < len(all); i += every {
		result, err := f.service.SignUp(f.ctx, f.event, signUpInput(fmt.Sprintf("p%d@mail.example", i), "venue"))
		if err != nil {
			return err
		}
		ids = append(ids, result.Registration.ID)
	}
	for i, id := range ids {
		if err := f.choose(id, all[first+i*every]); err != nil {
			return err
		}
	}
	return nil
}

func (f *fixture) choose(id string, chosen choices) (err error) {
	for _, do := range chosen {
		switch do {
		case "cancel":
			err = f.service.Cancel(f.ctx, f.event, id, registration.ByAttendee)
		case "correct":
			err = f.service.Correct(f.ctx, f.event, id, correctName("髙橋"), registration.ByAttendee)
		default:
			err = f.service.ChangeType(f.ctx, f.event, id, changeTo(do, true))
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", id, do, err)
		}
	}
	return nil
}

// expectAsChosen compares how many have a place and how many wait with what the people chose.
func (f *fixture) expectAsChosen(all []choices, places int) {
	f.t.Helper()
	ends := map[string]int{}
	for _, chosen := range all {
		ends[chosen.end()]++
	}
	confirmed, waiting := len(f.list(models.RegistrationConfirmed)), len(f.list(models.RegistrationWaitlisted))
	registrations := len(f.list(""))
	atVenue := min(places, ends["venue"])
	expectEqual(f.t, "confirmed at the venue", confirmed, atVenue)
	expectEqual(f.t, "in the venue's waiting list", waiting, ends["venue"]-atVenue)
	expectEqual(f.t, "online", registrations-ends[""]-confirmed-waiting, ends["online"])
	expectEqual(f.t, "registrations", registrations, len(all))
}

// keepHistory has the database record each change of a registration's state or ticket type. A waiting list changes
// while its ticket type is locked, so the records are in the order of the changes.
func keepHistory(t *testing.T, db *models.DB) {
	t.Helper()
	const columns = `registration_id TEXT, old_type TEXT, old_state TEXT, new_type TEXT, new_state TEXT)`
	const record = `INSERT INTO history (registration_id, old_type, old_state, new_type, new_state)
		VALUES (NEW.id, OLD.ticket_type_id, OLD.state, NEW.ticket_type_id, NEW.state);`
	pool := openRaw(t, db)
	statements := []string{`CREATE TABLE history (seq INTEGER PRIMARY KEY AUTOINCREMENT, ` + columns,
		`CREATE TRIGGER record AFTER UPDATE ON registrations BEGIN ` + record + ` END`}
	if db.Engine == models.PostgreSQL {
		statements = []string{`CREATE TABLE history (seq BIGSERIAL PRIMARY KEY, ` + columns,
			`CREATE FUNCTION record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ` + record + ` RETURN NULL; END $$`,
			`CREATE TRIGGER record AFTER UPDATE ON registrations FOR EACH ROW EXECUTE FUNCTION record()`}
	}
	for _, statement := range statements {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// openRaw opens the database without the models.
func openRaw(t testing.TB, db *models.DB) *sql.DB {
	t.Helper()
	driver := "pgx" // of database/sql
	if db.Engine == models.SQLite {
		driver = "sqlite3"
	}
	pool, err := sql.Open(driver, db.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// expectPromotedInOrder follows the waiting lists through the recorded history, and demands that whoever was promoted
// had waited longest. It returns the number of promotions.
func (f *fixture) expectPromotedInOrder() (promoted int) {
	f.t.Helper()
	const changes = `SELECT registration_id, old_type, old_state, new_type, new_state FROM history
		WHERE registration_id IN (SELECT id FROM registrations WHERE event_id = '%s') ORDER BY seq`
	rows, err := openRaw(f.t, f.db).QueryContext(f.ctx, fmt.Sprintf(changes, f.event.ID))
	f.must(err)
	defer rows.Close()
	waiting := map[string][]string{} // ids of registrations, by ticket type
	for rows.Next() {
		var id, oldType, oldState, newType, newState string
		f.must(rows.Scan(&id, &oldType, &oldState, &newType, &newState))
		if oldState == newState && oldType == newType {
			continue
		}
		if oldState == "waitlisted" {
			if newState == "confirmed" && newType == oldType {
				promoted++
				expectEqual(f.t, "position of "+id+" before the promotion", slices.Index(waiting[oldType], id)+1, 1)
			}
			waiting[oldType] = slices.DeleteFunc(waiting[oldType], func(other string) bool { return other == id })
		}
		if newState == "waitlisted" {
			waiting[newType] = append(waiting[newType], id)
		}
	}
	f.must(rows.Err())
	f.expectPositions(waiting)
	return promoted
}

// expectPositions compares the position that each person at the venue is told with the waiting lists given.
func (f *fixture) expectPositions(waiting map[string][]string) {
	f.t.Helper()
	for _, r := range f.list(models.RegistrationWaitlisted) {
		position, err := f.db.Query(f.ctx).WaitingList().Position(&r)
		f.must(err)
		expectEqual(f.t, "position of "+r.ID, position, slices.Index(waiting[r.TicketTypeID], r.ID)+1)
	}
}
