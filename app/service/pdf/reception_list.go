package pdf

import (
	"io"
	"iter"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/sheet"
	"meguri/app/service/ticket"
	"meguri/models"
)

// ReceptionList is a printed list of attendees to tick off at the door.
type ReceptionList struct {
	Event *models.Event
	// Rows are the registrations in 五十音 order, with their ticket types.
	Rows      iter.Seq2[*models.Registration, error]
	PrintedAt time.Time
	// ID is said by a code on each page, with its number, so that a photo of it can be read. Keep is told where the boxes
	// are, page by page, before anything is written. Without an ID there are neither marks nor codes.
	ID   string
	Keep func(pages [][]sheet.Row) error
}

// The positions of the columns, and the minimum height of a row.
const (
	nameAt         = margin + 22
	organizationAt = margin + 205
	ticketTypeAt   = margin + 340
	codeAt         = margin + 415
	rowHeight      = 26.0
)

// receptionList is a reception list that is being made.
type receptionList struct {
	*document
	title, printed string
	event          *models.Event
	// group is the current row of the syllabary, if open is set. A page that begins within a group says so.
	group string
	open  bool
	id    string
	boxes [][]sheet.Row
}

// ReceptionList makes the list and writes it to w. If Rows has an error, it returns that and writes nothing.
func (m *Maker) ReceptionList(w io.Writer, texts *i18n.Localizer, l ReceptionList) error {
	e := l.Event
	d, err := m.document(texts, "pdf.reception_list", e, texts.When(e), l.PrintedAt)
	if err != nil {
		return err
	}
	page := &receptionList{
		document: d,
		event:    e,
		id:       l.ID,
		title:    texts.Pick(e.TitleJa, e.TitleEn),
		printed:  texts.T("pdf.printed", "time", texts.DateTime(e.Local(l.PrintedAt))),
	}
	d.header = page.head
	d.page()
	count := 0
	for r, err := range l.Rows {
		if err != nil {
			return err
		}
		page.person(r)
		count++
	}
	d.ensureSpace(rowHeight)
	d.muted()
	d.drawRight(pageWidth-margin, d.y+18, 10, texts.T("pdf.people", "n", texts.Number(count)))
	d.drawFooters(texts.T("pdf.confidential"))
	if l.Keep != nil {
		if err := l.Keep(page.boxes); err != nil {
			return err
		}
	}
	return d.writeTo(w)
}

// head draws the top of each page: the title, the titles of the columns, and the group that continues.
func (l *receptionList) head() {
	right := pageWidth - margin
	l.boxes = append(l.boxes, nil)
	if l.id != "" {
		l.marks()
		right = sheet.CodeX - 10
	}
	l.listHead(right, l.texts.T("pdf.reception_list"), l.title, l.printed)
	if l.id != "" {
		l.y = sheet.CodeY + sheet.CodeSize + 7
		l.drawFitted(margin, l.y-5, right-margin, 7.5, 6, l.texts.T("pdf.list_photo"))
	}
	l.rule()
	for _, column := range []struct {
		x   float64
		key string
	}{
		{nameAt, "pdf.column_name"}, {organizationAt, "pdf.column_organization"}, {ticketTypeAt, "pdf.ticket_type"},
		{codeAt, "pdf.code"},
	} {
		l.drawLine(column.x, l.y+11, 7.5, l.texts.T(column.key))
	}
	l.y += 16
	l.rule()
	l.y += 2
	if l.open {
		l.groupHead(l.texts.T("pdf.continued", "group", l.nameOf(l.group)))
	}
}

// marks draws what a photo of the page is set straight by, and the code that says which page it is.
func (l *receptionList) marks() {
	l.SetFillColor(0, 0, 0)
	for _, m := range sheet.Marks() {
		for i, units := range []float64{7, 5, 3} { // black, white, black
			size, grey := sheet.MarkSize*units/7, 255*(i%2)
			l.SetFillColor(grey, grey, grey)
			l.Rect(m.X-size/2, m.Y-size/2, size, size, "F")
		}
	}
	code, err := ticket.NewQR(sheet.CodeText(l.id, len(l.boxes)))
	if err != nil {
		l.fail(err)
		return
	}
	l.qr(sheet.CodeX, sheet.CodeY, sheet.CodeSize, code)
}

func (l *receptionList) groupHead(text string) {
	l.accent()
	l.drawLine(margin, l.y+16, 12, text)
	l.y += 21
	l.hairline()
}

func (l *receptionList) nameOf(group string) string {
	switch group {
	case "":
		return l.texts.T("pdf.other_readings")
	case "A":
		return "A–Z"
	}
	return group
}

// person draws a registration, after the head of its group if it is the first one.
func (l *receptionList) person(r *models.Registration) {
	row := l.rowOf(r)
	if group := r.GojuonGroup(); !l.open || group != l.group {
		l.open = false // a page that begins here does not continue a group
		l.ensureSpace(row.height + 22)
		l.group, l.open = group, true
		l.groupHead(l.nameOf(group))
	}
	l.ensureSpace(row.height)
	l.row(r, row)
}

// listRow is how the name of a row is set: a long name takes several lines, because it must be complete.
type listRow struct {
	size, height float64
	names        []string
}

const nameWidth = organizationAt - nameAt - 8

func (l *receptionList) rowOf(r *models.Registration) listRow {
	row := listRow{size: 11}
	for row.names = l.lines(row.size, nameWidth, r.Full(l.texts.Lang)); row.size > 7.5 && len(row.names) > 1; {
		row.size -= 0.5
		row.names = l.lines(row.size, nameWidth, r.Full(l.texts.Lang))
	}
	row.height = rowHeight + float64(max(0, len(row.names)-1))*row.size*1.25
	return row
}

// tick draws a box to tick, or how somebody was there already: when they came, or their minutes online.
func (l *receptionList) tick(r *models.Registration, height float64) {
	switch {
	case r.ArrivedAt != nil:
		l.ink()
		l.drawFitted(margin, l.y+17, nameAt-margin-3, 8, 5, l.texts.Time(l.event.Local(*r.ArrivedAt)))
	case r.OnlineMinutes > 0:
		l.muted()
		l.drawFitted(margin, l.y+17, nameAt-margin-3, 8, 5,
			l.texts.T("registration.minutes", "n", l.texts.Number(r.OnlineMinutes)))
	default:
		box := sheet.Row{ID: r.ID, Top: l.y, Height: height, BoxX: margin + 1, BoxY: l.y + 7}
		l.boxes[len(l.boxes)-1] = append(l.boxes[len(l.boxes)-1], box)
		l.tickBox(box.BoxX, box.BoxY)
	}
}

// row draws a box to tick, reading and name, organization, ticket type, code, and a mark for accessibility needs.
func (l *receptionList) row(r *models.Registration, row listRow) {
	l.tick(r, row.height)
	l.muted()
	l.drawFitted(nameAt, l.y+8.5, nameWidth, 7, 4.5, reading(r))
	l.ink()
	for i, line := range row.names {
		l.drawLine(nameAt, l.y+20.5+float64(i)*row.size*1.25, row.size, line)
	}
	l.cell(organizationAt, ticketTypeAt-organizationAt-8, r.Organization)
	l.cell(ticketTypeAt, codeAt-ticketTypeAt-6, l.texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	l.ink()
	l.drawFitted(codeAt, l.y+20, pageWidth-margin-codeAt, 8.5, 6, r.Code)
	if r.Accessibility != "" {
		l.accent()
		l.drawLine(codeAt, l.y+9, 7, l.texts.T("pdf.needs"))
	}
	l.y += row.height
	l.hairline()
}

// cell draws a text in one line, or in two smaller ones.
func (l *receptionList) cell(x, width float64, text string) {
	l.muted()
	lines := l.lines(8, width, text)
	if len(lines) < 2 {
		l.drawLine(x, l.y+20, 8, text)
		return
	}
	lines = l.lines(7, width, text)
	l.drawLine(x, l.y+11, 7, lines[0])
	l.drawFitted(x, l.y+20, width, 7, 5, joinLines(lines[1:]))
}
