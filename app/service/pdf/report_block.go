package pdf

import (
	"cmp"

	"meguri/app/service/chart"
	"meguri/app/service/markdown"
)

const (
	noteSize  = 8.6
	tableSize = 9.0
)

func (d *document) reportBlock(b *Block) {
	if b.Title != "" && b.Bars == nil {
		d.ensureSpace(70)
		d.y += 8
		d.ink()
		d.bold(func() { d.paragraph(margin, inner, 10.5, b.Title) })
	}
	d.figures(b.Figures)
	if b.Text != "" {
		d.prose(markdown.Plain(b.Text))
	}
	if b.Plot != nil {
		d.plot(b.Plot)
	}
	if b.Table != nil {
		d.table(b.Table)
	}
	if b.Bars != nil {
		d.ensureSpace(d.resultHeight(inner, *b.Bars))
		d.result(margin, inner, *b.Bars)
	}
	for _, q := range b.Quotes {
		d.ensureSpace(2 * bodyLine)
		d.y += 3
		d.quote(margin, 9.5, q.Text)
		if q.Note != "" {
			d.muted()
			d.paragraph(margin+14, inner-14, noteSize, q.Note)
		}
	}
	d.note(b.Note)
}

// note draws how something is to be read.
func (d *document) note(text string) {
	if text == "" {
		return
	}
	d.y += 3
	d.muted()
	d.paragraph(margin, inner, noteSize, text)
}

// The first value of a column, and the second above it, in the colours of charts.
var plotColours = [][3]int{{44, 112, 92}, {201, 120, 40}}

// plot draws columns over time, with what their colours mean above them.
func (d *document) plot(p *Plot) {
	drawn := chart.NewPlot(chart.Wide, p.Entries, -1)
	scale := inner / drawn.Width
	legend, top := 14.0, 34.0
	d.ensureSpace((drawn.Height-drawn.Top)*scale + top + 10)
	d.y += 4
	x := margin
	for i, name := range p.Names {
		d.plotColour(i)
		d.fillRectangle(x, d.y+3, 8, 8)
		d.ink()
		d.drawLine(x+12, d.y+10.5, noteSize, name)
		x += 30 + d.width(noteSize, clean(name))
	}
	d.muted()
	d.drawLine(margin, d.y+legend+12, 7.5, p.Unit)
	low := d.y + top
	at := func(x, y float64) (float64, float64) { return margin + x*scale, low + (y-drawn.Top)*scale }
	for i, t := range drawn.Ticks {
		x, y := at(drawn.Left, t.Y)
		right, _ := at(drawn.Right, t.Y)
		d.SetDrawColor(214, 205, 196)
		d.SetLineWidth(map[bool]float64{true: 0.8, false: 0.4}[i == 0])
		d.Line(x, y, right, y)
		d.muted()
		d.drawRight(x-5, y+2.8, 7.5, d.texts.Number(t.Value))
	}
	for i := range drawn.Columns {
		c := &drawn.Columns[i]
		for _, part := range c.Parts {
			x, y := at(c.X, part.Y)
			d.plotColour(part.Series - 1)
			d.fillRectangle(x, y, c.Width*scale, part.Height*scale)
		}
		if c.IsPeak {
			x, y := at(c.Middle(), c.Peak())
			d.ink()
			d.drawAround(x, y-3, 8, d.texts.Number(c.Sum))
		}
	}
	d.muted()
	for _, l := range drawn.Labels {
		x, y := at(l.X, drawn.Bottom)
		d.drawAround(x, y+11, 7.5, l.Text)
	}
	d.y = low + (drawn.Height-drawn.Top)*scale
}

func (d *document) plotColour(series int) {
	c := plotColours[series%len(plotColours)]
	d.colour(c[0], c[1], c[2])
}

// table draws a table: the first column takes what the numbers leave.
func (d *document) table(t *Table) {
	others := len(t.Head) - 1
	width := min(84, inner*0.6/float64(max(1, others)))
	first := inner - width*float64(others)
	d.tableHead(t, first, width)
	for _, row := range t.Rows {
		lines := d.lines(tableSize, first-8, Cell(d.texts, row[0]))
		height := max(1, float64(len(lines)))*tableSize*leading + 1
		if d.y+height > bottom {
			d.page()
			d.tableHead(t, first, width)
		}
		top := d.y + tableSize*1.25
		d.ink()
		for i, line := range lines {
			d.drawLine(margin, top+float64(i)*tableSize*leading, tableSize, line)
		}
		for i, cell := range row[1:] {
			d.drawFittedRight(margin+first+width*float64(i+1), top, width-6, tableSize, 5.5, Cell(d.texts, cell))
		}
		d.y += height
		d.hairline()
	}
	d.y += 3
}

func (d *document) tableHead(t *Table, first, width float64) {
	const size, line = 8.0, 10.5
	names, most := make([][]string, len(t.Head)), 1
	for i, name := range t.Head {
		room := cmp.Or(map[bool]float64{true: first - 8}[i == 0], width-6)
		names[i] = d.lines(size, room, name)
		names[i] = names[i][:min(3, len(names[i]))]
		most = max(most, len(names[i]))
	}
	d.ensureSpace(float64(most)*line + 3*tableSize*leading)
	d.y += 4
	d.muted()
	for i, lines := range names {
		for n, text := range lines {
			y := d.y + line*float64(most-len(lines)+n+1) - 2
			if i == 0 {
				d.drawLine(margin, y, size, text)
			} else {
				d.drawRight(margin+first+width*float64(i), y, size, text)
			}
		}
	}
	d.y += line*float64(most) + 3
	d.rule()
}
