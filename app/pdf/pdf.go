// Package pdf makes the documents that people take home or print: the attendee's summary, the ticket, the reception list.
//
// One face is embedded; characters that it lacks (rare kanji, Hangul, emoji) are drawn as outlines of fallback faces, with their text kept for search and
// copying. gofpdf would crash on characters outside the Basic Multilingual Plane.
package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/sfnt"

	"meguri/app/i18n"
)

// Maker makes documents. It is safe for concurrent use.
type Maker struct {
	main     *face
	fallback []*face
}

// New makes a Maker. The faces are read when they are first needed.
func New() *Maker {
	return &Maker{newFace("BIZUDPGothic"), []*face{newFace("NotoSansJP"), newFace("NotoSansKR"), newFace("NotoEmoji")}}
}

// Sizes of an A4 page in points, and its margins.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 56.0
	inner      = pageWidth - 2*margin
	bottom     = pageHeight - margin - 14
)

const family = "main"

// document is one PDF that is being made. The first error stays and stops everything after it.
type document struct {
	*gofpdf.Fpdf
	maker  *Maker
	texts  *i18n.Localizer
	buffer sfnt.Buffer
	glyphs map[rune]drawn
	y      float64
	err    error
	// header is drawn at the top of each page.
	header func()
}

func (m *Maker) document(texts *i18n.Localizer, title, author string, made time.Time) (*document, error) {
	loaded, err := m.main.load()
	if err != nil {
		return nil, err
	}
	d := &document{Fpdf: gofpdf.New("P", "pt", "A4", ""), maker: m, texts: texts, glyphs: map[rune]drawn{}}
	d.AddUTF8FontFromBytes(family, "", loaded.content)
	d.SetFont(family, "", 10)
	d.SetAutoPageBreak(false, 0)
	d.SetMargins(0, 0, 0)
	d.SetTitle(title, true)
	d.SetAuthor(author, true)
	d.SetCreator("Meguri", true)
	d.SetCreationDate(made)
	d.SetModificationDate(made)
	d.SetCatalogSort(true)
	return d, nil
}

// page begins a new page.
func (d *document) page() {
	d.AddPage()
	d.y = margin
	if d.header != nil {
		d.header()
	}
}

// room begins a new page where less than height is left on this one.
func (d *document) room(height float64) {
	if d.y+height > bottom {
		d.page()
	}
}

// finish writes the document, with its language in the catalog (ISO 32000-1, 14.9.2), which gofpdf cannot do.
func (d *document) finish() ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	var out bytes.Buffer
	if err := d.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return withLanguage(out.Bytes(), d.texts.Lang)
}

// withLanguage puts /Lang into the catalog. The catalog is the last object, so only the place of the cross-reference table after it moves.
func withLanguage(content []byte, lang string) ([]byte, error) {
	mark, start := []byte("/Type /Catalog\n"), []byte("startxref\n")
	at, end := bytes.LastIndex(content, mark), bytes.LastIndex(content, start)
	if at < 0 || end < at {
		return nil, fmt.Errorf("pdf: no catalog")
	}
	entry := []byte("/Lang (" + lang + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n")
	number, _, _ := bytes.Cut(content[end+len(start):], []byte("\n"))
	xref, err := strconv.Atoi(string(bytes.TrimSpace(number)))
	if err != nil {
		return nil, fmt.Errorf("pdf: no place of the cross-reference table: %w", err)
	}
	out := make([]byte, 0, len(content)+len(entry)+8)
	out = append(out, content[:at+len(mark)]...)
	out = append(out, entry...)
	out = append(out, content[at+len(mark):end+len(start)]...)
	out = strconv.AppendInt(out, int64(xref+len(entry)), 10)
	return append(out, content[end+len(start)+len(number):]...), nil
}

// The colours, as in the pages' light theme.
func (d *document) ink()    { d.SetTextColor(35, 31, 28); d.SetFillColor(35, 31, 28) }
func (d *document) quiet()  { d.SetTextColor(105, 96, 88); d.SetFillColor(105, 96, 88) }
func (d *document) accent() { d.SetTextColor(173, 61, 0); d.SetFillColor(173, 61, 0) }

func (d *document) rule() {
	d.SetDrawColor(214, 205, 196)
	d.SetLineWidth(0.6)
	d.Line(margin, d.y, pageWidth-margin, d.y)
}
