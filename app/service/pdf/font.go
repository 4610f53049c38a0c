package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// letter is a glyph of the embedded font and the text it stands for.
type letter struct {
	text  string
	index sfnt.GlyphIndex
	width float64
}

// fontName is the name of the embedded font in the streams of the pages.
const fontName = "F1"

// standIn is the character whose glyph the codes of shapes have, as wide as they are. It is never drawn, but it must
// have ink: PDFium, and so Chrome, takes text without ink for no text.
const standIn = '■'

// maxClusters leaves enough of the 65,535 codes for the characters of the main face.
const maxClusters = 30_000

// codeOf returns the code of a letter. The codes follow each other in the order of their first use.
func (d *document) codeOf(l letter) int {
	code, ok := d.codes[l]
	if !ok {
		code = len(d.letters)
		d.codes[l] = code
		d.letters = append(d.letters, l)
	}
	return code
}

// writeText writes text that is plain, from x on the baseline y.
func (d *document) writeText(x, y, size float64, text string) {
	var codes strings.Builder
	for _, r := range text {
		g := d.glyphOf(r)
		fmt.Fprintf(&codes, "%04X", d.codeOf(letter{string(r), g.index, g.width}))
	}
	d.RawWriteStr(fmt.Sprintf("q %s%sBT /%s %.2f Tf %.2f %.2f Td <%s> Tj ET Q\n",
		d.textColour("rg"), d.weight(size), fontName, size, x, pageHeight-y, codes.String()))
}

// textColour is the colour of text as an operator: rg fills with it, RG draws lines.
func (d *document) textColour(operator string) string {
	red, green, blue := d.GetTextColor()
	return fmt.Sprintf("%.3f %.3f %.3f %s ", float64(red)/255, float64(green)/255, float64(blue)/255, operator)
}

// weight draws the edges of bold letters, too: a second font would make each document larger.
func (d *document) weight(size float64) string {
	if !d.isBold {
		return ""
	}
	return d.edges(size) + "2 Tr "
}

// edges is how the edges of bold letters are drawn.
func (d *document) edges(size float64) string {
	stroke := 0.028
	if size < 14 { // where the white inside of kanji is narrow
		stroke = 0.022
	}
	return fmt.Sprintf("%s%.3f w 1 j ", d.textColour("RG"), size*stroke)
}

// writeInvisible writes the code of a cluster without drawing it, stretched to the width of the shape, in multiples of
// the size. Marked content with ActualText would be simpler, but pdf.js and PDFium, and so Firefox and Chrome, do not
// support it. If all codes are used, it writes nothing: the shape is still visible.
func (d *document) writeInvisible(x, y, size float64, cluster string, width float64) {
	g := d.glyphOf(standIn)
	if len(d.letters) > maxClusters || width <= 0 || g.width == 0 {
		return
	}
	d.RawWriteStr(fmt.Sprintf("q BT /%s %.2f Tf 3 Tr %.1f Tz %.2f %.2f Td <%04X> Tj ET Q\n",
		fontName, size, width*100*em/g.width, x, pageHeight-y, d.codeOf(letter{cluster, g.index, g.width})))
}

// subset cuts the glyphs of the document out of the main face.
func (d *document) subset() []byte {
	loaded, err := d.maker.main.load()
	if err != nil {
		d.fail(err)
		return nil
	}
	glyphs := make([]sfnt.GlyphIndex, len(d.letters))
	for i := range d.letters {
		glyphs[i] = d.letters[i].index
	}
	content, err := loaded.subset(glyphs)
	if err != nil {
		d.fail(fmt.Errorf("font %s: %w", d.maker.main.name, err))
	}
	return content
}

// writeFont writes the font (ISO 32000-1, 9.7). Codes are glyphs.
func (d *document) writeFont(f *file, subset []byte) {
	loaded, err := d.maker.main.load()
	if err != nil {
		f.err = err
		return
	}
	name := subsetTag(subset) + "+" + d.maker.main.name
	f.object(fontObject, fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H\n"+
		"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", name, cidFontObject, toUnicodeObject))
	f.object(cidFontObject, fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s\n"+
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R\n"+
		"/CIDToGIDMap /Identity /W [0 [%s]]>>", name, descriptorObject, d.widths()))
	f.stream(toUnicodeObject, "/Filter /FlateDecode", pack(d.toUnicode()))
	f.object(descriptorObject, loaded.descriptor(&d.buffer, name))
	f.stream(fontFileObject, fmt.Sprintf("/Filter /FlateDecode /Length1 %d", len(subset)), pack(subset))
}

func (d *document) widths() string {
	var list strings.Builder
	for _, l := range d.letters {
		fmt.Fprintf(&list, "%.4g ", l.width)
	}
	return list.String()
}

// descriptor describes the font as a whole (ISO 32000-1, 9.8).
func (p *program) descriptor(buffer *sfnt.Buffer, name string) string {
	metrics, _ := p.parsed.Metrics(buffer, fixed.I(em), font.HintingNone) // the tables were read when it was opened
	bounds, _ := p.parsed.Bounds(buffer, fixed.I(em), font.HintingNone)
	const symbolic, stem = 4, 87 // how thick stems are: by the weight of the face
	return fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags %d /ItalicAngle 0 /StemV %d\n"+
		"/Ascent %d /Descent %d /CapHeight %d /FontBBox [%d %d %d %d] /FontFile2 %d 0 R>>",
		name, symbolic, stem, metrics.Ascent.Round(), -metrics.Descent.Round(), metrics.CapHeight.Round(),
		bounds.Min.X.Floor(), -bounds.Max.Y.Ceil(), bounds.Max.X.Ceil(), -bounds.Min.Y.Floor(), fontFileObject)
}

// subsetTag names the subset of a font by its content, with six capital letters (ISO 32000-1, 9.6.4).
func subsetTag(content []byte) string {
	sum := sha256.Sum256(content)
	tag := sum[:6]
	for i, b := range tag {
		tag[i] = 'A' + b%26
	}
	return string(tag)
}

// toUnicode maps the codes of the font to text (ISO 32000-1, 9.10.3). A block may have at most 100 lines.
func (d *document) toUnicode() []byte {
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	code := 1
	for block := range slices.Chunk(d.letters[1:], 100) {
		fmt.Fprintf(&out, "%d beginbfchar\n", len(block))
		for _, l := range block {
			fmt.Fprintf(&out, "<%04X> <%X>\n", code, utf16Bytes(l.text))
			code++
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return out.Bytes()
}
