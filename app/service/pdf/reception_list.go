package pdf

import (
	"io"
	"iter"
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// ReceptionList is a list to tick people off at the door when nothing else works.
type ReceptionList struct {
	Event *models.Event
	// Rows come in 五十音 order with their ticket types.
	Rows      iter.Seq2[*models.Registration, error]
	PrintedAt time.Time
}

// The columns of the list, and the least height of a row.
const (
	nameAt         = margin + 22
	organizationAt = margin + 205
	kindAt         = margin + 340
	codeAt         = margin + 415
	rowHeight      = 26.0
)

// list is a reception list that is being made.
type list struct {
	*document
	title, printed string
	// group is the row of the syllabary that is open; a page that begins in it says so.
	group string
	open  bool
}

// ReceptionList makes as many pages as it takes. An error of Rows ends it, with nothing written.
func (m *Maker) ReceptionList(w io.Writer, texts *i18n.Localizer, l ReceptionList) error {
	e := l.Event
	d, err := m.document(texts, "pdf.reception_list", e, texts.Span(e.Local(e.StartsAt), e.Local(e.EndsAt)), l.PrintedAt)
	if err != nil {
		return err
	}
	page := &list{
		document: d,
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
	d.room(rowHeight)
	d.quiet()
	d.right(pageWidth-margin, d.y+18, 10, texts.T("pdf.people", "n", texts.Number(count)))
	d.footers(texts.T("pdf.confidential"))
	content, err := d.finish()
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// head is on each page: what it is, what the columns hold, and which group goes on.
func (l *list) head() {
	kind := l.texts.T("pdf.reception_list")
	l.accent()
	l.line(margin, 42, 11, kind)
	l.ink()
	from := margin + l.width(11, kind) + 12
	l.fit(from, 42, pageWidth-margin-from-150, 11, 7, l.title)
	l.quiet()
	l.right(pageWidth-margin, 42, 8, l.printed)
	l.y = 50
	l.rule()
	for _, column := range []struct {
		x   float64
		key string
	}{
		{nameAt, "pdf.column_name"}, {organizationAt, "pdf.column_organization"}, {kindAt, "pdf.ticket_type"},
		{codeAt, "pdf.code"},
	} {
		l.line(column.x, l.y+11, 7.5, l.texts.T(column.key))
	}
	l.y += 16
	l.rule()
	l.y += 2
	if l.open {
		l.groupHead(l.texts.T("pdf.continued", "group", l.nameOf(l.group)))
	}
}

func (l *list) groupHead(text string) {
	l.accent()
	l.line(margin, l.y+16, 12, text)
	l.y += 21
	l.hairline()
}

func (l *list) nameOf(group string) string {
	switch group {
	case "":
		return l.texts.T("pdf.other_readings")
	case "A":
		return "A–Z"
	}
	return group
}

// person is a row, below the head of its group where it is the first.
func (l *list) person(r *models.Registration) {
	if group := r.GojuonGroup(); !l.open || group != l.group {
		l.open = false // a page that begins here has no group to go on with
		l.room(rowHeight + 22)
		l.group, l.open = group, true
		l.groupHead(l.nameOf(group))
	}
	l.row(r)
}

// row has a box to tick, reading and name, organization, ticket type, code, and a mark for needs. A long name takes
// more lines: at the door a part of it is of no use.
func (l *list) row(r *models.Registration) {
	const width = organizationAt - nameAt - 8
	size := 11.0
	names := l.lines(size, width, r.Full(l.texts.Lang))
	for size > 7.5 && len(names) > 1 {
		size -= 0.5
		names = l.lines(size, width, r.Full(l.texts.Lang))
	}
	more := float64(max(0, len(names)-1)) * size * 1.25
	l.room(rowHeight + more)
	l.SetDrawColor(105, 96, 88)
	l.SetLineWidth(0.8)
	l.Rect(margin+1, l.y+7, 12, 12, "D")
	l.quiet()
	l.fit(nameAt, l.y+8.5, width, 7, 4.5, reading(r))
	l.ink()
	for i, line := range names {
		l.line(nameAt, l.y+20.5+float64(i)*size*1.25, size, line)
	}
	l.cell(organizationAt, kindAt-organizationAt-8, r.Organization)
	l.cell(kindAt, codeAt-kindAt-6, l.texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	l.ink()
	l.fit(codeAt, l.y+20, pageWidth-margin-codeAt, 8.5, 6, r.Code)
	if r.Accessibility != "" {
		l.accent()
		l.line(codeAt, l.y+9, 7, l.texts.T("pdf.needs"))
	}
	l.y += rowHeight + more
	l.hairline()
}

// cell is a text of one line, or two smaller ones.
func (l *list) cell(x, width float64, text string) {
	l.quiet()
	lines := l.lines(8, width, text)
	if len(lines) < 2 {
		l.line(x, l.y+20, 8, text)
		return
	}
	lines = l.lines(7, width, text)
	l.line(x, l.y+11, 7, lines[0])
	l.fit(x, l.y+20, width, 7, 5, joined(lines[1:]))
}
