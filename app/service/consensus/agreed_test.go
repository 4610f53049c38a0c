package consensus

import (
	"slices"
	"testing"
)

// A page says that every group agrees: then at least seven in ten of each group that answered do, as counted.
func TestWhatEveryGroupAgreesOnIsCounted(t *testing.T) {
	result := func(groups ...[]Tally) *Result {
		r := &Result{Tallies: make([]Tally, len(groups[0]))}
		for _, tallies := range groups {
			r.Groups = append(r.Groups, Group{Tallies: tallies})
			for j, tally := range tallies {
				r.Tallies[j].Agree += tally.Agree
				r.Tallies[j].Disagree += tally.Disagree
				r.Tallies[j].Unsure += tally.Unsure
			}
		}
		return r
	}
	one := result(
		[]Tally{{Agree: 70, Disagree: 30}, {Agree: 90, Disagree: 10}, {Agree: 95, Disagree: 5}, {Agree: 2}},
		[]Tally{{Agree: 80, Disagree: 20}, {Agree: 69, Disagree: 31}, {Agree: 65, Disagree: 35}, {Agree: 90, Disagree: 10}},
	)
	if got := one.Agreed(); !slices.Equal(got, []int{0}) {
		t.Errorf("agreed by every group: %v, want only the first: the others lack seven in ten, or answers", got)
	}
	whole := result([]Tally{{Agree: 70, Disagree: 30}, {Agree: 69, Disagree: 31}})
	whole.Groups = nil
	if got := whole.Agreed(); !slices.Equal(got, []int{0}) {
		t.Errorf("agreed by most: %v, want only the first", got)
	}
}
