package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"meguri/app/link"
	"meguri/models"
)

// summaries measures 200 summary PDFs of people who attended the past summit, one after another.
func (b *bench) summaries() error {
	database := "file:" + filepath.Join(os.TempDir(), fmt.Sprintf("bench-pdf-%d.db", os.Getpid()))
	b.setSecret()
	p, err := b.prepare(database)
	if err != nil {
		return err
	}
	defer p.stop()
	if _, err := p.start(b.ctx); err != nil {
		return err
	}
	db, err := models.Open(b.ctx, database)
	if err != nil {
		return err
	}
	defer db.Close()
	tx := db.Reader(b.ctx)
	event, err := tx.EventBySlug("summit-2025")
	if err != nil {
		return err
	}
	people, err := tx.People(event, models.PeopleFilter{State: models.Confirmed}, 200)
	if err != nil {
		return err
	}
	links, c := link.New([]byte(benchSecret)), client(1)
	begin := time.Now()
	for i := range people {
		address := p.base + "/r/" + links.Registration(people[i].ID, people[i].LinkNumber) + "/summary.pdf"
		if _, err := send(c, http.MethodGet, address, "", "", http.StatusOK); err != nil {
			return err
		}
	}
	b.atMost(fmt.Sprintf("%d summary PDFs, each", len(people)), time.Since(begin).Seconds()*1000/float64(len(people)), 30, "ms", "–")
	return nil
}

const benchSecret = "a secret of the benchmark alone, not of a server"

// setSecret lets the bench derive the same private links as the program.
func (b *bench) setSecret() { _ = os.Setenv("MEGURI_SECRET", benchSecret) }
