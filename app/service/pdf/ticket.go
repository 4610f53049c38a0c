package pdf

import (
	"fmt"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Ticket is the content of a printed ticket.
type Ticket struct {
	Event        *models.Event
	Registration *models.Registration
	QR           *ticket.QR
}

// The side of the QR code (7.8 cm, without its quiet zone), and the middle of the page, where it is folded.
const (
	codeSide = 221.0
	foldY    = pageHeight / 2
)

// Ticket makes a page to show on a screen, or to print and fold. The upper half has what the reception needs, the lower
// half explains how to use it.
func (m *Maker) Ticket(texts *i18n.Localizer, t Ticket) ([]byte, error) {
	e, r := t.Event, t.Registration
	d, err := m.document(texts, "pdf.ticket", e, r.Full(texts.Lang), r.UpdatedAt)
	if err != nil {
		return nil, err
	}
	d.page()
	d.masthead(texts.T("pdf.ticket"), "", texts.Pick(e.TitleJa, e.TitleEn))
	top := d.y
	d.qr(pageWidth-margin-codeSide, top+8, t.QR)
	d.attendee(t, inner-codeSide-24)
	d.y = max(d.y, top+codeSide+8) + 14
	d.fold()
	d.instructions(t)
	return d.output()
}

// attendee draws whose ticket it is, and for what.
func (d *document) attendee(t Ticket, width float64) {
	e, r, texts := t.Event, t.Registration, d.texts
	if reading := reading(r); texts.Lang == i18n.Japanese && reading != "" {
		d.muted()
		d.y += 9
		d.drawFitted(margin, d.y, width, 9, 5, reading)
	}
	d.ink()
	d.block(margin, width, 18, 9, 3, texts.T("pdf.honorific", "name", r.Full(texts.Lang)))
	if r.Organization != "" {
		d.muted()
		d.block(margin, width, 9.5, 7, 2, r.Organization)
	}
	d.y += 8
	d.labelled(width, 11, texts.T("pdf.ticket_type"), texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	d.labelled(width, 15, texts.T("pdf.code"), r.Code)
	d.labelled(width, 11, texts.T("pdf.when"), texts.When(e))
	where := texts.T("pdf.online")
	if r.TicketType.Mode == models.ModeVenue {
		where = texts.Pick(e.VenueNameJa, e.VenueNameEn)
	}
	d.labelled(width, 11, texts.T("pdf.where"), where)
}

// labelled draws a value with a small label above it, and nothing without a value.
func (d *document) labelled(width, size float64, label, value string) {
	if value == "" {
		return
	}
	d.muted()
	d.drawLine(margin, d.y+8, 8, label)
	d.y += 10
	d.ink()
	d.block(margin, width, size, size, 3, value)
	d.y += 6
}

// fold draws a dashed line where the page is folded, unless a very long name reaches beyond it.
func (d *document) fold() {
	if d.y > foldY-10 {
		d.rule()
		d.y += 8
		return
	}
	d.y = foldY
	d.SetDashPattern([]float64{2, 3}, 0)
	d.SetDrawColor(150, 140, 130)
	d.SetLineWidth(0.5)
	d.Line(margin, d.y, pageWidth-margin, d.y)
	d.SetDashPattern(nil, 0)
	d.muted()
	d.y += 10
	d.drawRight(pageWidth-margin, d.y, 7, d.texts.T("pdf.fold"))
	d.y += 4
}

// instructions draws what to do with the ticket, where to go and whom to ask.
func (d *document) instructions(t Ticket) {
	e, texts, mode := t.Event, d.texts, string(t.Registration.TicketType.Mode)
	d.heading(texts.T("pdf.ticket_use"), 60)
	d.y += 4
	for _, step := range []string{"show", "paper", "change"} {
		d.accent()
		d.fillRectangle(margin+1, d.y+6.5, 3, 3)
		d.ink()
		d.paragraph(margin+14, inner-14, 10.5, texts.T("pdf.ticket_"+mode+"_"+step))
		d.y += 3
	}
	d.y += 8
	const labelWidth, size = 74, 10.5
	if t.Registration.TicketType.Mode == models.ModeVenue {
		d.fact(inner, labelWidth, size, texts.T("pdf.address"), texts.Pick(e.VenueAddressJa, e.VenueAddressEn))
	}
	d.fact(inner, labelWidth, size, texts.T("pdf.host"), organizationName(texts, &e.Organization))
	d.fact(inner, labelWidth, size, texts.T("pdf.contact"), e.ContactEmail)
}

// qr draws the code's dark squares as one path, row by row, in squares. The empty page around it is its quiet zone.
func (d *document) qr(x, y float64, code *ticket.QR) {
	quiet := 0
	for !code.Dark(quiet, quiet) {
		quiet++
	}
	square := codeSide / float64(code.Size-2*quiet)
	var path strings.Builder
	fmt.Fprintf(&path, "q %.5f 0 0 %.5f %.2f %.2f cm 0 g ", square, -square, x, pageHeight-y)
	for row := range code.Size {
		for column := 0; column < code.Size; column++ {
			from := column
			for column < code.Size && code.Dark(column, row) {
				column++
			}
			if column > from {
				fmt.Fprintf(&path, "%d %d %d 1 re ", from-quiet, row-quiet, column-from)
			}
		}
	}
	path.WriteString("f Q\n")
	d.RawWriteStr(path.String())
}
