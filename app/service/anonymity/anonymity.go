// Package anonymity chooses what may be published of anonymous responses, so that nobody can be found in them.
//
// The columns that describe a person, such as the way of attending, the language or the sector, can be made coarser
// step by step. Choose takes the steps that cost the least, until each combination that occurs has K people at least,
// and L different answers at least to every other question. It coarsens columns as a whole and leaves out nobody: a
// hole would tell as much as a row.
package anonymity

import (
	"math"
)

const (
	// K is the least number of people in a combination of what describes them.
	K = 5
	// L is the least number of different answers in a combination: where all answered alike, it would tell the answer.
	L = 2
)

// Column describes a person. Levels have the values of all rows, each level coarser than the one before; the last one
// has one value for all. Weight says how much the column is worth.
type Column struct {
	Weight float64
	Levels [][]string
}

// Choose returns the level of each column at which the rows may be published. answers has a list for each other
// question with the value of each row, "" for none. ok is false where there are too few rows, or where all rows have
// the same answer to a question: then no level will do. The choice depends on nothing but its arguments.
func Choose(columns []Column, answers [][]string, rows int) (levels []int, ok bool) {
	s := &search{rows: rows, chosen: make([]int, len(columns))}
	for _, column := range columns {
		s.columns = append(s.columns, codesOf(column))
	}
	for _, values := range answers {
		codes, _ := number(values)
		s.answers = append(s.answers, codes)
	}
	everybody := groups{of: make([]int, rows), count: 1}
	if s.mayShow(everybody) {
		s.look(everybody)
		s.choose(0, everybody, cost{})
	}
	return s.best, s.best != nil
}

// Same reports whether all rows have the same answer, and not none.
func Same(values []string) bool {
	for _, value := range values {
		if value == "" || value != values[0] {
			return false
		}
	}
	return len(values) > 0
}

// level is one level of a column: the values of the rows as numbers, and what is lost by it.
type level struct {
	codes []int
	kinds int
	loss  float64
}

func codesOf(column Column) []level {
	levels := make([]level, len(column.Levels))
	full := 0.0
	for i, values := range column.Levels {
		codes, kinds := number(values)
		entropy := entropyOf(codes, kinds)
		if i == 0 {
			full = entropy
		}
		levels[i] = level{codes: codes, kinds: kinds}
		if full > 0 {
			levels[i].loss = column.Weight * (1 - entropy/full)
		}
	}
	return levels
}

// number numbers values in the order in which they come. Only "" is 0.
func number(values []string) (codes []int, kinds int) {
	known := map[string]int{"": 0}
	codes = make([]int, len(values))
	for i, value := range values {
		code, ok := known[value]
		if !ok {
			code = len(known)
			known[value] = code
		}
		codes[i] = code
	}
	return codes, len(known)
}

func entropyOf(codes []int, kinds int) (bits float64) {
	counts := make([]int, kinds)
	for _, code := range codes {
		counts[code]++
	}
	for _, n := range counts {
		if n > 0 {
			share := float64(n) / float64(len(codes))
			bits -= share * math.Log2(share)
		}
	}
	return bits
}

// groups says to which group each row belongs.
type groups struct {
	of    []int
	count int
}

// split splits groups by the values of a level.
func (g groups) split(l level) groups {
	ids := make([]int, g.count*l.kinds)
	out := groups{of: make([]int, len(g.of))}
	for row, group := range g.of {
		id := &ids[group*l.kinds+l.codes[row]]
		if *id == 0 {
			out.count++
			*id = out.count
		}
		out.of[row] = *id - 1
	}
	return out
}

// cost is what a choice of levels costs: what is lost, then the number of steps.
type cost struct {
	loss  float64
	steps int
}

func (c cost) add(loss float64, steps int) cost { return cost{c.loss + loss, c.steps + steps} }

// less compares costs. Sums of the same losses in another order may differ in their last digits.
func (c cost) less(other cost) bool {
	const tiny = 1e-9
	if math.Abs(c.loss-other.loss) > tiny {
		return c.loss < other.loss
	}
	return c.steps < other.steps
}

// search goes through the levels of one column after the other. Where a combination of the first columns is too small,
// further columns make it only smaller, so it looks no further; nor where the cost is that of the best choice already.
type search struct {
	rows    int
	columns [][]level
	answers [][]int
	chosen  []int
	// rest is what the columns from each one on cost at least.
	rest     []cost
	best     []int
	bestCost cost
}

// look finds what each column costs at least, if it were the only one.
func (s *search) look(everybody groups) {
	s.rest = make([]cost, len(s.columns)+1)
	for column := len(s.columns) - 1; column >= 0; column-- {
		for i, level := range s.columns[column] {
			if s.mayShow(everybody.split(level)) {
				s.rest[column] = s.rest[column+1].add(level.loss, i)
				break
			}
		}
	}
}

func (s *search) choose(column int, g groups, c cost) {
	if s.best != nil && !c.add(s.rest[column].loss, s.rest[column].steps).less(s.bestCost) {
		return
	}
	if column == len(s.columns) {
		s.best, s.bestCost = append([]int{}, s.chosen...), c
		return
	}
	for i, level := range s.columns[column] {
		next := g.split(level)
		if !s.mayShow(next) {
			continue
		}
		s.chosen[column] = i
		s.choose(column+1, next, c.add(level.loss, i))
	}
}

// mayShow reports whether each group has K rows at least, and L answers at least to each question. A group in which
// nobody answered a question tells nothing.
func (s *search) mayShow(g groups) bool {
	sizes := make([]int, g.count)
	for _, group := range g.of {
		sizes[group]++
	}
	for _, size := range sizes {
		if size < K {
			return false
		}
	}
	for _, codes := range s.answers {
		if hasAlike(g, codes) {
			return false
		}
	}
	return s.rows >= K
}

// hasAlike reports whether the rows of a group have all the same answer.
func hasAlike(g groups, codes []int) bool {
	first, differ := make([]int, g.count), make([]bool, g.count)
	for i := range first {
		first[i] = -1
	}
	for row, group := range g.of {
		switch {
		case first[group] < 0:
			first[group] = codes[row]
		case first[group] != codes[row]:
			differ[group] = true
		}
	}
	for group, code := range first {
		if !differ[group] && code > 0 {
			return true
		}
	}
	return false
}
