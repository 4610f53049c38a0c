package models_test

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"meguri/models/modelstest"
)

// rewritten has the columns that a migration may remove or fill anew, by its number: "table.column".
var rewritten = map[int64][]string{}

// Each migration after a release keeps every row of it, with every value in every column. A later migration is walked
// through as soon as its file is there; what it changes on purpose is listed in rewritten.
func TestEachMigrationKeepsWhatItFinds(t *testing.T) {
	modelstest.EachReleaseafa6672(t, func(t *testing.T, r *modelstest.Release) {
		pool := modelstest.Pool(t, r.DB)
		before := map[string][]string{}
		columns := map[string][]string{}
		for _, table := range r.Tables {
			if len(table.Rows) > 0 {
				columns[table.Name] = slices.Sorted(maps.Keys(table.Rows[0]))
				before[table.Name] = storedRows(t, pool, table.Name, columns[table.Name])
			}
		}
		for _, number := range migrationsAfter(t, r.Schema) {
			if err := r.DB.MigrateTo(t.Context(), number); err != nil {
				t.Fatalf("%04d: %v", number, err)
			}
			for table := range before {
				kept := withoutRewritten(columns[table], table, number)
				if len(kept) < len(columns[table]) {
					columns[table] = kept
					before[table] = storedRows(t, pool, table, kept)
					continue
				}
				if diff := cmp.Diff(before[table], storedRows(t, pool, table, kept)); diff != "" {
					t.Errorf("%04d changes %s (-before +after):\n%.2000s", number, table, diff)
				}
			}
		}
	})
}

// storedRows reads columns of all rows of a table, each row as a text, in an order of the texts.
func storedRows(t *testing.T, pool *sql.DB, table string, columns []string) (list []string) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), "SELECT "+strings.Join(columns, ", ")+" FROM "+table)
	if err != nil {
		t.Fatalf("%s: %v", table, err)
	}
	defer rows.Close()
	values, pointers := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%v", values))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// migrationsAfter are the numbers of the migrations after one.
func migrationsAfter(t *testing.T, schema int64) (numbers []int64) {
	t.Helper()
	files, err := os.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files { // sorted by name
		number, err := goose.NumericComponent(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		if number > schema {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

func withoutRewritten(columns []string, table string, number int64) []string {
	return slices.DeleteFunc(slices.Clone(columns), func(column string) bool {
		return slices.Contains(rewritten[number], table+"."+column)
	})
}

// What 0020 adds: the addresses that the public has met, and no others.
func TestOldEventsKeepTheirAddresses(t *testing.T) {
	modelstest.EachReleaseafa6672(t, func(t *testing.T, r *modelstest.Release) {
		if _, err := r.DB.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := storedRows(t, modelstest.Pool(t, r.DB), "event_addresses", []string{"slug"})
		want := []string{"[fair-off]", "[festival-2024]", "[summit-2025]", "[summit-next]"} // not the draft
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
