package draw

import (
	"strings"
	"testing"
)

func TestEveryResultSaysWhy(t *testing.T) {
	sessions := List{
		Rules: []Rule{{Kind: Limit, Places: 2}, {Kind: FewestSessions}},
		Types: []Type{
			{Slug: "a", NameEn: "Morning", Places: 2, Clashes: []string{"b"}},
			{Slug: "b", NameEn: "Also morning", Places: 2, Clashes: []string{"a"}},
			{Slug: "c", NameJa: "午後", Places: 1}, {Slug: "d", NameEn: "Evening", Places: 9},
		},
		Entries: []Entry{
			{Code: "FIRST", Size: 2, Class: []int{0}, Wishes: []string{"a", "b", "c", "d"}},
			{Code: "LAST", Size: 1, Class: []int{3}, Wishes: []string{"a", "c"}},
			{Code: "GONE", Size: 1, Class: []int{4}, Wishes: []string{"x"}},
		},
	}
	types := List{
		Rules: []Rule{{Kind: Reserve, Group: Residents, Places: 1}},
		Types: []Type{{Slug: "hall", NameEn: "Hall", Places: 1}},
		Entries: []Entry{
			{Code: "A", Size: 1, Wishes: []string{"hall"}, Groups: []string{Residents}},
			{Code: "B", Size: 2, Wishes: []string{"hall"}, Team: "T1", Rank: 1},
		},
	}
	for name, c := range map[string]struct {
		list List
		want []string
	}{
		"sessions": {sessions, []string{
			"FIRST: turn 1 of 3, fewest_sessions 0, got Morning (2 left for 2), Also morning is at the time of what it got, " +
				"午後 had 1 left for 2, got Evening (9 left for 2).",
			"LAST: turn 2 of 3, fewest_sessions 3, Morning had 0 left for 1, got 午後 (1 left for 1); in line for Morning.",
			"GONE: turn 3 of 3, fewest_sessions 4, x had 0 left for 1.",
		}},
		"ticket types": {types, []string{
			"A: turn 1 of 2, reserved for residents, got Hall (1 left for 1).",
			"B: turn 2 of 2, no. 1 of its organization, Hall had 0 left for 2; no. 1 in line.",
		}},
	} {
		r := recordOf(c.list, secretOf(1), secretOf(2))
		if got := r.Why(); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
		}
	}
}
