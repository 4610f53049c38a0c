package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"meguri/models"
)

const (
	// overEvent is an event of the demo that is over, with an agenda.
	overEvent = "summit-2025"
	manyCame  = 20_000
)

// turnouts measures the numbers of an event that 20,000 people attended: half of them at the venue, each scanned on the
// way in and out, half online, half of these in two tabs.
func (b *bench) turnouts() error {
	for _, database := range []string{"", "bench_turnout"} {
		name := "SQLite"
		if database != "" {
			name = "PostgreSQL"
		}
		if err := b.turnoutsOf(name, database); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) turnoutsOf(name, database string) error {
	p, err := b.startProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	if err := b.addVisits(p); err != nil {
		return err
	}
	browser, err := b.signIn(p)
	if err != nil {
		return err
	}
	rest, err := p.memory(false)
	if err != nil {
		return err
	}
	if err := p.forgetPeak(); err != nil {
		return err
	}
	for _, page := range []struct {
		name, path string
		most       float64
	}{
		{"its dashboard", "", 100},
		{"its statistics", "/statistics", 500},
		{"its file by session", "/statistics/sessions.csv", 500},
		{"its file of mails", "/statistics/mails.csv", 50},
	} {
		took, err := b.milliseconds(browser, p.base+"/staff/events/"+overEvent+page.path, false)
		if err != nil {
			return err
		}
		b.addMaximum(fmt.Sprintf("20,000 came, %s, %s", page.name, name), took, page.most, "ms")
	}
	peak, err := p.memory(true)
	if err == nil {
		b.addMaximum("20,000 came, memory above rest, "+name, peak-rest, 64, "MB")
	}
	return err
}

// addVisits inserts people who attended the event that is over.
func (b *bench) addVisits(p *program) error {
	const find = "SELECT t.id FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE e.slug = '" + overEvent + "' " +
		"ORDER BY t.position LIMIT 1"
	var err error
	if p.ids.ticketType, err = b.text(p.database, find); err != nil {
		return err
	}
	db, err := models.Open(b.ctx, p.database)
	if err != nil {
		return err
	}
	defer db.Close()
	e, err := db.Query(b.ctx).Events().BySlug(overEvent)
	if err != nil {
		return err
	}
	p.ids.event = e.ID
	ids := make([]string, manyCame)
	for i := range ids {
		ids[i] = models.NewID()
	}
	if err := b.insertAttendees(p, 0, ids); err != nil {
		return err
	}
	for part := range slices.Chunk(ids, attendeesPerInsert) {
		if err := b.addVisitsOf(p, e, part); err != nil {
			return err
		}
	}
	return b.analyze(p.database)
}

func (b *bench) addVisitsOf(p *program, e *models.Event, ids []string) error {
	var scans, admissions, presences []string
	at := func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }
	for i, id := range ids {
		from, until := at(e.StartsAt.Add(time.Duration(i%60)*time.Minute)), at(e.EndsAt.Add(-time.Duration(i%45)*time.Minute))
		if i%2 == 0 {
			for _, way := range [][3]string{{"in", "admitted", from}, {"out", "left", until}} {
				scans = append(scans, fmt.Sprintf("('%s','%s','%s','main','%s','%s','bench','%s','%s')",
					models.NewID(), e.ID, id, way[0], way[1], way[2], way[2]))
			}
			admissions = append(admissions, fmt.Sprintf("('%[1]s','%[2]s','%[3]s',FALSE,'%[1]s','%[4]s','%[5]s','%[5]s')",
				id, e.ID, p.ids.ticketType, from, until))
			continue
		}
		for tab := range 1 + i/2%2 {
			presences = append(presences, fmt.Sprintf("('%s','%s','%s','%d','%s','%s')",
				models.NewID(), e.ID, id, tab, from, until))
		}
	}
	const (
		scanned = "check_ins (id, event_id, registration_id, door, direction, result, by_name, scanned_at, created_at)"
		came    = "admissions (registration_id, event_id, ticket_type_id, inside, check_in_id, first_at, changed_at, last_at)"
		present = "presences (id, event_id, registration_id, tab, started_at, seen_at)"
	)
	for into, rows := range map[string][]string{scanned: scans, came: admissions, present: presences} {
		if err := b.execute(p.database, "INSERT INTO "+into+" VALUES "+strings.Join(rows, ",")); err != nil {
			return err
		}
	}
	return nil
}
