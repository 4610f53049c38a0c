package models_test

import (
	"slices"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// Whoever adds a table that points at a person of a member register must say what becomes of it where two entries are
// put together. Such a column has no foreign key, as several rows of the register are one person.
func TestEveryColumnWithAMemberMovesOrSaysWhyNot(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		query := `SELECT DISTINCT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
			LEFT JOIN pragma_foreign_key_list(m.name) f ON f."from" = c.name
			WHERE m.type = 'table' AND (c.name LIKE '%member\_id' ESCAPE '\' AND f."table" IS NULL
				OR m.name IN ('register_merges', 'register_merge_rows', 'different_members')
				AND c.name LIKE '%\_id' ESCAPE '\') ORDER BY 1`
		if db.Engine == models.PostgreSQL {
			query = `SELECT DISTINCT c.table_name || '.' || c.column_name FROM information_schema.columns c
				LEFT JOIN (SELECT k.table_name, k.column_name FROM information_schema.key_column_usage k
					JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name) f
					ON f.table_name = c.table_name AND f.column_name = c.column_name
				WHERE c.table_schema = 'public' AND (c.column_name LIKE '%member\_id' AND f.column_name IS NULL
					OR c.table_name IN ('register_merges', 'register_merge_rows', 'different_members')
					AND c.column_name LIKE '%\_id') ORDER BY 1`
		}
		found, err := models.Read[[]string](db.Query(t.Context()), query)
		if err != nil || len(found) < 7 {
			t.Fatal(found, err)
		}
		moves, stays := models.MemberPointers(), models.MemberStays()
		for _, place := range found {
			if slices.Contains(moves, place) == (stays[place] != "") {
				t.Errorf("models/register_merge.go must say what becomes of %s", place)
			}
		}
		for _, place := range moves {
			if !slices.Contains(found, place) {
				t.Errorf("%s is no column with a person of a register", place)
			}
		}
	})
}

// Every row of the entry that goes is the other one's afterwards, and back where that is undone; working times that
// both have stay apart.
func TestPuttingEntriesTogetherMovesEveryRow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		do := func(f func(tx *models.Tx) error) {
			t.Helper()
			if err := db.InTx(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		do(func(tx *models.Tx) (err error) {
			add := func(table string, values map[string]string) {
				if err == nil {
					err = put(tx, db.Engine, table, values)
				}
			}
			if err := tx.Organizations().Create(&models.Organization{ID: "o", Slug: "o", NameJa: "会"}); err != nil {
				return err
			}
			for id, member := range map[string]string{"a": "kept", "b": "gone", "c": "gone", "d": "third"} {
				add("affiliations", map[string]string{"id": quoted(id), "organization_id": "'o'", "member_id": quoted(member)})
			}
			for _, id := range []string{"both", "own"} {
				add("hour_budgets", map[string]string{"id": quoted(id), "organization_id": "'o'"})
				add("hour_budget_people", map[string]string{"budget_id": quoted(id), "member_id": "'gone'", "month_minutes": "7"})
			}
			add("hour_budget_people", map[string]string{"budget_id": "'both'", "member_id": "'kept'", "month_minutes": "9"})
			return err
		})
		read := func() string {
			t.Helper()
			rows, err := models.Read[[]string](db.Query(t.Context()), `SELECT id || ' ' || member_id FROM affiliations
				UNION ALL SELECT budget_id || ' ' || member_id || ' ' || month_minutes FROM hour_budget_people ORDER BY 1`)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(rows, ", ")
		}
		before := read()
		do(func(tx *models.Tx) error { return tx.MemberMerges().Add("kept", "gone") })
		want := "a kept, b kept, both gone 7, both kept 9, c kept, d third, own kept 7"
		if got := read(); got != want {
			t.Errorf("put together: %s", got)
		}
		var merges []models.MemberMerge
		do(func(tx *models.Tx) (err error) {
			merges, err = tx.MemberMerges().Into("o")
			return err
		})
		do(func(tx *models.Tx) error { return tx.MemberMerges().Undo(&merges[0]) })
		if got := read(); got != before {
			t.Errorf("undone: %s, before: %s", got, before)
		}
		left, err := models.Read[int](db.Query(t.Context()), "SELECT COUNT(*) FROM register_merge_rows")
		if err != nil || left != 0 {
			t.Errorf("%d rows are left: %v", left, err)
		}
	})
}
