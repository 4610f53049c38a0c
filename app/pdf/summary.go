package pdf

import (
	"fmt"
	"strings"
	"time"

	"meguri/app/i18n"
	"meguri/models"
)

// Summary is what an attendee takes home: that and how they took part, and what came of it.
type Summary struct {
	Event        *models.Event
	Registration *models.Registration
	// VenueFrom and VenueUntil are when the person came and went; nil where they were not there or nobody scanned them out.
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

// Summary makes one or two pages.
func (m *Maker) Summary(texts *i18n.Localizer, s Summary) ([]byte, error) {
	e, r := s.Event, s.Registration
	title, host := texts.Pick(e.TitleJa, e.TitleEn), texts.Pick(e.Organization.NameJa, e.Organization.NameEn)
	d, err := m.document(texts, texts.T("pdf.summary")+" "+title, host, s.IssuedAt)
	if err != nil {
		return nil, err
	}
	d.page()
	d.accent()
	d.line(margin, d.y+4, 10, texts.T("pdf.summary"))
	d.quiet()
	d.right(pageWidth-margin, d.y+4, 8.5, texts.T("pdf.number", "number", s.Number))
	d.y += 12
	d.ink()
	d.paragraph(margin, inner, 18, title)
	d.quiet()
	d.paragraph(margin, inner, 10, texts.Span(e.Local(e.StartsAt), e.Local(e.EndsAt)))
	d.paragraph(margin, inner, 10, strings.TrimSpace(texts.Pick(e.VenueNameJa, e.VenueNameEn)+"　"+texts.T("pdf.hosted_by", "name", host)))
	d.y += 8
	d.rule()
	d.y += 16
	d.person(r)
	d.statement(&s)
	d.sessions(&s)
	d.results(s.Results)
	d.issuer(&s)
	return d.finish()
}

func (d *document) person(r *models.Registration) {
	d.quiet()
	d.line(margin, d.y+6, 9, r.Reading())
	d.y += 10
	d.ink()
	d.paragraph(margin, inner, 17, d.texts.T("pdf.honorific", "name", r.Full(d.texts.Lang)))
	if r.Organization != "" {
		d.quiet()
		d.paragraph(margin, inner, 10, r.Organization)
	}
	d.y += 8
}

func (d *document) statement(s *Summary) {
	e, texts := s.Event, d.texts
	d.ink()
	if !s.Attended() {
		d.paragraph(margin, inner, 11, texts.T("pdf.not_attended"))
		d.y += 10
		return
	}
	d.paragraph(margin, inner, 11, texts.T("pdf.statement", "title", texts.Pick(e.TitleJa, e.TitleEn)))
	d.y += 2
	if s.VenueFrom != nil {
		text := texts.T("pdf.venue_from", "time", texts.Time(e.Local(*s.VenueFrom)))
		if s.VenueUntil != nil {
			text = texts.T("pdf.venue_span", "from", texts.Time(e.Local(*s.VenueFrom)), "until", texts.Time(e.Local(*s.VenueUntil)))
		}
		d.paragraph(margin, inner, 10, text)
	}
	if s.OnlineMinutes > 0 {
		d.paragraph(margin, inner, 10, texts.T("pdf.online_for", "duration", texts.Duration(time.Duration(s.OnlineMinutes)*time.Minute)))
	}
	d.y += 10
}

// heading stands above content of which at least height must follow on the same page.
func (d *document) heading(text string, height float64) {
	d.room(31 + height)
	d.y += 10
	d.accent()
	d.line(margin, d.y+10, 11.5, text)
	d.y += 18
	d.rule()
	d.y += 3
}

func (d *document) sessions(s *Summary) {
	if len(s.Sessions) == 0 {
		return
	}
	d.heading(d.texts.T("pdf.agenda"), 40)
	const timeWidth, shareWidth, size = 78.0, 86.0, 9.5
	for _, a := range s.Sessions {
		e := s.Event
		lines := d.lines(size, inner-timeWidth-shareWidth, d.texts.Pick(a.Session.TitleJa, a.Session.TitleEn))
		d.room(float64(len(lines)) * size * leading)
		top := d.y + size*1.2
		d.quiet()
		d.line(margin, top, size, d.texts.Time(e.Local(a.Session.StartsAt))+"–"+d.texts.Time(e.Local(a.Session.EndsAt)))
		d.right(pageWidth-margin, top, size, d.share(&a))
		d.ink()
		for i, line := range lines {
			d.line(margin+timeWidth, top+float64(i)*size*leading, size, line)
		}
		d.y += float64(len(lines)) * size * leading
	}
	d.y += 4
}

func (d *document) share(a *AttendedSession) string {
	switch {
	case a.Session.CancelledAt != nil:
		return d.texts.T("pdf.session_cancelled")
	case a.InPerson:
		return d.texts.T("pdf.in_person")
	case a.Minutes > 0:
		return d.texts.T("pdf.minutes", "n", a.Minutes)
	}
	return "–"
}

// results draws the key results as bars, side by side with their counts.
func (d *document) results(results []Result) {
	if len(results) == 0 {
		return
	}
	d.heading(d.texts.T("pdf.results"), resultHeight(results[0]))
	for _, r := range results {
		d.room(resultHeight(r))
		d.ink()
		d.y += 3
		d.paragraph(margin, inner-120, 9.5, r.Question)
		d.quiet()
		note := d.texts.T("pdf.responses", "n", d.texts.Number(r.Responses))
		if r.HasMean {
			note = d.texts.T("pdf.mean", "mean", d.texts.Decimal(r.Mean, 1)) + "　" + note
		}
		d.right(pageWidth-margin, d.y-5, 8.5, note)
		d.bars(r.Bars)
		d.y += 5
	}
}

func resultHeight(r Result) float64 { return 34 + 13*float64(len(r.Bars)) }

func (d *document) bars(bars []Bar) {
	highest := 1
	for _, b := range bars {
		highest = max(highest, b.Count)
	}
	const labels, height = 170.0, 12.0
	for _, b := range bars {
		d.ink()
		d.fit(margin+8, d.y+9, labels-14, 8.5, 6, b.Label)
		d.SetFillColor(243, 229, 219)
		d.Rect(margin+labels, d.y+2.5, inner-labels-34, 7, "F")
		d.accent()
		if b.Count > 0 {
			d.Rect(margin+labels, d.y+2.5, max(1.5, (inner-labels-34)*float64(b.Count)/float64(highest)), 7, "F")
		}
		d.quiet()
		d.right(pageWidth-margin, d.y+9, 8.5, d.texts.Number(b.Count))
		d.y += height
	}
}

func (d *document) issuer(s *Summary) {
	e, texts := s.Event, d.texts
	names := []string{texts.Pick(e.Organization.NameJa, e.Organization.NameEn)}
	for _, p := range e.Partners {
		if p.Part == models.CoHost {
			names = append(names, texts.Pick(p.Organization.NameJa, p.Organization.NameEn))
		}
	}
	d.room(22 + 16*float64(len(names)))
	d.y += 16
	d.quiet()
	d.right(pageWidth-margin, d.y, 9.5, fmt.Sprintf("%s %s", texts.T("pdf.issued"), texts.Date(e.Local(s.IssuedAt))))
	d.ink()
	for _, name := range names {
		d.y += 16
		d.right(pageWidth-margin, d.y, 10.5, name)
	}
}
