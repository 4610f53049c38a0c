package pdf

import (
	"io"

	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Poster is put up at a place of a stamp rally.
type Poster struct {
	NameJa, NameEn string
	QR             *ticket.QR
}

// posterCode is the side of its code: 134 mm, read from two metres.
const posterCode = 380.0

// Posters makes a page for each place, in both languages: who walks past may read either.
func (m *Maker) Posters(w io.Writer, texts *i18n.Localizer, e *models.Event, posters []Poster) error {
	d, err := m.document(texts, "rally.title", e, texts.When(e), e.UpdatedAt)
	if err != nil {
		return err
	}
	for i := range posters {
		d.page()
		d.poster(e, &posters[i])
	}
	return d.writeTo(w)
}

func (d *document) poster(e *models.Event, p *Poster) {
	d.cover(e, nil, 0, 0, pageWidth, 60)
	centre := pageWidth / 2.0
	d.muted()
	d.drawAround(centre, 92, fitted(d, d.texts.Pick(e.TitleJa, e.TitleEn), 14), d.texts.Pick(e.TitleJa, e.TitleEn))
	d.drawAround(centre, 118, 18, d.texts.T("rally.poster_title"))
	d.ink()
	d.y = 132
	d.centred(p.NameJa, 54, true)
	if p.NameEn != "" && p.NameEn != p.NameJa {
		d.y += 4
		d.centred(p.NameEn, 26, p.NameJa == "")
	}
	y := max(d.y+34, 300)
	d.qr(centre-posterCode/2, y, posterCode, p.QR)
	d.bold(func() { d.drawAround(centre, y+posterCode+46, 20, d.texts.T("rally.poster_scan")) })
	d.muted()
	d.drawAround(centre, y+posterCode+72, fitted(d, d.texts.T("rally.poster_how"), 12), d.texts.T("rally.poster_how"))
}

// fitted is the size at which a line of text is not wider than the page's text.
func fitted(d *document, text string, size float64) float64 {
	return min(size, inner/d.width(1, clean(text)))
}

// centred draws a name in the middle, in at most two lines, as large as it fits.
func (d *document) centred(name string, size float64, isBold bool) {
	if name == "" {
		return
	}
	lines := d.few(size, inner, 2, name)
	for len(lines) > 1 && size > 34 {
		size -= 2
		lines = d.few(size, inner, 2, name)
	}
	d.isBold = isBold
	for _, line := range lines {
		d.y += size * 1.2
		d.drawAround(pageWidth/2, d.y, size, line)
	}
	d.isBold = false
}
