package consensus

import (
	"math"
	"math/rand/v2"

	"meguri/app/service/anonymity"
)

const (
	// SmallestGroup is how many people a group must have to be shown.
	SmallestGroup = anonymity.K
	// FewestPeople is how many must have answered before anything is looked for.
	FewestPeople = 10
	// fewestVotes is how many votes somebody must have given to be placed in a group.
	fewestVotes = 3
	// shuffles is how often votes are shuffled; groups must explain more than all of these: a false alarm in 1 of 20.
	shuffles = 19
	// fewShuffles are enough where the gain is so many of their ranges above all of them: about six standard deviations.
	fewShuffles = 5
	clearly     = 2
	// sure is how likely somebody must be of a group to be placed in it.
	sure = 0.55
	// peopleEach is how many people there must be for each group that is looked for, beyond two; fourFrom for a fourth.
	peopleEach = 25
	fourFrom   = 300
)

// mostGroups is how many groups are looked for at most: more cannot be told apart among few people.
func mostGroups(people int) int {
	if people >= fourFrom {
		return 4
	}
	return max(2, min(3, people/peopleEach))
}

// divide finds the groups of a crowd, one where none is believed.
func divide(v *votes, places []Point, r *rand.Rand) *fit {
	found := best(v, 1, 1, nil, r)
	for k := 2; k <= mostGroups(v.people()); k++ {
		if !isBelieved(v, found, k, places, r) {
			break
		}
		next := best(v, k, starts, places, r)
		if !next.isDrawable() {
			break
		}
		found = next
	}
	return found
}

// isDrawable reports whether all groups are large enough to be shown.
func (f *fit) isDrawable() bool {
	counts := make([]int, len(f.Weight))
	for _, c := range f.classes() {
		counts[c]++
	}
	for _, n := range counts {
		if n < SmallestGroup {
			return false
		}
	}
	return true
}

// classes are the likeliest classes of all people.
func (f *fit) classes() []int {
	list := make([]int, len(f.member))
	for i, member := range f.member {
		list[i] = likeliest(member)
	}
	return list
}

// isBelieved reports whether k groups gain more over the k-1 of a fit than they do in any shuffle within those k-1.
func isBelieved(v *votes, fewer *fit, k int, places []Point, r *rand.Rand) bool {
	gain, within := gainOf(v, k, places, r), fewer.classes()
	lowest, highest := math.Inf(1), math.Inf(-1)
	for n := range shuffles {
		shuffled := v.shuffled(within, r)
		other := gainOf(shuffled, k, points(shuffled), r)
		lowest, highest = min(lowest, other), max(highest, other)
		if other >= gain {
			return false
		}
		if n+1 >= fewShuffles && gain > highest+clearly*(highest-lowest) {
			return true
		}
	}
	return true
}

// gainOf is how much more k groups explain than k-1 do.
func gainOf(v *votes, k int, places []Point, r *rand.Rand) float64 {
	return best(v, k, fewStarts, places, r).likelihood - best(v, k-1, fewStarts, places, r).likelihood
}
