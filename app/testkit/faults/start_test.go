package faults_test

import (
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/models"
)

// Two programs, or the same one started twice by mistake, serve one database: people register at both, and nobody gets
// two mails.
func TestTwoProgramsOnOneDatabase(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		offices := []*mailServer{newMailServer(t), newMailServer(t)} // one for each: it is seen who sends
		var servers []*server
		for _, office := range offices {
			office.delayReplies(20 * time.Millisecond)
			servers = append(servers, serve(t, address, office.setting()))
		}
		people := newAttendees(100, "hall")
		all := &load{t: t, clients: 16, send: func(i int) bool {
			_, ok := parseAnswer(servers[i%2].register(people[i]))
			return ok
		}}
		all.run(len(people))
		if n := expectConsistent(t, address); n != len(people) || all.refused.Load() > 0 {
			t.Errorf("%d registrations of %d people, %d refused", n, len(people), all.refused.Load())
		}
		sent := func() (first, second int) {
			first, _ = offices[0].tally()
			second, _ = offices[1].tally()
			return first, second
		}
		eventually(
			t,
			timeout,
			"all mails are sent",
			func() bool { first, second := sent(); return first+second >= len(people) },
		)
		for _, p := range people {
			if ids := append(offices[0].got(p.email), offices[1].got(p.email)...); len(ids) != 1 {
				t.Errorf("%s got mails %v", p.email, ids)
			}
		}
		if first, second := sent(); first == 0 || second == 0 {
			t.Errorf("the two did not share the work: %d and %d mails", first, second)
		}
	})
}

// Programs that start at the same moment on an empty database make its tables once.
func TestProgramsStartTogetherOnAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		var starting sync.WaitGroup
		for range 4 {
			starting.Go(func() { serve(t, address, "MEGURI_MIGRATE=auto") })
		}
		starting.Wait()
		expectUsable(t, address)
	})
}

// Whenever `meguri migrate` is killed, the next one makes the rest.
func TestKilledWhileTheTablesAreMade(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		for pause := 20 * time.Millisecond; ; pause += pause / 4 {
			migrate := exec.Command(program, "migrate")
			migrate.Env = append(os.Environ(), "MEGURI_DATABASE_URL="+address, "MEGURI_DATA_DIR="+t.TempDir())
			var out strings.Builder
			migrate.Stderr = &out
			if err := migrate.Start(); err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(pause, func() { _ = migrate.Process.Kill() })
			err := migrate.Wait()
			timer.Stop()
			if err == nil {
				break
			}
			if out.Len() > 0 {
				t.Fatalf("after a kill, after %s: %s", pause, &out)
			}
		}
		expectUsable(t, address)
	})
}

// expectUsable demands that people can register at a database whose tables were made in trouble.
func expectUsable(t *testing.T, address string) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		if err := db.CheckSchema(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	prepare(t, address, nil)
	registerAll(t, serve(t, address), newAttendees(1, "hall"))
	if n := expectConsistent(t, address); n != 1 {
		t.Errorf("%d registrations", n)
	}
}
