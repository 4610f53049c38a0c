package anonymity

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// people repeats a row so many times.
type people struct {
	n   int
	row []string
}

// columnsOf are the columns of rows.
func columnsOf(list ...people) [][]string {
	columns := make([][]string, len(list[0].row))
	for _, p := range list {
		for range p.n {
			for i, value := range p.row {
				columns[i] = append(columns[i], value)
			}
		}
	}
	return columns
}

func expectLevels(t *testing.T, got []int, ok bool, want ...int) {
	t.Helper()
	if !ok || !slices.Equal(got, want) {
		t.Errorf("levels %v, %v; want %v", got, ok, want)
	}
}

func TestChoose(t *testing.T) {
	facts := func(c [][]string) []Column {
		return []Column{{1, Whole(c[0])}, {5, Whole(c[1])}, {2, Whole(c[2])}}
	}
	t.Run("keeps everything where every combination is large", func(t *testing.T) {
		c := columnsOf(people{5, []string{"2025-09-22", "venue", "ja"}}, people{9, []string{"2025-09-23", "online", "ja"}})
		levels, ok := Choose(facts(c), nil, 14)
		expectLevels(t, levels, ok, 0, 0, 0)
	})
	t.Run("gives up the day first, as in the demo", func(t *testing.T) {
		c := columnsOf(
			people{30, []string{"2025-09-20", "online", "ja"}}, people{52, []string{"2025-09-22", "online", "ja"}},
			people{25, []string{"2025-09-22", "venue", "ja"}}, people{4, []string{"2025-09-20", "online", "en"}},
			people{1, []string{"2025-09-22", "online", "en"}},
		)
		levels, ok := Choose(facts(c), nil, 112)
		expectLevels(t, levels, ok, 1, 0, 0)
	})
	t.Run("gives up the language before the mode", func(t *testing.T) {
		c := columnsOf(
			people{8, []string{"2025-09-22", "venue", "ja"}}, people{4, []string{"2025-09-22", "venue", "en"}},
			people{7, []string{"2025-09-22", "online", "ja"}}, people{1, []string{"2025-09-22", "online", "en"}},
		)
		levels, ok := Choose(facts(c), nil, 20)
		expectLevels(t, levels, ok, 0, 0, 1)
	})
	t.Run("puts rare values together", func(t *testing.T) {
		c := columnsOf(
			people{20, []string{"industry"}}, people{9, []string{"civil"}}, people{3, []string{"public"}},
			people{2, []string{"care"}},
		)
		levels, ok := Choose([]Column{{3, Rare(c[0])}}, nil, 34)
		expectLevels(t, levels, ok, 1)
		want := columnsOf(people{20, []string{"industry"}}, people{9, []string{"civil"}}, people{5, []string{Merged}})
		if got := Rare(c[0])[1]; !slices.Equal(got, want[0]) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("tells no combination apart in which all answered alike", func(t *testing.T) {
		c := columnsOf(
			people{5, []string{"venue", "no"}}, people{5, []string{"online", "yes"}}, people{5, []string{"online", "no"}},
		)
		levels, ok := Choose([]Column{{5, Whole(c[0])}}, c[1:], 15)
		expectLevels(t, levels, ok, 1)
	})
	t.Run("but one in which nobody answered", func(t *testing.T) {
		c := columnsOf(
			people{5, []string{"venue", ""}}, people{5, []string{"online", "yes"}}, people{5, []string{"online", "no"}},
		)
		levels, ok := Choose([]Column{{5, Whole(c[0])}}, c[1:], 15)
		expectLevels(t, levels, ok, 0)
	})
	t.Run("has no answer for four people, nor where all agree", func(t *testing.T) {
		four := columnsOf(people{4, []string{"venue"}})
		if levels, ok := Choose([]Column{{5, Whole(four[0])}}, nil, 4); ok {
			t.Errorf("levels %v", levels)
		}
		agreed := columnsOf(people{9, []string{"venue", "yes"}})
		if levels, ok := Choose([]Column{{5, Whole(agreed[0])}}, agreed[1:], 9); ok {
			t.Errorf("levels %v", levels)
		}
	})
	t.Run("nothing to describe is fine", func(t *testing.T) {
		if levels, ok := Choose(nil, nil, 5); !ok || len(levels) != 0 {
			t.Errorf("levels %v, %v", levels, ok)
		}
	})
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		values []string
		want   bool
	}{
		{nil, false}, {[]string{"", ""}, false}, {[]string{"a", "a"}, true}, {[]string{"a", ""}, false},
		{[]string{"a", "b"}, false},
	} {
		if got := Same(c.values); got != c.want {
			t.Errorf("%q: %v", c.values, got)
		}
	}
}

// crowd makes random people: skewed facts, some describing answers, some other answers.
func crowd(rng *rand.Rand) (columns []Column, answers [][]string, rows int) {
	rows = rng.IntN(250)
	draw := func(kinds int) []string {
		values := make([]string, rows)
		for i := range values {
			values[i] = fmt.Sprint(min(rng.IntN(kinds), rng.IntN(kinds)))
		}
		return values
	}
	columns = []Column{{1, Whole(draw(20))}, {5, Whole(draw(2))}, {2, Whole(draw(2))}}
	for range rng.IntN(4) {
		columns = append(columns, Column{3, Rare(draw(2 + rng.IntN(6)))})
	}
	for range rng.IntN(4) {
		answers = append(answers, draw(1+rng.IntN(6)))
	}
	return columns, answers, rows
}

// TestNobodyCanBeFound checks over random crowds that no combination is small or of one answer, and that no cheaper
// choice would have done.
func TestNobodyCanBeFound(t *testing.T) {
	for seed := range uint64(80) {
		columns, answers, rows := crowd(rand.New(rand.NewPCG(seed, 1)))
		levels, ok := Choose(columns, answers, rows)
		again, _ := Choose(columns, answers, rows)
		if !reflect.DeepEqual(levels, again) {
			t.Fatalf("seed %d: %v, then %v", seed, levels, again)
		}
		best, bestCost := []int(nil), 0.0
		for node := range nodes(columns) {
			if c := lossOf(columns, node); isSafe(columns, answers, rows, node) && (best == nil || c < bestCost-1e-9) {
				best, bestCost = slices.Clone(node), c
			}
		}
		if ok != (best != nil) {
			t.Fatalf("seed %d: %v, but %v would do", seed, ok, best)
		}
		if !ok {
			continue
		}
		if !isSafe(columns, answers, rows, levels) {
			t.Errorf("seed %d: levels %v tell somebody", seed, levels)
		}
		if c := lossOf(columns, levels); c > bestCost+1e-9 {
			t.Errorf("seed %d: levels %v cost %v, %v cost %v", seed, levels, c, best, bestCost)
		}
	}
}

// Many groups that meet a column of many values are split in another way, with the same result.
func TestSplitsAreTheSame(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		rows, kinds := 5+rng.IntN(60), 1+rng.IntN(4)
		draw := func() (codes []int32) {
			for range rows {
				codes = append(codes, int32(rng.IntN(kinds)))
			}
			return codes
		}
		g, l := &groups{draw(), kinds}, &level{codes: draw(), kinds: kinds}
		s, dense, sparse := &search{}, &groups{of: make([]int32, rows)}, &groups{of: make([]int32, rows)}
		ok := s.split(g, l, dense)
		if got := splitRarely(g, l, sparse); got != ok {
			t.Fatalf("seed %d: %v, want %v", seed, got, ok)
		}
		if !ok {
			continue
		}
		pairs := map[[2]int32]bool{}
		for row := range rows {
			pairs[[2]int32{dense.of[row], sparse.of[row]}] = true
		}
		if len(pairs) != dense.count || len(pairs) != sparse.count {
			t.Errorf("seed %d: %d groups, %d groups, %d pairs", seed, dense.count, sparse.count, len(pairs))
		}
	}
}

// A question with many options to tick has nearly as many combinations as people.
func TestManyValuesTakeLittleMemory(t *testing.T) {
	const rows = 20_000
	values := make([]string, rows)
	other := make([]string, rows)
	for i := range values {
		values[i], other[i] = fmt.Sprint(i/5), fmt.Sprint(i%(rows/5))
	}
	allocated := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			levels, ok := Choose([]Column{{1, Whole(values)}, {2, Whole(other)}}, nil, rows)
			expectLevels(t, levels, ok, 1, 0)
		}
	}).AllocedBytesPerOp()
	if allocated > 20<<20 {
		t.Errorf("%d MB", allocated>>20)
	}
}

// nodes are all choices of levels.
func nodes(columns []Column) func(func([]int) bool) {
	return func(yield func([]int) bool) {
		node := make([]int, len(columns))
		for {
			if !yield(node) {
				return
			}
			i := 0
			for ; i < len(node); i++ {
				if node[i]++; node[i] < len(columns[i].Levels) {
					break
				}
				node[i] = 0
			}
			if i == len(node) {
				return
			}
		}
	}
}

// isSafe looks at the combinations in the plainest way.
func isSafe(columns []Column, answers [][]string, rows int, levels []int) bool {
	groups := map[string][]int{}
	for row := range rows {
		key := ""
		for i, column := range columns {
			key += column.Levels[levels[i]][row] + "|"
		}
		groups[key] = append(groups[key], row)
	}
	for _, members := range groups {
		if len(members) < 5 {
			return false
		}
		for _, values := range answers {
			var own []string
			for _, row := range members {
				own = append(own, values[row])
			}
			if Same(own) {
				return false
			}
		}
	}
	return rows >= 5
}

func lossOf(columns []Column, levels []int) (loss float64) {
	for i, column := range columns {
		loss += codesOf(column)[levels[i]].loss
	}
	return loss
}

func BenchmarkChoose(b *testing.B) {
	const rows = 100_000
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func(kinds int) []string {
		values := make([]string, rows)
		for i := range values {
			values[i] = fmt.Sprint(min(rng.IntN(kinds), rng.IntN(kinds)))
		}
		return values
	}
	columns := []Column{{1, Whole(draw(30))}, {5, Whole(draw(2))}, {2, Whole(draw(2))}}
	for range 6 {
		columns = append(columns, Column{3, Rare(draw(8))})
	}
	answers := [][]string{draw(5), draw(11), draw(4), draw(8)}
	for b.Loop() {
		Choose(columns, answers, rows)
	}
}
