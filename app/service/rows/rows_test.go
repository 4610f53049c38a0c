package rows_test

import (
	"net/url"
	"slices"
	"testing"

	"meguri/app/service/rows"
	"meguri/models"
)

func TestRowsAreInTheOrderOfThePageOrOfTypedPlaces(t *testing.T) {
	a, b, c := models.NewID(), models.NewID(), models.NewID()
	for name, test := range map[string]struct {
		places map[string]string
		want   []string
	}{
		"the page":               {nil, []string{a, b, c}},
		"places":                 {map[string]string{a: "３", b: "1", c: "2"}, []string{b, c, a}},
		"a place between two":    {map[string]string{a: "2.5", b: "2", c: "3"}, []string{b, a, c}},
		"a place that is a word": {map[string]string{a: "last"}, []string{a, b, c}},
	} {
		t.Run(name, func(t *testing.T) {
			values := url.Values{"row": {a, b, "no id", b, c}}
			for key, place := range test.places {
				values.Set("place."+key, place)
			}
			var got []string
			for _, row := range rows.Read(values) {
				got = append(got, row.Key)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatBecomesOfARow(t *testing.T) {
	for name, c := range map[string]struct {
		was, typed, stored string
		deleted            bool
		want               rows.Change
	}{
		"not touched":                        {"a", "a", "a", false, rows.Keep},
		"touched":                            {"a", "b", "a", false, rows.Update},
		"not touched, and changed by others": {"a", "a", "b", false, rows.Keep},
		"touched, and changed by others":     {"a", "c", "b", false, rows.Conflict},
		"both changed it in the same way":    {"a", "b", "b", false, rows.Keep},
		"new":                                {"", "a", "", false, rows.Create},
		"new, and sent twice":                {"", "a", "a", false, rows.Keep},
		"deleted by others":                  {"a", "b", "", false, rows.Conflict},
		"deleted":                            {"a", "a", "a", true, rows.Delete},
		"deleted, and changed by others":     {"a", "a", "b", true, rows.Conflict},
		"deleted twice":                      {"a", "a", "", true, rows.Keep},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rows.ChangeOf(c.was, c.typed, c.stored, c.deleted); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
