package faults_test

import (
	"testing"
	"time"

	"meguri/app/message"
	"meguri/models"
	"meguri/models/text"
)

// addMessage registers people and has a message to all of them sent as soon as the program runs.
func addMessage(t *testing.T, db *models.DB, event *models.Event, people []attendee) (id string) {
	t.Helper()
	id = models.NewID()
	err := db.InTx(t.Context(), func(tx *models.Tx) error {
		ticketType, err := tx.TicketTypes().BySlug(event, "online")
		if err != nil {
			return err
		}
		list := make([]models.Registration, len(people))
		for i, p := range people {
			list[i] = models.Registration{
				ID: models.NewID(), EventID: event.ID, TicketTypeID: ticketType.ID, RequestID: p.id, Code: p.id[24:],
				State: models.RegistrationConfirmed, Sector: models.SectorOther, Locale: "ja", LinkNumber: 1, TicketSerial: 1,
				Name: text.Name{Family: "髙橋", Given: "花子"}, Email: p.email, EmailKey: p.email,
				LinkHash: models.HashSecret(p.id), Answers: map[string]string{}, CreatedAt: tx.Now, UpdatedAt: tx.Now,
			}
		}
		if err := tx.Registrations().InsertMany(list); err != nil {
			return err
		}
		m := &models.Message{
			ID: id, EventID: event.ID, State: models.MessageScheduled, SendAt: &tx.Now, SubjectJa: "ご案内",
			BodyJa: "{name} 様\n\n{ticket_link}", Audience: models.Audience{State: models.RegistrationConfirmed},
		}
		if _, err := tx.Messages().Add(m); err != nil {
			return err
		}
		return tx.Jobs().Add(message.JobSend, "message:"+id, id+" "+tx.Now.Format(time.RFC3339Nano), tx.Now)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// The program is killed while it queues the mails and while it sends them, and the server refuses some addressees.
func TestKilledWhileAMessageIsSent(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, address string) {
		people, id := newAttendees(5000, "online"), ""
		prepare(t, address, func(db *models.DB, event *models.Event) { id = addMessage(t, db, event, people) })
		refused, others := refusedOf(people)
		mailServer := newMailServer(t)
		mailServer.set(0, refused...)
		s := serve(t, address, mailServer.setting())
		eventually(t, timeout, "mails are queued", func() bool { return count(mailStates(t, address)) > 0 })
		s.kill()
		s.start()
		eventually(t, 5*timeout, "half of the people have theirs", func() bool {
			return mailServer.missing(people) < len(people)/2
		})
		s.kill()
		s.start()
		expectMailed(t, mailServer, others, 2)
		eventually(t, timeout, "the refused mails are given up visibly", func() bool {
			states := mailStates(t, address)
			return states[models.MailFailed] == len(refused) && states[models.MailSent] == len(others)
		})
		mailServer.set(0)
		withDatabase(t, address, func(db *models.DB) {
			err := db.InTx(t.Context(), func(tx *models.Tx) error {
				m, err := tx.Messages().ByID(id)
				if err == nil {
					_, err = tx.Messages().Retry(m)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		expectMailed(t, mailServer, people, 2)
		if states := mailStates(t, address); count(states) != len(people) {
			t.Errorf("%v mails for %d people", states, len(people))
		}
	})
}

// refusedOf are the addresses that the mail server refuses, every fiftieth, and the people with the others.
func refusedOf(people []attendee) (refused []string, others []attendee) {
	for i := range people {
		if i%50 == 7 {
			refused = append(refused, people[i].email)
		} else {
			others = append(others, people[i])
		}
	}
	return refused, others
}

func count(states map[models.MailState]int) (n int) {
	for _, of := range states {
		n += of
	}
	return n
}
