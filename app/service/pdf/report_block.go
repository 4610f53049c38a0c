package pdf

import (
	"meguri/app/service/chart"
	"meguri/app/service/markdown"
)

const noteSize = 8.6

func (d *document) reportBlock(b *Block) {
	if b.Title != "" && b.Bars == nil {
		d.ensureSpace(d.beginning(b))
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
	if b.Map != nil {
		d.groups(b.Map)
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

// beginning is how much of a block stands together with what is above it.
func (d *document) beginning(b *Block) float64 {
	const title = 28.0
	switch {
	case b.Figures != nil:
		return title + 90
	case b.Plot != nil:
		return title + plotHeight
	case b.Map != nil:
		return title + mapHeight
	case b.Bars != nil:
		return d.resultHeight(inner, *b.Bars)
	}
	return title + 60
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

// plotHeight is that of a plot with its legend, as wide as the page.
const plotHeight = 226.0

// plot draws columns over time, with what they are above them.
func (d *document) plot(p *Plot) {
	const legend, top = 14.0, 34.0
	drawn := chart.NewPlot(chart.Wide, p.Entries, -1)
	scale := inner / drawn.Width
	d.ensureSpace(plotHeight)
	d.y += 4
	d.chartInk()
	d.fillRectangle(margin, d.y+3, 8, 8)
	d.ink()
	d.drawLine(margin+12, d.y+10.5, noteSize, p.Name+" "+d.texts.Number(p.Total))
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
			d.chartInk()
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
