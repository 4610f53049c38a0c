package survey

// ChiSquareOf tests a table of counts.
func ChiSquareOf(counts [][]int) *Test {
	t := &Crosstab{Columns: make([]CrossColumn, len(counts[0]))}
	for _, row := range counts {
		r := CrossRow{}
		for c, n := range row {
			r.N += n
			t.Columns[c].N += n
			r.Cells = append(r.Cells, Cell{Count: n})
		}
		t.All.N += r.N
		t.Rows = append(t.Rows, r)
	}
	return t.test()
}
