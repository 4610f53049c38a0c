package anonymity

import (
	"cmp"
	"slices"
)

// Merged is the value of those whose value few have, once these are put together. No option has this slug.
const Merged = "_merged"

// Whole are the levels of a column that is shown as it is or not at all.
func Whole(values []string) [][]string { return [][]string{values, make([]string, len(values))} }

// Rare are the levels of a column whose rare values may be put together: those of fewer than K people, then those of
// fewer than four times as many.
func Rare(values []string) [][]string {
	return [][]string{values, merge(values, K), merge(values, 4*K), make([]string, len(values))}
}

// merge puts the values together that fewer than least people have, and further ones until these are K people.
func merge(values []string, least int) []string {
	counts := map[string]int{}
	for _, value := range values {
		counts[value]++
	}
	kinds := make([]string, 0, len(counts))
	for value := range counts {
		kinds = append(kinds, value)
	}
	slices.SortFunc(kinds, func(a, b string) int { return cmp.Or(counts[a]-counts[b], cmp.Compare(a, b)) })
	merged, people := map[string]bool{}, 0
	for _, value := range kinds {
		if counts[value] < least || people > 0 && people < K {
			merged[value], people = true, people+counts[value]
		}
	}
	out := make([]string, len(values))
	for i, value := range values {
		out[i] = value
		if merged[value] {
			out[i] = Merged
		}
	}
	return out
}
