package pdf

import (
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/models"
)

// Summary is the content of an attendee's summary: how they attended, and the results of the surveys.
type Summary struct {
	Event        *models.Event
	Registration *models.Registration
	// Venue is when the person was at the venue, a visit for each day.
	Venue         []Visit
	OnlineMinutes int
	Sessions      []AttendedSession
	Results       []Result
	IssuedAt      time.Time
	Number        string
}

// Visit is when the person was admitted and left. Until is nil if they were not scanned on the way out.
type Visit struct {
	From  time.Time
	Until *time.Time
}

// AttendedSession is a session with how the person attended it.
type AttendedSession struct {
	Session  models.Session
	Minutes  int // in the live room
	InPerson bool
}

// Result is a question of a survey with a count of its answers.
type Result struct {
	Question  string
	Responses int
	Mean      float64
	HasMean   bool
	Bars      []Bar
}

// Bar is one answer and how many people gave it.
type Bar struct {
	Label string
	Count int
}

// Attended reports whether the person attended the event.
func (s *Summary) Attended() bool { return len(s.Venue) > 0 || s.OnlineMinutes > 0 }

// Summary makes the summary, of one or two pages.
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
	d.facts(&s)
	d.sessions(&s)
	d.results(s.Results)
	d.issuer(&s)
	d.drawFooters(title + "　" + number)
	return d.output()
}

// reading returns the reading of a name, "" if the name has it already.
func reading(r *models.Registration) string {
	if reading := r.Reading(); !strings.Contains(r.Full(i18n.Japanese), reading) {
		return reading
	}
	return ""
}

// person draws the attendee's name and organization. The reading is shown in Japanese only.
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

// facts draws when and where the event took place, its hosts, and how the person attended.
func (d *document) facts(s *Summary) {
	e, texts := s.Event, d.texts
	const labelWidth, size = 74, 10
	d.fact(inner, labelWidth, size, texts.T("pdf.when"), texts.When(e))
	var places []string
	if e.HasVenue() {
		places = append(places, texts.Pick(e.VenueNameJa, e.VenueNameEn))
	}
	if e.HasStream() {
		places = append(places, texts.T("pdf.online_place"))
	}
	d.fact(inner, labelWidth, size, texts.T("pdf.where"), texts.List(places))
	d.fact(inner, labelWidth, size, texts.T("pdf.host"), organizationName(texts, &e.Organization))
	d.fact(inner, labelWidth, size, texts.T("pdf.cohosts"), texts.List(partners(texts, e, models.PartCoHost)))
	d.fact(inner, labelWidth, size, texts.T("pdf.partners"), texts.List(partners(texts, e, models.PartPartner)))
	d.fact(inner, labelWidth, size, texts.T("pdf.attended"), strings.Join(d.attendance(s), "\n"))
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
	texts := d.texts
	var list []string
	for _, visit := range s.Venue {
		list = append(list, d.visit(s, visit))
	}
	if s.OnlineMinutes > 0 {
		list = append(list, texts.T("pdf.online_for", "duration", texts.Duration(time.Duration(s.OnlineMinutes)*time.Minute)))
	}
	return list
}

// visit has the day where the event, or the visit, is on several.
func (d *document) visit(s *Summary, v Visit) string {
	e, texts := s.Event, d.texts
	from, day := e.Local(v.From), ""
	if len(s.Venue) > 1 || e.NeedsDates(nil) {
		day = texts.ShortDate(from) + " "
	}
	if v.Until == nil {
		return texts.T("pdf.venue_from", "time", day+texts.Time(from))
	}
	until := e.Local(*v.Until)
	left := texts.Time(until)
	if until.Format(time.DateOnly) != from.Format(time.DateOnly) {
		left = texts.ShortDate(until) + " " + left
	}
	return texts.T("pdf.venue_span", "from", day+texts.Time(from), "until", left)
}

// issuer draws the date, the host and the co-hosts.
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
