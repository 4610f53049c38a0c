package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"meguri/app/circulation"
	"meguri/models"
)

// contributed is how many contributions the circulation is measured over.
const contributed = 100_000

// measureCirculation measures how long it takes to publish 100,000 contributions of six years, to compute all figures
// and pictures of them for the first who asks, and to show these to the others.
func (b *bench) measureCirculation() error {
	for _, database := range []string{"", "bench_circulation"} {
		name := "SQLite"
		if database != "" {
			name = "PostgreSQL"
		}
		if err := b.measureCirculationOn(name, database); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) measureCirculationOn(name, database string) error {
	p, err := b.startProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	if err := b.addContributions(p); err != nil {
		return err
	}
	db, err := models.Open(b.ctx, p.database)
	if err != nil {
		return err
	}
	defer db.Close()
	begin := time.Now()
	if err := circulation.New(db).Release(b.ctx); err != nil {
		return err
	}
	took := float64(time.Since(begin).Milliseconds())
	b.addMaximum("circulation, 100,000 contributions published, "+name, took, 30_000, "ms")
	begin = time.Now()
	if _, err := circulation.New(db).Page(b.ctx, ""); err != nil {
		return err
	}
	b.addMaximum("circulation, all figures of them, "+name, float64(time.Since(begin).Milliseconds()), 1000, "ms")
	took, err = b.milliseconds(http.DefaultClient, p.base+"/circulation", false)
	if err == nil {
		b.addMaximum("circulation, the page, "+name, took, 100, "ms")
	}
	return err
}

// addContributions inserts them: from the demo's organizations to each other, by 8,000 people in 1,000 projects.
func (b *bench) addContributions(p *program) error {
	db, err := models.Open(b.ctx, p.database)
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := db.Query(b.ctx).Organizations().All()
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(15, 8))
	rows := make([]string, 0, 1000)
	for n := range contributed {
		from, to := random.IntN(len(all)), random.IntN(len(all))
		rows = append(rows, fmt.Sprintf(
			"('%s','20%02d-%02d-%02d','p%d','%s','%s','r%d','',60,'h%d','2026-01-01T00:00:00.000000Z')",
			models.NewID(), 20+random.IntN(6), 1+random.IntN(12), 1+random.IntN(28), random.IntN(8000), all[from].ID,
			all[to].ID, random.IntN(1000), n,
		))
		if len(rows) < cap(rows) {
			continue
		}
		const into = `INSERT INTO contributions
			(id, day, giver_id, from_id, to_id, project_id, theme, minutes, hour_entry_id, created_at) VALUES `
		if err := b.execute(p.database, into+strings.Join(rows, ",")); err != nil {
			return err
		}
		rows = rows[:0]
	}
	return b.analyze(p.database)
}
