package pdf

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// drawnGlyph is how a character is drawn: as text in the main face, or as an outline.
type drawnGlyph struct {
	glyph
	asText, missing bool
}

// missingGlyph is a character that no face has. It is drawn as a box, so that it does not vanish.
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

// isInvisible reports whether a character is not drawn itself, such as one that joins or varies others.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

// isModifier reports whether r is a skin tone, which changes the emoji before it.
func isModifier(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

// clean prepares text for drawing and measuring: it makes it valid UTF-8, replaces tabs, and composes accents and
// voicing marks with their letters where Unicode has such a letter.
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
		) { // not others: NFC would replace compatibility ideographs such as 神 (U+FA19)
			cluster = norm.NFC.String(cluster)
		}
		out.WriteString(cluster)
	}
	return out.String()
}

func isMark(r rune) bool {
	return unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Variation_Selector, r)
}

// width returns the width of a line of clean text at a size.
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

// drawLine draws one line of text whose baseline begins at x, y.
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

// drawRight draws one line of text that ends at x.
func (d *document) drawRight(x, y, size float64, text string) {
	d.drawLine(x-d.width(size, clean(text)), y, size, text)
}

// drawFitted draws one line that is no wider than width. It reduces the size to minSize at least, and then shortens the
// text.
func (d *document) drawFitted(x, y, width, size, minSize float64, text string) {
	text = clean(text)
	if unitWidth := d.width(1, text); unitWidth*size > width {
		size = max(minSize, width/unitWidth)
	}
	d.drawLine(x, y, size, d.shorten(size, width, text))
}

// shorten replaces the end of a clean text by an ellipsis if it is wider than width.
func (d *document) shorten(size, width float64, text string) string {
	if d.width(size, text) <= width+0.01 {
		return text
	}
	rest := width - d.width(size, "…")
	var out strings.Builder
	for graphemes := uniseg.NewGraphemes(strings.TrimRight(text, "…")); graphemes.Next(); {
		if rest -= d.width(size, graphemes.Str()); rest < 0 {
			break
		}
		out.WriteString(graphemes.Str())
	}
	return strings.TrimRightFunc(out.String(), unicode.IsSpace) + "…"
}

// leading is the distance between lines, as a multiple of their size.
const leading = 1.6

// paragraph draws text below the content so far, in lines of width from x, with page breaks.
func (d *document) paragraph(x, width, size float64, text string) {
	d.drawLines(x, size, d.lines(size, width, text))
}

// block draws a title or a name in at most maxLines lines, of about equal length. It reduces the size to minSize at
// least.
func (d *document) block(x, width, size, minSize float64, maxLines int, text string) {
	for size > minSize && len(d.lines(size, width, text)) > maxLines {
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
