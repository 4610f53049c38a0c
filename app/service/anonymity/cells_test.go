package anonymity

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHide(t *testing.T) {
	x := true
	for name, c := range map[string]struct {
		cells [][]int
		want  [][]bool
	}{
		"nothing where all cells are large or empty": {
			[][]int{{5, 0}, {9, 7}}, [][]bool{{false, false}, {false, false}},
		},
		"one small cell takes a rectangle with it": {
			[][]int{{3, 20, 30}, {40, 9, 50}, {60, 70, 80}}, [][]bool{{x, x, false}, {x, x, false}, {false, false, false}},
		},
		"two small cells of a row need another row": {
			[][]int{{2, 4, 30}, {9, 8, 50}, {60, 70, 80}}, [][]bool{{x, x, false}, {x, x, false}, {false, false, false}},
		},
		"a line whose hidden cells are few people together hides a further one": {
			[][]int{{1, 1, 30}, {1, 1, 7}, {60, 70, 80}}, [][]bool{{x, x, x}, {x, x, x}, {x, x, false}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			hidden, ok := Hide(c.cells)
			if diff := cmp.Diff(c.want, hidden); diff != "" || !ok {
				t.Errorf("ok %v (-want +got):\n%s", ok, diff)
			}
		})
	}
	for _, cells := range [][][]int{nil, {{5, 5}}, {{5}, {5}}, {{4, 0}, {5, 5}}, {{5, 4}, {5, 0}}} {
		if _, ok := Hide(cells); ok {
			t.Errorf("shows %v", cells)
		}
	}
}

// randomCells has many small and empty cells.
func randomCells(rng *rand.Rand, rows, columns, most int) [][]int {
	cells := make([][]int, rows)
	for r := range cells {
		for range columns {
			cells[r] = append(cells[r], max(0, min(rng.IntN(most+1), rng.IntN(most+1))-rng.IntN(3)))
		}
	}
	return cells
}

// TestNoHiddenCellCanBeReckoned attacks small tables by trying every table that fits what is shown.
func TestNoHiddenCellCanBeReckoned(t *testing.T) {
	attacked := 0
	for seed := range uint64(12_000) {
		rng := rand.New(rand.NewPCG(seed, 7))
		cells := randomCells(rng, 2+rng.IntN(2), 2+rng.IntN(3), 2+rng.IntN(9))
		hidden, ok := Hide(cells)
		if !ok {
			continue
		}
		known, isWhole := attack(cells, hidden)
		if !isWhole {
			continue
		}
		for r, row := range cells {
			for c, n := range row {
				if n > 0 && n < K && !hidden[r][c] {
					t.Fatalf("seed %d: %v shows a cell of %d: %v", seed, cells, n, hidden)
				}
				if !hidden[r][c] {
					continue
				}
				attacked++
				if len(known[r][c]) < 2 {
					t.Fatalf("seed %d: %v with %v tells that row %d, column %d has %d", seed, cells, hidden, r, c, n)
				}
			}
		}
		expectLargeLines(t, cells, hidden)
	}
	if attacked < 1000 {
		t.Errorf("only %d cells were attacked", attacked)
	}
}

// expectLargeLines checks that the shown cells of a line, less its total, never tell of few people.
func expectLargeLines(t *testing.T, cells [][]int, hidden [][]bool) {
	t.Helper()
	columns := make([]int, len(cells[0]))
	for r, row := range cells {
		together := 0
		for c, n := range row {
			if hidden[r][c] {
				together += n
				columns[c] += n
			}
		}
		if together > 0 && together < K {
			t.Errorf("%v with %v tells of %d people in row %d", cells, hidden, together, r)
		}
	}
	for c, together := range columns {
		if together > 0 && together < K {
			t.Errorf("%v with %v tells of %d people in column %d", cells, hidden, together, c)
		}
	}
}

// attack finds the numbers of each hidden cell that fit the totals and the shown cells. isWhole is false where there
// are too many to try.
func attack(cells [][]int, hidden [][]bool) (known [][]map[int]bool, isWhole bool) {
	rest := func(r, c int) int {
		if hidden[r][c] {
			return cells[r][c]
		}
		return 0
	}
	a := &attacker{rows: make([]int, len(cells)), columns: make([]int, len(cells[0]))}
	for r, row := range cells {
		a.known = append(a.known, make([]map[int]bool, len(row)))
		for c := range row {
			a.rows[r] += rest(r, c)
			a.columns[c] += rest(r, c)
			if hidden[r][c] {
				a.known[r][c] = map[int]bool{}
				a.places = append(a.places, [2]int{r, c})
			}
		}
	}
	a.guess = make([]int, len(a.places))
	a.try(0)
	return a.known, a.tries < mostTries
}

type attacker struct {
	rows, columns []int // what is left of the totals
	places        [][2]int
	guess         []int
	known         [][]map[int]bool
	tries         int
}

const mostTries = 100_000

func (a *attacker) try(i int) {
	if a.tries >= mostTries {
		return
	}
	a.tries++
	if i == len(a.places) {
		for _, n := range append(append([]int{}, a.rows...), a.columns...) {
			if n != 0 {
				return
			}
		}
		for j, place := range a.places {
			a.known[place[0]][place[1]][a.guess[j]] = true
		}
		return
	}
	r, c := a.places[i][0], a.places[i][1]
	isLastOfRow := i+1 == len(a.places) || a.places[i+1][0] != r
	for n := 0; n <= min(a.rows[r], a.columns[c]); n++ {
		if isLastOfRow && n != a.rows[r] {
			continue
		}
		a.guess[i] = n
		a.rows[r] -= n
		a.columns[c] -= n
		a.try(i + 1)
		a.rows[r] += n
		a.columns[c] += n
	}
}

// TestNoHiddenCellCanBeSolved attacks larger tables by linear algebra: where a cell follows from sums of
// rows and columns, a change of the hidden cells that keeps all sums leaves it alone.
func TestNoHiddenCellCanBeSolved(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 9))
		cells := randomCells(rng, 2+rng.IntN(12), 2+rng.IntN(10), 3+rng.IntN(40))
		hidden, ok := Hide(cells)
		if !ok {
			continue
		}
		expectLargeLines(t, cells, hidden)
		for r, row := range cells {
			for c := range row {
				if hidden[r][c] && isSolved(hidden, r, c) {
					t.Fatalf("seed %d: %v with %v: row %d, column %d can be solved", seed, cells, hidden, r, c)
				}
			}
		}
	}
}

// isSolved solves the equations of the hidden cells: one a row, one a column.
func isSolved(hidden [][]bool, row, column int) bool {
	index := map[[2]int]int{}
	for r := range hidden {
		for c, is := range hidden[r] {
			if is {
				index[[2]int{r, c}] = len(index)
			}
		}
	}
	equations := make([][]float64, len(hidden)+len(hidden[0]))
	for i := range equations {
		equations[i] = make([]float64, len(index))
	}
	for place, i := range index {
		equations[place[0]][i] = 1
		equations[len(hidden)+place[1]][i] = 1
	}
	target := make([]float64, len(index))
	target[index[[2]int{row, column}]] = 1
	without := rank(equations)
	return rank(append(equations, target)) == without
}

func rank(matrix [][]float64) (rank int) {
	rows := make([][]float64, len(matrix))
	for i := range matrix {
		rows[i] = append([]float64{}, matrix[i]...)
	}
	for c := 0; len(rows) > 0 && c < len(rows[0]); c++ {
		pivot := -1
		for r := rank; r < len(rows); r++ {
			if rows[r][c] > 1e-9 || rows[r][c] < -1e-9 {
				pivot = r
				break
			}
		}
		if pivot < 0 {
			continue
		}
		rows[rank], rows[pivot] = rows[pivot], rows[rank]
		for r := rank + 1; r < len(rows); r++ {
			factor := rows[r][c] / rows[rank][c]
			for i := c; i < len(rows[r]); i++ {
				rows[r][i] -= factor * rows[rank][i]
			}
		}
		rank++
	}
	return rank
}
