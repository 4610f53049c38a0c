// Package pdf makes the documents that people take home or print: the attendee's summary, the ticket, the reception
// list.
//
// One face is embedded; characters that it lacks (rare kanji, Hangul, emoji) are drawn as outlines of fallback faces,
// and can still be searched and copied. gofpdf would crash on characters outside the Basic Multilingual Plane.
package pdf

import (
	"bytes"
	"fmt"
	"time"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/sfnt"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Maker makes documents. It is safe for concurrent use.
type Maker struct {
	// main is embedded in each document; faces are where outlines come from, in the order in which they are asked.
	main  *face
	faces []*face
}

// New makes a Maker. The faces are read when they are first needed.
func New() *Maker {
	main := newFace("BIZUDPGothic")
	return &Maker{main, []*face{main, newFace("NotoSansJP"), newFace("NotoSansKR"), newFace("NotoEmoji")}}
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
	// clusters are what was drawn as outlines; their codes count on from firstCode.
	clusters []string
	codes    map[string]rune
	y        float64
	err      error
	// header is drawn at the top of each page.
	header func()
}

// document begins one about an event; kind is the key of what it is, subject whom or what it is about.
func (m *Maker) document(
	texts *i18n.Localizer, kind string, e *models.Event, subject string, made time.Time,
) (*document, error) {
	loaded, err := m.main.load()
	if err != nil {
		return nil, err
	}
	d := &document{
		Fpdf:   gofpdf.New("P", "pt", "A4", ""),
		maker:  m,
		texts:  texts,
		glyphs: map[rune]drawn{},
		codes:  map[string]rune{},
	}
	d.AddUTF8FontFromBytes(family, "", loaded.content)
	d.SetFont(family, "", 10)
	d.SetAutoPageBreak(false, 0)
	d.SetMargins(0, 0, 0)
	d.SetTitle(textString(clean(texts.T(kind)+" "+texts.Pick(e.TitleJa, e.TitleEn))), false)
	d.SetSubject(textString(clean(subject)), false)
	d.SetAuthor(textString(clean(name(texts, &e.Organization))), false)
	d.SetCreator("Meguri", true)
	d.SetCreationDate(made)
	d.SetModificationDate(made)
	d.SetCatalogSort(true)
	return d, nil
}

func name(texts *i18n.Localizer, o *models.Organization) string {
	return texts.Pick(o.NameJa, o.NameEn)
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

// finish writes the document, with what gofpdf cannot write: its language, and the text of outlined characters.
func (d *document) finish() ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	var out bytes.Buffer
	if err := d.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	content := out.Bytes()
	var patches []patch
	if len(d.clusters) > 0 {
		var err error
		if patches, err = meanings(content, d.clusters); err != nil {
			return nil, err
		}
	}
	lang, err := language(content, d.texts.Lang)
	if err != nil {
		return nil, err
	}
	return patched(content, append(patches, lang))
}
