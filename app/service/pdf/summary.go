package pdf

import (
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Summary is what an attendee takes home: that and how they took part, and what came of it.
type Summary struct {
	Event        *models.Event
	Registration *models.Registration
	// VenueFrom and VenueUntil are when the person came and went; nil where they were not there or nobody scanned them
	// out.
	VenueFrom, VenueUntil *time.Time
	OnlineMinutes         int
	Sessions              []AttendedSession
	Results               []Result
	IssuedAt              time.Time
	Number                string
}

// AttendedSession is an item of the agenda with how the person attended it.
type AttendedSession struct {
	Session  models.Session
	Minutes  int // in the online room
	InPerson bool
}

// Result is a question of the survey with what people answered.
type Result struct {
	Question  string
	Responses int
	Mean      float64
	HasMean   bool
	Bars      []Bar
}

// Bar is one answer and how many gave it.
type Bar struct {
	Label string
	Count int
}

// Attended reports whether there is anything to certify.
func (s *Summary) Attended() bool { return s.VenueFrom != nil || s.OnlineMinutes > 0 }

// Summary makes a page or two.
func (m *Maker) Summary(texts *i18n.Localizer, s Summary) ([]byte, error) {
	e, r := s.Event, s.Registration
	d, err := m.document(texts, "pdf.summary", e, r.Full(texts.Lang), s.IssuedAt)
	if err != nil {
		return nil, err
	}
	title, number := texts.Pick(e.TitleJa, e.TitleEn), texts.T("pdf.number", "number", s.Number)
	d.page()
	d.masthead(texts.T("pdf.summary"), number, title)
	d.person(r)
	d.statement(&s)
	d.about(&s)
	d.sessions(&s)
	d.results(s.Results)
	d.issuer(&s)
	d.footers(title + "　" + number)
	return d.output()
}

// reading is how a name is read, where that says more than the name itself.
func reading(r *models.Registration) string {
	if reading := r.Reading(); !strings.Contains(r.Full(i18n.Japanese), reading) {
		return reading
	}
	return ""
}

// person is who the document is about. Their reading helps only those who can read it.
func (d *document) person(r *models.Registration) {
	if reading := reading(r); d.texts.Lang == i18n.Japanese && reading != "" {
		d.muted()
		d.y += 10
		d.drawFitted(margin, d.y, inner, 9, 5, reading)
	}
	d.ink()
	d.block(margin, inner, 20, 11, 2, d.texts.T("pdf.honorific", "name", r.Full(d.texts.Lang)))
	if r.Organization != "" {
		d.muted()
		d.paragraph(margin, inner, 10.5, r.Organization)
	}
	d.y += 10
}

func (d *document) statement(s *Summary) {
	e, texts := s.Event, d.texts
	text := texts.T("pdf.not_attended")
	if s.Attended() {
		text = texts.T("pdf.statement", "title", texts.Pick(e.TitleJa, e.TitleEn))
	}
	d.ink()
	d.block(margin, inner, 12, 12, 3, text)
	d.y += 10
}

// about has the facts: when, where, by whom, and how the person attended.
func (d *document) about(s *Summary) {
	e, texts := s.Event, d.texts
	const labels, size = 74, 10
	d.fact(inner, labels, size, texts.T("pdf.when"), texts.Span(e.Local(e.StartsAt), e.Local(e.EndsAt)))
	var places []string
	if e.HasVenue() {
		places = append(places, texts.Pick(e.VenueNameJa, e.VenueNameEn))
	}
	if e.HasStream() {
		places = append(places, texts.T("pdf.online_place"))
	}
	d.fact(inner, labels, size, texts.T("pdf.where"), texts.List(places))
	d.fact(inner, labels, size, texts.T("pdf.host"), organizationName(texts, &e.Organization))
	d.fact(inner, labels, size, texts.T("pdf.cohosts"), texts.List(partners(texts, e, models.PartCoHost)))
	d.fact(inner, labels, size, texts.T("pdf.partners"), texts.List(partners(texts, e, models.PartPartner)))
	d.fact(inner, labels, size, texts.T("pdf.attended"), strings.Join(d.attendance(s), "\n"))
}

func partners(texts *i18n.Localizer, e *models.Event, part models.Part) []string {
	var names []string
	for i := range e.Partners {
		if e.Partners[i].Part == part {
			names = append(names, organizationName(texts, &e.Partners[i].Organization))
		}
	}
	return names
}

func (d *document) attendance(s *Summary) []string {
	e, texts := s.Event, d.texts
	var ways []string
	switch {
	case s.VenueFrom != nil && s.VenueUntil != nil:
		ways = append(
			ways,
			texts.T("pdf.venue_span", "from", texts.Time(e.Local(*s.VenueFrom)), "until", texts.Time(e.Local(*s.VenueUntil))),
		)
	case s.VenueFrom != nil:
		ways = append(ways, texts.T("pdf.venue_from", "time", texts.Time(e.Local(*s.VenueFrom))))
	}
	if s.OnlineMinutes > 0 {
		ways = append(ways, texts.T("pdf.online_for", "duration", texts.Duration(time.Duration(s.OnlineMinutes)*time.Minute)))
	}
	return ways
}

// issuer signs: the day, the host and the co-hosts.
func (d *document) issuer(s *Summary) {
	e, texts := s.Event, d.texts
	names := append([]string{organizationName(texts, &e.Organization)}, partners(texts, e, models.PartCoHost)...)
	d.ensureSpace(28 + 16*float64(len(names)))
	d.y += 24
	d.muted()
	d.drawRight(pageWidth-margin, d.y, 9.5, texts.T("pdf.issued", "date", texts.Date(e.Local(s.IssuedAt))))
	d.ink()
	for _, name := range names {
		d.y += 17
		d.drawRight(pageWidth-margin, d.y, 11, name)
	}
}
