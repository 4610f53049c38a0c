package pdf

import (
	"math"
	"slices"

	"meguri/app/service/i18n"
)

// Results are in two columns. In each column the labels of the bars are on the left and their counts on the right.
const (
	columnGap   = 30.0
	columnWidth = (inner - columnGap) / 2
	countWidth  = 62.0
	labelSize   = 8.6
	labelHeight = 10.5
)

// maxResults is how many questions a summary shows, the first ones.
const maxResults = 6

// results draws results as bars, below a heading with a note.
func (d *document) results(heading, noted string, results []Result) {
	if len(results) == 0 {
		return
	}
	results = results[:min(len(results), maxResults)]
	first := true
	for pair := range slices.Chunk(results, 2) {
		width, height := columnWidth, 0.0
		if len(pair) == 1 {
			width = inner // the last one, alone
		}
		for _, r := range pair {
			height = max(height, d.resultHeight(width, r))
		}
		if first {
			d.heading(d.texts.T(heading), height+10)
			d.muted()
			d.y += 10
			d.drawLine(margin, d.y-2, 8, d.texts.T(noted))
			first = false
		}
		d.ensureSpace(height)
		top := d.y
		for i, r := range pair {
			d.y = top
			d.result(margin+float64(i)*(columnWidth+columnGap), width, r)
		}
		d.y = top + height
	}
}

func (d *document) resultHeight(width float64, r Result) float64 {
	height := float64(len(d.lines(9.5, width, r.Question)))*9.5*leading + 28
	labelWidth := d.labelWidth(width, r.Bars)
	for _, b := range r.Bars {
		height += barHeight(d.labelLines(labelWidth, maxLabelLines(r.Bars), b.Label))
	}
	return height
}

// labelWidth returns the width of the labels: that of the widest, but at most half of the column.
func (d *document) labelWidth(width float64, bars []Bar) float64 {
	widest := 0.0
	for _, b := range bars {
		widest = max(widest, d.width(labelSize, clean(b.Label)))
	}
	return min(widest+1, width*0.5)
}

// maxLabelLines returns how many lines a label may have, so that the longest question still fits on a page.
func maxLabelLines(bars []Bar) int {
	switch {
	case len(bars) <= 8:
		return 4
	case len(bars) <= 20:
		return 2
	}
	return 1
}

func barHeight(label []string) float64 { return labelHeight*max(1, float64(len(label))) + 3 }

// labelLines breaks the label of a bar into lines, and shortens it if there are too many.
func (d *document) labelLines(width float64, maxLines int, text string) []string {
	lines := d.lines(labelSize, width, text)
	if len(lines) > maxLines {
		lines = lines[:maxLines]
		lines[maxLines-1] = d.shorten(labelSize, width, lines[maxLines-1]+"…")
	}
	return lines
}

// result draws one question. The caller has ensured that there is space on the page.
func (d *document) result(x, width float64, r Result) {
	d.y += 4
	d.ink()
	for _, line := range d.lines(9.5, width, r.Question) {
		d.y += 9.5 * leading
		d.drawLine(x, d.y-4, 9.5, line)
	}
	note := d.texts.T("pdf.responses", "n", d.texts.Number(r.Responses))
	if r.HasMean {
		note = d.texts.T("pdf.mean", "mean", d.texts.Decimal(r.Mean, 1)) + "　" + note
	}
	d.muted()
	d.y += 11
	d.drawLine(x, d.y-2, 8, note)
	d.y += 3
	labelWidth := d.labelWidth(width, r.Bars)
	for _, b := range r.Bars {
		label := d.labelLines(labelWidth, maxLabelLines(r.Bars), b.Label)
		d.bar(x, width, labelWidth, label, r.Counted(d.texts, b), r.share(b))
	}
}

// share is which part of those who answered gave an answer.
func (r *Result) share(b Bar) float64 { return float64(b.Count) / float64(max(1, r.Whole())) }

// Whole is what bars are a share of: those who answered, or all points.
func (r *Result) Whole() int {
	if !r.Points {
		return r.Responses
	}
	whole := 0
	for _, b := range r.Bars {
		whole += b.Count
	}
	return whole
}

// Counted is the count of an answer in words.
func (r *Result) Counted(texts *i18n.Localizer, b Bar) string {
	if r.Points {
		return texts.T("pdf.points", "n", texts.Number(b.Count))
	}
	return texts.T("pdf.people_share", "n", texts.Number(b.Count), "share", texts.Number(int(math.Round(r.share(b)*100))))
}

// bar draws one answer, its bar as long as its share.
func (d *document) bar(x, width, labelWidth float64, label []string, count string, share float64) {
	d.ink()
	for i, line := range label {
		d.drawLine(x, d.y+9+float64(i)*labelHeight, labelSize, line)
	}
	from, long := x+labelWidth+8, width-labelWidth-8-countWidth
	d.colour(245, 236, 228)
	d.fillRectangle(from, d.y+2.2, long, 7)
	d.chartInk()
	if share > 0 {
		d.fillRectangle(from, d.y+2.2, max(1.5, long*min(1, share)), 7)
	}
	d.ink()
	d.drawRight(x+width, d.y+9, labelSize, count)
	d.y += barHeight(label)
}
