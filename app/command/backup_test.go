package command_test

import (
	"bytes"
	"context"
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

func firstHalf(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(content[:len(content)/2])
}
