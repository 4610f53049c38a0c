package pdf

import (
	"io"
	"iter"
	"time"

	"meguri/app/service/cover"
	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Badge is what a person wears, with the code of their ticket.
type Badge struct {
	Registration *models.Registration
	QR           *ticket.QR
}

// Badges are sheets of ten badges of 91 × 55 mm, as paper for business cards is cut.
type Badges struct {
	Event *models.Event
	Photo *models.Picture
	// Types are the event's ticket types: each has a colour, by its place among them.
	Types []models.TicketType
	Rows  iter.Seq2[*Badge, error]
	// Blank fills the last sheet with badges to write on.
	Blank     bool
	PrintedAt time.Time
}

// The size of badges, and where the first one is, in points.
const (
	badgeWidth   = 91 * mm
	badgeHeight  = 55 * mm
	badgesLeft   = 14 * mm
	badgesTop    = 11 * mm
	badgeHead    = 31.0
	badgeBand    = 19.0
	badgeCode    = 17 * mm
	badgeColumns = 2
	badgesOnPage = 10
	mm           = 72 / 25.4
)

type badgeSheet struct {
	*document
	*Badges
	count int
}

// Badges makes the sheets and writes them to w. If Rows has an error, it returns that and writes nothing.
func (m *Maker) Badges(w io.Writer, texts *i18n.Localizer, b Badges) error {
	d, err := m.document(texts, "pdf.badges", b.Event, texts.When(b.Event), b.PrintedAt)
	if err != nil {
		return err
	}
	sheet := &badgeSheet{document: d, Badges: &b}
	for badge, err := range b.Rows {
		if err != nil {
			return err
		}
		x, y := sheet.next()
		sheet.badge(x, y, badge)
	}
	for sheet.count == 0 || (b.Blank && sheet.count%badgesOnPage != 0) {
		x, y := sheet.next()
		sheet.head(x, y)
		sheet.blank(x, y)
	}
	return d.writeTo(w)
}

// next is where the next badge is. It begins a new sheet after ten.
func (s *badgeSheet) next() (x, y float64) {
	n := s.count % badgesOnPage
	if n == 0 {
		s.page()
		s.cutMarks()
	}
	s.count++
	return badgesLeft + float64(n%badgeColumns)*badgeWidth, badgesTop + float64(n/badgeColumns)*badgeHeight
}

// cutMarks draws where to cut, outside of the badges, and says how to print.
func (s *badgeSheet) cutMarks() {
	s.muted()
	s.drawAround(pageWidth/2-badgeWidth/2, badgesTop-11, 7.5, s.texts.T("pdf.badges_print"))
	s.SetDrawColor(150, 140, 130)
	s.SetLineWidth(0.4)
	const far, near = 24.0, 5.0
	right, low := badgesLeft+badgeColumns*badgeWidth, badgesTop+badgesOnPage/badgeColumns*badgeHeight
	for i := range badgeColumns + 1 {
		x := badgesLeft + float64(i)*badgeWidth
		s.Line(x, badgesTop-far, x, badgesTop-near)
		s.Line(x, low+near, x, low+far)
	}
	for i := range badgesOnPage/badgeColumns + 1 {
		y := badgesTop + float64(i)*badgeHeight
		s.Line(badgesLeft-far, y, badgesLeft-near, y)
		s.Line(right+near, y, right+far, y)
	}
}

// head draws the event, on the ground of its colours.
func (s *badgeSheet) head(x, y float64) {
	p, texts := cover.PaletteOf(s.Event), s.texts
	s.fill(p.Light)
	s.Rect(x, y, badgeWidth, badgeHead, "F")
	const picture = 52.0
	s.cover(s.Event, s.Photo, x+badgeWidth-picture, y, picture, badgeHead)
	s.colour(int(p.Dark[0]), int(p.Dark[1]), int(p.Dark[2]))
	title := texts.Pick(s.Event.TitleJa, s.Event.TitleEn)
	s.bold(func() { s.drawFitted(x+12, y+badgeHead/2+4, badgeWidth-picture-24, 11.5, 6.5, title) })
	s.SetDrawColor(200, 190, 180)
	s.SetLineWidth(0.3)
	s.SetDashPattern([]float64{2, 2}, 0)
	s.Rect(x, y, badgeWidth, badgeHeight, "D")
	s.SetDashPattern(nil, 0)
}

func (s *badgeSheet) badge(x, y float64, b *Badge) {
	r := b.Registration
	s.head(x, y)
	const codeAt = badgeWidth - badgeCode - 12
	if b.QR != nil {
		top := y + badgeHeight - badgeBand - badgeCode - 13
		s.qr(x+codeAt, top, badgeCode, b.QR)
		s.muted()
		s.drawAround(x+codeAt+badgeCode/2, top+badgeCode+9, 7, r.Code)
	}
	if r.Photo == models.PhotoNo {
		s.noPhotos(x+codeAt+badgeCode/2, y+badgeHead+5)
	}
	s.who(x+10, y+badgeHead, codeAt-18, badgeHeight-badgeHead-badgeBand, r)
	s.band(x, y+badgeHeight-badgeBand, r)
}

// who draws reading, name and organization in the middle of a box. The name is complete, in as many lines as it needs.
func (s *badgeSheet) who(x, y, width, height float64, r *models.Registration) {
	name := r.Full(r.Locale)
	size := 27.0
	for size > 15 && s.width(size, clean(name)) > width {
		size -= 0.5
	}
	for size > 6 && len(s.lines(size, width, name)) > 3 {
		size -= 0.5
	}
	names := s.balancedLines(size, width, name)
	var organizations []string
	if r.Organization != "" {
		organizations = s.balancedLines(9.5, width, s.shorten(9.5, 2*width-30, clean(r.Organization)))
	}
	above := reading(r)
	total := float64(len(names))*size*1.22 + float64(len(organizations))*13
	if above != "" {
		total += 12
	}
	middle, at := x+width/2, y+(height-total)/2
	if above != "" {
		s.muted()
		fitting := min(8.5, max(5, width/max(0.1, s.width(1, clean(above)))))
		s.drawAround(middle, at+8, fitting, s.shorten(fitting, width, clean(above)))
		at += 12
	}
	s.ink()
	for _, line := range names {
		s.bold(func() { s.drawAround(middle, at+size, size, line) })
		at += size * 1.22
	}
	for _, line := range organizations {
		s.drawAround(middle, at+12, 9.5, line)
		at += 13
	}
}

// band names the ticket type in its colour.
func (s *badgeSheet) band(x, y float64, r *models.Registration) {
	at := 0
	for i := range s.Types {
		if s.Types[i].ID == r.TicketTypeID {
			at = i
		}
	}
	ground := cover.Palettes[at%len(cover.Palettes)].Ground
	s.fill(ground)
	s.Rect(x, y, badgeWidth, badgeBand, "F")
	s.colour(255, 255, 255)
	name := clean(s.texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	const width, size = badgeWidth - 24, 10.5
	fitting := max(6, min(size, width/max(0.1, s.width(1, name))))
	s.bold(func() { s.drawAround(x+badgeWidth/2, y+badgeBand/2+3.8, fitting, s.shorten(fitting, width, name)) })
}

// noPhotos draws a crossed camera with its words, around x from y down.
func (s *badgeSheet) noPhotos(x, y float64) {
	const width, height, red, green, blue = 17.0, 11.0, 176, 0, 32
	left := x - width/2
	s.SetDrawColor(red, green, blue)
	s.SetLineWidth(1.1)
	s.RoundedRect(left, y+2, width, height, 2, "1234", "D")
	s.Circle(x, y+2+height/2, 3, "D")
	s.Line(x-3, y+1, x+3, y+1)
	s.SetLineWidth(1.6)
	s.Line(left-2, y+height+3.5, left+width+2, y+0.5)
	s.colour(red, green, blue)
	s.bold(func() { s.drawAround(x, y+height+10.5, 6.5, s.texts.T("pdf.badge_no_photos")) })
}

// blank draws lines to write on.
func (s *badgeSheet) blank(x, y float64) {
	at := y + badgeHead + 16
	for _, line := range []struct {
		key    string
		height float64
	}{{"pdf.badge_reading", 12}, {"pdf.column_name", 44}, {"pdf.column_organization", 72}} {
		s.muted()
		s.drawLine(x+20, at+line.height-4, 7, s.texts.T(line.key))
		s.SetDrawColor(168, 150, 132)
		s.SetLineWidth(0.5)
		s.Line(x+20, at+line.height+8, x+badgeWidth-24, at+line.height+8)
	}
}
