package models_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// pointersOf reads from the schema all columns that point at an organization: those with a foreign key, and those with
// the name of one.
func pointersOf(t *testing.T, db *models.DB) (places []string) {
	t.Helper()
	query := `SELECT DISTINCT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		LEFT JOIN pragma_foreign_key_list(m.name) f ON f."from" = c.name
		WHERE m.type = 'table' AND (f."table" = 'organizations' OR c.name LIKE 'organization%\_id' ESCAPE '\') ORDER BY 1`
	if db.Engine == models.PostgreSQL {
		query = `SELECT DISTINCT c.table_name || '.' || c.column_name FROM information_schema.columns c
			LEFT JOIN (SELECT k.table_name, k.column_name FROM information_schema.key_column_usage k
				JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name
				JOIN information_schema.table_constraints u ON u.constraint_name = r.unique_constraint_name
				WHERE u.table_name = 'organizations') f
				ON f.table_name = c.table_name AND f.column_name = c.column_name
			WHERE c.table_schema = 'public' AND (f.table_name IS NOT NULL OR c.column_name LIKE 'organization%\_id')
			ORDER BY 1`
	}
	places, err := models.Read[[]string](db.Query(t.Context()), query)
	if err != nil {
		t.Fatal(err)
	}
	return places
}

// Whoever adds a table that points at an organization must say what becomes of it where two are merged.
func TestEveryColumnWithAnOrganizationMovesOrSaysWhyNot(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		found := pointersOf(t, db)
		if len(found) < 20 {
			t.Fatalf("found only %v", found)
		}
		moves, stays := models.OrganizationPointers(), models.OrganizationStays()
		for _, place := range found {
			if slices.Contains(moves, place) == (stays[place] != "") {
				t.Errorf("models/organization_merge.go must say what becomes of %s", place)
			}
		}
		for _, place := range moves {
			if !slices.Contains(found, place) && place != "series_next.host_id" {
				t.Errorf("%s is no column with an organization", place)
			}
		}
	})
}

// Every row that points at the merged organization points at the other one afterwards, and back where that is undone.
func TestAMergeMovesEveryRow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		fill(t, db)
		before := snapshot(t, db)
		for place, rows := range before {
			if !strings.Contains(rows, "gone") {
				t.Fatalf("nothing of the merged organization in %s", place)
			}
		}
		do := func(f func(tx *models.Tx) error) {
			t.Helper()
			if err := db.InTx(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		do(func(tx *models.Tx) error { return tx.OrganizationMerges().Add("kept", "gone") })
		for place, rows := range snapshot(t, db) {
			stay := map[string]int{ // the kept one has such a row itself
				"event_organizations.organization_id": 2, "series_members.organization_id": 1, "members.organization_id": 1,
			}[place]
			if strings.Count(rows, "gone") != stay {
				t.Errorf("%s: %s", place, rows)
			}
		}
		var merges []models.OrganizationMerge
		do(func(tx *models.Tx) (err error) {
			merges, err = tx.OrganizationMerges().Into("kept")
			return err
		})
		if len(merges) != 1 || merges[0].Merged.NameJa != "やめる" {
			t.Fatalf("merges: %v", merges)
		}
		do(func(tx *models.Tx) error { return tx.OrganizationMerges().Undo(&merges[0]) })
		for place, rows := range snapshot(t, db) {
			isForBoth := place == "news_refusals.organization_id" || place == "offer_blocks.organization_id"
			if rows != before[place] && !isForBoth {
				t.Errorf("%s after undoing:\n%s\nbefore:\n%s", place, rows, before[place])
			}
		}
		left, err := models.Read[int](db.Query(t.Context()), "SELECT COUNT(*) FROM organization_merge_rows")
		if err != nil || left != 0 {
			t.Errorf("%d rows are left: %v", left, err)
		}
	})
}

// snapshot lists, of every column that moves, which organizations it has.
func snapshot(t *testing.T, db *models.DB) map[string]string {
	t.Helper()
	shot := map[string]string{}
	for _, place := range models.OrganizationPointers() {
		table, column, _ := strings.Cut(place, ".")
		rows, err := models.Read[[]string](db.Query(t.Context()),
			"SELECT "+column+" FROM "+table+" WHERE "+column+" IS NOT NULL ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		shot[place] = strings.Join(rows, " ")
	}
	return shot
}

// put writes a row. Columns that must have a value, and of which nothing is said, have any.
func put(tx *models.Tx, engine models.Engine, table string, values map[string]string) error {
	type column struct{ Name, Type string }
	query := "SELECT name, type FROM pragma_table_info('" + table + `') WHERE "notnull" = 1 AND dflt_value IS NULL`
	if engine == models.PostgreSQL {
		query = "SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = '" +
			table + "' AND is_nullable = 'NO' AND column_default IS NULL"
	}
	columns, err := models.Read[[]column](tx.Query, query)
	if err != nil {
		return err
	}
	for _, c := range columns {
		kind := strings.ToLower(c.Type)
		switch {
		case values[c.Name] != "":
		case strings.Contains(kind, "time"):
			values[c.Name] = "'2027-01-01 00:00:00+00:00'"
		case strings.Contains(kind, "int"):
			values[c.Name] = "1"
		case strings.Contains(kind, "bool"):
			values[c.Name] = "FALSE"
		default:
			values[c.Name] = "'x'"
		}
	}
	var names, all []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		names, all = append(names, name), append(all, values[name])
	}
	err = models.Exec(tx, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(all, ", ")+")")
	if err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	return nil
}

// fill writes rows of two organizations, kept and gone, into all tables that point at one, and of both beside each
// other where only one may stay.
func fill(t *testing.T, db *models.DB) {
	t.Helper()
	type row map[string]string
	if err := db.InTx(t.Context(), func(tx *models.Tx) (err error) {
		add := func(table string, values row) {
			if err == nil {
				err = put(tx, db.Engine, table, values)
			}
		}
		add("accounts", row{"id": "'a'", "email_key": "'a'"})
		for _, id := range []string{"'third'", "'kept'", "'gone'"} {
			name := strings.Trim(id, "'")
			if err == nil {
				err = tx.Organizations().Create(&models.Organization{ID: name, Slug: name, NameJa: "やめる"})
			}
			add("events", row{"id": id, "slug": id, "organization_id": id})
			add("series", row{"id": id, "slug": id, "organization_id": id})
			add("series_members", row{"series_id": id, "organization_id": id, "state": "'agreed'"})
		}
		for _, id := range []string{"'kept'", "'gone'"} {
			add("event_organizations", row{"event_id": "'third'", "organization_id": id, "part": "'partner'"})
			add("series_members", row{"series_id": "'third'", "organization_id": id, "state": "'declined'"})
			add("members", row{"id": id, "account_id": "'a'", "organization_id": id, "role": "'owner'"})
			add("news_refusals", row{"organization_id": id, "email_key": "'x'"})
			add("offer_blocks", row{"organization_id": id, "mark": "'x'"})
			add("series_next", row{"series_id": id, "host_id": id})
			add("series_actions", row{
				"id": id, "series_id": id, "event_id": id, "organization_id": id, "state_for": id,
			})
			add("affiliations", row{"id": id, "organization_id": id, "member_id": id})
			add("needs", row{"id": id, "organization_id": id})
			add("projects", row{"id": id, "organization_id": id, "helped_id": id})
			add("project_members", row{"id": id, "project_id": id, "for_id": id})
			add("wishes", row{"id": id, "organization_id": id, "event_id": id})
			add("former_imports", row{"id": id, "organization_id": id})
			add("former_projects", row{"project_id": id, "helper_id": id})
			add("hour_budgets", row{"id": id, "organization_id": id})
			add("contributions", row{"id": id, "from_id": id, "to_id": id})
			add("feeds", row{"id": id, "address": id, "organization_id": id})
		}
		add("event_organizations", row{"event_id": "'kept'", "organization_id": "'gone'", "part": "'partner'"})
		add("news_refusals", row{"organization_id": "'gone'", "email_key": "'y'"})
		if err == nil {
			err = models.Exec(tx, `UPDATE series_members SET state = 'agreed' WHERE organization_id = 'gone'`)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
