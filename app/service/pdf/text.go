package pdf

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// drawnGlyph is how a character gets onto the page: as text in the main face, or as an outline.
type drawnGlyph struct {
	glyph
	asText, missing bool
}

// missingGlyph is for a character that no face has: it must not vanish, so a box is drawn.
var missingGlyph = drawnGlyph{glyph: glyph{width: 600}, missing: true}

func (d *document) glyphOf(r rune) drawnGlyph {
	if g, ok := d.glyphs[r]; ok {
		return g
	}
	g := d.lookUp(r)
	d.glyphs[r] = g
	return g
}

func (d *document) lookUp(r rune) drawnGlyph {
	if r <= 0xFFFF && !isPrivate(r) { // what gofpdf can write
		if g, ok := d.glyphFrom(d.maker.main, r, false); ok {
			return drawnGlyph{glyph: g, asText: true}
		}
	}
	if isInvisible(r) {
		return drawnGlyph{}
	}
	for _, f := range d.maker.faces {
		if g, ok := d.glyphFrom(f, r, true); ok {
			return drawnGlyph{glyph: g}
		}
	}
	return missingGlyph
}

func (d *document) glyphFrom(f *face, r rune, withOutline bool) (glyph, bool) {
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

// isModifier knows the skin tones, which change the emoji before them and are no signs of their own there.
func isModifier(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

// clean makes text that can be set: valid, without tabs, with accents and voicing marks joined to their letters where
// Unicode has such a letter. Everything that is drawn or measured comes through here.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\t", " ")
	if !strings.ContainsFunc(text, isMark) {
		return text
	}
	var out strings.Builder
	for graphemes := uniseg.NewGraphemes(text); graphemes.Next(); {
		cluster := graphemes.Str()
		if strings.ContainsFunc(
			cluster,
			isMark,
		) { // others stay: NFC would replace compatibility ideographs such as 神 (U+FA19)
			cluster = norm.NFC.String(cluster)
		}
		out.WriteString(cluster)
	}
	return out.String()
}

func isMark(r rune) bool {
	return unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Variation_Selector, r)
}

// width is how wide a line of clean text is in a size.
func (d *document) width(size float64, text string) float64 {
	sum := 0.0
	var before rune
	for _, r := range text {
		if !isModifier(r) || before == 0 {
			sum += d.glyphOf(r).width
		}
		before = r
	}
	return sum * size / em
}

// drawLine draws one drawLine of text whose baseline begins at x, y.
func (d *document) drawLine(x, y, size float64, text string) {
	d.SetFont(family, "", size)
	var run strings.Builder
	from := x
	flush := func() {
		if run.Len() > 0 {
			d.Text(from, y, run.String())
			run.Reset()
		}
	}
	for graphemes := uniseg.NewGraphemes(clean(text)); graphemes.Next(); {
		cluster := graphemes.Str()
		if d.asText(cluster) {
			if run.Len() == 0 {
				from = x
			}
			run.WriteString(cluster)
		} else {
			flush()
			d.drawOutline(x, y, size, cluster)
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

// drawRight draws one line that ends at x.
func (d *document) drawRight(x, y, size float64, text string) {
	d.drawLine(x-d.width(size, clean(text)), y, size, text)
}

// drawFitted draws one line that is no wider than width: smaller where it must be, and in the end shortened.
func (d *document) drawFitted(x, y, width, size, least float64, text string) {
	text = clean(text)
	if natural := d.width(1, text); natural*size > width {
		size = max(least, width/natural)
	}
	d.drawLine(x, y, size, d.shorten(size, width, text))
}

// shorten takes characters off the end of a clean text, with a mark for them, until it is no wider than width.
func (d *document) shorten(size, width float64, text string) string {
	if d.width(size, text) <= width+0.01 {
		return text
	}
	room := width - d.width(size, "…")
	var kept strings.Builder
	for graphemes := uniseg.NewGraphemes(strings.TrimRight(text, "…")); graphemes.Next(); {
		if room -= d.width(size, graphemes.Str()); room < 0 {
			break
		}
		kept.WriteString(graphemes.Str())
	}
	return strings.TrimRightFunc(kept.String(), unicode.IsSpace) + "…"
}

// leading is the distance between lines, as a part of their size.
const leading = 1.6

// paragraph draws text below what is there, in lines of width from x; pages break where they must.
func (d *document) paragraph(x, width, size float64, text string) {
	d.drawLines(x, size, d.lines(size, width, text))
}

// block draws a title or a name: in at most so many lines, smaller where it must be but not below least, its lines
// about equally long.
func (d *document) block(x, width, size, least float64, most int, text string) {
	for size > least && len(d.lines(size, width, text)) > most {
		size--
	}
	d.drawLines(x, size, d.balancedLines(size, width, text))
}

func (d *document) drawLines(x, size float64, lines []string) {
	for _, line := range lines {
		d.ensureSpace(size * leading)
		d.y += size * leading
		d.drawLine(x, d.y-size*(leading-1)/2-size*0.12, size, line)
	}
}
