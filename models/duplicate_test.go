package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// plan is how a database answers a query.
func plan(t *testing.T, db *models.DB, query string, args ...any) string {
	t.Helper()
	pool, explain := modelstest.Pool(t, db), "EXPLAIN "
	if db.Engine == models.SQLite {
		explain = "EXPLAIN QUERY PLAN "
	}
	rows, err := pool.QueryContext(t.Context(), explain+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprint(*cells[len(cells)-1].(*any))) //nolint:forcetypeassert // made above
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// addAlike fills an event with people, of whom one in a hundred is like the one before in reading, address and phone.
func addAlike(t *testing.T, db *models.DB, event *models.Event, people int) {
	t.Helper()
	model := modelstest.Registration(t, db, event, "online")
	const same = "event_id, ticket_type_id, state, given_name, organization, sector, needs, locale, answers, " +
		"link_number, ticket_serial, version, created_at, updated_at, calendar_id, entry_way, entered_by, phone"
	const batch = 1000
	for from := 0; from < people; from += batch {
		rows := make([]string, batch)
		for n := range rows {
			i := from + n
			key := fmt.Sprintf("%06d", i-i%100/99)
			rows[n] = fmt.Sprintf("('id%06[1]d', 'r%06[1]d', 'c%06[1]d', 'l%06[1]d', '1%[2]s', 's', "+
				"'%[2]s@x.example', '%[2]s@x.example', 'n%06[1]d', '0%[2]s')", i, key)
		}
		const own = "id, request_id, code, link_hash, sort_key, search_text, email_key, email, family_name, phone_key"
		statement := "WITH v (" + strings.ReplaceAll(own, ", ", ", v_") + ") AS (VALUES " + strings.Join(rows, ", ") + ") " +
			"INSERT INTO registrations (" + own + ", " + same + ") " +
			"SELECT v.id, v.v_" + strings.ReplaceAll(own[4:], ", ", ", v.v_") + ", " + same +
			" FROM v, registrations WHERE registrations.id = ?"
		if err := exec(t, db, statement, model.ID); err != nil {
			t.Fatal(err)
		}
	}
	_ = exec(t, db, "ANALYZE")
}

// The list reads an index in its order, and stops where a page is full: at 100,000 people it takes as long as at these.
func TestDuplicatesOfALargeEventAreFoundByAnIndex(t *testing.T) {
	const people, page = 20_000, 60
	indexes := map[models.DuplicateBy][]string{
		models.DuplicateName:  {"registrations_reading"},
		models.DuplicateEmail: {"registrations_person", "registrations_address"},
		models.DuplicatePhone: {"registrations_phone"},
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "large")
		addAlike(t, db, event, people)
		q := db.Query(t.Context())
		for by, known := range indexes {
			keys, err := q.Duplicates().Keys(event, by, "", people)
			if err != nil {
				t.Fatal(err)
			}
			list, err := q.Duplicates().OfKeys(event, by, keys)
			if err != nil || len(keys) != people/100 || len(list) != 2*len(keys) {
				t.Errorf("%s: %d keys, %d people, %v", by, len(keys), len(list), err)
			}
			statement, values := models.DuplicateKeysStatement(q, event, by, page)
			got := plan(t, db, statement, values...)
			used := slices.ContainsFunc(known, func(index string) bool { return strings.Contains(got, index) })
			if !used || strings.Contains(got, "Sort") || strings.Contains(got, "TEMP B-TREE") {
				t.Errorf("%s: no index has the order: %s", by, got)
			}
		}
	})
}
