package pdf

import (
	"fmt"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// The text of outlined characters is an invisible character of the private-use area: each cluster has a code, and the
// finished document maps the code to the text. Marked content with ActualText would be simpler, but pdf.js and PDFium,
// and so Firefox and Chrome, do not support it.
const (
	firstCode = 0xE000
	lastCode  = 0xF8FF
)

func isPrivate(r rune) bool { return r >= firstCode && r <= lastCode }

// drawOutline draws a cluster as a shape and adds its text.
func (d *document) drawOutline(x, y, size float64, cluster string) {
	red, green, blue := d.GetTextColor()
	r, g, b := float64(red)/255, float64(green)/255, float64(blue)/255
	var path strings.Builder
	fmt.Fprintf(&path, "q %.3f %.3f %.3f rg %.3f %.3f %.3f RG 0.5 w ", r, g, b, r, g, b)
	at := x
	for i, r := range cluster {
		glyph := d.glyphOf(r)
		if i > 0 && isModifier(r) {
			continue
		}
		if glyph.missing {
			fmt.Fprintf(&path, "%.2f %.2f %.2f %.2f re S ", at+size*0.06, pageHeight-y, size*0.48, size*0.7)
		}
		writePath(&path, glyph.outline, at, pageHeight-y, size/em)
		at += glyph.width * size / em
	}
	path.WriteString("Q\n")
	d.RawWriteStr(path.String())
	d.invisibleText(x, y, cluster, (at-x)/size)
}

// invisibleText writes the code of a cluster without drawing it, stretched to the width of the shape, in multiples of
// the size. The face does not have the code, so its width is the size (DW) before it is stretched. If all codes are
// used, it writes nothing: the shape is still visible.
func (d *document) invisibleText(x, y float64, cluster string, width float64) {
	code, ok := d.codes[cluster]
	if !ok {
		code = firstCode + rune(len(d.clusters)) //nolint:gosec // far below
		if code > lastCode || width <= 0 {
			return
		}
		d.codes[cluster] = code
		d.clusters = append(d.clusters, cluster)
	}
	d.RawWriteStr(fmt.Sprintf("3 Tr %.1f Tz\n", width*100))
	d.Text(x, y, string(code))
	d.RawWriteStr("0 Tr 100 Tz\n")
}

// writePath writes an outline as path operators. The y axis of an outline points down, that of a page up. Quadratic
// curves are converted to cubic ones.
func writePath(path *strings.Builder, segments sfnt.Segments, x, y, scale float64) {
	if len(segments) == 0 {
		return
	}
	var from [2]float64
	for _, s := range segments {
		var p [3][2]float64
		for i, arg := range s.Args {
			p[i] = [2]float64{x + float64(arg.X)/64*scale, y - float64(arg.Y)/64*scale}
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			fmt.Fprintf(path, "%.3f %.3f m ", p[0][0], p[0][1])
			from = p[0]
		case sfnt.SegmentOpLineTo:
			fmt.Fprintf(path, "%.3f %.3f l ", p[0][0], p[0][1])
			from = p[0]
		case sfnt.SegmentOpQuadTo:
			a, b := cubicControl(from, p[0]), cubicControl(p[1], p[0])
			fmt.Fprintf(path, "%.3f %.3f %.3f %.3f %.3f %.3f c ", a[0], a[1], b[0], b[1], p[1][0], p[1][1])
			from = p[1]
		case sfnt.SegmentOpCubeTo:
			fmt.Fprintf(path, "%.3f %.3f %.3f %.3f %.3f %.3f c ", p[0][0], p[0][1], p[1][0], p[1][1], p[2][0], p[2][1])
			from = p[2]
		}
	}
	path.WriteString("f ")
}

// cubicControl returns a control point of the cubic curve that equals a quadratic one: two thirds of the way from the
// end to the quadratic control point.
func cubicControl(end, control [2]float64) [2]float64 {
	return [2]float64{end[0] + (control[0]-end[0])*2/3, end[1] + (control[1]-end[1])*2/3}
}
