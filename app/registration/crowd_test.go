package registration_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"meguri/models"
	"meguri/models/modelstest"
)

// choices is what a person does, one after another, after registering for the venue: cancel, online, venue, correct.
type choices []string

// drawChoices draws what many people do. Who cancels does nothing more.
func drawChoices(people int) *rapid.Generator[[]choices] {
	one := rapid.Custom(func(t *rapid.T) choices {
		list := rapid.SliceOfN(rapid.SampledFrom([]string{"cancel", "online", "venue", "correct"}), 0, 3).Draw(t, "wish")
		if i := slices.Index(list, "cancel"); i >= 0 {
			list = list[:i+1]
		}
		return list
	})
	return rapid.SliceOfN(one, people, people)
}

// end is where a wish leads: "venue", "online", or "" for who cancels. Whether they have the place there is for the
// places to say.
func (w choices) end() string {
	at := "venue"
	for _, do := range w {
		switch do {
		case "cancel":
			return ""
		case "online", "venue":
			at = do
		}
	}
	return at
}

// Whatever many people wish at once: never one too many, never a place lost, and each free place goes to who has waited
// longest.
func TestACrowdIsServedInOrder(t *testing.T) {
	const people, clients, places, rounds = 200, 64, 40, 3
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		keepHistory(t, db)
		f := newFixture(t, db)
		for round := range rounds {
			seed := rand.Int()
			f.event = modelstest.Summit(t, db, fmt.Sprint("crowd-", round))
			if err := f.setCapacity("venue", places); err != nil {
				t.Fatal(err)
			}
			crowd := drawChoices(people).Example(seed)
			var everybody errgroup.Group
			for client := range clients {
				everybody.Go(func() error { return f.registerAndChoose(crowd, client, clients) })
			}
			if err := everybody.Wait(); err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
			f.expectExact()
			f.expectAsChosen(crowd, places)
			if promoted := f.expectPromotedInOrder(); promoted < 10 || t.Failed() {
				t.Fatalf("seed %d: something is wrong, or hardly anybody came in from the line: %d", seed, promoted)
			}
		}
	})
}

// registerAndChoose registers every nth of the crowd, then does what each of them wishes.
func (f *fixture) registerAndChoose(crowd []choices, first, every int) error {
	var ids []string
	for i := first; i < len(crowd); i += every {
		result, err := f.service.SignUp(f.ctx, f.event, signUpInput(fmt.Sprintf("p%d@mail.example", i), "venue"))
		if err != nil {
			return err
		}
		ids = append(ids, result.Registration.ID)
	}
	for i, id := range ids {
		if err := f.choose(id, crowd[first+i*every]); err != nil {
			return err
		}
	}
	return nil
}

func (f *fixture) choose(id string, wish choices) (err error) {
	for _, do := range wish {
		switch do {
		case "cancel":
			err = f.service.Cancel(f.ctx, f.event, id)
		case "correct":
			err = f.service.Correct(f.ctx, f.event, id, correctName("髙橋"))
		default:
			err = f.service.ChangeType(f.ctx, f.event, id, changeTo(do, true))
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", id, do, err)
		}
	}
	return nil
}

// expectAsChosen compares who has a place and who waits with what the people wished.
func (f *fixture) expectAsChosen(crowd []choices, places int) {
	f.t.Helper()
	ends := map[string]int{}
	for _, wish := range crowd {
		ends[wish.end()]++
	}
	inside := min(places, ends["venue"])
	want := fmt.Sprint(inside, " at the venue, ", ends["venue"]-inside, " in line, ", ends["online"], " online")
	venue, waiting, all := len(
		f.list(models.RegistrationConfirmed),
	), len(
		f.list(models.RegistrationWaitlisted),
	), len(
		f.list(""),
	)
	if got := fmt.Sprint(venue, " at the venue, ", waiting, " in line, ", all-ends[""]-venue-waiting, " online"); got != want ||
		all != len(crowd) {
		f.t.Errorf("%s, want %s", got, want)
	}
}

// keepHistory has the database write down each change of a registration's state or ticket type. Changes of a line are
// made while its ticket type is held: they are written in the order in which they happen.
func keepHistory(t *testing.T, db *models.DB) {
	t.Helper()
	const columns = `registration_id TEXT, old_type TEXT, old_state TEXT, new_type TEXT, new_state TEXT)`
	const remember = `INSERT INTO history (registration_id, old_type, old_state, new_type, new_state)
		VALUES (NEW.id, OLD.ticket_type_id, OLD.state, NEW.ticket_type_id, NEW.state);`
	pool := openRaw(t, db)
	statements := []string{`CREATE TABLE history (seq INTEGER PRIMARY KEY AUTOINCREMENT, ` + columns,
		`CREATE TRIGGER remember AFTER UPDATE ON registrations BEGIN ` + remember + ` END`}
	if db.Engine == models.PostgreSQL {
		statements = []string{`CREATE TABLE history (seq BIGSERIAL PRIMARY KEY, ` + columns,
			`CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ` + remember + ` RETURN NULL; END $$`,
			`CREATE TRIGGER remember AFTER UPDATE ON registrations FOR EACH ROW EXECUTE FUNCTION remember()`}
	}
	for _, statement := range statements {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// openRaw opens the database beside our own handle.
func openRaw(t testing.TB, db *models.DB) *sql.DB {
	t.Helper()
	driver := "pgx"
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

// expectPromotedInOrder follows the lines as they were: whoever came in from one was its first. It returns how many came
// in.
func (f *fixture) expectPromotedInOrder() (promoted int) {
	f.t.Helper()
	rows, err := openRaw(
		f.t,
		f.db,
	).QueryContext(f.ctx, `SELECT registration_id, old_type, old_state, new_type, new_state FROM history
		WHERE registration_id IN (SELECT id FROM registrations WHERE event_id = '`+f.event.ID+`') ORDER BY seq`)
	if err != nil {
		f.t.Fatal(err)
	}
	defer rows.Close()
	lines := map[string][]string{}
	for rows.Next() {
		var id, oldType, oldState, newType, newState string
		if err := rows.Scan(&id, &oldType, &oldState, &newType, &newState); err != nil {
			f.t.Fatal(err)
		}
		if oldState == newState && oldType == newType {
			continue
		}
		if oldState == "waitlisted" {
			place := slices.Index(lines[oldType], id)
			if newState == "confirmed" && newType == oldType {
				if promoted++; place != 0 {
					f.t.Errorf("%s came in from place %d of the line", id, place+1)
				}
			}
			lines[oldType] = slices.DeleteFunc(lines[oldType], func(other string) bool { return other == id })
		}
		if newState == "waitlisted" {
			lines[newType] = append(lines[newType], id)
		}
	}
	if err := rows.Err(); err != nil {
		f.t.Fatal(err)
	}
	for _, r := range f.list(models.RegistrationWaitlisted) {
		place, err := f.db.Query(f.ctx).WaitingList().Position(&r)
		if want := slices.Index(lines[r.TicketTypeID], r.ID) + 1; err != nil || place != want {
			f.t.Errorf("%s is told place %d of the line, want %d; %v", r.ID, place, want, err)
		}
	}
	return promoted
}
