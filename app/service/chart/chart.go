// Package chart lays out small drawings; templates/partials/chart.html draws them as SVG.
package chart

// Column is one value, laid out in the drawing's units.
type Column struct {
	X, Y, Width, Height float64
	Value               int
	Label               string
}

// Columns is a row of columns standing on one line.
type Columns struct {
	Width, Height float64
	Columns       []Column
	Highest       int
}

const (
	height    = 120
	step      = 20
	gap       = 4
	minHeight = 2 // a column that is not zero can be seen
)

// NewColumns lays out values from left to right; labels has the text of each.
func NewColumns(values []int, labels []string) Columns {
	c := Columns{Width: float64(len(values) * step), Height: height}
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

// Percent is how much of whole (an int or *int; nil or 0 is nothing to fill) a part is, 100 at most.
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
