package pdf

import (
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// HourSheet is the hours of a month, by person or by project.
type HourSheet struct {
	Title        string
	Organization *models.Organization
	Sums         []HourSum
	Groups       []HourGroup
	// Signs leaves room for a superior to sign.
	Signs    bool
	IssuedAt time.Time
}

// HourSum is a sum of the month.
type HourSum struct{ Label, Value string }

// HourGroup is the hours of a person, or at a project.
type HourGroup struct {
	Name, Sum string
	Rows      []HourRow
}

// HourRow is hours of one day.
type HourRow struct{ Day, When, What, Who, Time, State, Hours string }

// The columns of a sheet of hours, from the left margin.
const (
	hourWhenAt  = 62.0
	hourWhatAt  = 132.0
	hourTimeAt  = 350.0
	hourStateAt = 418.0
)

// HourSheet makes it.
func (m *Maker) HourSheet(texts *i18n.Localizer, s *HourSheet) ([]byte, error) {
	about := &models.Event{
		TitleJa: s.Title, TitleEn: s.Title, Organization: *s.Organization, TimeZone: s.IssuedAt.Location().String(),
	}
	d, err := m.document(texts, "hours.sheet", about, s.Title, s.IssuedAt)
	if err != nil {
		return nil, err
	}
	issued := texts.T("report.as_of", "date", texts.Date(s.IssuedAt))
	d.header = func() {
		d.listHead(pageWidth-margin, s.Title, organizationName(texts, s.Organization), issued)
		d.rule()
		d.y += 6
	}
	d.page()
	d.hourSums(s.Sums)
	for i := range s.Groups {
		d.hourGroup(&s.Groups[i])
	}
	if len(s.Groups) == 0 {
		d.ink()
		d.drawLine(margin, d.y+20, 11, texts.T("hours.none_in_month"))
	}
	if s.Signs {
		d.hourSigns()
	}
	d.drawFooters(s.Title + "　" + texts.T("hours.sheet_note"))
	return d.output()
}

func (d *document) hourSums(list []HourSum) {
	width := inner / float64(max(1, len(list)))
	for i, sum := range list {
		x := margin + float64(i)*width
		d.muted()
		d.drawFitted(x, d.y+12, width-8, 8.5, 6, sum.Label)
		d.ink()
		d.bold(func() { d.drawFitted(x, d.y+32, width-8, 17, 8, sum.Value) })
	}
	d.y += 42
	d.rule()
}

func (d *document) hourGroup(g *HourGroup) {
	const size = 9.0
	d.heading(g.Name, 40)
	for _, row := range g.Rows {
		const width = hourTimeAt - hourWhatAt - 8
		lines := append(d.few(size, width, 3, row.What), d.few(size, width, 2, row.Who)...)
		height := max(1, float64(len(lines)))*size*leading + 3
		d.ensureSpace(height)
		top := d.y + size*1.25
		d.ink()
		d.drawFitted(margin, top, hourWhenAt-4, size, 6, row.Day)
		d.drawFitted(margin+hourWhenAt, top, hourWhatAt-hourWhenAt-4, size, 6, row.When)
		for i, line := range lines {
			d.drawLine(margin+hourWhatAt, top+float64(i)*size*leading, size, line)
		}
		d.drawFitted(margin+hourTimeAt, top, hourStateAt-hourTimeAt-4, size, 6, row.Time)
		d.drawFitted(margin+hourStateAt, top, inner-hourStateAt-36, size, 6, row.State)
		d.drawRight(pageWidth-margin, top, size, row.Hours)
		d.y += height
		d.hairline()
	}
	d.ensureSpace(18)
	d.ink()
	d.bold(func() {
		d.drawLine(margin+hourWhatAt, d.y+13, size, d.texts.T("hours.sum"))
		d.drawRight(pageWidth-margin, d.y+13, size, g.Sum)
	})
	d.y += 20
}

// hourSigns leaves room for who confirms the sheet.
func (d *document) hourSigns() {
	d.ensureSpace(80)
	d.y += 26
	d.muted()
	for i, key := range []string{"hours.sign_person", "hours.sign_superior"} {
		x := margin + float64(i)*(inner/2)
		d.drawLine(x, d.y, 8.5, d.texts.T(key))
		d.SetDrawColor(120, 110, 100)
		d.SetLineWidth(0.6)
		d.Line(x, d.y+34, x+inner/2-24, d.y+34)
	}
	d.y += 40
}

// HourCertificate is the content of a certificate of hours.
type HourCertificate struct {
	Organization                               *models.Organization
	Name, Project, Role, Hours, Period, Number string
	IssuedAt                                   time.Time
	// Check is the page that says whether the certificate is true, Address what its QR code holds.
	Check   *ticket.QR
	Address string
}

// HourCertificate makes a page that says who gave how many hours to what.
func (m *Maker) HourCertificate(texts *i18n.Localizer, c *HourCertificate) ([]byte, error) {
	e := &models.Event{
		TitleJa: c.Project, TitleEn: c.Project, Organization: *c.Organization, TimeZone: c.IssuedAt.Location().String(),
	}
	d, err := m.document(texts, "hours.certificate", e, c.Name, c.IssuedAt)
	if err != nil {
		return nil, err
	}
	d.page()
	d.frame(e)
	d.muted()
	d.drawLine(formalLeft, 84, 10.5, texts.T("pdf.certificate_number", "number", c.Number))
	d.y = 150
	d.ink()
	title := texts.T("hours.certificate")
	d.bold(func() { d.drawCentred(d.y+38, min(30, 330/d.width(1, title)), title) })
	d.y += 120
	name := texts.T("pdf.honorific", "name", c.Name)
	d.bold(func() { d.drawCentredFitted(d.y, formalWidth, 25, 9, name) })
	d.SetDrawColor(35, 31, 28)
	d.SetLineWidth(0.7)
	d.Line(formalLeft+40, d.y+12, formalRight-40, d.y+12)
	d.y += 60
	for _, line := range d.balancedLines(12.5, formalWidth-10, texts.T("hours.statement")) {
		d.drawCentred(d.y, 12.5, line)
		d.y += 25
	}
	d.y += 26
	d.certificateTable([]certificateRow{
		{left: texts.T("project.name"), middle: c.Project, isBold: true},
		{left: texts.T("project.role"), middle: c.Role},
		{left: texts.T("hours.period"), middle: c.Period},
		{left: texts.T("hours.approved_sum"), middle: c.Hours, isBold: true},
	}, 27)
	d.certificateIssuer(&Certificate{Event: e, IssuedAt: c.IssuedAt, Check: c.Check, Address: c.Address}, pageHeight-190)
	return d.output()
}
