package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"meguri/models"
	"meguri/models/text"
)

const (
	fewFiltered  = 100
	filterMost   = 100 // ms
	bulkPeople   = 10_000
	bulkMost     = 5_000 // ms
	filteredTag  = "来賓"
	tagOfFilters = "0197a000-0000-7000-8000-000000000001"
)

// filters are measured with few and with many people, on both databases. Of people half have the tag, two thirds were
// there, a third gave one answer and a thousandth another.
var filters = []struct{ name, query string }{
	{"everybody", ""},
	{"tag", "tag=" + url.QueryEscape(filteredTag)},
	{"tag, page 500", "page=500&tag=" + url.QueryEscape(filteredTag)},
	{"tag and not attended", "attended=no&tag=" + url.QueryEscape(filteredTag)},
	{"answer", "answer=lunch%3A1"},
	{"rare answer", "answer=table%3A7"},
	{"answer and venue", "answer=lunch%3A1&attended=venue"},
	{"attended", "attended=yes"},
	{"venue", "attended=venue"},
	{"venue, page 500", "page=500&attended=venue"},
	{"not attended", "attended=no"},
	{"60 minutes online", "online=60"},
	{"organization", "organization=" + url.QueryEscape("川崎市看護協会")},
	{"no organization", "no_organization=true"},
	{"registered since", "registered_from=2026-01-01"},
	{"cancelled since", "cancelled_from=2026-01-01"},
	{"accessibility", "needs=true"},
	{"failed mails", "mail_failed=true"},
	{"walk-ins", "way=walk_in"},
	{"waiting list", "state=waitlisted"},
}

// peopleFilters measures the list of people with filters, and moving many of them at once.
func (b *bench) peopleFilters() error {
	for _, r := range []struct{ name, database string }{{"SQLite", ""}, {"PostgreSQL", "bench_filters"}} {
		if err := b.filtersOn(r.name, r.database); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

func (b *bench) filtersOn(engine, database string) error {
	p, err := b.startProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	browser, err := b.signIn(p)
	if err != nil {
		return err
	}
	took, stored := map[string]map[int]float64{}, 0
	for _, n := range []int{fewFiltered, manyRegistrations} {
		ids := make([]string, n-stored)
		for i := range ids {
			ids[i] = models.NewID()
		}
		if err := b.insertAttendees(p, stored, ids); err != nil {
			return err
		}
		if err := b.markPeople(p); err != nil {
			return err
		}
		stored = n
		for _, f := range filters {
			if took[f.name] == nil {
				took[f.name] = map[int]float64{}
			}
			address := p.base + "/staff/events/" + event + "/people?" + f.query
			if took[f.name][n], err = b.milliseconds(browser, address, true); err != nil {
				return err
			}
		}
	}
	for _, f := range filters {
		b.addMaximum("people, "+f.name+" at 100,000, "+engine, took[f.name][manyRegistrations], filterMost, "ms")
	}
	b.addDuration("people, first page at 100,000, "+engine, took["everybody"][manyRegistrations], "at 100",
		took["everybody"][fewFiltered], 2)
	return b.bulkMove(p, browser, engine)
}

// numberOf is the number of a person, from their address.
const numberOf = "CAST(substr(email, 6, length(email) - 19) AS INTEGER)" // guest123@bench.example

// markPeople gives people what filters choose by.
func (b *bench) markPeople(p *program) error {
	const now = "2026-01-01T00:00:00.000000Z"
	of := " FROM registrations WHERE event_id = '" + p.ids.event + "' AND email LIKE 'guest%@bench.example' AND "
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO tags (id, event_id, name, name_key, created_at) VALUES ('%s', '%s', '%s', '%s', '%s')
			ON CONFLICT DO NOTHING`, tagOfFilters, p.ids.event, filteredTag, text.SearchQuery(filteredTag), now),
		"INSERT INTO registration_tags (tag_id, registration_id) SELECT '" + tagOfFilters + "', id" + of + numberOf +
			" % 2 = 0 ON CONFLICT DO NOTHING",
		"INSERT INTO registration_answers (registration_id, event_id, question, answer) SELECT id, event_id, 'lunch', " +
			"CAST(" + numberOf + " % 3 AS TEXT)" + of + "1 = 1 ON CONFLICT DO NOTHING",
		"INSERT INTO registration_answers (registration_id, event_id, question, answer) SELECT id, event_id, 'table', " +
			"CAST(" + numberOf + " % 1000 AS TEXT)" + of + "1 = 1 ON CONFLICT DO NOTHING",
		"INSERT INTO online_times (registration_id, event_id, minutes, seen_at) SELECT id, event_id, " + numberOf +
			" % 190, '" + now + "'" + of + numberOf + " % 3 = 1 ON CONFLICT DO NOTHING",
		"INSERT INTO admissions (registration_id, event_id, ticket_type_id, inside, check_in_id, first_at, changed_at, " +
			"last_at) SELECT id, event_id, ticket_type_id, FALSE, id, '" + now + "', '" + now + "', '" + now + "'" + of +
			numberOf + " % 3 = 0 ON CONFLICT DO NOTHING",
		"UPDATE registrations SET cancelled_at = '" + now + "' WHERE id IN (SELECT id" + of + numberOf + " % 50 = 0)",
		"UPDATE registrations SET organization = '' WHERE id IN (SELECT id" + of + numberOf + " % 50 = 1)",
	} {
		if err := b.execute(p.database, statement); err != nil {
			return err
		}
	}
	return b.analyze(p.database)
}

// bulkMove measures how long it takes to move many people to another ticket type. They are those with an answer.
func (b *bench) bulkMove(p *program, browser *http.Client, engine string) error {
	for _, statement := range []string{
		"UPDATE ticket_types SET capacity = NULL WHERE event_id = '" + p.ids.event + "'",
		"INSERT INTO registration_answers (registration_id, event_id, question, answer) SELECT id, event_id, 'moves', 'yes'" +
			" FROM registrations WHERE event_id = '" + p.ids.event + "' AND email LIKE 'guest%@bench.example' AND " +
			numberOf + fmt.Sprintf(" < %d", bulkPeople),
	} {
		if err := b.execute(p.database, statement); err != nil {
			return err
		}
	}
	form := url.Values{
		"all": {"true"}, "list": {"answer=moves%3Ayes"}, "ticket_type": {"venue"}, "sure": {"true"},
	}
	request, err := http.NewRequestWithContext(b.ctx, http.MethodPost,
		p.base+"/staff/events/"+event+"/people/selected/change", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", p.base)
	begin := time.Now()
	response, err := browser.Do(request)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("move: %s", response.Status)
	}
	for time.Since(begin) < time.Minute {
		n, err := b.number(p.database, "SELECT COUNT(*) FROM bulk_people WHERE state = 'done'")
		if err != nil {
			return err
		}
		if n >= bulkPeople {
			b.addMaximum("10,000 people moved, "+engine, float64(time.Since(begin).Milliseconds()), bulkMost, "ms")
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the people are not moved")
}
