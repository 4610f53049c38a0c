package pdf

import (
	"io"
	"iter"
	"strings"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/cover"
	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Certificate is the content of a certificate of attendance.
type Certificate struct {
	attendance.Attendance
	Event        *models.Event
	Registration *models.Registration
	// Organization is what the person belongs to, in the language of the paper.
	Organization string
	Number       string
	IssuedAt     time.Time
	// Session is what it is of, nil for the event as a whole. WithoutHours prints no minutes.
	Session      *attendance.Session
	WithoutHours bool
	// Check is the page that says whether the certificate is true, Address what its QR code holds.
	Check   *ticket.QR
	Address string
}

// The frame around a certificate, and the margins of what stands in it.
const (
	frameAt     = 24.0
	formalLeft  = 82.0
	formalRight = pageWidth - formalLeft
	formalWidth = formalRight - formalLeft
)

// Certificate makes pages that are handed to others: who attended what, when and how, and who says so. They are of one
// person, and at least one.
func (m *Maker) Certificate(texts *i18n.Localizer, pages []*Certificate) ([]byte, error) {
	c := pages[0]
	d, err := m.document(texts, "pdf.certificate", c.Event, certifiedName(texts, c.Registration), c.IssuedAt)
	if err != nil {
		return nil, err
	}
	for _, c := range pages {
		d.certificate(c)
	}
	return d.output()
}

// Certificates makes one file of many certificates. Errors: Conflict where there are none.
func (m *Maker) Certificates(
	w io.Writer, texts *i18n.Localizer, e *models.Event, rows iter.Seq2[*Certificate, error],
) error {
	var d *document
	for c, err := range rows {
		if err != nil {
			return err
		}
		if d == nil {
			if d, err = m.document(texts, "pdf.certificate", e, texts.When(e), c.IssuedAt); err != nil {
				return err
			}
		}
		d.certificate(c)
	}
	if d == nil {
		return models.NewError(models.CodeConflict, "certificate.nobody")
	}
	return d.writeTo(w)
}

func (d *document) certificate(c *Certificate) {
	e := c.Event
	d.page()
	d.frame(e)
	d.muted()
	d.drawLine(formalLeft, 84, 10.5, d.texts.T("pdf.certificate_number", "number", c.Number))
	names, statement := d.certifiedLines(c)
	top := pageHeight - 68 - d.issuerHeight(c)
	rows := d.certifiedRows(c)
	const titleHeight, smallestRow, largestRow = 50.0, 16.0, 25.0
	free := top - 118 - titleHeight - names - statement
	rowHeight := min(largestRow, max(smallestRow, (free-60)/float64(len(rows))))
	if most := int((free - 60) / smallestRow); len(rows) > most {
		rows = d.shortened(rows, most)
	}
	gap := (free - rowHeight*float64(len(rows))) / 4
	d.y = 118 + gap*0.6
	d.certificateTitle(titleHeight)
	d.y += gap
	d.certifiedPerson(c)
	d.y += gap
	d.certifies(c)
	d.y += gap * 0.8
	d.certificateTable(rows, rowHeight)
	d.certificateIssuer(c, top)
}

// frame draws two lines around the page, and the event's ring in a corner.
func (d *document) frame(e *models.Event) {
	p := cover.PaletteOf(e)
	d.ClipRect(frameAt+5, frameAt+5, pageWidth-2*frameAt-10, pageHeight-2*frameAt-10, false)
	const x, y = pageWidth - frameAt - 20, frameAt + 16
	d.shapes(x, y, person(104, 78, 88, 30, p.Strong))
	d.shapes(x, y, person(50, 88, 80, 15, p.Middle))
	d.ClipEnd()
	d.SetDrawColor(168, 150, 132)
	d.SetLineWidth(1)
	d.Rect(frameAt, frameAt, pageWidth-2*frameAt, pageHeight-2*frameAt, "D")
	d.SetLineWidth(0.4)
	d.Rect(frameAt+5, frameAt+5, pageWidth-2*frameAt-10, pageHeight-2*frameAt-10, "D")
}

// certifiedName is the name on the paper: in Latin letters where it is in English.
func certifiedName(texts *i18n.Localizer, r *models.Registration) string {
	if texts.Lang == i18n.Japanese {
		return r.Full(texts.Lang)
	}
	return r.Latin()
}

// otherName stands above the name: its reading in Japanese, and in English how it is written.
func otherName(texts *i18n.Localizer, r *models.Registration) string {
	if texts.Lang == i18n.Japanese {
		return reading(r)
	}
	if written := r.Full(texts.Lang); written != r.Latin() {
		return written
	}
	return ""
}

const certifiedSize = 27.0

// nameLines breaks the name into lines of a size.
func (d *document) nameLines(c *Certificate) (lines []string, size float64) {
	name := d.texts.T("pdf.honorific", "name", certifiedName(d.texts, c.Registration))
	size = certifiedSize
	for len(d.lines(size, formalWidth, name)) > 2 && size > 11 {
		size--
	}
	return d.balancedLines(size, formalWidth, name), size
}

func (d *document) statementLines(c *Certificate) []string {
	title := d.texts.Pick(c.Event.TitleJa, c.Event.TitleEn)
	var list []string
	for line := range strings.Lines(d.texts.T("pdf.statement", "title", title)) {
		list = append(list, d.balancedLines(12.5, formalWidth-10, strings.TrimSpace(line))...)
	}
	return list
}

// certifiedLines measures the name, with what stands above and below it, and the statement.
func (d *document) certifiedLines(c *Certificate) (names, statement float64) {
	lines, size := d.nameLines(c)
	names = float64(len(lines))*size*1.35 + 12
	if otherName(d.texts, c.Registration) != "" {
		names += 18
	}
	if c.Organization != "" {
		names += 20
	}
	return names, float64(len(d.statementLines(c))) * 12.5 * 2
}

func (d *document) certificateTitle(height float64) {
	d.ink()
	title := d.texts.T("pdf.certificate_title")
	size := min(31, 330/d.width(1, title)) // beside the ring
	d.bold(func() { d.drawCentred(d.y+height*0.75, size, title) })
	d.y += height
}

func (d *document) certifiedPerson(c *Certificate) {
	if other := otherName(d.texts, c.Registration); other != "" {
		d.muted()
		d.y += 18
		d.drawCentredFitted(d.y-6, formalWidth, 11, 5, other)
	}
	lines, size := d.nameLines(c)
	d.ink()
	widest := 150.0
	for _, line := range lines {
		d.y += size * 1.35
		d.bold(func() { d.drawCentred(d.y-size*0.3, size, line) })
		widest = max(widest, d.width(size, clean(line)))
	}
	d.y += 6
	d.SetDrawColor(35, 31, 28)
	d.SetLineWidth(0.7)
	d.Line((pageWidth-widest)/2-14, d.y, (pageWidth+widest)/2+14, d.y)
	d.y += 6
	if c.Organization != "" {
		d.y += 20
		d.drawCentredFitted(d.y-6, formalWidth, 11, 6, c.Organization)
	}
}

func (d *document) certifies(c *Certificate) {
	d.ink()
	for _, line := range d.statementLines(c) {
		d.y += 25
		d.drawCentred(d.y-8, 12.5, line)
	}
}

// certificateRow is a row of what is certified. A bold one sums up.
type certificateRow struct {
	left, middle, right string
	isBold              bool
}

// certifiedRows are when and where, how the person attended, each session, and the time in all.
func (d *document) certifiedRows(c *Certificate) []certificateRow {
	if c.Session != nil {
		return d.certifiedSession(c)
	}
	e, texts := c.Event, d.texts
	rows := []certificateRow{{left: texts.T("pdf.when"), middle: texts.When(e)}}
	if where := d.place(e); where != "" {
		rows = append(rows, certificateRow{left: texts.T("pdf.where"), middle: where})
	}
	label := texts.T("pdf.attended")
	for _, line := range d.certifiedWays(c) {
		rows = append(rows, certificateRow{left: label, middle: line, isBold: true})
		label = ""
	}
	attended := attendance.Attended(c.Sessions)
	needsDates := e.NeedsDates(sessionsOf(c.Sessions))
	for i := range attended {
		s := attended[i].Session
		left := texts.TimeSpan(e.Local(s.StartsAt), e.Local(s.EndsAt))
		if needsDates {
			left = texts.ShortDate(e.Local(s.StartsAt)) + " " + texts.Time(e.Local(s.StartsAt))
		}
		title := texts.Pick(s.TitleJa, s.TitleEn)
		rows = append(
			rows,
			certificateRow{left, title, d.certifiedTime(c, attended[i].Minutes, d.wayOf(&attended[i])), false},
		)
	}
	if !c.WithoutHours && c.Minutes > 0 {
		rows = append(rows, certificateRow{texts.T("pdf.certificate_time"), "", Hours(texts, c.Minutes), true})
	}
	return rows
}

// certifiedSession is what is certified of one session.
func (d *document) certifiedSession(c *Certificate) []certificateRow {
	e, texts, s := c.Event, d.texts, c.Session.Session
	when := texts.Date(e.Local(s.StartsAt)) + " " + texts.TimeSpan(e.Local(s.StartsAt), e.Local(s.EndsAt))
	rows := []certificateRow{
		{left: texts.T("pdf.certificate_session"), middle: texts.Pick(s.TitleJa, s.TitleEn), isBold: true},
		{left: texts.T("pdf.when"), middle: when},
	}
	if where := d.place(e); where != "" {
		rows = append(rows, certificateRow{left: texts.T("pdf.where"), middle: where})
	}
	rows = append(rows, certificateRow{left: texts.T("pdf.attended"), middle: d.wayOf(c.Session)})
	if !c.WithoutHours && c.Session.Minutes > 0 {
		rows = append(rows, certificateRow{texts.T("pdf.certificate_time"), "", Hours(texts, c.Session.Minutes), true})
	}
	return rows
}

// certifiedWays says when the person was there, and for how long online where that is printed.
func (d *document) certifiedWays(c *Certificate) []string {
	if !c.WithoutHours || c.OnlineMinutes == 0 {
		return d.attendance(c.Event, &c.Attendance)
	}
	offline := c.Attendance
	offline.OnlineMinutes = 0
	return append(d.attendance(c.Event, &offline), d.texts.T("certificate.mode_online"))
}

// certifiedTime is how long the person was there, or the way where that is not printed or known.
func (d *document) certifiedTime(c *Certificate, minutes int, way string) string {
	if c.WithoutHours || minutes == 0 {
		return way
	}
	return d.texts.T("pdf.certificate_minutes", "n", minutes)
}

// wayOf is in which ways the person attended a session.
func (d *document) wayOf(s *attendance.Session) string {
	switch {
	case s.InPerson && s.OnlineMinutes > 0:
		return d.texts.T("pdf.both_ways")
	case s.InPerson:
		return d.texts.T("pdf.in_person")
	case s.Minutes > 0:
		return d.texts.T("pdf.by_stream")
	}
	return d.texts.T("pdf.was_there")
}

// Hours is a time of minutes, in hours and minutes.
func Hours(texts *i18n.Localizer, minutes int) string {
	return texts.Duration(time.Duration(minutes) * time.Minute)
}

// shortened keeps so many rows, and the last one where that sums up; one says how many are left out.
func (d *document) shortened(rows []certificateRow, most int) []certificateRow {
	var sum []certificateRow
	if last := len(rows) - 1; rows[last].isBold {
		sum = rows[last:]
	}
	left := len(rows) - most + 1
	return append(append(rows[:most-1-len(sum):most-1-len(sum)],
		certificateRow{middle: d.texts.T("pdf.certificate_more", "n", left)}), sum...)
}

func (d *document) certificateTable(rows []certificateRow, height float64) {
	const leftWidth, rightWidth, size = 104.0, 92.0, 10.5
	for i, row := range rows {
		base := d.y + height/2 + size*0.36
		d.muted()
		leftMost := leftWidth - 10
		if row.middle == "" { // the sum
			d.ink()
			d.isBold, leftMost = row.isBold, formalWidth-rightWidth-10
		}
		d.drawFitted(formalLeft+4, base, leftMost, size-0.5, 7, row.left)
		d.ink()
		width := formalWidth - leftWidth - 8
		if row.right != "" {
			d.drawFitted(formalRight-4-min(rightWidth, d.width(size, clean(row.right))), base, rightWidth, size, 6, row.right)
			width -= rightWidth
		}
		d.isBold = row.isBold
		d.drawFitted(formalLeft+leftWidth, base, width, size, 7, row.middle)
		d.isBold = false
		d.y += height
		if i+1 < len(rows) && rows[i+1].left == "" && rows[i+1].isBold {
			continue
		}
		d.SetDrawColor(224, 215, 205)
		d.SetLineWidth(0.5)
		d.Line(formalLeft, d.y, formalRight, d.y)
	}
}

// issuers are the host, with the co-hosts while there is room.
func (d *document) issuers(e *models.Event) []string {
	names := partners(d.texts, e, models.PartCoHost)
	if len(names) > 4 {
		names = []string{d.texts.List(names)}
	}
	return append([]string{organizationName(d.texts, &e.Organization)}, names...)
}

func (d *document) issuerHeight(c *Certificate) float64 {
	return max(96, 34+18*float64(len(d.issuers(c.Event))))
}

const checkSide = 74.0

// certificateIssuer draws at the foot of the page when and by whom it was issued, and how it can be checked.
func (d *document) certificateIssuer(c *Certificate, top float64) {
	texts, foot := d.texts, pageHeight-68.0
	d.qr(formalLeft, foot-checkSide, checkSide, c.Check)
	d.muted()
	const noteWidth = 142.0
	d.y = foot - checkSide - 4
	for _, line := range d.few(8.2, noteWidth, 5, texts.T("pdf.certificate_check")) {
		d.y += 12
		d.drawLine(formalLeft+checkSide+12, d.y, 8.2, line)
	}
	d.y += 3
	for _, line := range d.few(6.4, noteWidth, 5, c.Address) {
		d.y += 9
		d.drawLine(formalLeft+checkSide+12, d.y, 6.4, line)
	}
	d.ink()
	names := d.issuers(c.Event)
	y := max(top+14, foot-20*float64(len(names))-18)
	d.drawRight(formalRight, y, 11, texts.Date(c.Event.Local(c.IssuedAt)))
	y += 6
	const left = formalLeft + checkSide + noteWidth + 20
	for i, name := range names {
		size := 13.0
		if i > 0 {
			size = 10.5
		}
		y += 20
		d.drawFittedRight(formalRight, y-2, formalRight-left, size, 6, name)
	}
}

// place is where the event takes place, in one line.
func (d *document) place(e *models.Event) string { return place(d.texts, e) }

func place(texts *i18n.Localizer, e *models.Event) string {
	var places []string
	if e.HasVenue() {
		places = append(places, texts.Pick(e.VenueNameJa, e.VenueNameEn))
	}
	if e.HasStream() {
		places = append(places, texts.T("pdf.online_place"))
	}
	return texts.List(places)
}
