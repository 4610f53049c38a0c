// Package consensus finds groups of people who answer alike, and what all of them agree on. It is plain mathematics: it
// knows no people, only rows of answers.
//
// Groups are the classes of a latent class model, fitted by expectation maximization (model.go). They are believed only
// where they explain more than the same answers do after a shuffle (groups.go); else Find has none. Principal
// components are for the picture alone (picture.go).
package consensus

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
)

// Stance is what somebody says to a statement.
type Stance int8

// The stances.
const (
	Disagree Stance = -1
	Unsure   Stance = 0
	Agree    Stance = 1
)

// Answer is somebody's stance to one of the statements, which are numbered from 0.
type Answer struct {
	Statement int
	Stance    Stance
}

// Crowd is everybody who answered, each with one answer a statement at most.
type Crowd struct {
	Statements int
	People     [][]Answer
}

// Tally counts what people said to a statement.
type Tally struct{ Agree, Disagree, Unsure int }

// Votes is how many said yes or no.
func (t Tally) Votes() int { return t.Agree + t.Disagree }

// All is how many gave any answer.
func (t Tally) All() int { return t.Votes() + t.Unsure }

// share is the part that agrees, drawn towards one half where few answered.
func (t Tally) share() float64 { return (float64(t.Agree) + 1) / (float64(t.Votes()) + 2) }

func (t *Tally) add(s Stance) {
	switch s {
	case Agree:
		t.Agree++
	case Disagree:
		t.Disagree++
	case Unsure:
		t.Unsure++
	}
}

// tallies counts for each statement.
func (c *Crowd) tallies() []Tally {
	list := make([]Tally, c.Statements)
	for _, answers := range c.People {
		for _, a := range answers {
			list[a.Statement].add(a.Stance)
		}
	}
	return list
}

// random is a source of numbers that depends on the answers alone: the same answers have the same groups.
func (c *Crowd) random() *rand.Rand {
	sum := fnv.New64a()
	var b [9]byte
	for i, answers := range c.People {
		for _, a := range answers {
			binary.LittleEndian.PutUint32(b[:], uint32(i))
			binary.LittleEndian.PutUint32(b[4:], uint32(a.Statement)) //nolint:gosec // a few hundred
			b[8] = byte(a.Stance + 1)                                 //nolint:gosec // -1 to 1
			_, _ = sum.Write(b[:])
		}
	}
	return rand.New(rand.NewPCG(sum.Sum64(), 1)) //nolint:gosec // it must be the same each time, no secret depends on it
}

// votes are the answers of a crowd that say yes or no, one after another: those of person i are from start[i] on.
type votes struct {
	statements int
	start      []int
	statement  []int32
	agrees     []bool
	share      []float64 // of each statement, over all people
}

func (c *Crowd) votes() *votes {
	v := &votes{statements: c.Statements, start: make([]int, 1, len(c.People)+1)}
	for _, answers := range c.People {
		for _, a := range answers {
			if a.Stance != Unsure {
				v.statement = append(v.statement, int32(a.Statement)) //nolint:gosec // a few hundred
				v.agrees = append(v.agrees, a.Stance == Agree)
			}
		}
		v.start = append(v.start, len(v.statement))
	}
	v.share = make([]float64, c.Statements)
	for j, t := range c.tallies() {
		v.share[j] = t.share()
	}
	return v
}

func (v *votes) people() int { return len(v.start) - 1 }

// shuffled are the same votes, those to each statement dealt anew among who voted on it. With groups, those of each
// group are dealt within it.
func (v *votes) shuffled(groups []int, r *rand.Rand) *votes {
	other := *v
	other.agrees = make([]bool, len(v.agrees))
	places := map[int64][]int{}
	order := []int64{}
	for i := range v.people() {
		group := int64(0)
		if groups != nil {
			group = int64(groups[i])
		}
		for at := v.start[i]; at < v.start[i+1]; at++ {
			key := group<<32 | int64(v.statement[at])
			if places[key] == nil {
				order = append(order, key)
			}
			places[key] = append(places[key], at)
		}
	}
	for _, key := range order {
		list := places[key]
		for n, to := range r.Perm(len(list)) {
			other.agrees[list[to]] = v.agrees[list[n]]
		}
	}
	return &other
}
