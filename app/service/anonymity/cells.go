package anonymity

// Hide chooses which cells of a table of people are not shown beside the totals of its rows and columns: those of 1 to
// K-1 people, and as many more as it takes that no hidden cell can be reckoned from what is shown, and that those of a
// row or column are K people or more together. It needs two rows and two columns of K people each; ok is false where
// there are less. The choice depends on nothing but the numbers.
func Hide(cells [][]int) (hidden [][]bool, ok bool) {
	t := newCells(cells)
	if !t.mayShow() {
		return nil, false
	}
	for r, row := range cells {
		for c, n := range row {
			t.hidden[r][c] = n > 0 && n < K
		}
	}
	for t.hideMore() {
		continue
	}
	return t.hidden, true
}

// cells is a table whose small cells are being hidden.
type cells struct {
	n      [][]int
	hidden [][]bool
	width  int
}

func newCells(n [][]int) *cells {
	t := &cells{n: n, hidden: make([][]bool, len(n))}
	for r, row := range n {
		t.width = len(row)
		t.hidden[r] = make([]bool, len(row))
	}
	return t
}

func (t *cells) mayShow() bool {
	if len(t.n) < 2 || t.width < 2 {
		return false
	}
	columns := make([]int, t.width)
	for _, row := range t.n {
		total := 0
		for c, n := range row {
			total += n
			columns[c] += n
		}
		if total < K {
			return false
		}
	}
	for _, n := range columns {
		if n < K {
			return false
		}
	}
	return true
}

// hideMore hides what the first hidden cell or line needs that is not safe yet. It reports false where all are.
func (t *cells) hideMore() bool {
	for r, row := range t.hidden {
		for c, isHidden := range row {
			if isHidden && !t.mayVary(r, c) {
				t.hideRectangle(r, c)
				return true
			}
		}
	}
	for r := range t.n {
		if t.fill(t.width, func(i int) (int, int) { return r, i }) {
			return true
		}
	}
	for c := range t.width {
		if t.fill(len(t.n), func(i int) (int, int) { return i, c }) {
			return true
		}
	}
	return false
}

// fill hides the smallest shown cell with people in it of a line whose hidden cells are too few people together.
func (t *cells) fill(length int, at func(i int) (r, c int)) bool {
	together, best := 0, -1
	for i := range length {
		r, c := at(i)
		switch n := t.n[r][c]; {
		case t.hidden[r][c]:
			together += n
		case n > 0:
			if best < 0 || n < t.at(at(best)) {
				best = i
			}
		}
	}
	if together == 0 || together >= K || best < 0 {
		return false
	}
	r, c := at(best)
	t.hidden[r][c] = true
	return true
}

func (t *cells) at(r, c int) int { return t.n[r][c] }

// hideRectangle hides three further cells, so that a person moved from one to the next leaves all totals as they are.
// It takes the rectangle that hides the fewest people.
func (t *cells) hideRectangle(r, c int) {
	best, bestCost := [2]int{-1, -1}, 0
	for r2 := range t.n {
		for c2 := range t.width {
			if r2 == r || c2 == c || !t.mayTurn(r, c, r2, c2) {
				continue
			}
			cost := t.cost(r, c2) + t.cost(r2, c) + t.cost(r2, c2)
			if best[0] < 0 || cost < bestCost {
				best, bestCost = [2]int{r2, c2}, cost
			}
		}
	}
	if best[0] < 0 { // not with totals of K or more
		return
	}
	t.hidden[r][best[1]], t.hidden[best[0]][c], t.hidden[best[0]][best[1]] = true, true, true
}

// mayTurn reports whether one person more or less in two corners can be made good in the other two.
func (t *cells) mayTurn(r, c, r2, c2 int) bool {
	return t.n[r][c] > 0 && t.n[r2][c2] > 0 || t.n[r][c2] > 0 && t.n[r2][c] > 0
}

func (t *cells) cost(r, c int) int {
	if t.hidden[r][c] {
		return 0
	}
	return t.n[r][c] + 1
}

// mayVary reports whether another number in a hidden cell would fit everything that is shown. Only then nobody can
// reckon it. One more here is one less elsewhere in the column, one more in that row, and so on until back in this row;
// tables of whole numbers with given totals have no other way to differ.
func (t *cells) mayVary(r, c int) bool {
	return t.hasWay(r, c, 1) || t.n[r][c] > 0 && t.hasWay(r, c, -1)
}

// hasWay looks for the way of a change by step in a cell through hidden cells, none of which may fall below 0.
func (t *cells) hasWay(r, c, step int) bool {
	mayChange := func(r, c, by int) bool { return t.hidden[r][c] && t.n[r][c]+by >= 0 }
	rows, todo := make([]bool, len(t.n)), []int{}
	columns := make([]bool, t.width)
	enter := func(column int) {
		columns[column] = true
		for row := range t.n {
			if row != r && !rows[row] && mayChange(row, column, -step) {
				rows[row] = true
				todo = append(todo, row)
			}
		}
	}
	enter(c)
	for len(todo) > 0 {
		row := todo[0]
		todo = todo[1:]
		for column := range t.width {
			if columns[column] || !mayChange(row, column, step) {
				continue
			}
			if mayChange(r, column, -step) {
				return true
			}
			enter(column)
		}
	}
	return false
}
