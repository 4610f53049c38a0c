package models_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/models"
	"meguri/models/modelstest"
)

// Each response of the release before has become one row with its answers, and each invitation is as open as it was.
func TestMigrationOfAnonymousAnswers(t *testing.T) {
	modelstest.EachRelease055f3f5(t, func(t *testing.T, r *modelstest.Release) {
		if _, err := r.DB.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		old := oldResponses(r)
		q := r.DB.Query(t.Context())
		event, err := q.Events().BySlug("summit-2025")
		if err != nil {
			t.Fatal(err)
		}
		surveys, err := q.Surveys().OfEvent(event)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]map[string][]string{}
		for i := range surveys {
			for id, response := range eachResponse(t, r.DB, &surveys[i]) {
				got[id] = response.Answers
			}
		}
		if diff := cmp.Diff(old, got); diff != "" || len(got) != r.Count("responses") || len(got) == 0 {
			t.Errorf("%d responses, before %d (-want +got):\n%s", len(got), r.Count("responses"), diff)
		}
		for table, want := range map[string]int64{
			"invitations":      int64(r.Count("invitations")),
			"open_invitations": int64(r.Count("invitations") - answered(r)),
		} {
			n, err := models.Read[int64](q, "SELECT COUNT(*) FROM "+table)
			if err != nil {
				t.Fatal(err)
			}
			if n != want {
				t.Errorf("%d %s, want %d", n, table, want)
			}
		}
		order, err := models.StoredOrder(t.Context(), r.DB)
		if err != nil {
			t.Fatal(err)
		}
		// PostgreSQL puts a small row into an earlier page where it fits.
		isSorted := slices.IsSorted(order) || r.DB.Engine == models.PostgreSQL
		if !isSorted || slices.Equal(order, oldOrder(r)) {
			t.Errorf("the rows keep their order: %v", order)
		}
		if r.DB.Engine == models.SQLite {
			expectNoOldRows(t, r)
		}
	})
}

// expectNoOldRows demands that the file has nothing of the old tables: in it each response is in its table and in the
// index, and nowhere else.
func expectNoOldRows(t *testing.T, r *modelstest.Release) {
	t.Helper()
	path := strings.TrimPrefix(r.DB.URL, "file:")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if log, err := os.ReadFile(path + "-wal"); err == nil {
		file = append(file, log...)
	}
	for _, id := range oldOrder(r) {
		if n := bytes.Count(file, []byte(id)); n != 2 {
			t.Fatalf("a response is in the file %d times, want 2", n)
		}
	}
}

func oldOrder(r *modelstest.Release) (ids []string) {
	for _, row := range r.Rows("responses") {
		ids = append(ids, row["id"].(string))
	}
	return ids
}

// oldResponses are the answers of each response of the release, by the question's slug.
func oldResponses(r *modelstest.Release) map[string]map[string][]string {
	slugs := map[any]string{}
	for _, row := range r.Rows("questions") {
		slugs[row["id"]] = row["slug"].(string)
	}
	all := map[string]map[string][]string{}
	for _, id := range oldOrder(r) {
		all[id] = map[string][]string{}
	}
	answers := r.Rows("answers")
	slices.SortStableFunc(answers, func(a, b map[string]any) int {
		return int(a["position"].(float64) - b["position"].(float64))
	})
	for _, row := range answers {
		of, slug := all[row["response_id"].(string)], slugs[row["question_id"]]
		of[slug] = append(of[slug], row["value"].(string))
	}
	return all
}

func answered(r *modelstest.Release) (count int) {
	for _, row := range r.Rows("invitations") {
		if row["answered"] == true || row["answered"] == float64(1) {
			count++
		}
	}
	return count
}
