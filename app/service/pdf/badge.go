package pdf

import (
	"io"
	"iter"
	"time"

	"github.com/jung-kurt/gofpdf"

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

// Badges are sheets of badges. One is drawn 91 × 55 mm large, and grows with the place that the sheet has for it.
type Badges struct {
	Sheet BadgeSheet
	Event *models.Event
	Photo *models.Picture
	// Types are the event's ticket types: each has a colour, by its place among them.
	Types []models.TicketType
	Rows  iter.Seq2[*Badge, error]
	// Blank fills the last sheet with badges to write on. From is how many places of the first sheet are used up already.
	Blank bool
	From  int
	// Frames prints the outlines alone, to hold against the sheet.
	Frames    bool
	PrintedAt time.Time
}

// BadgeSheet is how badges lie on the paper, in millimetres.
type BadgeSheet struct {
	// Width and Height are the paper's, 0 for A4; CellWidth and CellHeight those of the place for one badge.
	Width, Height, CellWidth, CellHeight float64
	// Left and Top are where the first one is, Gap how far columns are apart.
	Left, Top, Gap float64
	Columns, Rows  int
	// Cut says that the paper is cut after printing: it has marks.
	Cut bool
	// Products are sheets of makers that are so, as they are called in shops.
	Products string
}

// The sheets. Labels lie where their makers print them, which is not always the middle of the paper: Hisago's (ヒサゴ)
// as glabels-qt has them (templates/hisago-templates.xml), with which published layouts of A-one (エーワン) 72210,
// 72212, 72224 and 72244 agree; ten faces as was measured on A-one's test sheet ZT31514_A.pdf: 14 and 11 mm, no gaps.
// Of 18 faces sources differ by up to 0.6 mm: they lie in the middle. A roll of labels is 62 × 100 mm, a card ISO/IEC
// 7810 ID-1.
var (
	BadgesOfTen = BadgeSheet{
		CellWidth: 91, CellHeight: 55, Left: 14, Top: 11, Columns: 2, Rows: 5, Cut: true,
		Products: "エーワン 72110・31514",
	}
	BadgesOfEight = BadgeSheet{
		CellWidth: 105, CellHeight: 74.25, Columns: 2, Rows: 4, Cut: true, Products: "ヒサゴ ELM014",
	}
	LabelsOf10 = BadgeSheet{
		CellWidth: 86.4, CellHeight: 50.8, Left: 18.6, Top: 21.2, Columns: 2, Rows: 5,
		Products: "エーワン 72210・75210、ヒサゴ ELM006",
	}
	LabelsOf12 = BadgeSheet{
		CellWidth: 86.4, CellHeight: 42.3, Left: 18.6, Top: 21.2, Columns: 2, Rows: 6,
		Products: "エーワン 72212、ヒサゴ ELM008",
	}
	LabelsOf18 = BadgeSheet{
		CellWidth: 63.5, CellHeight: 46.6, Left: 7.25, Top: 8.7, Gap: 2.5, Columns: 3, Rows: 6,
		Products: "Avery L7161",
	}
	LabelsOf21 = BadgeSheet{
		CellWidth: 70, CellHeight: 42.43, Columns: 3, Rows: 7, Products: "エーワン 72421・31538、ヒサゴ ELM011",
	}
	LabelsOf24 = BadgeSheet{
		CellWidth: 66, CellHeight: 33.9, Left: 6, Top: 12.9, Columns: 3, Rows: 8,
		Products: "エーワン 72224、ヒサゴ ELM012",
	}
	LabelsOf44 = BadgeSheet{
		CellWidth: 48.3, CellHeight: 25.4, Left: 8.4, Top: 8.8, Columns: 4, Rows: 11,
		Products: "エーワン 72244・31516、ヒサゴ ELM022",
	}
	BadgeLabels = BadgeSheet{Width: 100, Height: 62, CellWidth: 100, CellHeight: 62, Columns: 1, Rows: 1}
	BadgeCards  = BadgeSheet{Width: 85.6, Height: 53.98, CellWidth: 85.6, CellHeight: 53.98, Columns: 1, Rows: 1}
)

// OnPage is how many badges a sheet has.
func (b BadgeSheet) OnPage() int { return b.Columns * b.Rows }

// Small says that a label has no room for a code that can be read, nor for a picture.
func (b BadgeSheet) Small() bool { return b.CellHeight < smallBelow }

const smallBelow = 45.0

// scale is how much a badge grows to fill its place.
func (b BadgeSheet) scale() float64 {
	return min(b.CellWidth*mm/badgeWidth, b.CellHeight*mm/badgeHeight)
}

// The size of a badge, in points.
const (
	badgeWidth  = 91 * mm
	badgeHeight = 55 * mm
	badgeHead   = 31.0
	badgeBand   = 19.0
	badgeCode   = 17 * mm
	mm          = 72 / 25.4
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
	if b.Sheet.Width > 0 {
		d.sheetWidth, d.sheetHeight = b.Sheet.Width*mm, b.Sheet.Height*mm
	}
	sheet := &badgeSheet{document: d, Badges: &b}
	if b.Frames {
		for range b.Sheet.OnPage() {
			sheet.next(func(float64, float64) {}) // the outline is drawn for each
		}
		return d.writeTo(w)
	}
	for range min(b.From, b.Sheet.OnPage()-1) {
		sheet.next(nil)
	}
	for badge, err := range b.Rows {
		if err != nil {
			return err
		}
		sheet.next(func(x, y float64) { sheet.badge(x, y, badge) })
	}
	for sheet.count == 0 || (b.Blank && !b.Sheet.Small() && sheet.count%b.Sheet.OnPage() != 0) {
		sheet.next(func(x, y float64) {
			sheet.head(x, y)
			sheet.blank(x, y)
		})
	}
	return d.writeTo(w)
}

// next draws a badge in the next place, in the middle of it, nothing for nil. It begins a new sheet after the last.
func (s *badgeSheet) next(draw func(x, y float64)) {
	n := s.count % s.Sheet.OnPage()
	if n == 0 {
		s.page()
		if s.Sheet.Cut {
			s.cutMarks()
		}
	}
	s.count++
	scale, width, height := s.Sheet.scale(), s.Sheet.CellWidth*mm, s.Sheet.CellHeight*mm
	x := s.Sheet.Left*mm + float64(n%s.Sheet.Columns)*(width+s.Sheet.Gap*mm)
	y := s.Sheet.Top*mm + float64(n/s.Sheet.Columns)*height
	switch {
	case draw == nil:
		return
	case s.Frames:
		s.frame(x, y, width, height, n+1)
		return
	case s.Sheet.Small():
		draw(x, y)
		return
	}
	x, y = x+(width-badgeWidth*scale)/2, y+(height-badgeHeight*scale)/2
	s.TransformBegin()
	s.TransformScaleXY(100*scale, x, y)
	draw(x, y)
	s.TransformEnd()
}

// frame draws the outline of a place, with its number.
func (s *badgeSheet) frame(x, y, width, height float64, number int) {
	s.SetDrawColor(35, 31, 28)
	s.SetLineWidth(0.5)
	s.Rect(x, y, width, height, "D")
	s.ink()
	s.drawAround(x+width/2, y+height/2+5, 14, s.texts.Number(number))
}

// smallBadge is a name with a band: on a small label nothing else can be read.
func (s *badgeSheet) smallBadge(x, y float64, b *Badge) {
	const padding, band = 5.0, 13.0
	width, height := s.Sheet.CellWidth*mm, s.Sheet.CellHeight*mm
	if b.Registration.Photo == models.PhotoNo {
		s.noPhotos(x+width-22, y+3)
		s.who(x+padding, y+2, width-2*padding-34, height-band-4, b.Registration)
	} else {
		s.who(x+padding, y+2, width-2*padding, height-band-4, b.Registration)
	}
	s.band(x+padding/2, y+height-band-2, width-padding, band, b.Registration)
}

// cutMarks draws where to cut, and says how to print where there is room outside of the badges.
func (s *badgeSheet) cutMarks() {
	sheet := s.Sheet
	left, top, width, height := sheet.Left*mm, sheet.Top*mm, sheet.CellWidth*mm, sheet.CellHeight*mm
	right, low := left+float64(sheet.Columns)*width, top+float64(sheet.Rows)*height
	s.SetDrawColor(150, 140, 130)
	s.SetLineWidth(0.4)
	const far, near = 24.0, 5.0
	if top < far { // the lines are cut themselves
		for i := range sheet.Columns - 1 {
			s.Line(left+float64(i+1)*width, top, left+float64(i+1)*width, low)
		}
		for i := range sheet.Rows - 1 {
			s.Line(left, top+float64(i+1)*height, right, top+float64(i+1)*height)
		}
		return
	}
	s.muted()
	s.drawAround(pageWidth/2-width/2, top-11, 7.5, s.texts.T("pdf.badges_print"))
	for i := range sheet.Columns + 1 {
		x := left + float64(i)*width
		s.Line(x, top-far, x, top-near)
		s.Line(x, low+near, x, low+far)
	}
	for i := range sheet.Rows + 1 {
		y := top + float64(i)*height
		s.Line(left-far, y, left-near, y)
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
	if s.Sheet.Small() {
		s.smallBadge(x, y, b)
		return
	}
	r := b.Registration
	s.head(x, y)
	const codeAt = badgeWidth - badgeCode - 12
	if b.QR != nil {
		top := y + badgeHeight - badgeBand - badgeCode - 13
		s.qr(x+codeAt, top, badgeCode, b.QR)
		s.muted()
		s.drawAround(x+codeAt+badgeCode/2, top+badgeCode+9, 7, r.Code)
	}
	if r.AvoidsCameras() {
		s.noPhotos(x+codeAt+badgeCode/2, y+badgeHead+5)
	}
	s.who(x+10, y+badgeHead, codeAt-18, badgeHeight-badgeHead-badgeBand, r)
	s.band(x, y+badgeHeight-badgeBand, badgeWidth, badgeBand, r)
}

// who draws reading, name and organization in the middle of a box. The name is complete, in as many lines as it needs.
func (s *badgeSheet) who(x, y, width, height float64, r *models.Registration) {
	name := r.Full(r.Locale)
	size := min(27, height*0.5)
	for size > min(15, height*0.3) && s.width(size, clean(name)) > width {
		size -= 0.5
	}
	for lines := len(s.lines(size, width, name)); size > 5 && (lines > 3 || float64(lines)*size*1.22 > height-10); {
		size -= 0.5
		lines = len(s.lines(size, width, name))
	}
	names := s.balancedLines(size, width, name)
	var organizations []string
	if r.Organization != "" && float64(len(names))*size*1.22+38 < height {
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

// band names the ticket type in its colour, with a shape for whoever sees no colours.
func (s *badgeSheet) band(x, y, wide, high float64, r *models.Registration) {
	at := 0
	for i := range s.Types {
		if s.Types[i].ID == r.TicketTypeID {
			at = i
		}
	}
	ground := cover.Palettes[at%len(cover.Palettes)].Ground
	s.fill(ground)
	s.Rect(x, y, wide, high, "F")
	s.shape(at, x+high*0.6, y+high/2, high*0.28)
	s.shape(at, x+wide-high*0.6, y+high/2, high*0.28)
	s.colour(255, 255, 255)
	name := clean(s.texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn))
	width, size := wide-2.4*high, min(10.5, high*0.62)
	fitting := max(5, min(size, width/max(0.1, s.width(1, name))))
	s.bold(func() { s.drawAround(x+wide/2, y+high/2+fitting*0.36, fitting, s.shorten(fitting, width, name)) })
}

// shape draws the sign of the n-th ticket type in white: a disc, a triangle, a square, a diamond, and again as rings.
func (s *badgeSheet) shape(n int, x, y, radius float64) {
	style := "F"
	if n/4%2 == 1 {
		style = "D"
	}
	s.SetFillColor(255, 255, 255)
	s.SetDrawColor(255, 255, 255)
	s.SetLineWidth(1)
	switch n % 4 {
	case 0:
		s.Circle(x, y, radius, style)
	case 1:
		s.Polygon(
			[]gofpdf.PointType{{X: x, Y: y - radius}, {X: x + radius, Y: y + radius}, {X: x - radius, Y: y + radius}},
			style,
		)
	case 2:
		s.Rect(x-radius, y-radius, 2*radius, 2*radius, style)
	case 3:
		s.Polygon(
			[]gofpdf.PointType{{X: x, Y: y - radius}, {X: x + radius, Y: y}, {X: x, Y: y + radius}, {X: x - radius, Y: y}},
			style,
		)
	}
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
