package faults_test

import (
	"net/http"
	"testing"
	"time"

	"meguri/models"
)

const (
	slowMail = 3 * time.Second         // what a slow mail server takes for each mail
	atOnce   = 2500 * time.Millisecond // what a request may take on a busy machine: less than a slow mail
)

// registerAll registers each person and demands an answer at once: no request waits for a mail.
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
		post := newMailServer(t)
		post.close()
		s := serve(t, address, post.setting())
		people := newAttendees(8, "online")
		registerAll(t, s, people)
		time.Sleep(time.Second)
		if states := mailStates(t, address); states[models.MailQueued] != len(people) {
			t.Errorf("mails while the server is down: %v", states)
		}
		post.open() // nobody tells the program
		expectMailed(t, post, people, 0)
		eventually(t, timeout, "all mails are noted as sent", func() bool {
			return mailStates(t, address)[models.MailSent] == len(people)
		})
	})
}

func TestMailServerSlow(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		post := newMailServer(t)
		post.set(slowMail, "")
		s := serve(t, address, post.setting())
		people := newAttendees(8, "online")
		registerAll(t, s, people)
		eventually(t, timeout, "a mail is on its way", func() bool { return post.underWay() > 0 })
		begin := time.Now()
		if status, _, err := s.get("/events/summit"); err != nil || status != http.StatusOK || time.Since(begin) > atOnce {
			t.Errorf("a page beside a slow mail: %d, %v, %s", status, err, time.Since(begin))
		}
		expectMailed(t, post, people, 0)
	})
}

func TestMailServerRefusesOne(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		prepare(t, address, nil)
		post := newMailServer(t)
		people := newAttendees(10, "online")
		refused := people[3]
		post.set(0, refused.email)
		s := serve(t, address, post.setting())
		registerAll(t, s, people)
		expectMailed(t, post, append(people[:3:3], people[4:]...), 0)
		eventually(t, timeout, "the refused mail is given up visibly", func() bool {
			states := mailStates(t, address)
			return states[models.MailFailed] == 1 && states[models.MailSent] == len(people)-1
		})
		if got := post.got(refused.email); len(got) > 0 {
			t.Errorf("the refused one got %v", got)
		}
	})
}
