package consensus

import (
	"math"
	"math/rand/v2"
)

const (
	// freeUntil is how many people get all cards by chance: before, nobody knows what divides.
	freeUntil = 8
	// dividingPart is the part of cards that is chosen later for what divides people, agreedPart for what they may agree
	// on. The others are dealt by chance.
	dividingPart = 0.75
	agreedPart   = 0.22
	// apart is the weight of what is known to divide the classes: votes go to the few statements that divide most.
	apart = 3
	// undecided is the weight of statements on which everybody together is divided.
	undecided = 3
	// curiosity is the weight of statements that few have seen; it is less among those that divide.
	curiosity         = 0.5
	curiosityDividing = 0.4
)

// Choose picks the next statement for somebody: one of open, which they have not answered. people is how many have
// answered before, divides is Model.Divides of what is known so far, nil for nothing yet. It chooses from those that
// divide people most, from those that may unite them, and of which least is known.
func Choose(tallies []Tally, divides []float64, open []int, people int, r *rand.Rand) int {
	wish := r.Float64()
	if people < freeUntil || wish >= dividingPart+agreedPart {
		return open[r.IntN(len(open))]
	}
	at, highest := open[0], math.Inf(-1)
	for _, j := range open {
		share, dividing := tallies[j].share(), 0.0
		if j < len(divides) {
			dividing = divides[j]
		}
		value, curious := share-dividing, curiosity
		if wish < dividingPart {
			value, curious = undecided*share*(1-share)+apart*dividing, curiosityDividing
		}
		value += curious/math.Sqrt(float64(tallies[j].All()+1)) + r.Float64()*1e-6 // equal ones by chance
		if value > highest {
			at, highest = j, value
		}
	}
	return at
}

// Divides is how far the classes of a model are apart in each statement: from 0 to 1.
func (m *Model) Divides() []float64 {
	if len(m.Weight) < 2 {
		return nil
	}
	list := make([]float64, len(m.Agree[0]))
	for j := range list {
		mean := 0.0
		for c, weight := range m.Weight {
			mean += weight * m.Agree[c][j]
		}
		for c, weight := range m.Weight {
			list[j] += 4 * weight * (m.Agree[c][j] - mean) * (m.Agree[c][j] - mean)
		}
	}
	return list
}

// guess is a model to choose cards by, whether or not its groups are believed.
func guess(v *votes, places []Point, r *rand.Rand) Model {
	return best(v, min(3, mostGroups(v.people())), fewStarts+2, places, r).Model
}
