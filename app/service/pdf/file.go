package pdf

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The objects of a file. The pages follow, each with its streams.
const (
	catalogObject = 1 + iota
	pagesObject
	informationObject
	metadataObject
	profileObject
	resourcesObject
	fontObject // gofpdf writes a font as seven objects, in this order
	cidFontObject
	toUnicodeObject
	cidSystemObject
	descriptorObject
	glyphMapObject
	fontFileObject
	firstFreeObject
)

// file writes a PDF 1.7 object by object (ISO 32000-1, 7.5).
type file struct {
	w       io.Writer
	sum     hash.Hash
	at      int
	offsets map[int]int
	err     error
}

func (f *file) print(format string, args ...any) { f.write(fmt.Appendf(nil, format, args...)) }

func (f *file) write(content []byte) {
	if f.err != nil {
		return
	}
	f.sum.Write(content)
	f.at += len(content)
	_, f.err = f.w.Write(content)
}

func (f *file) object(number int, body string) {
	f.offsets[number] = f.at
	f.print("%d 0 obj\n%s\nendobj\n", number, body)
}

// stream writes a stream. entries are those of its dictionary, but for the length.
func (f *file) stream(number int, entries string, content []byte) {
	f.offsets[number] = f.at
	f.print("%d 0 obj\n<<%s /Length %d>>\nstream\n", number, entries, len(content))
	f.write(content)
	f.print("\nendstream\nendobj\n")
}

// end writes the cross-reference table and the trailer. The identifier is that of the content: the same input is the
// same document.
func (f *file) end() error {
	table, count := f.at, len(f.offsets)+1
	f.print("xref\n0 %d\n0000000000 65535 f \n", count)
	for number := 1; number < count; number++ {
		f.print("%010d 00000 n \n", f.offsets[number])
	}
	id := f.sum.Sum(nil)[:16]
	f.print("trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		count, catalogObject, informationObject, id, id, table)
	return f.err
}

// output returns the finished document.
func (d *document) output() ([]byte, error) {
	var out bytes.Buffer
	if err := d.writeTo(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// writeTo writes the finished document, as PDF/A-2u (ISO 19005-2). Where drawing had an error, it returns that and
// writes nothing.
func (d *document) writeTo(w io.Writer) error {
	objects := d.endPart(d.useAll)
	if d.err != nil {
		return d.err
	}
	font, err := d.readFont(objects)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(w)
	f := &file{w: buffered, sum: sha256.New(), offsets: map[int]int{}}
	f.write([]byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"))
	f.object(catalogObject, fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /Metadata %d 0 R /Lang (%s)\n"+
		"/ViewerPreferences <</DisplayDocTitle true>> /PageLayout /OneColumn\n"+
		"/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)\n"+
		"/DestOutputProfile %d 0 R>>]>>",
		pagesObject, metadataObject, d.texts.Lang, profileObject))
	f.object(informationObject, d.about.information())
	f.stream(metadataObject, "/Type /Metadata /Subtype /XML", d.about.metadata())
	f.stream(profileObject, "/N 3", colourProfile())
	f.object(resourcesObject, fmt.Sprintf("<</ProcSet [/PDF /Text] /Font <</%s %d 0 R>>>>", font.name, fontObject))
	font.write(f)
	d.writePages(f)
	return cmp.Or(f.end(), buffered.Flush())
}

func (d *document) writePages(f *file) {
	var kids strings.Builder
	next := firstFreeObject
	for _, p := range d.finished {
		page := next
		var contents strings.Builder
		for _, stream := range [][]byte{p.body, p.footer} {
			if stream == nil {
				continue
			}
			next++
			f.stream(next, "/Filter /FlateDecode", stream)
			fmt.Fprintf(&contents, "%d 0 R ", next)
		}
		f.object(page, fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f]\n"+
			"/Resources %d 0 R /Contents [%s]>>",
			pagesObject, pageWidth, pageHeight, resourcesObject, strings.TrimSpace(contents.String())))
		fmt.Fprintf(&kids, "%d 0 R\n", page)
		next++
	}
	f.object(pagesObject, fmt.Sprintf("<</Type /Pages /Count %d /Kids [%s]>>", len(d.finished), kids.String()))
}

// standIn is the character whose glyph the codes of shapes have, as wide as they are. It is never drawn, but it must
// have ink: PDFium, and so Chrome, takes text without ink for no text.
const standIn = '■'

// useAll tells gofpdf all characters of the document, those of earlier parts, too.
func (d *document) useAll() {
	var all strings.Builder
	for r := range rune(len(d.used) * 64) {
		if d.uses(r) {
			all.WriteRune(r)
		}
	}
	d.Text(0, 0, all.String()+string(standIn))
}

// use remembers the characters of a text in the main face. gofpdf can write those up to U+FFFF.
func (d *document) use(text string) {
	for _, r := range text {
		d.used[r/64] |= 1 << (r % 64)
	}
}

func (d *document) uses(r rune) bool { return d.used[r/64]&(1<<(r%64)) != 0 }

// embeddedFont is the font as gofpdf wrote it, corrected.
type embeddedFont struct {
	name    string // in the streams of the pages
	objects [fontFileObject - fontObject + 1]object
}

var (
	fontName  = regexp.MustCompile(`/(F[0-9a-f]+) (\d+) 0 R`)
	reference = regexp.MustCompile(`\b(\d+) 0 R`)
)

// readFont takes the font from gofpdf's objects, and corrects its name, its map to Unicode and its map to glyphs.
func (d *document) readFont(objects []object) (*embeddedFont, error) {
	found := fontName.FindSubmatch(objects[1])
	if found == nil {
		return nil, errUnknownLayout
	}
	first, _ := strconv.Atoi(string(found[2]))
	font := &embeddedFont{name: string(found[1])}
	if first < 1 || first-1+len(font.objects) > len(objects) {
		return nil, errUnknownLayout
	}
	copy(font.objects[:], objects[first-1:])
	glyphs, err := d.glyphMap(font.objects[glyphMapObject-fontObject])
	if err != nil {
		return nil, err
	}
	tag := subsetTag(glyphs)
	for i, o := range font.objects {
		dictionary, stream, hasStream := o.split()
		dictionary = bytes.ReplaceAll(dictionary, []byte("/utf8"+family), []byte("/"+tag+"+"+d.maker.main.name))
		dictionary = reference.ReplaceAllFunc(dictionary, func(ref []byte) []byte {
			number, _ := strconv.Atoi(string(ref[:len(ref)-len(" 0 R")]))
			return fmt.Appendf(nil, "%d 0 R", number-first+fontObject)
		})
		if hasStream {
			dictionary = append(append(dictionary, streamBegin...), append(stream, streamEnd...)...)
		}
		font.objects[i] = dictionary
	}
	font.objects[toUnicodeObject-fontObject] = newStream("", d.toUnicode(glyphs))
	font.objects[glyphMapObject-fontObject] = newStream("/Filter /FlateDecode", d.pack(glyphs))
	return font, nil
}

func newStream(entries string, content []byte) object {
	return slices.Concat(fmt.Appendf(nil, "<<%s /Length %d>>", entries, len(content)), streamBegin, content, streamEnd)
}

func (e *embeddedFont) write(f *file) {
	for i, o := range e.objects {
		f.offsets[fontObject+i] = f.at
		f.print("%d 0 obj\n", fontObject+i)
		f.write(bytes.TrimSuffix(o, []byte("\n")))
		f.print("\nendobj\n")
	}
}

// glyphMap reads the map from codes to glyphs (CIDToGIDMap), and lets the codes of shapes have a glyph that is not that
// of a missing character: this a document for archives must not use at all (ISO 19005-2, 6.2.11.8).
func (d *document) glyphMap(o object) ([]byte, error) {
	_, packed, _ := o.split()
	reader, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errUnknownLayout
	}
	glyphs, err := io.ReadAll(reader)
	if err != nil || len(glyphs) != 2*0x10000 {
		return nil, errUnknownLayout
	}
	for i := range d.clusters {
		copy(glyphs[2*(firstCode+i):], glyphs[2*standIn:2*standIn+2])
	}
	return glyphs, nil
}

// subsetTag names the subset of a font by its glyphs, with six capital letters (ISO 32000-1, 9.6.4).
func subsetTag(glyphs []byte) string {
	sum := sha256.Sum256(glyphs)
	tag := sum[:6]
	for i, b := range tag {
		tag[i] = 'A' + b%26
	}
	return string(tag)
}

// toUnicode maps the codes of the font to text (ISO 32000-1, 9.10.3): those of shapes to the text of their clusters,
// the others to themselves. A block may have at most 100 lines.
func (d *document) toUnicode(glyphs []byte) []byte {
	var lines []string
	for code := range 0x10000 {
		shape := code - firstCode
		switch {
		case shape >= 0 && shape < len(d.clusters):
			lines = append(lines, fmt.Sprintf("<%04X> <%X>\n", code, utf16Bytes(d.clusters[shape])))
		case glyphs[2*code]|glyphs[2*code+1] != 0:
			lines = append(lines, fmt.Sprintf("<%04X> <%04X>\n", code, code))
		}
	}
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for block := range slices.Chunk(lines, 100) {
		fmt.Fprintf(&out, "%d beginbfchar\n%sendbfchar\n", len(block), strings.Join(block, ""))
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return out.Bytes()
}

func utf16Bytes(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.BigEndian.AppendUint16(out, unit)
	}
	return out
}
