package pdf

import (
	"strings"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/models"
)

// maxSessions is up to how many sessions a summary lists all. If there are more, it lists only those that the person
// attended.
const maxSessions = 24

// sessions draws the agenda. The sessions that the person attended are highlighted.
func (d *document) sessions(s *Summary) {
	listed := s.Sessions
	if len(listed) > maxSessions {
		listed = attendance.Attended(listed)
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
func (d *document) session(e *models.Event, a *attendance.Session, size float64) {
	const timeWidth, attendedWidth = 78.0, 92.0
	lines := d.lines(size, inner-timeWidth-attendedWidth, d.texts.Pick(a.Session.TitleJa, a.Session.TitleEn))
	height := max(1, float64(len(lines)))*size*leading + 2
	d.ensureSpace(height)
	top := d.y + size*1.2 + 1
	d.muted()
	times := d.texts.TimeSpan(e.Local(a.Session.StartsAt), e.Local(a.Session.EndsAt))
	d.drawFitted(margin, top, timeWidth-4, size, 5, times)
	if a.Attended() {
		d.accent()
	}
	attended := d.attendedText(a)
	d.drawRight(pageWidth-margin, top, min(size, size*(attendedWidth-8)/max(1, d.width(size, attended))), attended)
	if a.Attended() {
		d.ink()
	}
	for i, line := range lines {
		d.drawLine(margin+timeWidth, top+float64(i)*size*leading, size, line)
	}
	d.y += height
	d.hairline()
}

func (d *document) attendedText(a *attendance.Session) string {
	switch {
	case a.Session.CancelledAt != nil:
		return d.texts.T("pdf.session_cancelled")
	case a.InPerson:
		return d.texts.T("pdf.in_person")
	case a.Minutes > 0:
		return d.texts.T("pdf.minutes", "n", a.Minutes)
	case a.Attended(): // by a word alone
		return d.texts.T("pdf.was_there")
	}
	return "–"
}

func (d *document) dayOf(e *models.Event, a *attendance.Session) string {
	return d.texts.ShortDate(e.DayOf(a.Session.StartsAt))
}

func sessionsOf(attended []attendance.Session) []models.Session {
	sessions := make([]models.Session, len(attended))
	for i := range attended {
		sessions[i] = *attended[i].Session
	}
	return sessions
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

// attendance says when and how long the person attended, a line for each visit.
func (d *document) attendance(e *models.Event, s *attendance.Attendance) []string {
	texts := d.texts
	var list []string
	for _, visit := range s.Venue {
		list = append(list, d.visit(e, s, visit))
	}
	if s.OnlineMinutes > 0 {
		list = append(list, texts.T("pdf.online_for", "duration", texts.Duration(time.Duration(s.OnlineMinutes)*time.Minute)))
	}
	return list
}

// visit has the day where the event, or the visit, is on several.
func (d *document) visit(e *models.Event, s *attendance.Attendance, v attendance.Visit) string {
	texts := d.texts
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

// reading returns the reading of a name, "" if the name has it already.
func reading(r *models.Registration) string {
	if reading := r.Reading(); !strings.Contains(r.Full(i18n.Japanese), reading) {
		return reading
	}
	return ""
}
