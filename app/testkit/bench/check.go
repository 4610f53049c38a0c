package main

import (
	"fmt"
	"sync"
	"time"

	"meguri/models"
)

// waitForMails waits until all jobs are done that are due: the demo has some of a later day, as the close of a lottery.
func (b *bench) waitForMails(p *program) error {
	for begin := time.Now(); time.Since(begin) < 5*time.Minute; time.Sleep(50 * time.Millisecond) {
		n, err := b.number(p.database, "SELECT COUNT(*) FROM jobs WHERE state = 'waiting' AND run_at <= CURRENT_TIMESTAMP")
		if err != nil || n == 0 {
			return err
		}
	}
	return fmt.Errorf("mails are still waiting after five minutes")
}

// checkRegistrations checks that the database has every acknowledged registration with its mail. Then it lets more
// people register than there are places.
func (b *bench) checkRegistrations(p *program, l *registrationLoad) error {
	if err := b.checkCounters(p); err != nil {
		return err
	}
	n, err := b.number(p.database, "SELECT COUNT(*) FROM registrations WHERE email LIKE 'load%@bench.example'")
	if err != nil {
		return err
	}
	if n != len(l.ids) {
		b.addFault("%d registrations are stored, %d were acknowledged", n, len(l.ids))
	}
	mails, err := b.number(
		p.database,
		"SELECT COUNT(DISTINCT registration_id) FROM mails WHERE to_address LIKE 'load%@bench.example' AND state = 'kept'",
	)
	if err != nil {
		return err
	}
	if mails != n {
		b.addFault("%d registrations, %d mails", n, mails)
	}
	return b.lastPlaces(p)
}

// checkCounters checks every ticket type: no overbooking, the right counter, no address twice, nobody waiting beside a
// free place, one mail each.
func (b *bench) checkCounters(p *program) error {
	for what, statement := range map[string]string{
		"oversold": "SELECT COUNT(*) FROM ticket_types WHERE capacity IS NOT NULL AND taken > capacity",
		"counters that differ": `SELECT COUNT(*) FROM ticket_types t WHERE taken <>
			(SELECT COUNT(*) FROM registrations r WHERE r.ticket_type_id = t.id AND r.state = 'confirmed')`,
		"addresses twice": `SELECT COUNT(*) FROM (SELECT 1 FROM registrations
			WHERE state IN ('applied', 'pending', 'confirmed', 'waitlisted')
			GROUP BY event_id, email_key HAVING COUNT(*) > 1) twice`,
		"waiting though places free": `SELECT COUNT(*) FROM registrations r JOIN ticket_types t ON t.id = r.ticket_type_id
			WHERE r.state = 'waitlisted' AND t.taken < t.capacity`,
		"mails twice": `SELECT COUNT(*) FROM (SELECT 1 FROM mails
			WHERE registration_id IS NOT NULL AND to_address LIKE '%@bench.example'
			GROUP BY registration_id HAVING COUNT(*) > 1) twice`,
	} {
		n, err := b.number(p.database, statement)
		if err != nil {
			return err
		}
		if n > 0 {
			b.addFault("%s: %d", what, n)
		}
	}
	return nil
}

const (
	lastPlaces  = 40
	lastClients = 200
)

// lastPlaces lets 200 people register for 40 places, each with two requests at once, as by a double click. 40 must get
// a place, and 160 must wait in order.
func (b *bench) lastPlaces(p *program) error {
	const leave = "UPDATE ticket_types SET capacity = taken + %d WHERE id = '%s'"
	if err := b.execute(p.database, fmt.Sprintf(leave, lastPlaces, p.ids.ticketType)); err != nil {
		return err
	}
	answers := make([][2]registered, lastClients)
	c, errs := client(registeringClients), make(chan error, 2*lastClients)
	var asking sync.WaitGroup
	for i := range answers {
		id := models.NewID()
		for twice := range 2 {
			asking.Go(func() {
				var err error
				answers[i][twice], err = b.register(c, p, fmt.Sprintf("last%d@bench.example", i), id)
				errs <- err
			})
		}
	}
	asking.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	b.checkAnswers(answers)
	return b.checkWaitingList(p)
}

// checkAnswers checks the answers to the 200 people.
func (b *bench) checkAnswers(answers [][2]registered) {
	confirmed, positions := 0, map[int]bool{}
	for _, twice := range answers {
		if twice[0].ID != twice[1].ID || twice[0].State != twice[1].State {
			b.addFault("a repeated request got another answer: %v", twice)
		}
		if twice[0].State == "confirmed" {
			confirmed++
		} else {
			positions[twice[0].Position] = true
		}
	}
	if confirmed != lastPlaces {
		b.addFault("%d places, %d people got one", lastPlaces, confirmed)
	}
	for n := range lastClients - lastPlaces {
		if !positions[n+1] {
			b.addFault("nobody is number %d in the waiting list", n+1)
		}
	}
}

// checkWaitingList checks the waiting list in the database.
func (b *bench) checkWaitingList(p *program) error {
	n, err := b.number(
		p.database,
		"SELECT COUNT(DISTINCT queued_at) FROM registrations WHERE email LIKE 'last%@bench.example' AND state = 'waitlisted'",
	)
	if err != nil {
		return err
	}
	if n != lastClients-lastPlaces {
		b.addFault("%d people wait at %d different times", lastClients-lastPlaces, n)
	}
	return b.checkCounters(p)
}
