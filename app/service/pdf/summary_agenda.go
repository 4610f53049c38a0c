package pdf

import (
	"meguri/models"
)

// maxSessions is up to how many sessions a summary lists all. If there are more, it lists only those that the person
// attended.
const maxSessions = 24

// sessions draws the agenda. The sessions that the person attended are highlighted.
func (d *document) sessions(s *Summary) {
	listed := s.Sessions
	if len(listed) > maxSessions {
		listed = attendedSessions(listed)
	}
	if len(s.Sessions) == 0 {
		return
	}
	d.heading(d.texts.T("pdf.agenda"), 40)
	size := 9.5
	if len(listed) > 14 {
		size = 8.5
	}
	day, needsDates := "", s.Event.NeedsDates(sessionsOf(s.Sessions))
	for i := range listed {
		if today := d.dayOf(s.Event, &listed[i]); today != day && needsDates {
			day = today
			d.y += 4
			d.ensureSpace(3 * size * leading)
			d.muted()
			d.drawLines(margin, size, []string{day})
		}
		d.session(s.Event, &listed[i], size)
	}
	if more := len(s.Sessions) - len(listed); more > 0 {
		d.muted()
		d.y += 4
		d.paragraph(margin, inner, 8.5, d.texts.T("pdf.more_sessions", "n", more))
	}
	d.y += 4
}

// session draws one row: the time, the title, and how the person attended.
func (d *document) session(e *models.Event, a *AttendedSession, size float64) {
	const timeWidth, attendedWidth = 78.0, 92.0
	lines := d.lines(size, inner-timeWidth-attendedWidth, d.texts.Pick(a.Session.TitleJa, a.Session.TitleEn))
	height := max(1, float64(len(lines)))*size*leading + 2
	d.ensureSpace(height)
	top := d.y + size*1.2 + 1
	d.muted()
	times := d.texts.TimeSpan(e.Local(a.Session.StartsAt), e.Local(a.Session.EndsAt))
	d.drawFitted(margin, top, timeWidth-4, size, 5, times)
	if a.isAttended() {
		d.accent()
	}
	attended := d.attendedText(a)
	d.drawRight(pageWidth-margin, top, min(size, size*(attendedWidth-8)/max(1, d.width(size, attended))), attended)
	if a.isAttended() {
		d.ink()
	}
	for i, line := range lines {
		d.drawLine(margin+timeWidth, top+float64(i)*size*leading, size, line)
	}
	d.y += height
	d.hairline()
}

func (d *document) attendedText(a *AttendedSession) string {
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
	return d.texts.ShortDate(e.DayOf(a.Session.StartsAt))
}

func sessionsOf(attended []AttendedSession) []models.Session {
	sessions := make([]models.Session, len(attended))
	for i := range attended {
		sessions[i] = attended[i].Session
	}
	return sessions
}

func (a *AttendedSession) isAttended() bool {
	return a.Session.CancelledAt == nil && (a.InPerson || a.Minutes > 0)
}

func attendedSessions(sessions []AttendedSession) []AttendedSession {
	var list []AttendedSession
	for i := range sessions {
		if sessions[i].isAttended() {
			list = append(list, sessions[i])
		}
	}
	return list
}
