package pdf

import (
	"io"
	"iter"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/ticket"
	"meguri/models"
)

// Letter is what somebody without an e-mail address is sent.
type Letter struct {
	Registration *models.Registration
	// QR is nil for who has no place.
	QR *ticket.QR
	// Address has the lines of their postal address, none where it is not known.
	Address []string
}

// Letters are letters or postcards of an event.
type Letters struct {
	Event *models.Event
	Rows  iter.Seq2[*Letter, error]
	// Map leads to a map of the venue, nil for none.
	Map       *ticket.QR
	PrintedAt time.Time
}

// letterSheet is a document of letters. Each is in the language of its reader.
type letterSheet struct {
	*document
	*Letters
}

// Letters makes a page for each person, to fold into an envelope with a window, and writes them to w. If Rows has an
// error, it returns that and writes nothing.
func (m *Maker) Letters(w io.Writer, texts *i18n.Bundle, lang string, l Letters) error {
	return m.letters(w, texts, lang, &l, "pdf.letters", (*letterSheet).letter)
}

// Postcards makes a postcard of 100 × 148 mm for each person, and a second side for the address of who has one.
func (m *Maker) Postcards(w io.Writer, texts *i18n.Bundle, lang string, l Letters) error {
	return m.letters(w, texts, lang, &l, "pdf.postcards", (*letterSheet).postcard)
}

func (m *Maker) letters(
	w io.Writer, texts *i18n.Bundle, lang string, l *Letters, title string, draw func(*letterSheet, *Letter),
) error {
	d, err := m.document(texts.For(lang), title, l.Event, texts.For(lang).When(l.Event), l.PrintedAt)
	if err != nil {
		return err
	}
	if title == "pdf.postcards" {
		d.sheetWidth, d.sheetHeight = cardWidth, cardHeight
	}
	sheet, count := &letterSheet{d, l}, 0
	for letter, err := range l.Rows {
		if err != nil {
			return err
		}
		d.texts = texts.For(letter.Registration.Locale)
		draw(sheet, letter)
		count++
	}
	d.texts = texts.For(lang)
	if count == 0 {
		d.page()
		d.muted()
		d.drawLine(22, 40, 9, d.texts.T("pdf.nobody"))
	}
	return d.writeTo(w)
}

// Where a window of an envelope of 120 × 235 mm shows an address, and where the page is folded.
const (
	windowLeft  = 22 * mm
	windowTop   = 22 * mm
	windowWidth = 82 * mm
	firstFold   = 99 * mm
)

func (s *letterSheet) letter(l *Letter) {
	s.page()
	s.address(windowLeft, windowTop, windowWidth, 10.5, l)
	s.sender(pageWidth-margin, windowTop)
	s.SetDrawColor(150, 140, 130)
	s.SetLineWidth(0.4)
	for n := 1.0; n <= 2; n++ {
		s.Line(0, n*firstFold, 12, n*firstFold)
	}
	s.y = firstFold - 14
	s.ink()
	title := s.texts.Pick(s.Event.TitleJa, s.Event.TitleEn)
	s.bold(func() { s.block(margin, inner, 16, 11, 2, s.texts.T("pdf.letter_title", "title", title)) })
	s.y += 8
	s.paragraph(margin, inner, 10.5, s.texts.T("pdf.letter_"+s.kindOf(l)))
	t := s.ticketOf(l)
	width, top := inner, s.y+20
	if l.QR != nil {
		width -= codeSide + 44
		s.admission(t, top+4)
	}
	s.y = top - 8
	s.ticketFacts(t, width)
	if l.QR != nil {
		s.y = max(s.y, top+codeSide+50)
	}
	const gap = 26.0
	half, from := (inner-gap)/2, s.y+6
	low := s.column(margin, from, half, s.wayThere(&t))
	s.y = max(low, s.column(margin+half+gap, from, half, s.contactAndBring()))
}

// kindOf is how the letter goes on.
func (s *letterSheet) kindOf(l *Letter) string {
	if l.QR == nil {
		return "waits"
	}
	return string(s.Event.ModeOf(l.Registration.TicketType))
}

func (s *letterSheet) ticketOf(l *Letter) Ticket {
	t := Ticket{Event: s.Event, Registration: l.Registration, QR: l.QR}
	if s.Event.ModeOf(l.Registration.TicketType) == models.ModeVenue {
		t.Map = s.Map
	}
	return t
}

// address draws to whom it goes: the address where it is known, and the name.
func (s *letterSheet) address(x, y, width, size float64, l *Letter) {
	s.y = y
	s.ink()
	for _, line := range l.Address {
		for _, part := range s.few(size, width, 2, line) {
			s.y += size * 1.45
			s.drawLine(x, s.y, size, part)
		}
	}
	if l.Registration.Organization != "" {
		s.y += size * 0.2
		s.block(x, width, size, 8, 2, s.shorten(8, 2*width-30, clean(l.Registration.Organization)))
	}
	s.y += 6
	name := s.texts.T("pdf.honorific", "name", l.Registration.Full(l.Registration.Locale))
	s.bold(func() { s.block(x, width, size*1.4, 7, 2, name) })
}

// sender draws the day and who writes, so that they end at x.
func (s *letterSheet) sender(x, y float64) {
	s.muted()
	s.drawRight(x, y+10, 9.5, s.texts.Date(s.Event.Local(s.PrintedAt)))
	const width = 70 * mm
	s.ink()
	s.drawFittedRight(x, y+30, width, 10.5, 7, organizationName(s.texts, &s.Event.Organization))
	s.muted()
	for i, line := range withoutEmpty([]string{s.Event.ContactPhone, s.Event.ContactEmail}) {
		s.drawFittedRight(x, y+45+float64(i)*13, width, 9, 6, line)
	}
}

func (s *letterSheet) contactAndBring() []section {
	e, texts := s.Event, s.texts
	list := s.paragraphs("pdf.bring", texts.Pick(e.BringJa, e.BringEn))
	list = append(list, s.paragraphs("pdf.support", texts.Pick(e.SupportJa, e.SupportEn))...)
	host := organizationName(texts, &e.Organization)
	return append(list, s.paragraphs("pdf.if_plans_change", texts.T("pdf.letter_changes"), host, e.ContactPhone,
		e.ContactEmail)...)
}

// The size of a Japanese postcard, and its margin.
const (
	cardWidth  = 100 * mm
	cardHeight = 148 * mm
	cardMargin = 8 * mm
	cardInner  = cardWidth - 2*cardMargin
	cardCode   = 34 * mm
)

func (s *letterSheet) postcard(l *Letter) {
	if len(l.Address) > 0 {
		s.page()
		s.address(cardMargin+18, 46*mm, cardInner-18, 11, l)
		s.muted()
		s.drawFittedRight(cardWidth-cardMargin, cardHeight-cardMargin-12, cardInner, 8.5, 6,
			organizationName(s.texts, &s.Event.Organization))
		s.drawFittedRight(cardWidth-cardMargin, cardHeight-cardMargin, cardInner, 8, 6, s.Event.ContactPhone)
	}
	s.page()
	s.y = cardMargin - 4
	e, r := s.Event, l.Registration
	s.muted()
	s.y += 12
	s.drawLine(cardMargin, s.y, 8.5, s.texts.T("pdf.card_title"))
	s.ink()
	s.bold(func() { s.block(cardMargin, cardInner, 13, 8, 2, s.texts.Pick(e.TitleJa, e.TitleEn)) })
	s.y += 3
	s.SetDrawColor(214, 205, 196)
	s.SetLineWidth(0.6)
	s.Line(cardMargin, s.y, cardWidth-cardMargin, s.y)
	s.bold(func() {
		s.block(cardMargin, cardInner, 15, 7, 2, s.texts.T("pdf.honorific", "name", r.Full(r.Locale)))
	})
	s.paragraph(cardMargin, cardInner, 8, s.texts.T("pdf.card_"+s.kindOf(l)))
	s.y += 5
	s.cardFacts(s.ticketOf(l))
	s.cardFoot(l)
}

// cardFacts draws what to know, each beside its label.
func (s *letterSheet) cardFacts(t Ticket) {
	e, r, texts := s.Event, t.Registration, s.texts
	doors := ""
	if e.DoorsOpenAt != nil {
		doors = texts.T("pdf.from", "time", texts.Time(e.Local(*e.DoorsOpenAt)))
	}
	facts := [][2]string{
		{"pdf.when", texts.When(e)}, {"pdf.ticket_type", texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn)},
	}
	if e.ModeOf(r.TicketType) == models.ModeVenue {
		facts = append(facts, [2]string{"pdf.doors", doors}, [2]string{"pdf.where", texts.Pick(e.VenueNameJa, e.VenueNameEn)},
			[2]string{"pdf.address", texts.Pick(e.VenueAddressJa, e.VenueAddressEn)},
			[2]string{"pdf.way_there", texts.Pick(e.AccessJa, e.AccessEn)})
	} else {
		facts = append(facts, [2]string{"pdf.where", texts.T("pdf.online_place")})
	}
	if r.Photo != models.PhotoUnasked {
		facts = append(facts, [2]string{"pdf.photo", texts.T("pdf.photo_" + string(r.Photo))})
	}
	const label, line = 58.0, 13.0
	for _, fact := range facts {
		if fact[1] == "" {
			continue
		}
		s.muted()
		s.drawFitted(cardMargin, s.y+line-3, label-3, 7.5, 5, texts.T(fact[0]))
		s.ink()
		size := 9.0
		if fitting := (cardInner - label) / s.width(1, clean(fact[1])); fitting > 7.5 {
			size = min(size, fitting*0.999) // in one line
		}
		for _, part := range s.few(size, cardInner-label, 4, fact[1]) {
			s.y += line
			s.drawLine(cardMargin+label, s.y-3, size, part)
		}
		s.y++
	}
}

// cardFoot draws the code, and whom to ask beside it.
func (s *letterSheet) cardFoot(l *Letter) {
	e := s.Event
	const low = cardHeight - cardMargin
	width := cardInner
	if l.QR != nil {
		width -= cardCode + 12
		x, y := cardWidth-cardMargin-cardCode, low-cardCode-13
		s.qr(x, y, cardCode, l.QR)
		s.ink()
		s.bold(func() { s.drawAround(x+cardCode/2, low, 10.5, l.Registration.Code) })
	}
	var lines []string
	for _, text := range withoutEmpty([]string{
		s.texts.T("pdf.letter_changes"), organizationName(s.texts, &e.Organization), e.ContactPhone, e.ContactEmail,
	}) {
		lines = append(lines, s.few(8, width, 3, text)...)
	}
	const line = 11.5
	at := low - float64(len(lines)-1)*line
	s.muted()
	s.drawLine(cardMargin, at-line-1, 7.5, s.texts.T("pdf.contact"))
	s.ink()
	for i, text := range lines {
		s.drawFitted(cardMargin, at+float64(i)*line, width, 8, 5.5, strings.TrimSpace(text))
	}
}
