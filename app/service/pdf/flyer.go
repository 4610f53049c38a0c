package pdf

import (
	"cmp"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/markdown"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Flyer is a page that is handed out or put up before an event.
type Flyer struct {
	Event *models.Event
	// Photo is the uploaded cover, nil for the drawn one.
	Photo *models.Picture
	// QR leads to URL, the event's page.
	QR  *ticket.QR
	URL string
	// Places and Register say how many places there are, and how to register; "" is left out.
	Places, Register string
	// Other is the other language; what the event says in it stands below.
	Other *i18n.Localizer
}

// The heights of a flyer's cover and of its foot, and the side of its code (40 mm).
const (
	flyerCover = 250.0
	flyerFoot  = 196.0
	flyerCode  = 113.4
)

// Flyer makes one page of A4.
func (m *Maker) Flyer(texts *i18n.Localizer, f Flyer) ([]byte, error) {
	e := f.Event
	d, err := m.document(texts, "pdf.flyer", e, texts.When(e), e.UpdatedAt)
	if err != nil {
		return nil, err
	}
	d.page()
	d.cover(e, f.Photo, 0, 0, pageWidth, flyerCover)
	d.y = flyerCover + 14
	d.muted()
	d.y += 14
	d.drawFitted(margin, d.y-2, inner, 10.5, 6, d.hosts(e))
	d.ink()
	d.bold(func() { d.block(margin, inner, 32, 15, 3, texts.Pick(e.TitleJa, e.TitleEn)) })
	d.flyerOther(&f)
	d.flyerDate(e)
	d.flyerStory(&f)
	d.flyerFoot(&f)
	return d.output()
}

// flyerOther draws the title in the other language, where there is one.
func (d *document) flyerOther(f *Flyer) {
	e := f.Event
	other := f.Other.Pick(e.TitleJa, e.TitleEn)
	if other == d.texts.Pick(e.TitleJa, e.TitleEn) {
		return
	}
	d.muted()
	d.block(margin, inner, 13, 9, 2, other)
}

// flyerDate draws when and where, large enough to read in passing.
func (d *document) flyerDate(e *models.Event) {
	texts := d.texts
	d.y += 8
	d.accent()
	d.bold(func() { d.block(margin, inner, 19, 12, 2, texts.When(e)) })
	d.ink()
	d.bold(func() { d.block(margin, inner, 15, 10, 2, d.place(e)) })
	if address := texts.Pick(e.VenueAddressJa, e.VenueAddressEn); e.HasVenue() && address != "" {
		d.muted()
		d.block(margin, inner, 10, 8, 2, address)
	}
	d.y += 6
}

// flyerStory draws what the event is about, in what is left between the date and the foot: as large as it fits, and
// not all of it where even small letters do not.
func (d *document) flyerStory(f *Flyer) {
	e, texts := f.Event, d.texts
	const largest, least, line = 16.0, 10.5, 1.65
	lead, about := texts.Pick(e.SummaryJa, e.SummaryEn), markdown.Plain(texts.Pick(e.DescriptionJa, e.DescriptionEn))
	about = strings.TrimPrefix(strings.ReplaceAll("\n"+about, "\n- ", "\n"+texts.T("pdf.bullet")), "\n")
	room := pageHeight - flyerFoot - 14 - d.y
	size := largest
	height := func() float64 {
		return float64(len(d.lines(size+1, inner, lead))+len(d.lines(size, inner, about)))*size*line + 12
	}
	for size > least && height() > room {
		size -= 0.5
	}
	d.ink()
	draw := func(size float64, text string) {
		most := int((pageHeight - flyerFoot - 14 - d.y) / (size * line))
		if most <= 0 || strings.TrimSpace(text) == "" {
			return
		}
		for _, written := range d.few(size, inner, most, text) {
			d.y += size * line
			d.drawLine(margin, d.y-size*0.4, size, written)
		}
		d.y += 5
	}
	d.bold(func() { draw(size+1, lead) })
	draw(size, about)
}

// flyerFoot draws what readers look for at the left, and the code of the page at the right.
func (d *document) flyerFoot(f *Flyer) {
	e, texts, top := f.Event, d.texts, pageHeight-flyerFoot
	d.y = top
	d.rule()
	d.y += 8
	const labelWidth, size = 62.0, 10.0
	width := inner - flyerCode - 34
	for _, fact := range []struct{ label, value string }{
		{"publicity.for", texts.Pick(e.AudienceJa, e.AudienceEn)},
		{"publicity.places", f.Places},
		{"publicity.fee", texts.Pick(e.FeeJa, e.FeeEn)},
		{"publicity.register", f.Register},
		{"pdf.support", texts.Pick(e.SupportJa, e.SupportEn)},
		{"publicity.contact", strings.Join(withoutEmpty([]string{
			organizationName(texts, &e.Organization), e.ContactPhone, e.ContactEmail,
		}), "　")},
	} {
		d.flyerFact(width, labelWidth, size, texts.T(fact.label), fact.value)
	}
	x := pageWidth - margin - flyerCode
	d.qr(x, top+14, flyerCode, f.QR)
	d.ink()
	d.bold(func() { d.drawFittedAround(x+flyerCode/2, top+flyerCode+32, flyerCode, 10, texts.T("pdf.flyer_scan")) })
	d.muted()
	d.drawFittedAround(x+flyerCode/2, top+flyerCode+46, flyerCode+20, 8, strings.TrimPrefix(f.URL, "https://"))
	d.flyerInOther(f)
}

// flyerFact draws a label with its value, in at most two lines, as long as the foot has room.
func (d *document) flyerFact(width, labelWidth, size float64, label, value string) {
	value = strings.TrimSpace(value)
	if value == "" || d.y > pageHeight-48 {
		return
	}
	d.muted()
	d.drawFitted(margin, d.y+size*1.2, labelWidth-8, 9, 6, label)
	d.ink()
	d.drawLines(margin+labelWidth, size, d.few(size, width-labelWidth, 2, value))
}

// flyerInOther tells when and where in the other language, in the last line.
func (d *document) flyerInOther(f *Flyer) {
	e := f.Event
	if e.TitleJa == "" || e.TitleEn == "" {
		return
	}
	d.muted()
	said := strings.Join(withoutEmpty([]string{
		f.Other.When(e), cmp.Or(place(f.Other, e), ""), f.Other.T("pdf.flyer_other"),
	}), " · ")
	d.drawFitted(margin, pageHeight-24, inner, 8.6, 6, said)
}

// drawFittedAround draws one line with its middle at x, no wider than width.
func (d *document) drawFittedAround(x, y, width, size float64, text string) {
	d.drawAround(x, y, min(size, width/max(0.1, d.width(1, clean(text)))), text)
}
