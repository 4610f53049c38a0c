package pdf

import (
	"slices"
	"strconv"
	"strings"

	shapes "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// outline is a shape, in thousandths of the size. Its y axis points up, as that of a page does.
type outline []segment

type segment struct {
	op     opentype.SegmentOp
	points [3]point
}

type point struct{ x, y float64 }

// fromSfnt converts an outline of sfnt, whose y axis points down.
func fromSfnt(segments sfnt.Segments) outline {
	ops := map[sfnt.SegmentOp]opentype.SegmentOp{
		sfnt.SegmentOpMoveTo: opentype.SegmentOpMoveTo, sfnt.SegmentOpLineTo: opentype.SegmentOpLineTo,
		sfnt.SegmentOpQuadTo: opentype.SegmentOpQuadTo, sfnt.SegmentOpCubeTo: opentype.SegmentOpCubeTo,
	}
	out := make(outline, len(segments))
	for i, s := range segments {
		out[i].op = ops[s.Op]
		for n, p := range s.Args {
			out[i].points[n] = point{float64(p.X) / 64, -float64(p.Y) / 64}
		}
	}
	return out
}

// fromShaper converts an outline of the shaper, which is in the units of its font.
func fromShaper(segments []shapes.Segment, unitsPerEm uint16) outline {
	scale := em / float64(unitsPerEm)
	out := make(outline, len(segments))
	for i, s := range segments {
		out[i].op = s.Op
		for n, p := range s.Args {
			out[i].points[n] = point{float64(p.X) * scale, float64(p.Y) * scale}
		}
	}
	return out
}

// placed returns the outline at another size and place.
func (o outline) placed(scale, x, y float64) outline {
	out := slices.Clone(o)
	for i := range out {
		for n, p := range out[i].points {
			out[i].points[n] = point{p.x*scale + x, p.y*scale + y}
		}
	}
	return out
}

// rectangle is an outline. It is a hole in another one if it is clockwise.
func rectangle(left, low, right, high float64, clockwise bool) outline {
	corners := []point{{left, low}, {right, low}, {right, high}, {left, high}}
	if clockwise {
		slices.Reverse(corners)
	}
	out := outline{{op: opentype.SegmentOpMoveTo, points: [3]point{corners[0]}}}
	for _, corner := range corners[1:] {
		out = append(out, segment{op: opentype.SegmentOpLineTo, points: [3]point{corner}})
	}
	return out
}

// drawShape draws a piece that is no text of the main face, and adds its text.
func (d *document) drawShape(x, y, size float64, p *piece) {
	var path strings.Builder
	paint := "f "
	path.WriteString("q " + d.textColour("rg"))
	if d.isBold {
		path.WriteString(d.edges(size))
		paint = "B "
	}
	writePath(&path, p.shape, x, pageHeight-y, size/em, paint)
	path.WriteString("Q\n")
	d.RawWriteStr(path.String())
	text := p.text
	if p.rightToLeft {
		text = reversed(text)
	}
	d.writeInvisible(x, y, size, text, p.width/em)
}

// writePath writes an outline as path operators; paint ends it. Quadratic curves are converted to cubic ones.
func writePath(path *strings.Builder, shape outline, x, y, scale float64, paint string) {
	if len(shape) == 0 {
		return
	}
	var from point
	for _, s := range shape.placed(scale, x, y) {
		p := s.points
		switch s.op {
		case opentype.SegmentOpMoveTo:
			writeOperator(path, "m ", p[0])
			from = p[0]
		case opentype.SegmentOpLineTo:
			writeOperator(path, "l ", p[0])
			from = p[0]
		case opentype.SegmentOpQuadTo:
			writeOperator(path, "c ", cubicControl(from, p[0]), cubicControl(p[1], p[0]), p[1])
			from = p[1]
		case opentype.SegmentOpCubeTo:
			writeOperator(path, "c ", p[0], p[1], p[2])
			from = p[2]
		}
	}
	path.WriteString(paint)
}

func writeOperator(path *strings.Builder, operator string, points ...point) {
	var number [24]byte
	for _, p := range points {
		for _, v := range [2]float64{p.x, p.y} {
			path.Write(strconv.AppendFloat(number[:0], v, 'f', 2, 64))
			path.WriteByte(' ')
		}
	}
	path.WriteString(operator)
}

// cubicControl returns a control point of the cubic curve that equals a quadratic one: two thirds of the way from the
// end to the quadratic control point.
func cubicControl(end, control point) point {
	return point{end.x + (control.x-end.x)*2/3, end.y + (control.y-end.y)*2/3}
}
