package pdf

import (
	"meguri/app/i18n"
	"meguri/app/ticket"
	"meguri/models"
)

// Ticket is what a ticket shows.
type Ticket struct {
	Event        *models.Event
	Registration *models.Registration
	QR           *ticket.QR
}

// Ticket makes a page to show on a screen or to print and fold.
func (m *Maker) Ticket(texts *i18n.Localizer, t Ticket) ([]byte, error) {
	e, r := t.Event, t.Registration
	title := texts.Pick(e.TitleJa, e.TitleEn)
	d, err := m.document(texts, texts.T("pdf.ticket")+" "+title, texts.Pick(e.Organization.NameJa, e.Organization.NameEn), r.UpdatedAt)
	if err != nil {
		return nil, err
	}
	d.page()
	d.accent()
	d.line(margin, d.y+4, 10, texts.T("pdf.ticket"))
	d.y += 12
	d.ink()
	d.paragraph(margin, inner, 19, title)
	d.y += 6
	d.rule()
	d.y += 22

	const code = 190.0
	top := d.y
	d.qr(pageWidth-margin-code, top, code, t.QR)
	left := inner - code - 24
	d.ink()
	d.quiet()
	d.line(margin, top+8, 9, r.Reading())
	d.ink()
	d.y = top + 12
	d.paragraph(margin, left, 16, r.Full(texts.Lang))
	d.y += 10
	d.fact(left, texts.T("pdf.ticket_type"), texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	d.fact(left, texts.T("pdf.code"), r.Code)
	d.fact(left, texts.T("pdf.when"), texts.Span(e.Local(e.StartsAt), e.Local(e.EndsAt)))
	if r.TicketType.Mode == models.Venue {
		d.fact(left, texts.T("pdf.where"), texts.Pick(e.VenueNameJa, e.VenueNameEn)+"\n"+texts.Pick(e.VenueAddressJa, e.VenueAddressEn))
	} else {
		d.fact(left, texts.T("pdf.where"), texts.T("pdf.online"))
	}
	d.y = max(d.y, top+code) + 18
	d.rule()
	d.y += 8
	d.quiet()
	d.paragraph(margin, inner, 9.5, texts.T("pdf.ticket_"+string(r.TicketType.Mode)))
	return d.finish()
}

// fact is a small label with its value below.
func (d *document) fact(width float64, label, value string) {
	d.room(34)
	d.y += 10
	d.quiet()
	d.line(margin, d.y, 8.5, label)
	d.ink()
	d.y++
	d.paragraph(margin, width, 11, value)
	d.y += 3
}

// qr draws the code's dark squares, row by row, on white.
func (d *document) qr(x, y, side float64, code *ticket.QR) {
	square := side / float64(code.Size)
	d.SetFillColor(255, 255, 255)
	d.Rect(x, y, side, side, "F")
	d.SetFillColor(0, 0, 0)
	for row := range code.Size {
		for column := 0; column < code.Size; column++ {
			from := column
			for column < code.Size && code.Dark(column, row) {
				column++
			}
			if column > from {
				d.Rect(x+float64(from)*square, y+float64(row)*square, float64(column-from)*square, square, "F")
			}
		}
	}
}
