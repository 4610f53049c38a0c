package models

import (
	"slices"
	"time"
)

// DayOf is the date, at midnight in UTC, to whose agenda a time belongs: that on the event's clock, or the one before
// where the event's days begin later (DayStartsHour). Whatever groups sessions by day asks here.
func (e *Event) DayOf(t time.Time) time.Time {
	wall := WallClock(e.Local(t)).Add(-time.Duration(e.DayStartsHour) * time.Hour)
	return wall.Truncate(24 * time.Hour)
}

// DayStart is the first moment of a day of the agenda: where the clocks are put forward then, the moment of that.
func (e *Event) DayStart(day time.Time) time.Time {
	at := AtClock(day.Add(time.Duration(e.DayStartsHour)*time.Hour), e.Zone())
	if e.DayOf(at).Equal(day) {
		return at
	}
	return at.Add(time.Hour)
}

// NeedsDates reports whether dates must stand beside the times of the event's sessions: the event or they are on more
// than one day of its agenda. An end at the change of days belongs to the day before.
func (e *Event) NeedsDates(sessions []Session) bool {
	day := e.DayOf(e.StartsAt)
	return !e.DayOf(e.EndsAt.Add(-time.Second)).Equal(day) ||
		slices.ContainsFunc(sessions, func(s Session) bool { return !e.DayOf(s.StartsAt).Equal(day) })
}
