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

// Two processes of the program serve one database. People register at both, and nobody gets two mails.
func TestTwoProgramsOnOneDatabase(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		mailServers := []*mailServer{newMailServer(t), newMailServer(t)} // one for each, to tell who sends
		var servers []*server
		for _, mailServer := range mailServers {
			mailServer.delayReplies(20 * time.Millisecond)
			servers = append(servers, serve(t, address, mailServer.setting()))
		}
		people := newAttendees(100, "hall")
		requests := &load{t: t, clients: 16, send: func(i int) bool {
			_, ok := parseAnswer(servers[i%2].register(people[i]))
			return ok
		}}
		requests.run(len(people))
		if n := expectConsistent(t, address); n != len(people) {
			t.Errorf("%d registrations of %d people", n, len(people))
		}
		if n := requests.refused.Load(); n > 0 {
			t.Errorf("%d requests were refused", n)
		}
		sent := func() (first, second int) {
			first, _ = mailServers[0].tally()
			second, _ = mailServers[1].tally()
			return first, second
		}
		eventually(t, timeout, "all mails are sent", func() bool {
			first, second := sent()
			return first+second >= len(people)
		})
		for _, p := range people {
			if ids := append(mailServers[0].got(p.email), mailServers[1].got(p.email)...); len(ids) != 1 {
				t.Errorf("%s got mails %v", p.email, ids)
			}
		}
		if first, second := sent(); first == 0 || second == 0 {
			t.Errorf("the two did not share the work: %d and %d mails", first, second)
		}
	})
}

// Processes that start at the same moment on an empty database make its tables once.
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

// When `meguri migrate` is killed, the next one makes the rest.
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

// expectUsable demands that the tables are complete, and that people can register.
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
