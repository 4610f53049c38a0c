package faults_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/models"
)

const (
	slowMail = 3 * time.Second         // how long a slow mail server takes for each mail
	atOnce   = 2500 * time.Millisecond // how long a request may take on a busy machine: less than a slow mail
)

// registerAll registers each person, and demands that no request waits for a mail.
func registerAll(t *testing.T, s *server, people []attendee) {
	t.Helper()
	for _, p := range people {
		begin := time.Now()
		status, body, err := s.register(p)
		if err != nil || status != http.StatusCreated {
			t.Fatalf("%d, %v: %s", status, err, body)
		}
		if took := time.Since(begin); took > atOnce {
			t.Errorf("registering took %s", took)
		}
	}
}

// mailStates counts the event's mails by state.
func mailStates(t *testing.T, address string) (tallies map[models.MailState]int) {
	t.Helper()
	withDatabase(t, address, func(db *models.DB) {
		q := db.Query(t.Context())
		event, err := q.Events().BySlug("summit")
		if err != nil {
			t.Fatal(err)
		}
		if tallies, err = q.Mails().Tallies(event); err != nil {
			t.Fatal(err)
		}
	})
	return tallies
}

func TestMailServerDown(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		mailServer := newMailServer(t)
		mailServer.close()
		s := serve(t, address, mailServer.setting())
		people := newAttendees(8, "online")
		registerAll(t, s, people)
		time.Sleep(time.Second)
		if states := mailStates(t, address); states[models.MailQueued] != len(people) {
			t.Errorf("mails while the server is down: %v", states)
		}
		mailServer.open() // the program is not told
		expectMailed(t, mailServer, people, 0)
		eventually(t, timeout, "all mails are noted as sent", func() bool {
			return mailStates(t, address)[models.MailSent] == len(people)
		})
	})
}

func TestMailServerSlow(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		mailServer := newMailServer(t)
		mailServer.set(slowMail)
		s := serve(t, address, mailServer.setting())
		people := newAttendees(8, "online")
		registerAll(t, s, people)
		eventually(t, timeout, "a mail is under way", func() bool { return mailServer.underWay() > 0 })
		begin := time.Now()
		status, _, err := s.get("/events/summit")
		if err != nil {
			t.Fatal(err)
		}
		if status != http.StatusOK {
			t.Errorf("the page's status is %d while a mail is slow", status)
		}
		if took := time.Since(begin); took > atOnce {
			t.Errorf("the page took %s while a mail is slow", took)
		}
		expectMailed(t, mailServer, people, 0)
	})
}

func TestMailServerRefusesOne(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		mailServer := newMailServer(t)
		people := newAttendees(10, "online")
		refused := people[3]
		mailServer.set(0, refused.email)
		s := serve(t, address, mailServer.setting())
		registerAll(t, s, people)
		expectMailed(t, mailServer, append(people[:3:3], people[4:]...), 0)
		eventually(t, timeout, "the refused mail is given up visibly", func() bool {
			states := mailStates(t, address)
			return states[models.MailFailed] == 1 && states[models.MailSent] == len(people)-1
		})
		if got := mailServer.got(refused.email); len(got) > 0 {
			t.Errorf("the refused one got %v", got)
		}
	})
}
