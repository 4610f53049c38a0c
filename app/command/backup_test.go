package command_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// emptyDatabase is a second database of the same engine, without tables.
func emptyDatabase(t *testing.T, like *models.DB) *models.DB {
	t.Helper()
	address := modelstest.SQLiteURL(t)
	if like.Engine == models.PostgreSQL {
		address = modelstest.PostgreSQLURL(t)
	}
	db, err := models.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func signUp(ctx context.Context, db *models.DB, event *models.Event, n int) error {
	_, err := registration.New(db, link.New([]byte("key")), pdf.New()).SignUp(ctx, event, &registration.SignUpInput{
		RequestID:  models.NewID(),
		TicketType: "online",
		Email:      fmt.Sprintf("p%d@audience.example", n),
		Locale:     "ja",
		Sector:     models.SectorCivil,
		NameInput:  registration.NameInput{Family: "高橋", Given: "花子", FamilyKana: "タカハシ", GivenKana: "ハナコ"},
	})
	return err
}

// placesTaken counts the places taken at an event. It checks that the counters agree with the registrations.
func placesTaken(t *testing.T, db *models.DB, slug string) int {
	t.Helper()
	q := db.Query(t.Context())
	wrong, err := q.TicketTypes().Miscounts()
	if err != nil {
		t.Fatal(err)
	}
	if len(wrong) > 0 {
		t.Fatalf("places are counted wrong: %v", wrong)
	}
	event, err := q.Events().BySlug(slug)
	if err != nil {
		t.Fatal(err)
	}
	types, err := q.TicketTypes().OfEvent(event)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, ticketType := range types {
		sum += ticketType.Taken
	}
	return sum
}

func TestBackupDuringSignUpsRestoresToAConsistentEvent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		file := filepath.Join(t.TempDir(), "meguri.backup")
		ctx, stop := context.WithCancel(t.Context())
		var writing sync.WaitGroup
		var count atomic.Int64
		begun := make(chan struct{})
		begin := sync.OnceFunc(func() { close(begun) })
		writing.Go(func() {
			defer begin()
			for n := 0; ctx.Err() == nil; n++ {
				if err := signUp(t.Context(), db, event, n); err != nil {
					t.Error(err)
					return
				}
				if count.Add(1) == 21 {
					begin()
				}
			}
		})
		<-begun
		before := count.Load()
		out, err := apptest.Command(t, db, "backup", file)
		during := count.Load() - before
		stop()
		writing.Wait()
		if err != nil {
			t.Fatal(err)
		}
		if during == 0 {
			t.Error("nobody signed up during the backup")
		}
		if !strings.Contains(out, "secret") {
			t.Errorf("does not tell of the secret: %q", out)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "who may read the copy", info.Mode().Perm(), 0o600)
		other := emptyDatabase(t, db)
		if _, err := apptest.Command(t, other, "restore", file); err != nil {
			t.Fatal(err)
		}
		if n := placesTaken(t, other, "summit"); n < int(before) || n > int(before+during)+1 { // one may be under way
			t.Errorf("the copy has %d places taken of %d and %d more", n, before, during)
		}
		expectWholeRegistrations(t, other, placesTaken(t, other, "summit"))
	})
}

// expectWholeRegistrations checks that each registration has its mail, and each mail its job.
func expectWholeRegistrations(t *testing.T, db *models.DB, want int) {
	t.Helper()
	q := db.Query(t.Context())
	event, err := q.Events().BySlug("summit")
	if err != nil {
		t.Fatal(err)
	}
	people := 0
	for r, err := range q.Registrations().Each(event, models.RegistrationFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		people++
		if mails, err := q.Mails().OfRegistration(r); err != nil || len(mails) != 1 {
			t.Errorf("%s has %d mails, %v", r.Email, len(mails), err)
		}
	}
	jobs := 0
	for ; ; jobs++ {
		if modelstest.Claim(t, db, time.Hour) == nil {
			break
		}
	}
	apptest.Equal(t, "people for the places taken", people, want)
	apptest.Equal(t, "jobs for the places taken", jobs, want)
}

func TestRestore(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		modelstest.Summit(t, db, "before")
		file := filepath.Join(t.TempDir(), "meguri.backup")
		if _, err := apptest.Command(t, db, "backup", file); err != nil {
			t.Fatal(err)
		}
		t.Run("keeps a file that is there", func(t *testing.T) {
			if _, err := apptest.Command(t, db, "backup", file); err == nil || !strings.Contains(err.Error(), "exists already") {
				t.Errorf("said %v", err)
			}
		})
		modelstest.Summit(t, db, "after")
		t.Run("does not replace data unasked", func(t *testing.T) {
			if _, err := apptest.Command(t, db, "restore", file); err == nil || !strings.Contains(err.Error(), "--force") {
				t.Errorf("said %v", err)
			}
			if _, err := db.Query(t.Context()).Events().BySlug("after"); err != nil {
				t.Error(err)
			}
		})
		t.Run("refuses a damaged file and leaves the data", func(t *testing.T) {
			for name, content := range map[string][]byte{"text": []byte("no database at all"), "cut": firstHalf(t, file)} {
				bad := filepath.Join(t.TempDir(), name)
				if err := os.WriteFile(bad, content, 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := apptest.Command(t, db, "restore", "--force", bad); err == nil {
					t.Errorf("%s was restored", name)
				}
				if _, err := db.Query(t.Context()).Events().BySlug("after"); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
		t.Run("brings the copy back when told", func(t *testing.T) {
			if _, err := apptest.Command(t, db, "restore", "--force", file); err != nil {
				t.Fatal(err)
			}
			q := db.Query(t.Context())
			if _, err := q.Events().BySlug("before"); err != nil {
				t.Error(err)
			}
			if _, err := q.Events().BySlug("after"); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("the later event is still there: %v", err)
			}
			if err := db.CheckSchema(t.Context()); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestRestoreRefusesWhatIsNotOurs(t *testing.T) {
	db := modelstest.OnSQLite(t)
	modelstest.Summit(t, db, "before")
	for _, c := range []struct{ name, statement, said string }{
		{
			"a trigger", "CREATE TRIGGER gain AFTER INSERT ON logins BEGIN UPDATE members SET role = 'owner'; END",
			`trigger "gain"`,
		},
		{"a view", "CREATE VIEW people AS SELECT email FROM registrations", `view "people"`},
		{"a table", "CREATE TABLE foreign_notes (text TEXT)", `table "foreign_notes"`},
		{"a virtual table", "CREATE VIRTUAL TABLE foreign_notes USING fts5 (text)", `table "foreign_notes`},
		{"an index", "CREATE INDEX quick ON mails (to_address)", `index "quick"`},
		{"a column", "ALTER TABLE mails ADD COLUMN bcc TEXT NOT NULL DEFAULT 'x@evil.example'", `table "mails"`},
		{"a lost constraint", "DROP INDEX registrations_person", `lacks the index "registrations_person"`},
		{"a trigger that hides", "CREATE TRIGGER goose_db_version AFTER INSERT ON logins BEGIN SELECT 1; END", "trigger"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "copy")
			if err := db.BackupTo(t.Context(), file); err != nil {
				t.Fatal(err)
			}
			pool, err := sql.Open("sqlite3", "file:"+file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = pool.ExecContext(t.Context(), c.statement)
			if err := errors.Join(err, pool.Close()); err != nil {
				t.Fatal(err)
			}
			other := emptyDatabase(t, db)
			if _, err := apptest.Command(t, other, "restore", file); err == nil || !strings.Contains(err.Error(), c.said) {
				t.Errorf("said %v, want %s", err, c.said)
			}
			if has, err := other.HasData(t.Context()); has || err != nil {
				t.Errorf("there is data: %v, %v", has, err)
			}
		})
	}
}

func TestRestoreRefusesForeignProgramsOfPostgreSQL(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if db.Engine != models.PostgreSQL {
			return
		}
		for said, statement := range map[string]string{
			"FUNCTION": "CREATE FUNCTION gain() RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
			"VIEW":     "CREATE VIEW people AS SELECT email FROM registrations",
		} {
			pool, err := sql.Open("pgx", db.URL)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := pool.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "copy")
			if _, err := apptest.Command(t, db, "backup", file); err != nil {
				t.Fatal(err)
			}
			_, err = apptest.Command(t, emptyDatabase(t, db), "restore", file)
			if err == nil || !strings.Contains(err.Error(), "it holds "+said) {
				t.Errorf("said %v, want %s", err, said)
			}
			if _, err := pool.ExecContext(t.Context(), "DROP FUNCTION IF EXISTS gain; DROP VIEW IF EXISTS people"); err != nil {
				t.Fatal(err)
			}
			pool.Close()
		}
	})
}

func TestRestoreTakesCopiesOfOlderVersions(t *testing.T) {
	old := emptyDatabase(t, modelstest.OnSQLite(t))
	if err := old.MigrateTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "copy")
	if err := old.BackupTo(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	other := emptyDatabase(t, old)
	if _, err := apptest.Command(t, other, "restore", file); err != nil {
		t.Error(err)
	}
}

func TestFilesOfTheDatabaseAreForTheirOwnerOnly(t *testing.T) {
	db := modelstest.OnSQLite(t)
	file := filepath.Join(t.TempDir(), "copy")
	if err := db.BackupTo(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "new")
	address := "file:" + filepath.Join(folder, "meguri.db")
	check := func(when string) {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(folder, "meguri.db*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", when, files, err)
		}
		for _, name := range files {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, when+": who may use "+filepath.Base(name), info.Mode().Perm(), 0o600)
		}
	}
	open := func() *models.DB {
		made, err := models.Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	if _, err := apptest.Command(t, &models.DB{URL: address}, "restore", file); err != nil {
		t.Fatal(err)
	}
	made := open()
	modelstest.Summit(t, made, "later")
	check("after restoring, while it is open")
	for _, name := range []string{"meguri.db", "meguri.db-wal", "meguri.db-shm"} {
		if err := os.Chmod(filepath.Join(folder, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	defer open().Close()
	check("after opening one of an earlier version")
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	apptest.Equal(t, "who may use the folder", info.Mode().Perm(), 0o700)
}

func firstHalf(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(content[:len(content)/2])
}
