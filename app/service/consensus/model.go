package consensus

import (
	"math"
	"math/rand/v2"
)

// Model is a latent class model: the part of people in each class, and for each class and statement the probability
// that somebody of the class who votes agrees.
type Model struct {
	Weight []float64
	Agree  [][]float64
}

const (
	// shrink is how many votes like the overall share each class is taken to have given besides its own: it keeps a
	// class that hardly voted on a statement from being sure of it.
	shrink = 1.0
	// most is how often expectation and maximization are repeated at most, enough where the gain falls below enough.
	most   = 100
	enough = 0.02
	// starts is how often a fit begins anew; some begin with what k-means finds in the picture.
	starts         = 12
	pictureStarts  = 3
	fewStarts      = 4 // for shuffled votes
	smallestWeight = 1e-9
)

// fit is a model with what it says of each person.
type fit struct {
	Model
	// member is the probability of each person, and there of each class.
	member [][]float64
	// likelihood is the logarithm of how likely the votes are, score the same with what shrink adds.
	likelihood, score float64
}

// maximize makes the model that fits best to the memberships.
func (f *fit) maximize(v *votes) {
	k := len(f.Weight)
	agree, all := make([]float64, k*v.statements), make([]float64, k*v.statements)
	clear(f.Weight)
	for i, member := range f.member {
		for c, p := range member {
			f.Weight[c] += p
			for at := v.start[i]; at < v.start[i+1]; at++ {
				cell := c*v.statements + int(v.statement[at])
				all[cell] += p
				if v.agrees[at] {
					agree[cell] += p
				}
			}
		}
	}
	for c := range k {
		f.Weight[c] = (f.Weight[c] + 1) / (float64(v.people()) + float64(k))
		for j := range v.statements {
			cell := c*v.statements + j
			f.Agree[c][j] = (agree[cell] + shrink*v.share[j]) / (all[cell] + shrink)
		}
	}
}

// expect finds how likely each person is of each class.
func (f *fit) expect(v *votes) {
	k := len(f.Weight)
	yes, no := make([]float64, k*v.statements), make([]float64, k*v.statements)
	f.score = 0
	for c := range k {
		for j, p := range f.Agree[c] {
			cell := c*v.statements + j
			yes[cell], no[cell] = math.Log(p), math.Log1p(-p)
			f.score += shrink * (v.share[j]*yes[cell] + (1-v.share[j])*no[cell])
		}
	}
	f.likelihood = 0
	for i, member := range f.member {
		for c := range k {
			sum, base := math.Log(max(f.Weight[c], smallestWeight)), c*v.statements
			for at := v.start[i]; at < v.start[i+1]; at++ {
				if v.agrees[at] {
					sum += yes[base+int(v.statement[at])]
				} else {
					sum += no[base+int(v.statement[at])]
				}
			}
			member[c] = sum
		}
		f.likelihood += toProbabilities(member)
	}
	f.score += f.likelihood
}

// toProbabilities turns logarithms into probabilities whose sum is 1, and returns the logarithm of what the sum was.
func toProbabilities(logs []float64) float64 {
	highest := logs[0]
	for _, l := range logs[1:] {
		highest = max(highest, l)
	}
	sum := 0.0
	for c, l := range logs {
		logs[c] = math.Exp(l - highest)
		sum += logs[c]
	}
	for c := range logs {
		logs[c] /= sum
	}
	return highest + math.Log(sum)
}

// settle repeats both steps until nothing changes. The model must be set.
func (f *fit) settle(v *votes) {
	last := math.Inf(-1)
	for range most {
		f.expect(v)
		if f.score-last < enough {
			return
		}
		last = f.score
		f.maximize(v)
	}
}

func newFit(v *votes, k int) *fit {
	f := &fit{Model: Model{make([]float64, k), make([][]float64, k)}, member: make([][]float64, v.people())}
	for c := range k {
		f.Agree[c] = make([]float64, v.statements)
	}
	cells := make([]float64, k*v.people())
	for i := range f.member {
		f.member[i] = cells[i*k : (i+1)*k]
	}
	return f
}

// fitFrom fits a model that begins with the classes of people.
func fitFrom(v *votes, k int, classes []int) *fit {
	f := newFit(v, k)
	for i, c := range classes {
		for other := range k {
			f.member[i][other] = 0.1 / float64(k)
		}
		f.member[i][c] += 0.9
	}
	f.maximize(v)
	f.settle(v)
	return f
}

// best fits a model of k classes, several times from the picture and by chance, and returns the best one.
func best(v *votes, k, times int, points []Point, r *rand.Rand) *fit {
	var found *fit
	for n := range times {
		var classes []int
		if n < pictureStarts && points != nil {
			classes = kMeans(points, k, r)
		} else {
			classes = make([]int, v.people())
			for i := range classes {
				classes[i] = r.IntN(k)
			}
		}
		if f := fitFrom(v, k, classes); found == nil || f.score > found.score {
			found = f
		}
		if k == 1 {
			break
		}
	}
	return found
}
