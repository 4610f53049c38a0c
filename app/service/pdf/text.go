package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// textGlyph is a character as text: asText is set if it can be written in the main face, and then it has a glyph.
type textGlyph struct {
	index  sfnt.GlyphIndex
	width  float64
	asText bool
}

func (d *document) glyphOf(r rune) textGlyph {
	g, ok := d.glyphs[r]
	if !ok && !unicode.In(r, unicode.Co, unicode.M) && !d.hasOwnFace(r) {
		var found glyph
		found, g.asText = d.glyphFrom(d.maker.main, r, false)
		g.index, g.width = found.index, found.width
	}
	d.glyphs[r] = g
	return g
}

// hasOwnFace reports whether the script of a character is set in a face of its own.
func (d *document) hasOwnFace(r rune) bool {
	return r >= 0x0370 && slices.ContainsFunc(d.maker.scripts, func(s script) bool { return unicode.Is(s.table, r) })
}

// outlineOf returns the outline of a character from the first face that has it.
func (d *document) outlineOf(r rune) glyph {
	if g, ok := d.outlined[r]; ok {
		return g
	}
	g, ok := glyph{}, isInvisible(r)
	for i := 0; i < len(d.maker.faces) && !ok; i++ {
		g, ok = d.glyphFrom(d.maker.faces[i], r, true)
	}
	if !ok {
		g = d.missingSign(r)
	}
	d.outlined[r] = g
	return g
}

// variantOf returns the form of a character that a variation selector asks for, from the first face that has it.
func (d *document) variantOf(r, selector rune) (glyph, bool) {
	for _, f := range d.maker.faces {
		g, ok, err := f.findVariant(&d.buffer, r, selector)
		d.fail(err)
		if ok {
			return g, true
		}
	}
	return glyph{}, false
}

func (d *document) glyphFrom(f *face, r rune, withOutline bool) (glyph, bool) {
	g, ok, err := f.find(&d.buffer, r, withOutline)
	d.fail(err)
	return g, ok && err == nil
}

// fail keeps the first error for output.
func (d *document) fail(err error) {
	if d.err == nil {
		d.err = err
	}
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
	if d.isPlain(text) {
		return d.plainWidth(text) * size / em
	}
	sum := 0.0
	for _, p := range d.pieces(text) {
		sum += p.width
	}
	return sum * size / em
}

// drawLine draws one line of text whose baseline begins at x, y.
func (d *document) drawLine(x, y, size float64, text string) {
	for _, p := range d.pieces(clean(text)) {
		if p.isShape {
			d.drawShape(x, y, size, &p)
		} else {
			d.writeText(x, y, size, p.text)
		}
		x += p.width * size / em
	}
}

// drawRight draws one line of text that ends at x.
func (d *document) drawRight(x, y, size float64, text string) {
	d.drawLine(x-d.width(size, clean(text)), y, size, text)
}

// drawAround draws one line of text with its middle at x.
func (d *document) drawAround(x, y, size float64, text string) {
	d.drawLine(x-d.width(size, clean(text))/2, y, size, text)
}

// drawCentred draws one line of text in the middle of the page.
func (d *document) drawCentred(y, size float64, text string) {
	d.drawAround(pageWidth/2, y, size, text)
}

// drawCentredFitted is drawCentred for a line that is no wider than width; see drawFitted.
func (d *document) drawCentredFitted(y, width, size, minSize float64, text string) {
	text = clean(text)
	size = max(minSize, min(size, width/max(0.1, d.width(1, text))))
	d.drawCentred(y, size, d.shorten(size, width, text))
}

// drawFittedRight is drawFitted for a line that ends at x.
func (d *document) drawFittedRight(x, y, width, size, minSize float64, text string) {
	text = clean(text)
	if unitWidth := d.width(1, text); unitWidth*size > width {
		size = max(minSize, width/unitWidth)
	}
	d.drawRight(x, y, size, d.shorten(size, width, text))
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
	short := ""
	for graphemes := uniseg.NewGraphemes(strings.TrimRight(text, "…")); graphemes.Next(); {
		_, end := graphemes.Positions()
		longer := strings.TrimRightFunc(text[:end], unicode.IsSpace) + "…"
		if d.width(size, longer) > width {
			break
		}
		short = longer
	}
	return cmp.Or(short, "…")
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
