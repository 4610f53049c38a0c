package main

import (
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"meguri/models"
)

const (
	fewRegistrations  = 1_000
	manyBadges        = 3_000
	manyRegistrations = 100_000
)

// registrationList measures the list of registrations and its download, with few and with many registrations, on
// PostgreSQL.
func (b *bench) registrationList() error {
	p, err := b.startProgram("bench_people")
	if err != nil {
		return err
	}
	defer p.stop()
	token, err := p.run(b.ctx, "token", "create", "--role", "organizer", "--event", event)
	if err != nil {
		return err
	}
	staff, err := b.signIn(p)
	if err != nil {
		return err
	}
	took := map[int]float64{}
	stored := 0
	for _, n := range []int{fewRegistrations, manyBadges, manyRegistrations} {
		ids := make([]string, n-stored)
		for i := range ids {
			ids[i] = models.NewID()
		}
		if err := b.insertAttendees(p, stored, ids); err != nil {
			return err
		}
		stored = n
		if took[n], err = b.firstPage(p, token); err != nil {
			return err
		}
		switch n {
		case fewRegistrations:
			err = b.paper(p, staff, "people.pdf", fmt.Sprintf("reception list PDF of %d", n), max(1, float64(n)*60/1e6), 100)
		case manyBadges:
			err = b.paper(p, staff, "people/papers/badges.pdf", fmt.Sprintf("%d badges", n), 5, 150)
		}
		if err != nil {
			return err
		}
	}
	b.addDuration("people, first page at 100,000", took[manyRegistrations], "at 1,000", took[fewRegistrations], 2)
	if err := b.csv(p, token); err != nil {
		return err
	}
	const n = manyRegistrations
	return b.paper(p, staff, "people.pdf", fmt.Sprintf("reception list PDF of %d", n), n*60/1e6, 100)
}

// firstPage is how many milliseconds the first page of the list takes.
func (b *bench) firstPage(p *program, token string) (float64, error) {
	c := client(1)
	rate, err := b.load(1, func(int) error {
		_, err := b.send(c, http.MethodGet, p.base+"/api/v1/events/"+event+"/registrations", token, "", http.StatusOK)
		return err
	})
	return 1000 / rate, err
}

// paper measures what is printed for all registrations: seconds, and memory above rest in MB, beside what is allowed.
func (b *bench) paper(p *program, staff *http.Client, path, name string, seconds, megabytes float64) error {
	rest, err := p.memory(false)
	if err != nil {
		return err
	}
	if err := p.forgetPeak(); err != nil {
		return err
	}
	address, begin := p.base+"/staff/events/"+event+"/"+path, time.Now()
	if _, err := b.send(staff, http.MethodGet, address, "", "", http.StatusOK); err != nil {
		return err
	}
	took := time.Since(begin).Seconds()
	peak, err := p.memory(true)
	if err != nil {
		return err
	}
	b.addMaximum(name, took, seconds, "s")
	b.addMaximum(name+", memory above rest", peak-rest, megabytes, "MB")
	return p.forgetPeak()
}

// csv measures the download of all registrations, beside COPY of the same columns.
func (b *bench) csv(p *program, token string) error {
	rest, err := p.memory(false)
	if err != nil {
		return err
	}
	copied, took, err := b.alternate(
		func() (float64, error) { return b.copyOut(p, registrationsQuery(p), manyRegistrations) },
		func() (float64, error) {
			return b.download(p, "/api/v1/events/"+event+"/registrations.csv", token, manyRegistrations)
		},
	)
	if err != nil {
		return err
	}
	b.addDuration("CSV of 100,000 registrations", took, "COPY of the same", copied, 3)
	peak, err := p.memory(true)
	if err == nil {
		b.addMaximum("its memory above rest", peak-rest, 64, "MB")
	}
	return err
}

func registrationsQuery(p *program) string {
	return `SELECT code, state, ticket_type_id, family_name, given_name, family_kana, given_kana,` +
		` email, organization, sector, needs, locale, created_at, id` +
		` FROM registrations WHERE event_id = '` + p.ids.event + `' ORDER BY sort_key, id`
}

// copyOut is how many milliseconds COPY of a query takes.
func (b *bench) copyOut(p *program, query string, least int) (float64, error) {
	begin := time.Now()
	command := exec.CommandContext(
		b.ctx, "psql", p.database, "-qAt", "-v", "ON_ERROR_STOP=1", "-c",
		`\copy (`+query+`) TO STDOUT CSV`,
	)
	lines := &lineCounter{}
	command.Stdout = lines
	if err := command.Run(); err != nil {
		return 0, err
	}
	if lines.n < least {
		return 0, fmt.Errorf("COPY wrote %d lines", lines.n)
	}
	return float64(time.Since(begin).Microseconds()) / 1000, nil
}

func (b *bench) download(p *program, path, token string, least int) (float64, error) {
	begin := time.Now()
	request, err := http.NewRequestWithContext(b.ctx, http.MethodGet, p.base+path, http.NoBody)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	lines := &lineCounter{}
	if _, err := io.Copy(lines, response.Body); err != nil {
		return 0, err
	}
	if response.StatusCode != http.StatusOK || lines.n < least {
		return 0, fmt.Errorf("%s: %s with %d lines", path, response.Status, lines.n)
	}
	return float64(time.Since(begin).Microseconds()) / 1000, nil
}

// lineCounter counts the lines that are written to it.
type lineCounter struct{ n int }

func (c *lineCounter) Write(content []byte) (int, error) {
	c.n += strings.Count(string(content), "\n")
	return len(content), nil
}
