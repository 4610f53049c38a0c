package web

import (
	"time"

	"meguri/models"
)

// SessionDay is the sessions that start on one day. Heading is its date, "" where no date is needed.
type SessionDay struct {
	Heading  string
	Sessions []models.Session
}

// SessionDays is the sessions of the page's event by day, at most limit of them, or all where limit is 0. They must be
// in order of time.
func (p *Page) SessionDays(sessions []models.Session, limit int) []SessionDay {
	needsDates := p.Event.NeedsDates(sessions)
	if limit > 0 && len(sessions) > limit {
		sessions = sessions[:limit]
	}
	var days []SessionDay
	last := ""
	for _, s := range sessions {
		local := p.Event.Local(s.StartsAt)
		if date := local.Format(time.DateOnly); len(days) == 0 || (needsDates && date != last) {
			days, last = append(days, SessionDay{}), date
			if needsDates {
				days[len(days)-1].Heading = p.ShortDate(local)
			}
		}
		day := &days[len(days)-1]
		day.Sessions = append(day.Sessions, s)
	}
	return days
}
