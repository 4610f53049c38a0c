package pdf

import (
	"fmt"

	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Ticket is the content of a printed ticket.
type Ticket struct {
	Event *models.Event
	// Photo is the uploaded cover, nil for the drawn one.
	Photo        *models.Picture
	Registration *models.Registration
	QR           *ticket.QR
	// Map leads to a map of the venue, nil for none.
	Map *ticket.QR
	// Sessions is the agenda. It is shown if it is short.
	Sessions []models.Session
}

// The sides of a ticket's codes, without their quiet zones (54 and 25 mm), the height of its cover, and the middle of
// the page, where it is folded.
const (
	codeSide    = 153.0
	mapSide     = 70.0
	ticketCover = 84.0
	foldY       = pageHeight / 2
)

// Ticket makes a page to show on a screen, or to print and fold. The upper half has what the reception needs, the lower
// half what the attendee needs on the way and on the day.
func (m *Maker) Ticket(texts *i18n.Localizer, t Ticket) ([]byte, error) {
	e, r := t.Event, t.Registration
	d, err := m.document(texts, "pdf.ticket", e, r.Full(texts.Lang), r.UpdatedAt)
	if err != nil {
		return nil, err
	}
	d.page()
	d.cover(e, t.Photo, 0, 0, pageWidth, ticketCover)
	d.y = ticketCover + 8
	d.title(texts.T("pdf.ticket"), d.hosts(e), texts.Pick(e.TitleJa, e.TitleEn), 20)
	top := d.y + 6
	d.admission(t, top+8)
	d.attendee(t, inner-codeSide-44)
	d.y = max(d.y, top+codeSide+64)
	d.fold()
	d.onTheDay(&t)
	return d.output()
}

// title draws what the document is, a note at its right, and the title of the event.
func (d *document) title(kind, note, title string, size float64) {
	d.muted()
	d.y += 16
	d.drawLine(margin, d.y-3, 9.5, kind)
	from := margin + d.width(9.5, clean(kind)) + 20
	d.drawFittedRight(pageWidth-margin, d.y-3, pageWidth-margin-from, 8.6, 6, note)
	d.ink()
	d.bold(func() { d.block(margin, inner, size, 12, 2, title) })
}

// hosts names the host and the co-hosts, in one line.
func (d *document) hosts(e *models.Event) string {
	line := d.texts.T("pdf.host") + " " + organizationName(d.texts, &e.Organization)
	if cohosts := partners(d.texts, e, models.PartCoHost); len(cohosts) > 0 {
		line += "　" + d.texts.T("pdf.cohosts") + " " + d.texts.List(cohosts)
	}
	return line
}

// admission draws the code for the reception in a box, with its letters below.
func (d *document) admission(t Ticket, y float64) {
	const pad = 12.0
	x := pageWidth - margin - codeSide - pad
	d.SetDrawColor(214, 205, 196)
	d.SetLineWidth(0.8)
	d.RoundedRect(x-pad, y-pad, codeSide+2*pad, codeSide+2*pad, 8, "1234", "D")
	d.qr(x, y, codeSide, t.QR)
	d.ink()
	centre := x + codeSide/2
	d.bold(func() { d.drawAround(centre, y+codeSide+pad+19, 16, t.Registration.Code) })
	d.muted()
	note := d.texts.T("pdf.show_" + string(t.Event.ModeOf(t.Registration.TicketType)))
	d.drawAround(centre, y+codeSide+pad+33, min(8.6, (codeSide+2*pad)/d.width(1, note)), note)
}

// attendee draws whose ticket it is, and for what.
func (d *document) attendee(t Ticket, width float64) {
	r, texts := t.Registration, d.texts
	d.y += 8
	if reading := reading(r); texts.Lang == i18n.Japanese && reading != "" {
		d.muted()
		d.y += 10
		d.drawFitted(margin, d.y, width, 9, 5, reading)
	}
	d.ink()
	d.bold(func() { d.block(margin, width, 28, 9, 3, texts.T("pdf.honorific", "name", r.Full(texts.Lang))) })
	if r.Organization != "" {
		d.muted()
		d.block(margin, width, 9.5, 7, 2, r.Organization)
	}
	d.y += 10
	d.ticketFacts(t, width)
}

// ticketFacts draws for what a ticket is, when and where.
func (d *document) ticketFacts(t Ticket, width float64) {
	e, r, texts := t.Event, t.Registration, d.texts
	d.ticketFact(width, true, texts.T("pdf.ticket_type"), texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	if r.Photo != models.PhotoUnasked {
		d.ticketFact(width, r.Photo == models.PhotoNo, texts.T("pdf.photo"), texts.T("pdf.photo_"+string(r.Photo)))
	}
	d.ticketFact(width, true, texts.T("pdf.when"), texts.When(e))
	if e.ModeOf(r.TicketType) != models.ModeVenue {
		d.ticketFact(width, true, texts.T("pdf.where"), texts.T("pdf.online"))
		return
	}
	if e.DoorsOpenAt != nil {
		d.ticketFact(width, false, texts.T("pdf.doors"), texts.T("pdf.from", "time", texts.Time(e.Local(*e.DoorsOpenAt))))
	}
	d.ticketFact(width, true, texts.T("pdf.where"), texts.Pick(e.VenueNameJa, e.VenueNameEn))
	d.ticketFact(width, false, texts.T("pdf.address"), texts.Pick(e.VenueAddressJa, e.VenueAddressEn))
}

// ticketFact draws a label and its value beside it, and nothing without a value.
func (d *document) ticketFact(width float64, isBold bool, label, value string) {
	if value == "" {
		return
	}
	const labelWidth, line = 62.0, 17.0
	size := 11.5
	if fitting := (width - labelWidth) / d.width(1, clean(value)); fitting > 8.8 {
		size = min(size, fitting*0.999) // in one line
	}
	d.muted()
	d.drawFitted(margin, d.y+13, labelWidth-6, 9, 6, label)
	d.ink()
	d.isBold = isBold
	for _, text := range d.few(size, width-labelWidth, 3, value) {
		d.y += line
		d.drawLine(margin+labelWidth, d.y-3.5, size, text)
	}
	d.isBold = false
	d.y += 4
}

// fold draws a dashed line where the page is folded, with marks of the second fold, unless a very long name reaches
// beyond it.
func (d *document) fold() {
	if d.y > foldY-8 {
		d.y += 8
		d.rule()
		d.y += 8
		return
	}
	d.y = foldY
	note := d.texts.T("pdf.fold")
	half := d.width(8.6, note)/2 + 10
	d.SetDashPattern([]float64{2, 3}, 0)
	d.SetDrawColor(150, 140, 130)
	d.SetLineWidth(0.5)
	d.Line(0, d.y, pageWidth/2-half, d.y)
	d.Line(pageWidth/2+half, d.y, pageWidth, d.y)
	d.Line(pageWidth/2, pageHeight-16, pageWidth/2, pageHeight)
	d.Line(pageWidth/2, d.y+8, pageWidth/2, d.y+18)
	d.SetDashPattern(nil, 0)
	d.muted()
	d.drawCentred(d.y+3, 8.6, note)
	d.y += 14
}

// qr draws a code's dark squares as one path, row by row, in squares. The empty page around it is its quiet zone.
func (d *document) qr(x, y, side float64, code *ticket.QR) {
	if code == nil {
		return
	}
	quiet := 0
	for !code.Dark(quiet, quiet) {
		quiet++
	}
	square := side / float64(code.Size-2*quiet)
	path := fmt.Appendf(nil, "q %.5f 0 0 %.5f %.2f %.2f cm 0 g ", square, -square, x, pageHeight-y)
	for row := range code.Size {
		for column := 0; column < code.Size; column++ {
			from := column
			for column < code.Size && code.Dark(column, row) {
				column++
			}
			if column > from {
				path = fmt.Appendf(path, "%d %d %d 1 re ", from-quiet, row-quiet, column-from)
			}
		}
	}
	d.RawWriteStr(string(append(path, "f Q\n"...)))
}
