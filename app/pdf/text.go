package pdf

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/rivo/uniseg"
	"golang.org/x/image/font/sfnt"
)

// drawn is how a character gets onto the page: as text in the main face, or as an outline.
type drawn struct {
	glyph
	asText bool
}

// tofu is drawn for a character that no face has: it must not vanish.
var tofu = glyph{width: 600}

func (d *document) glyphOf(r rune) drawn {
	if g, ok := d.glyphs[r]; ok {
		return g
	}
	g := d.lookUp(r)
	d.glyphs[r] = g
	return g
}

func (d *document) lookUp(r rune) drawn {
	if r <= 0xFFFF { // what gofpdf can write
		if g, ok := d.from(d.maker.main, r, false); ok {
			return drawn{g, true}
		}
	}
	if isInvisible(r) {
		return drawn{}
	}
	for _, f := range append([]*face{d.maker.main}, d.maker.fallback...) {
		if g, ok := d.from(f, r, true); ok {
			return drawn{g, false}
		}
	}
	return drawn{tofu, false}
}

func (d *document) from(f *face, r rune, withOutline bool) (glyph, bool) {
	g, ok, err := f.find(&d.buffer, r, withOutline)
	if err != nil && d.err == nil {
		d.err = err
	}
	return g, ok && err == nil
}

// isInvisible knows what joins or varies characters and is not drawn itself.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

// width is how wide a line of text is at a size.
func (d *document) width(size float64, text string) float64 {
	sum := 0.0
	for _, r := range text {
		sum += d.glyphOf(r).width
	}
	return sum * size / em
}

// line draws one line of text whose baseline begins at x, y.
func (d *document) line(x, y, size float64, text string) {
	d.SetFont(family, "", size)
	var run strings.Builder
	from := x
	flush := func() {
		if run.Len() > 0 {
			d.Text(from, y, run.String())
			run.Reset()
		}
	}
	for graphemes := uniseg.NewGraphemes(text); graphemes.Next(); {
		cluster := graphemes.Str()
		if d.asText(cluster) {
			if run.Len() == 0 {
				from = x
			}
			run.WriteString(cluster)
		} else {
			flush()
			d.outline(x, y, size, cluster)
		}
		x += d.width(size, cluster)
	}
	flush()
}

func (d *document) asText(cluster string) bool {
	for _, r := range cluster {
		if !d.glyphOf(r).asText {
			return false
		}
	}
	return true
}

// outline draws a character as a shape. Its text stays with it (ISO 32000-1, 14.9.4), on an invisible character, so that it can be found and copied.
func (d *document) outline(x, y, size float64, cluster string) {
	var path strings.Builder
	at := x
	for _, r := range cluster {
		g := d.glyphOf(r)
		if g.outline == nil && g.width == tofu.width {
			fmt.Fprintf(&path, "%.2f %.2f %.2f %.2f re S ", at+size*0.06, pageHeight-y, size*0.48, size*0.7)
		}
		shape(&path, g.outline, at, pageHeight-y, size/em)
		at += g.width * size / em
	}
	red, green, blue := d.GetTextColor()
	fill := fmt.Sprintf("%.3f %.3f %.3f rg %.3f %.3f %.3f RG 0.5 w", float64(red)/255, float64(green)/255, float64(blue)/255, float64(red)/255, float64(green)/255, float64(blue)/255)
	d.RawWriteStr(fmt.Sprintf("q %s %s Q\n/Span <</ActualText <%s>>> BDC\n3 Tr\n", fill, path.String(), utf16Hex(cluster)))
	d.Text(x, y, "\u3000")
	d.RawWriteStr("0 Tr\nEMC\n")
}

// shape writes an outline as path operators. Its coordinates point down, those of a page up; quadratic curves become cubic ones.
func shape(path *strings.Builder, segments sfnt.Segments, x, y, scale float64) {
	if len(segments) == 0 {
		return
	}
	var cx, cy float64
	for _, s := range segments {
		var p [3][2]float64
		for i, arg := range s.Args {
			p[i] = [2]float64{x + float64(arg.X)/64*scale, y - float64(arg.Y)/64*scale}
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			fmt.Fprintf(path, "%.3f %.3f m ", p[0][0], p[0][1])
			cx, cy = p[0][0], p[0][1]
		case sfnt.SegmentOpLineTo:
			fmt.Fprintf(path, "%.3f %.3f l ", p[0][0], p[0][1])
			cx, cy = p[0][0], p[0][1]
		case sfnt.SegmentOpQuadTo:
			fmt.Fprintf(path, "%.3f %.3f %.3f %.3f %.3f %.3f c ", cx+(p[0][0]-cx)*2/3, cy+(p[0][1]-cy)*2/3,
				p[1][0]+(p[0][0]-p[1][0])*2/3, p[1][1]+(p[0][1]-p[1][1])*2/3, p[1][0], p[1][1])
			cx, cy = p[1][0], p[1][1]
		case sfnt.SegmentOpCubeTo:
			fmt.Fprintf(path, "%.3f %.3f %.3f %.3f %.3f %.3f c ", p[0][0], p[0][1], p[1][0], p[1][1], p[2][0], p[2][1])
			cx, cy = p[2][0], p[2][1]
		}
	}
	path.WriteString("f ")
}

func utf16Hex(text string) string {
	bytes := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(text)) {
		bytes = append(bytes, byte(unit>>8), byte(unit))
	}
	return hex.EncodeToString(bytes)
}

// lines breaks text so that no line is wider than width: where UAX #14 allows it, which keeps 。 and ） off the start of a line and （ off its end, and
// inside a word only where a single one is too long.
func (d *document) lines(size, width float64, text string) []string {
	var list []string
	var current strings.Builder
	used := 0.0
	end := func() {
		list = append(list, strings.TrimRightFunc(current.String(), unicode.IsSpace))
		current.Reset()
		used = 0
	}
	state := -1
	for rest := text; rest != ""; {
		var segment string
		var must bool
		segment, rest, must, state = uniseg.FirstLineSegmentInString(rest, state)
		visible := d.width(size, strings.TrimRightFunc(segment, unicode.IsSpace))
		if used > 0 && used+visible > width {
			end()
		}
		if visible > width {
			segment = d.cut(&list, size, width, segment)
		}
		current.WriteString(strings.TrimRight(segment, "\r\n"))
		used += d.width(size, segment)
		if must && rest != "" {
			end()
		}
	}
	if current.Len() > 0 {
		end()
	}
	return list
}

// cut breaks a word that is wider than a line between characters and returns what is left of it.
func (d *document) cut(list *[]string, size, width float64, word string) string {
	var current strings.Builder
	used := 0.0
	for graphemes := uniseg.NewGraphemes(word); graphemes.Next(); {
		w := d.width(size, graphemes.Str())
		if used+w > width && used > 0 {
			*list = append(*list, current.String())
			current.Reset()
			used = 0
		}
		current.WriteString(graphemes.Str())
		used += w
	}
	return current.String()
}

// leading is the distance between lines, as a part of their size.
const leading = 1.6

// paragraph draws text below what is there, in lines of width from x; pages break where they must.
func (d *document) paragraph(x, width, size float64, text string) {
	for _, line := range d.lines(size, width, text) {
		d.room(size * leading)
		d.y += size * leading
		d.line(x, d.y-size*(leading-1)/2-size*0.12, size, line)
	}
}

// fit draws one line that is never wider than width: smaller where it must be, and in the end shortened.
func (d *document) fit(x, y, width, size, least float64, text string) {
	for size > least && d.width(size, text) > width {
		size -= 0.25
	}
	if d.width(size, text) > width {
		lines := d.lines(size, width-d.width(size, "…"), text)
		text = lines[0] + "…"
	}
	d.line(x, y, size, text)
}

// right draws one line that ends at x.
func (d *document) right(x, y, size float64, text string) {
	d.line(x-d.width(size, text), y, size, text)
}
