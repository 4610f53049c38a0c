package main

import (
	"fmt"
	"net/http"
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

const summaryCount = 200

// summaries measures how long a summary PDF takes, with attendees of the past summit.
func (b *bench) summaries() error {
	p, err := b.startProgram("")
	if err != nil {
		return err
	}
	defer p.stop()
	addresses, err := b.summaryAddresses(p)
	if err != nil {
		return err
	}
	c, begin := client(1), time.Now()
	for n := range summaryCount {
		if _, err := b.send(c, http.MethodGet, addresses[n%len(addresses)], "", "", http.StatusOK); err != nil {
			return err
		}
	}
	b.addMaximum(
		fmt.Sprintf("%d summary PDFs, each", summaryCount), float64(time.Since(begin).Microseconds())/1000/summaryCount, 30,
		"ms",
	)
	return nil
}

func (b *bench) summaryAddresses(p *program) ([]string, error) {
	db, err := models.Open(b.ctx, p.database)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	q := db.Query(b.ctx)
	event, err := q.Events().BySlug("summit-2025")
	if err != nil {
		return nil, err
	}
	registrations, err := q.Registrations().
		List(event, models.RegistrationFilter{State: models.RegistrationConfirmed}, summaryCount)
	if err != nil {
		return nil, err
	}
	links, addresses := link.New([]byte(benchSecret)), make([]string, len(registrations))
	for i := range registrations {
		addresses[i] = p.base + "/r/" + links.Registration(registrations[i].ID, registrations[i].LinkNumber) + "/summary.pdf"
	}
	return addresses, nil
}
