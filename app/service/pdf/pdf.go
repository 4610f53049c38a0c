// Package pdf makes the PDF documents: ticket, badges, letters and postcards, certificate, summary, programme and
// reception list.
//
// One font is embedded. Characters that it lacks (rare kanji, Hangul, emoji), variants of kanji, and letters with marks
// are drawn as outlines from other fonts; they can still be searched and copied. gofpdf itself would read and cut the
// whole font for each document, so it draws the pages without text.
package pdf

import (
	"time"
	"unicode"

	shapes "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/sfnt"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Maker makes documents. It is safe for concurrent use.
type Maker struct {
	// main is embedded in each document, as far as it is used.
	main *face
	// faces are searched, in order, for the outline of a character, shapers for a face that has all of a cluster.
	faces, shapers []*face
	scripts        []script
	photos         photoCache
}

// script is a writing system whose letters join, or stand above and below each other, and the face for it.
type script struct {
	table *unicode.RangeTable
	face  *face
}

// New makes a Maker. The fonts are read when they are first needed.
func New() *Maker {
	main, latin, emoji := newFace("BIZUDPGothic"), newFace("NotoSans"), newFace("NotoEmoji")
	japanese, korean, chinese := newFace("NotoSansJP"), newFace("NotoSansKR"), newFace("NotoSansSC")
	arabic, hebrew := newFace("NotoSansArabic"), newFace("NotoSansHebrew")
	thai, devanagari := newFace("NotoSansThai"), newFace("NotoSansDevanagari")
	return &Maker{
		main:  main,
		faces: []*face{main, latin, japanese, korean, chinese, emoji, arabic, hebrew, thai, devanagari},
		// The main face has accents, but does not say where they belong on a letter.
		shapers: []*face{latin, emoji, main, japanese, korean},
		scripts: []script{
			{unicode.Arabic, arabic}, {unicode.Hebrew, hebrew}, {unicode.Thai, thai}, {unicode.Devanagari, devanagari},
			{unicode.Cyrillic, latin}, {unicode.Greek, latin}, // the main face has them as wide as kanji
		},
	}
}

// The size of an A4 page and its margins, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 45.36 // 16 mm
	inner      = pageWidth - 2*margin
	bottom     = pageHeight - margin - 10
)

// document is a PDF that is being made. err is the first error.
type document struct {
	*gofpdf.Fpdf // the part that is being drawn
	about        about
	maker        *Maker
	texts        *i18n.Localizer
	buffer       sfnt.Buffer
	// glyphs and outlined are what is known of characters, set of lines.
	glyphs   map[rune]textGlyph
	outlined map[rune]glyph
	set      map[string][]piece
	// shaper and shapingFaces serve one document only.
	shaper       shaping.HarfbuzzShaper
	shapingFaces map[*face]*shapes.Face
	// letters are the glyphs of the embedded font, by their codes.
	letters []letter
	codes   map[letter]int
	images  []printedPhoto
	// finished are the pages of earlier parts. Where inFooters is set, parts have the footers of pages from footers on.
	finished  []finishedPage
	inFooters bool
	footers   int
	y         float64
	err       error
	// sheetWidth and sheetHeight are the size of smaller pages, in the upper left corner of A4; 0 for A4.
	sheetWidth, sheetHeight float64
	// header is drawn at the top of each page, filler at the end of one that is left.
	header, filler func()
	// isBold thickens the letters that are drawn.
	isBold bool
}

// document begins a document about an event. titleKey is the text key of its kind, subject says whom or what it is
// about.
func (m *Maker) document(
	texts *i18n.Localizer, titleKey string, e *models.Event, subject string, made time.Time,
) (*document, error) {
	if _, err := m.main.load(); err != nil {
		return nil, err
	}
	d := &document{
		about: about{
			title:   clean(texts.T(titleKey) + " " + texts.Pick(e.TitleJa, e.TitleEn)),
			subject: clean(subject),
			author:  clean(organizationName(texts, &e.Organization)),
			lang:    texts.Lang,
			made:    made,
		},
		maker:        m,
		texts:        texts,
		glyphs:       map[rune]textGlyph{},
		outlined:     map[rune]glyph{},
		set:          map[string][]piece{},
		shapingFaces: map[*face]*shapes.Face{},
		letters:      make([]letter, 1), // code 0 is that of a missing character
		codes:        map[letter]int{},
	}
	d.beginPart()
	return d, nil
}

func organizationName(texts *i18n.Localizer, o *models.Organization) string {
	return texts.Pick(o.NameJa, o.NameEn)
}

// page begins a new page.
func (d *document) page() {
	d.addPage()
	d.y = margin
	if d.header != nil {
		d.header()
	}
}

// ensureSpace begins a new page if less than height is left on this one.
func (d *document) ensureSpace(height float64) {
	if d.y+height > bottom {
		if d.filler != nil {
			d.filler()
		}
		d.page()
	}
}
