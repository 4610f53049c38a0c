package pdf

import (
	"meguri/models"
)

// manySessions is how many a summary lists in full. Of a festival with more only those that the person attended are
// listed.
const manySessions = 24

// sessions lists the agenda. What the person attended stands out, the rest is quiet.
func (d *document) sessions(s *Summary) {
	listed := s.Sessions
	if len(listed) > manySessions {
		listed = attended(listed)
	}
	if len(s.Sessions) == 0 {
		return
	}
	d.heading(d.texts.T("pdf.agenda"), 40)
	size := 9.5
	if len(listed) > 14 {
		size = 8.5
	}
	day := ""
	for i := range listed {
		if today := d.dayOf(s.Event, &listed[i]); today != day && s.lastsDays() {
			day = today
			d.y += 4
			d.room(3 * size * leading)
			d.quiet()
			d.set(margin, size, []string{day})
		}
		d.session(s.Event, &listed[i], size)
	}
	if more := len(s.Sessions) - len(listed); more > 0 {
		d.quiet()
		d.y += 4
		d.paragraph(margin, inner, 8.5, d.texts.T("pdf.more_sessions", "n", more))
	}
	d.y += 4
}

// session is one row: when, what, and how the person attended.
func (d *document) session(e *models.Event, a *AttendedSession, size float64) {
	const timeWidth, shareWidth = 78.0, 92.0
	lines := d.lines(size, inner-timeWidth-shareWidth, d.texts.Pick(a.Session.TitleJa, a.Session.TitleEn))
	height := max(1, float64(len(lines)))*size*leading + 2
	d.room(height)
	top := d.y + size*1.2 + 1
	d.quiet()
	d.line(margin, top, size, d.texts.Time(e.Local(a.Session.StartsAt))+"–"+d.texts.Time(e.Local(a.Session.EndsAt)))
	if a.there() {
		d.accent()
	}
	share := d.share(a)
	d.right(pageWidth-margin, top, min(size, size*(shareWidth-8)/max(1, d.width(size, share))), share)
	if a.there() {
		d.ink()
	}
	for i, line := range lines {
		d.line(margin+timeWidth, top+float64(i)*size*leading, size, line)
	}
	d.y += height
	d.hairline()
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

func (d *document) dayOf(e *models.Event, a *AttendedSession) string {
	return d.texts.ShortDate(e.Local(a.Session.StartsAt))
}

// lastsDays reports whether the agenda is of more than one day.
func (s *Summary) lastsDays() bool {
	first := s.Event.Local(s.Sessions[0].Session.StartsAt)
	last := s.Event.Local(s.Sessions[len(s.Sessions)-1].Session.StartsAt)
	return first.YearDay() != last.YearDay() || first.Year() != last.Year()
}

func (a *AttendedSession) there() bool {
	return a.Session.CancelledAt == nil && (a.InPerson || a.Minutes > 0)
}

func attended(sessions []AttendedSession) []AttendedSession {
	var list []AttendedSession
	for i := range sessions {
		if sessions[i].there() {
			list = append(list, sessions[i])
		}
	}
	return list
}
