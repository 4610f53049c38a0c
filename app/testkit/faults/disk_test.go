package faults_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// fillDatabase registers people until the program refuses, and returns those who were acknowledged.
func fillDatabase(t *testing.T, s *server) (acknowledged map[string]registrationAnswer) {
	t.Helper()
	acknowledged = map[string]registrationAnswer{}
	for _, p := range newAttendees(3000, "online") {
		status, body, err := s.register(p)
		if err != nil {
			t.Fatal(err)
		}
		if status != http.StatusCreated {
			expectNeutral(t, status, body)
			if !strings.Contains(body, "もう一度お試しください") {
				t.Errorf("says %s", body)
			}
			return acknowledged
		}
		if got, ok := parseAnswer(status, body, err); ok {
			acknowledged[p.id] = got
		}
	}
	t.Fatal("the disk is never full")
	return nil
}

// expectPages demands that pages are shown while nothing can be written.
func expectPages(t *testing.T, s *server) {
	t.Helper()
	if status, _, err := s.get("/events/summit"); err != nil || status != http.StatusOK {
		t.Errorf("the event's page on a full disk: %d, %v", status, err)
	}
}

// A limit of the database file takes the place of a full disk, as it can be set everywhere.
func TestDatabaseFull(t *testing.T) {
	t.Parallel()
	address := modelstest.SQLiteURL(t)
	prepare(t, address, nil)
	mailServer := newMailServer(t)
	s := serve(t, address+"?_pragma=max_page_count(160)", mailServer.setting())
	acknowledged := fillDatabase(t, s)
	expectPages(t, s)
	s.kill()
	expectStored(t, address, acknowledged)
	if n := expectConsistent(t, address); n != len(acknowledged) {
		t.Errorf("%d registrations, %d acknowledged", n, len(acknowledged))
	}
	s = serve(t, address, mailServer.setting())
	more := newAttendees(1, "online")
	more[0].email = "more@audience.example"
	registerAll(t, s, more)
	expectMailed(t, mailServer, more, mailsAtOnce)
}

// The database is on a small file system, where the test may mount one (as root).
func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=8m"); err != nil {
		if !errors.Is(err, os.ErrPermission) {
			t.Fatal(err)
		}
		t.Log("mounting is not permitted here: TestDatabaseFull alone fills the database")
		return
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	address := "file:" + filepath.Join(dir, "meguri.db")
	prepare(t, address, nil)
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	mailServer := newMailServer(t)
	s := serve(t, address, mailServer.setting())
	acknowledged := fillDatabase(t, s)
	expectPages(t, s)
	if err := os.Remove(filler); err != nil { // the program is not told
		t.Fatal(err)
	}
	more := newAttendees(3, "online")
	for i := range more {
		more[i].email = "more" + more[i].email
	}
	eventually(t, timeout, "there is space again", func() bool {
		got, ok := parseAnswer(s.register(more[0]))
		if ok {
			acknowledged[more[0].id] = got
		}
		return ok
	})
	registerAll(t, s, more[1:])
	expectStored(t, address, acknowledged)
	if n := expectConsistent(t, address); n != len(acknowledged)+2 {
		t.Errorf("%d registrations, %d acknowledged", n, len(acknowledged)+2)
	}
	s.kill()
	expectIntact(t, address)
}

// expectIntact lets SQLite check every page of the file.
func expectIntact(t *testing.T, address string) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		if err := db.BackupTo(t.Context(), filepath.Join(t.TempDir(), "copy.db")); err != nil {
			t.Error(err)
		}
		path, _ := strings.CutPrefix(address, "file:")
		if err := models.CheckBackup(t.Context(), path); err != nil {
			t.Error(err)
		}
	})
}
