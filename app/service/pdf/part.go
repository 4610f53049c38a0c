package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"

	"github.com/jung-kurt/gofpdf"
)

// partPages is how many pages are drawn before their streams are packed. gofpdf keeps its pages unpacked until the end:
// a list of 100,000 people would take 400 MB.
const partPages = 25

// finishedPage has the packed streams of a page.
type finishedPage struct{ body, footer []byte }

// beginPart begins to draw into a new document of gofpdf.
func (d *document) beginPart() {
	d.Fpdf = gofpdf.New("P", "pt", "A4", "")
	d.SetAutoPageBreak(false, 0)
	d.SetMargins(0, 0, 0)
	d.SetCompression(false) // streams are packed here
	d.SetCatalogSort(true)
}

// addPage adds an empty page.
func (d *document) addPage() {
	if d.PageCount() == partPages {
		d.endPart()
		d.beginPart()
	}
	d.AddPage()
}

// endPart packs the pages of a part.
func (d *document) endPart() {
	count := d.PageCount()
	var out bytes.Buffer
	if err := d.Output(&out); err != nil {
		d.fail(fmt.Errorf("pdf: %w", err))
		return
	}
	objects, err := readObjects(out.Bytes())
	if err != nil {
		d.fail(err)
		return
	}
	for n := range count {
		_, stream, found := objects[firstStream+2*n].split()
		if !found {
			d.fail(errUnknownLayout)
			return
		}
		d.finish(pack(stream))
	}
}

// finish keeps a packed stream as that of the next page, or as the footer of the next page that has none.
func (d *document) finish(stream []byte) {
	if d.inFooters {
		d.finished[d.footers].footer = stream
		d.footers++
		return
	}
	d.finished = append(d.finished, finishedPage{body: stream})
}

// packers are shared by documents: each holds more than half a megabyte of tables.
var packers = sync.Pool{New: func() any {
	packer, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // the level is a valid one
	return packer
}}

func pack(stream []byte) []byte {
	packer := packers.Get().(*zlib.Writer) //nolint:errcheck,forcetypeassert // as New makes them
	defer packers.Put(packer)
	var out bytes.Buffer
	packer.Reset(&out)
	_, _ = packer.Write(stream) // a buffer takes all
	_ = packer.Close()
	return bytes.Clone(out.Bytes())
}

// object is an indirect object as gofpdf writes it, between "obj" and "endobj".
type object []byte

// firstStream is the index of the first page's stream in gofpdf's objects. Between two streams is a page.
const firstStream = 3

var (
	errUnknownLayout = errors.New("pdf: the document is not built as gofpdf builds it")
	tableEntry       = regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`)
)

// readObjects cuts the objects out of a document by its cross-reference table (ISO 32000-1, 7.5.4).
func readObjects(content []byte) ([]object, error) {
	start := bytes.LastIndex(content, []byte("startxref\n"))
	table := bytes.LastIndex(content[:max(start, 0)], []byte("\nxref\n"))
	if table < 0 {
		return nil, errUnknownLayout
	}
	var objects []object
	for _, entry := range tableEntry.FindAllSubmatch(content[table:start], -1) {
		offset, _ := strconv.Atoi(string(entry[1])) // the expression matches ten digits
		mark := fmt.Appendf(nil, "%d 0 obj\n", len(objects)+1)
		if offset > table || !bytes.HasPrefix(content[offset:], mark) {
			return nil, errUnknownLayout
		}
		body, _, found := cutObject(content[offset+len(mark) : table+1])
		if !found {
			return nil, errUnknownLayout
		}
		objects = append(objects, body)
	}
	return objects, nil
}

var (
	streamBegin = []byte("\nstream\n")
	streamEnd   = []byte("\nendstream\n")
	objectEnd   = []byte("endobj\n")
	length      = regexp.MustCompile(`/Length (\d+)`)
)

// cutObject cuts an object off. The length of a stream is told before it, because its bytes may be any.
func cutObject(content []byte) (body, rest []byte, found bool) {
	end := bytes.Index(content, objectEnd)
	begin := bytes.Index(content[:max(end, 0)], streamBegin)
	if begin < 0 {
		return bytes.Cut(content, objectEnd)
	}
	size := length.FindSubmatch(content[:begin])
	if size == nil {
		return nil, nil, false
	}
	n, _ := strconv.Atoi(string(size[1]))
	after := begin + len(streamBegin) + n
	if after > len(content) || !bytes.HasPrefix(content[after:], streamEnd) {
		return nil, nil, false
	}
	return content[:after+len(streamEnd)], content[after+len(streamEnd)+len(objectEnd):], true
}

// split returns the dictionary and the stream of an object.
func (o object) split() (dictionary, stream []byte, found bool) {
	dictionary, stream, found = bytes.Cut(o, streamBegin)
	return dictionary, bytes.TrimSuffix(stream, streamEnd), found
}
