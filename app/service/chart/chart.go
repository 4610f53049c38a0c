// Package chart computes the layout of small charts; templates/partials/chart.html draws them as SVG.
package chart

// Column is one value with its position and size in the chart's units.
type Column struct {
	X, Y, Width, Height float64
	Value               int
	Label               string
}

// Columns is a column chart.
type Columns struct {
	Width, Height float64
	Columns       []Column
	Highest       int // the value that has the full height
}

const (
	height    = 120
	step      = 20
	gap       = 4
	minHeight = 2 // so that a value above 0 is visible
	minScale  = 5 // the least value that has the full height: a single one does not look like a crowd
)

// NewColumns makes a chart of values from left to right; labels has the text of each.
func NewColumns(values []int, labels []string) Columns {
	c := Columns{Width: float64(len(values) * step), Height: height, Highest: minScale}
	for _, v := range values {
		c.Highest = max(c.Highest, v)
	}
	for i, v := range values {
		h := 0.0
		if v > 0 {
			h = max(minHeight, float64(v)/float64(c.Highest)*height)
		}
		c.Columns = append(
			c.Columns,
			Column{X: float64(i*step + gap/2), Y: height - h, Width: step - gap, Height: h, Value: v, Label: labels[i]},
		)
	}
	return c
}

// Percent returns how much of whole a part is, at most 100. whole is an int or *int; it returns 0 for nil and 0.
func Percent(part int, whole any) int {
	of := 0
	switch w := whole.(type) {
	case int:
		of = w
	case *int:
		if w != nil {
			of = *w
		}
	}
	if of <= 0 {
		return 0
	}
	return min(100, part*100/of)
}
