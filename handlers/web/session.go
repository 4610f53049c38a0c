package web

import (
	"time"

	"meguri/models"
)

// SessionDay is the sessions that start on one day.
type SessionDay struct {
	Date     string
	Sessions []models.Session
}

// SessionDays is the sessions of the page's event by day, at most limit of them, or all where limit is 0. They must be
// in order of time.
func (p *Page) SessionDays(sessions []models.Session, limit int) []SessionDay {
	if limit > 0 && len(sessions) > limit {
		sessions = sessions[:limit]
	}
	var days []SessionDay
	last := ""
	for _, s := range sessions {
		local := p.Event.Local(s.StartsAt)
		if date := local.Format(time.DateOnly); date != last {
			days, last = append(days, SessionDay{Date: p.ShortDate(local)}), date
		}
		day := &days[len(days)-1]
		day.Sessions = append(day.Sessions, s)
	}
	return days
}
