package pdf

import (
	"io"
	"iter"
	"strconv"
	"time"

	"meguri/app/i18n"
	"meguri/models"
)

// ReceptionList is a list to tick people off at the door when nothing else works.
type ReceptionList struct {
	Event *models.Event
	// Rows come in 五十音 order with their ticket types.
	Rows      iter.Seq2[*models.Registration, error]
	PrintedAt time.Time
}

const rowHeight = 24.0

// ReceptionList makes as many pages as it takes.
func (m *Maker) ReceptionList(w io.Writer, texts *i18n.Localizer, l ReceptionList) error {
	title := texts.Pick(l.Event.TitleJa, l.Event.TitleEn)
	d, err := m.document(texts, texts.T("pdf.reception_list")+" "+title, texts.Pick(l.Event.Organization.NameJa, l.Event.Organization.NameEn), l.PrintedAt)
	if err != nil {
		return err
	}
	d.header = func() { d.listHeader(title, l) }
	d.page()
	group, count := "-", 0
	for r, err := range l.Rows {
		if err != nil {
			return err
		}
		if head := r.GojuonGroup(); head != group {
			group = head
			d.groupHead(head)
		}
		d.row(r)
		count++
	}
	d.room(rowHeight)
	d.quiet()
	d.right(pageWidth-margin, d.y+16, 9, texts.T("pdf.people", "n", texts.Number(count)))
	d.numberPages()
	content, err := d.finish()
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

func (d *document) listHeader(title string, l ReceptionList) {
	d.ink()
	d.fit(margin, 40, inner-150, 11, 8, title)
	d.quiet()
	d.right(pageWidth-margin, 40, 8, d.texts.T("pdf.printed", "time", d.texts.DateTime(l.Event.Local(l.PrintedAt))))
	d.y = 50
	d.rule()
	d.y = 56
}

func (d *document) groupHead(head string) {
	if head == "" {
		head = d.texts.T("pdf.other_readings")
	}
	d.room(rowHeight + 20)
	d.accent()
	d.line(margin, d.y+14, 11, head)
	d.y += 19
}

// row is one person: a box to tick, reading and name, organization, ticket type, code, and a mark for needs.
func (d *document) row(r *models.Registration) {
	d.room(rowHeight)
	d.SetDrawColor(105, 96, 88)
	d.SetLineWidth(0.8)
	d.Rect(margin, d.y+6, 11, 11, "D")
	const name, organization, kind, code = margin + 20, margin + 190, margin + 345, margin + 425
	d.quiet()
	d.fit(name, d.y+8, organization-name-8, 6.5, 4.5, r.Reading())
	d.ink()
	d.fit(name, d.y+19, organization-name-8, 10.5, 6, r.Full(d.texts.Lang))
	d.quiet()
	d.fit(organization, d.y+16, kind-organization-8, 8, 5.5, r.Organization)
	d.fit(kind, d.y+16, code-kind-6, 8, 5.5, d.texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	d.line(code, d.y+19, 8, r.Code)
	if r.Needs != "" {
		d.accent()
		d.line(code, d.y+9, 6.5, d.texts.T("pdf.needs"))
	}
	d.y += rowHeight
	d.SetDrawColor(228, 221, 214)
	d.SetLineWidth(0.3)
	d.Line(margin, d.y, pageWidth-margin, d.y)
}

// numberPages writes "n / m" below each page, once m is known.
func (d *document) numberPages() {
	total := d.PageCount()
	for n := 1; n <= total; n++ {
		d.SetPage(n)
		d.quiet()
		d.right(pageWidth-margin, pageHeight-36, 8, strconv.Itoa(n)+" / "+strconv.Itoa(total))
	}
}
