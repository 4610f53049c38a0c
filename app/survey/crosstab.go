package survey

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
)

// Crosstab says how people of each row answered a question. Cells of few people are hidden, with further ones by which
// they could be reckoned; rows and columns are put together until each has SmallGroup people. Who did not answer both
// questions is not in it.
type Crosstab struct {
	Columns []CrossColumn
	Rows    []CrossRow
	// All has the people of all rows.
	All CrossRow
	// IsShared says that a person may stand in several rows or columns, because they could choose several options.
	IsShared bool
	// HasScore says that rows have the Net Promoter Score.
	HasScore bool
	// HasHidden says that cells are hidden.
	HasHidden bool
	// Test is nil where cells are hidden, or where a person may stand in several rows or columns.
	Test *Test
}

// CrossColumn is an answer, or several together, with how many people of all rows gave it.
type CrossColumn struct {
	question.Group
	N int
}

// CrossRow is the people of a row: N of them, and how many of these gave each column's answer.
type CrossRow struct {
	question.Group
	N     int
	Cells []Cell
	// Score is the row's Net Promoter Score where no cell of the row is hidden.
	Score    float64
	HasScore bool
}

// Cell is how many people stand in a row and a column. Count is 0 where it is hidden.
type Cell struct {
	Count    int
	IsHidden bool
}

// RowPercent is the percentage of the row's people who stand in the cell.
func (r CrossRow) RowPercent(c Cell) int { return question.Percent(c.Count, r.N) }

// ColumnPercent is the percentage of the column's people who stand in the cell.
func (c CrossColumn) ColumnPercent(cell Cell) int { return question.Percent(cell.Count, c.N) }

// Shade is how dark the cell's ground is, from 0 to 5.
func (r CrossRow) Shade(c Cell) int { return min(5, r.RowPercent(c)/15) }

// Test is Pearson's chi-square test of whether rows and columns have to do with each other, with Cramér's V, from 0 for
// not at all to 1.
type Test struct {
	// IsSmall says that fewer than 5 people were to be expected in a cell; then there is nothing else.
	IsSmall    bool
	ChiSquare  float64
	Freedom    int
	P, CramerV float64
}

// significant is the greatest P at which a difference is called one.
const significant = 0.05

// leastExpected is how many people must be expected in each cell for the test to hold.
const leastExpected = 5

// Key is the text of what the test says.
func (t *Test) Key() string {
	switch {
	case t.IsSmall:
		return "result.test_small"
	case t.P >= significant:
		return "result.test_no"
	case t.CramerV >= 0.5:
		return "result.test_strong"
	case t.CramerV >= 0.3:
		return "result.test_medium"
	}
	return "result.test_weak"
}

// IsClear reports whether P is below what is worth writing out.
func (t *Test) IsClear() bool { return t.P < 0.001 }

// dimension is what people are told apart by: a fact, or their answers to a question.
type dimension struct {
	slug             string
	titleJa, titleEn string
	// place is its place among all of the survey.
	place int
	// values are all that may occur. of is what a person has of them, none where it is not known.
	values []string
	index  map[string]int
	// isShared says that a person may have several.
	isShared bool
	// groups puts values together that few have.
	groups func(counts []int) []question.Group
	// isPromoters says that the groups are those of the Net Promoter Score.
	isPromoters bool
}

// joint counts people by the values of two dimensions that they have. Who has none of one is not counted.
type joint struct {
	rows, columns *dimension
	n             int
	inRow, inCol  []int
	cells         [][]int
}

func newJoint(rows, columns *dimension) *joint {
	j := &joint{
		rows: rows, columns: columns, inRow: make([]int, len(rows.values)), inCol: make([]int, len(columns.values)),
	}
	for range rows.values {
		j.cells = append(j.cells, make([]int, len(columns.values)))
	}
	return j
}

func (j *joint) add(rows, columns []string) {
	if len(rows) == 0 || len(columns) == 0 {
		return
	}
	j.n++
	for _, column := range columns {
		if i, ok := j.columns.index[column]; ok {
			j.inCol[i]++
		}
	}
	for _, row := range rows {
		r, ok := j.rows.index[row]
		if !ok {
			continue
		}
		j.inRow[r]++
		for _, column := range columns {
			if c, ok := j.columns.index[column]; ok {
				j.cells[r][c]++
			}
		}
	}
}

// part divides people into groups of which each person is in one: by all values of a dimension, or by whether they
// chose an option. Of the latter, only the first is a line of the table.
type part struct {
	groups []question.Group
	shown  int
	option int
}

// split adds up numbers by value, given those of all people.
func (p part) split(byValue []int, all int) []int {
	if p.option >= 0 {
		return []int{byValue[p.option], all - byValue[p.option]}
	}
	sums := make([]int, len(p.groups))
	for i, group := range p.groups {
		for _, value := range group.Values {
			sums[i] += byValue[value]
		}
	}
	return sums
}

// parts are the ways in which a dimension divides people, given how many have each value.
func (v *dimension) parts(counts []int) []part {
	groups := v.groups(counts)
	if !v.isShared {
		return []part{{groups, len(groups), -1}}
	}
	list := make([]part, len(groups))
	for i, group := range groups {
		list[i] = part{[]question.Group{group}, 1, group.Values[0]}
	}
	return list
}

// table is the table that may be shown, nil where too few people would stand in it.
func (j *joint) table() *Crosstab {
	rows, columns := j.rows.parts(j.inRow), j.columns.parts(j.inCol)
	t := &Crosstab{IsShared: j.rows.isShared || j.columns.isShared, HasScore: j.columns.isPromoters}
	for _, c := range columns {
		totals := c.split(j.inCol, j.n)
		for i := range c.shown {
			t.Columns = append(t.Columns, CrossColumn{c.groups[i], totals[i]})
			t.All.Cells = append(t.All.Cells, Cell{Count: totals[i]})
		}
	}
	t.All.N = j.n
	for _, r := range rows {
		t.Rows = append(t.Rows, j.lines(r, columns)...)
	}
	if !slices.ContainsFunc(t.Rows, CrossRow.showsSome) {
		return nil
	}
	t.finish()
	return t
}

func (r CrossRow) showsSome() bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return !c.IsHidden })
}

// lines are the rows of the table that a part has.
func (j *joint) lines(r part, columns []part) []CrossRow {
	list, totals := make([]CrossRow, r.shown), r.split(j.inRow, j.n)
	for i := range list {
		list[i] = CrossRow{Group: r.groups[i], N: totals[i]}
	}
	for _, c := range columns {
		counts := j.counts(r, c)
		hidden, ok := hide(counts, j.rows.place > j.columns.place)
		for i := range list {
			for k := range c.shown {
				cell := Cell{IsHidden: true} // where too few people stand in a row or column, all are
				if ok && !hidden[i][k] {
					cell = Cell{Count: counts[i][k]}
				}
				list[i].Cells = append(list[i].Cells, cell)
			}
		}
	}
	return list
}

// hide chooses the same cells of a table and of the same one turned round: two choices, side by side, would tell what
// each of them hides.
func hide(counts [][]int, isTurned bool) ([][]bool, bool) {
	if !isTurned {
		return anonymity.Hide(counts)
	}
	hidden, ok := anonymity.Hide(turned(counts))
	return turned(hidden), ok
}

// turned makes rows of columns.
func turned[T any](rows [][]T) (columns [][]T) {
	for _, row := range rows {
		if columns == nil {
			columns = make([][]T, len(row))
		}
		for i, value := range row {
			columns[i] = append(columns[i], value)
		}
	}
	return columns
}

// counts are how many people stand in each row and column of two parts.
func (j *joint) counts(r, c part) [][]int {
	byRow := [][]int{} // for each value of the columns
	for value := range j.columns.values {
		column := make([]int, len(j.cells))
		for i := range j.cells {
			column[i] = j.cells[i][value]
		}
		byRow = append(byRow, r.split(column, j.inCol[value]))
	}
	counts := [][]int{}
	for i, all := range r.split(j.inRow, j.n) {
		row := make([]int, len(byRow))
		for value := range byRow {
			row[value] = byRow[value][i]
		}
		counts = append(counts, c.split(row, all))
	}
	return counts
}

// finish adds what follows from the shown cells.
func (t *Crosstab) finish() {
	t.HasScore = t.HasScore && len(t.Columns) == 3
	rows := []*CrossRow{&t.All}
	for i := range t.Rows {
		rows = append(rows, &t.Rows[i])
	}
	for _, row := range rows {
		isWhole := !slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.IsHidden })
		t.HasHidden = t.HasHidden || !isWhole
		if t.HasScore && isWhole {
			row.HasScore, row.Score = true, 100*float64(row.Cells[2].Count-row.Cells[0].Count)/float64(row.N)
		}
	}
	if !t.HasHidden && !t.IsShared {
		t.Test = t.test()
	}
}

// test reckons from a table without hidden cells.
func (t *Crosstab) test() *Test {
	var observed, expected []float64
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			mean := float64(row.N) * float64(t.Columns[i].N) / float64(t.All.N)
			if mean < leastExpected {
				return &Test{IsSmall: true}
			}
			observed, expected = append(observed, float64(cell.Count)), append(expected, mean)
		}
	}
	smaller := min(len(t.Rows), len(t.Columns)) - 1
	test := &Test{ChiSquare: stat.ChiSquare(observed, expected), Freedom: (len(t.Rows) - 1) * (len(t.Columns) - 1)}
	test.P = distuv.ChiSquared{K: float64(test.Freedom)}.Survival(test.ChiSquare)
	test.CramerV = cramerV(test.ChiSquare, t.All.N, smaller)
	return test
}

// cramerV is Cramér's V of a table whose smaller side has so many lines more than one.
func cramerV(chiSquare float64, people, smaller int) float64 {
	return math.Sqrt(chiSquare / float64(people*smaller))
}
