package faults_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPostgresStoppedForTenSeconds(t *testing.T) {
	t.Parallel()
	database, address := newPostgres(t)
	prepare(t, address, nil)
	mailServer := newMailServer(t)
	s := serve(t, address, mailServer.setting())
	people := newAttendees(300, "hall")
	acknowledged, lock := map[string]registrationAnswer{}, sync.Mutex{}
	requests := &load{t: t, clients: 16, send: func(i int) bool {
		status, body, err := s.register(people[i])
		if err == nil && status >= 500 {
			expectNeutral(t, status, body)
		}
		got, ok := parseAnswer(status, body, err)
		lock.Lock()
		defer lock.Unlock()
		if ok {
			acknowledged[people[i].id] = got
		}
		return ok
	}}
	var before map[string]registrationAnswer
	var stopping sync.WaitGroup
	stopping.Go(func() {
		requests.waitFor(100)
		requests.disturb(func() {
			database.stop()
			stopped := time.Now()
			lock.Lock()
			before = maps.Clone(acknowledged)
			lock.Unlock()
			expectUnavailable(t, s)
			if waits := 10*time.Second - time.Since(stopped); waits > 0 {
				time.Sleep(waits)
			}
			database.start()
		})
		eventually(t, timeout, "it works again", func() bool {
			status, _, err := s.get("/events/summit")
			return err == nil && status == http.StatusOK
		})
	})
	requests.run(len(people))
	stopping.Wait()
	expectStored(t, address, before)
	expectStored(t, address, acknowledged)
	if n := expectConsistent(t, address); n != len(people) {
		t.Errorf("%d registrations of %d people", n, len(people))
	}
	expectMailed(t, mailServer, people, 1)
}

// expectUnavailable checks what the program answers while its database is stopped.
func expectUnavailable(t *testing.T, s *server) {
	t.Helper()
	for path, want := range map[string]int{"/healthz": http.StatusOK, "/readyz": http.StatusServiceUnavailable} {
		if status, _, err := s.get(path); err != nil || status != want {
			t.Errorf("%s: %d, %v", path, status, err)
		}
	}
	for _, path := range []string{
		"/", "/events/summit", "/events/summit/register", "/events/summit/agenda", "/r/secret",
		"/events/summit?lang=en",
	} {
		status, body, err := s.get(path)
		want := "少し時間をおいて、もう一度お試しください"
		if strings.HasSuffix(path, "en") {
			want = "Please wait a moment and try again"
		}
		if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, want) {
			t.Errorf("%s: %d, %v, and does not say %q:\n%s", path, status, err, want, body)
		}
		expectNeutral(t, status, body)
	}
	form := url.Values{"ticket_type": {"hall"}, "family_name": {"髙橋"}}
	status, body, err := s.do(
		http.MethodPost, "/events/summit/register", "application/x-www-form-urlencoded", form.Encode(),
	)
	if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, "もう一度お試しください") {
		t.Errorf("registering: %d, %v", status, err)
	}
	expectNeutral(t, status, body)
	status, body, err = s.register(newAttendees(1, "online")[0])
	if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, `"code":"unavailable"`) {
		t.Errorf("the API: %d, %v: %s", status, err, body)
	}
}

// expectNeutral demands a 503 that shows nothing of the program's inside.
func expectNeutral(t *testing.T, status int, body string) {
	t.Helper()
	if status != http.StatusServiceUnavailable {
		t.Errorf("said %d, not 503: %s", status, body)
	}
	for _, inside := range []string{
		"dial", "connect", "SQLSTATE", "sql", "postgres", "pgx", "conn ", "127.0.0.1:5", "EOF", "disk", "goroutine",
	} {
		if strings.Contains(strings.ToLower(body), strings.ToLower(inside)) {
			t.Errorf("tells of %q: %s", inside, body)
		}
	}
}
