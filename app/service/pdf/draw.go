package pdf

import (
	"strconv"
	"strings"

	"meguri/app/service/sheet"
)

// The colours of the pages' light theme, for text and filled rectangles.
func (d *document) ink()    { d.colour(35, 31, 28) }
func (d *document) muted()  { d.colour(105, 96, 88) }
func (d *document) accent() { d.colour(173, 61, 0) }

// chartInk is the colour of charts.
func (d *document) chartInk() { d.colour(44, 112, 92) }

func (d *document) colour(r, g, b int) {
	d.SetTextColor(r, g, b)
}

// fillRectangle fills a rectangle with the colour of text.
func (d *document) fillRectangle(x, y, width, height float64) {
	d.SetFillColor(d.GetTextColor())
	d.Rect(x, y, width, height, "F")
}

// bold thickens what do draws.
func (d *document) bold(do func()) {
	d.isBold = true
	do()
	d.isBold = false
}

// rule draws a line over the whole width.
func (d *document) rule() {
	d.SetDrawColor(214, 205, 196)
	d.SetLineWidth(0.6)
	d.Line(margin, d.y, pageWidth-margin, d.y)
}

// hairline draws a thinner, lighter line, between rows.
func (d *document) hairline() {
	d.SetDrawColor(232, 226, 219)
	d.SetLineWidth(0.4)
	d.Line(margin, d.y, pageWidth-margin, d.y)
}

// heading draws a heading. At least height of the content below it fits on the same page.
func (d *document) heading(text string, height float64) {
	d.ensureSpace(34 + height)
	d.y += 14
	d.ink()
	d.bold(func() { d.drawFitted(margin, d.y+11, inner, 12, 8, text) })
	d.y += 18
}

// fact draws a small label with its value beside it, and nothing without a value.
func (d *document) fact(width, labelWidth, size float64, label, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	lines := d.lines(size, width-labelWidth, value)
	d.ensureSpace(float64(len(lines)) * size * leading)
	d.muted()
	d.drawFitted(margin, d.y+size*1.2, labelWidth-8, min(size, 9), 6, label)
	d.ink()
	d.drawLines(margin+labelWidth, size, lines)
}

// drawFooters writes a note and "n / m" at the bottom of each page. It is called last, when all pages are known.
func (d *document) drawFooters(note string) {
	if len(d.finished) == 0 {
		for n := range d.PageCount() {
			d.SetPage(n + 1)
			d.footer(note, pageNumber(n+1, d.PageCount()))
		}
		return
	}
	d.endPart()
	d.inFooters = true
	d.beginPart()
	for n := range d.finished {
		d.addPage()
		d.footer(note, pageNumber(n+1, len(d.finished)))
	}
}

// pageNumber is a page of all.
func pageNumber(n, total int) string { return strconv.Itoa(n) + " / " + strconv.Itoa(total) }

func (d *document) footer(note, number string) {
	d.SetDrawColor(214, 205, 196)
	d.SetLineWidth(0.5)
	d.Line(margin, pageHeight-42, pageWidth-margin, pageHeight-42)
	d.muted()
	d.drawFitted(margin, pageHeight-30, inner-60, 8, 6, note)
	d.drawRight(pageWidth-margin, pageHeight-30, 8, number)
}

// RoundedRect is that of gofpdf, which leaves a graphics state open (v1.16.2, fpdf.go, roundedRectPath).
func (d *document) RoundedRect(x, y, w, h, r float64, corners, style string) {
	d.Fpdf.RoundedRect(x, y, w, h, r, corners, style)
	d.RawWriteStr("Q")
}

// listHead draws the first line of each page of a list: which list it is, of which event, and what is told at the
// right.
func (d *document) listHead(right float64, heading, event, told string) {
	d.accent()
	d.drawLine(margin, 42, 12, heading)
	d.ink()
	from, until := margin+d.width(12, heading)+12, right-d.width(8.5, told)-12
	d.drawFitted(from, 42, until-from, 11, 7, event)
	d.muted()
	d.drawRight(right, 42, 8.5, told)
	d.y = 50
}

// tickBox draws a box to tick.
func (d *document) tickBox(x, y float64) {
	d.SetDrawColor(35, 31, 28)
	d.SetLineWidth(0.8)
	d.Rect(x, y, sheet.BoxSize, sheet.BoxSize, "D")
}
