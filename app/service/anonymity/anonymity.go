// Package anonymity chooses what may be published of anonymous responses, so that nobody can be found in them.
//
// The columns that describe a person, such as the way of attending, the language or the sector, can be made coarser
// step by step. Choose takes the steps that cost the least, until each combination that occurs has K people at least,
// and L different answers at least to every other question. It coarsens columns as a whole and leaves out nobody: a
// hole would tell as much as a row.
package anonymity

import (
	"math"
	"slices"
)

const (
	// K is how many people there must be before anything is told of them together: in a combination of what describes
	// them, on a side of a room, in a group. All rules of "fewer than five" are this one.
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
	if rows < K {
		return nil, false
	}
	s := &search{chosen: make([]int, len(columns)), groups: make([]groups, len(columns)+1)}
	for i := range s.groups {
		s.groups[i].of = make([]int32, rows)
	}
	s.groups[0].count = 1
	for _, column := range columns {
		s.columns = append(s.columns, codesOf(column))
	}
	for _, values := range answers {
		codes, _ := number(values)
		s.answers = append(s.answers, codes)
	}
	if !s.tellsAnswer(&s.groups[0]) {
		s.look()
		s.choose(0, cost{})
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
	codes []int32
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
func number(values []string) (codes []int32, kinds int) {
	known := map[string]int32{"": 0}
	codes = make([]int32, len(values))
	for i, value := range values {
		code, ok := known[value]
		if !ok {
			code = int32(len(known)) //nolint:gosec // there are not more values than rows
			known[value] = code
		}
		codes[i] = code
	}
	return codes, len(known)
}

func entropyOf(codes []int32, kinds int) (bits float64) {
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
	of    []int32
	count int
}

// split splits groups by the values of a level into next. It reports false where one of them has fewer than K rows;
// next has no meaning then.
func (s *search) split(g *groups, l *level, next *groups) bool {
	if g.count*l.kinds > maxCells*len(g.of) {
		return splitRarely(g, l, next)
	}
	cells := zeroed(&s.cells, g.count*l.kinds)
	kinds := int32(l.kinds) //nolint:gosec // there are not more values than rows
	for row, group := range g.of {
		cells[group*kinds+l.codes[row]]++
	}
	count := int32(0)
	for i, size := range cells {
		if size > 0 && size < K {
			return false
		}
		if size > 0 {
			cells[i] = count
			count++
		}
	}
	next.count = int(count)
	for row, group := range g.of {
		next.of[row] = cells[group*kinds+l.codes[row]]
	}
	return true
}

// maxCells is how many cells split may have for each row. Many groups that meet a column of many values have more.
const maxCells = 8

// splitRarely is split without a cell for each combination that might occur. It soon finds more than are allowed.
func splitRarely(g *groups, l *level, next *groups) bool {
	ids := map[[2]int32]int32{}
	sizes := make([]int, len(g.of)/K)
	for row, group := range g.of {
		key := [2]int32{group, l.codes[row]}
		id, ok := ids[key]
		if !ok {
			id = int32(len(ids)) //nolint:gosec // there are not more groups than rows
			ids[key] = id
		}
		if len(ids) > len(sizes) {
			return false
		}
		next.of[row] = id
		sizes[id]++
	}
	next.count = len(ids)
	return !slices.ContainsFunc(sizes[:next.count], func(size int) bool { return size < K })
}

// zeroed returns n zeros in a slice that is used again and again.
func zeroed(list *[]int32, n int) []int32 {
	if cap(*list) < n {
		*list = make([]int32, n)
	}
	part := (*list)[:n]
	clear(part)
	return part
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
	columns [][]level
	answers [][]int32
	chosen  []int
	// groups are those of the levels chosen so far, before each column.
	groups []groups
	// rest is what the columns from each one on cost at least.
	rest     []cost
	best     []int
	bestCost cost

	cells, first []int32 // of split and tellsAnswer, which are called often
}

// look finds what each column costs at least, if it were the only one.
func (s *search) look() {
	s.rest = make([]cost, len(s.columns)+1)
	for column := len(s.columns) - 1; column >= 0; column-- {
		for i := range s.columns[column] {
			if level := &s.columns[column][i]; s.mayShow(&s.groups[0], level, &s.groups[1]) {
				s.rest[column] = s.rest[column+1].add(level.loss, i)
				break
			}
		}
	}
}

func (s *search) choose(column int, c cost) {
	if s.best != nil && !c.add(s.rest[column].loss, s.rest[column].steps).less(s.bestCost) {
		return
	}
	if column == len(s.columns) {
		s.best, s.bestCost = append([]int{}, s.chosen...), c
		return
	}
	for i := range s.columns[column] {
		level := &s.columns[column][i]
		if !s.mayShow(&s.groups[column], level, &s.groups[column+1]) {
			continue
		}
		s.chosen[column] = i
		s.choose(column+1, c.add(level.loss, i))
	}
}

// mayShow splits groups by a level into next, and reports whether each of these has K rows at least, and L answers at
// least to each question. A group in which nobody answered a question tells nothing.
func (s *search) mayShow(g *groups, l *level, next *groups) bool {
	return s.split(g, l, next) && !s.tellsAnswer(next)
}

// tellsAnswer reports whether the rows of a group have all the same answer to a question.
func (s *search) tellsAnswer(g *groups) bool {
	for _, codes := range s.answers {
		if s.hasAlike(g, codes) {
			return true
		}
	}
	return false
}

// hasAlike stops as soon as it knows of each group that its answers differ, which is soon where groups are large.
func (s *search) hasAlike(g *groups, codes []int32) bool {
	const differ = -1
	first := zeroed(&s.first, g.count) // 1 + the first answer of each group
	alike := g.count
	for row, group := range g.of {
		switch first[group] {
		case differ, codes[row] + 1:
			continue
		case 0:
			first[group] = codes[row] + 1
			continue
		}
		first[group] = differ
		alike--
		if alike == 0 {
			return false
		}
	}
	for _, answer := range first {
		if answer > 1 {
			return true
		}
	}
	return false
}
