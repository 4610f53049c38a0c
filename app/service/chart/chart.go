// Package chart computes the layout of charts; templates/partials/chart.html draws them as SVG.
package chart

import (
	"fmt"
	"slices"
	"strings"
)

// Entry is one column of a plot: its values from the bottom up, and what it is called.
type Entry struct {
	Values []int
	// Against is what the sum is held against, drawn as a line; 0 for all where there is none.
	Against int
	// Label stands below the axis where there is room. Name and Text are the whole name and all values, which are shown
	// and read out where the column is pointed at.
	Label, Name, Text string
}

func (e *Entry) sum() (n int) {
	for _, v := range e.Values {
		n += v
	}
	return n
}

// Plot is a chart of columns over time, with axes. All sizes are in its own units.
type Plot struct {
	Width, Height float64
	// Left, Right, Top and Bottom are the edges of the columns' ground.
	Left, Right, Top, Bottom float64
	Columns                  []Column
	Ticks                    []Tick
	Labels                   []Label
	// Line is the path of the running total, "" without one; LineX and LineY are its end.
	Line         string
	LineX, LineY float64
	Total        int
	// Against is the path of what the columns are held against, "" for nothing.
	Against string
}

// Middle is where what is told of a column stands: it is always within the plot there.
func (p Plot) Middle() float64 { return p.Width / 2 }

// Depth is how high the ground of the columns is.
func (p Plot) Depth() float64 { return p.Bottom - p.Top }

// Column is one entry. Its hit area reaches from Top to Bottom, so that a small one can be pointed at.
type Column struct {
	X, Width   float64
	Parts      []Part
	Name, Text string
	// Sum is of all parts. IsPeak says that it is the highest, of several the first, whose value stands above it.
	Sum    int
	IsPeak bool
}

// Middle is where the middle of the column is.
func (c *Column) Middle() float64 { return c.X + c.Width/2 }

// Peak is where the top of the column is.
func (c *Column) Peak() float64 { return c.Parts[len(c.Parts)-1].Y }

// Part is a value in a column. Series counts from 1.
type Part struct {
	Y, Height float64
	Series    int
}

// Tick is a line across, with its value and that of the running total.
type Tick struct {
	Y           float64
	Value, Line int
}

// Label is a text below the axis.
type Label struct {
	X    float64
	Text string
}

// Size is what a plot is drawn for.
type Size struct {
	width, height, label float64
}

// The sizes: beside other things on a desktop, and on a phone. A label needs the room of its longest text.
var (
	Wide   = Size{616, 262, 56}
	Narrow = Size{324, 254, 56}
)

const (
	ticks     = 4 // above zero
	sideRoom  = 36
	topRoom   = 50 // for the units, and below them what is told of a column
	belowRoom = 24
	minHeight = 2 // so that a value above 0 is visible
)

// NewPlot lays out a plot of entries from left to right. With a running total, before is where it begins; without one,
// before is negative.
func NewPlot(size Size, entries []Entry, before int) Plot {
	p := Plot{
		Width: size.width, Height: size.height,
		Left: sideRoom, Right: size.width - sideRoom, Top: topRoom, Bottom: size.height - belowRoom,
	}
	if before < 0 {
		p.Right = size.width - sideRoom/3
	}
	highest, total := 0, max(0, before)
	for i := range entries {
		highest = max(highest, entries[i].sum(), entries[i].Against)
		total += entries[i].sum()
	}
	p.Total = total
	step, lineStep := tickStep(highest), tickStep(total)
	for i := range ticks + 1 {
		p.Ticks = append(p.Ticks, Tick{p.y(i, ticks), i * step, i * lineStep})
	}
	p.addColumns(entries, ticks*step)
	p.addLabels(entries, size.label)
	p.addAgainst(entries, ticks*step)
	if before >= 0 {
		p.addLine(entries, before, ticks*lineStep)
	}
	return p
}

// y is the height of a value where most is at the top.
func (p *Plot) y(value, most int) float64 {
	return p.Bottom - float64(value)/float64(most)*(p.Bottom-p.Top)
}

func (p *Plot) slot(n int) float64 { return (p.Right - p.Left) / float64(max(1, n)) }

func (p *Plot) addColumns(entries []Entry, most int) {
	slot := p.slot(len(entries))
	gap, highest := min(4, slot/4), 0
	for i := range entries {
		highest = max(highest, entries[i].sum())
	}
	for i := range entries {
		c := Column{X: p.Left + float64(i)*slot + gap/2, Width: slot - gap, Name: entries[i].Name, Text: entries[i].Text}
		if c.Sum = entries[i].sum(); c.Sum == highest && highest > 0 {
			c.IsPeak, highest = true, -1
		}
		sum := 0
		for series, v := range entries[i].Values {
			if v > 0 {
				low := p.y(sum, most)
				sum += v
				height := max(minHeight, low-p.y(sum, most))
				c.Parts = append(c.Parts, Part{low - height, height, series + 1})
			}
		}
		p.Columns = append(p.Columns, c)
	}
}

// addLabels names as many columns as have room, from the first on.
func (p *Plot) addLabels(entries []Entry, room float64) {
	slot := p.slot(len(entries))
	every := 1
	for float64(every)*slot < room {
		every++
	}
	for i := 0; i < len(entries); i += every {
		x := p.Left + (float64(i)+0.5)*slot
		if i > 0 && x+room/2 > p.Width {
			return
		}
		p.Labels = append(p.Labels, Label{x, entries[i].Label})
	}
}

func (p *Plot) addLine(entries []Entry, total, most int) {
	var path strings.Builder
	slot := p.slot(len(entries))
	for i := range entries {
		total += entries[i].sum()
		p.LineX, p.LineY = p.Left+(float64(i)+0.5)*slot, p.y(total, most)
		fmt.Fprintf(&path, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], p.LineX, p.LineY)
	}
	p.Line = path.String()
}

func (p *Plot) addAgainst(entries []Entry, most int) {
	if !slices.ContainsFunc(entries, func(e Entry) bool { return e.Against > 0 }) {
		return
	}
	var path strings.Builder
	slot := p.slot(len(entries))
	for i := range entries {
		letter := map[bool]string{true: "M", false: "L"}[i == 0]
		fmt.Fprintf(&path, "%s%.1f %.1f", letter, p.Left+(float64(i)+0.5)*slot, p.y(entries[i].Against, most))
	}
	p.Against = path.String()
}

// tickStep is a round distance of ticks, so that the highest value is below the last one.
func tickStep(highest int) int {
	for unit := 1; ; unit *= 10 {
		for _, step := range []int{1, 2, 3, 5} {
			if ticks*step*unit >= highest {
				return step * unit
			}
		}
	}
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
