package pdf

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
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
	fontObject
	cidFontObject
	toUnicodeObject
	descriptorObject
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
	d.endPart()
	subset := d.subset()
	if d.err != nil {
		return d.err
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
	f.object(resourcesObject, fmt.Sprintf("<</ProcSet [/PDF /Text /ImageC] /Font <</%s %d 0 R>>%s>>",
		fontName, fontObject, d.writeImages(f)))
	d.writeFont(f, subset)
	d.writePages(f)
	return cmp.Or(f.end(), buffered.Flush())
}

// writeImages writes the pictures and returns the entry of resources that names them, "" for none.
func (d *document) writeImages(f *file) string {
	if len(d.images) == 0 {
		return ""
	}
	var names strings.Builder
	for i, image := range d.images {
		fmt.Fprintf(&names, "/%s%d %d 0 R ", imageName, i+1, firstFreeObject+i)
		f.stream(firstFreeObject+i, fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d\n"+
			"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", image.width, image.height), image.content)
	}
	return " /XObject <<" + names.String() + ">>"
}

func (d *document) writePages(f *file) {
	var kids strings.Builder
	next := firstFreeObject + len(d.images)
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
		f.object(page, fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 %.2f %.2f %.2f]\n"+
			"/Resources %d 0 R /Contents [%s]>>",
			pagesObject, pageHeight-cmp.Or(d.sheetHeight, pageHeight), cmp.Or(d.sheetWidth, pageWidth), pageHeight,
			resourcesObject, strings.TrimSpace(contents.String())))
		fmt.Fprintf(&kids, "%d 0 R\n", page)
		next++
	}
	f.object(pagesObject, fmt.Sprintf("<</Type /Pages /Count %d /Kids [%s]>>", len(d.finished), kids.String()))
}

func utf16Bytes(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.BigEndian.AppendUint16(out, unit)
	}
	return out
}
