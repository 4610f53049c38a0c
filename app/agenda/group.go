package agenda

import (
	"time"

	"meguri/models"
)

// OneLanguage is the language of all sessions but breaks, "" where they differ.
func OneLanguage(sessions []models.Session) string {
	language := ""
	for _, s := range sessions {
		switch {
		case s.Kind == models.SessionBreak:
		case language != "" && language != s.Language:
			return ""
		default:
			language = s.Language
		}
	}
	return language
}

// Hour is the sessions of a day that start in one hour of the clock. Start is the first moment of it.
type Hour struct {
	Start time.Time
	Slots []Slot
}

// IsOver reports whether none of its sessions is to come, but for those that stand first.
func (h Hour) IsOver() bool {
	for _, s := range h.Slots {
		if !s.IsOver && !s.IsFirst {
			return false
		}
	}
	return true
}

// byHour groups a day's sessions, which are in order of time.
func byHour(e *models.Event, slots []Slot) (hours []Hour) {
	for _, s := range slots {
		start := startOfHour(e, s.StartsAt)
		if n := len(hours); n == 0 || !hours[n-1].Start.Equal(start) {
			hours = append(hours, Hour{Start: start})
		}
		last := &hours[len(hours)-1]
		last.Slots = append(last.Slots, s)
	}
	return hours
}

// startOfHour is the full hour of the event's clock at or before a time.
func startOfHour(e *models.Event, t time.Time) time.Time {
	local := e.Local(t)
	return t.Add(-time.Duration(local.Minute())*time.Minute - time.Duration(local.Second())*time.Second)
}

// Part is what of a day in one room belongs together: sessions of one track without a break between them, or a break.
type Part struct {
	Break *Slot
	// Track is nil where the sessions have none.
	Track *models.Track
	Slots []Slot
}

// From and Until are when the part begins and ends.
func (p Part) From() time.Time { return p.Slots[0].StartsAt }

// Until is when the last of its sessions ends.
func (p Part) Until() time.Time {
	last := p.Slots[0].EndsAt
	for _, s := range p.Slots {
		if s.EndsAt.After(last) {
			last = s.EndsAt
		}
	}
	return last
}

// inParts divides a day's sessions, which are in order of time.
func inParts(slots []Slot) (parts []Part) {
	for i := range slots {
		s := slots[i]
		n := len(parts)
		switch {
		case s.Kind == models.SessionBreak:
			parts = append(parts, Part{Break: &s})
		case n == 0 || parts[n-1].Break != nil || !isSameTrack(parts[n-1].Track, s.Track):
			parts = append(parts, Part{Track: s.Track, Slots: []Slot{s}})
		default:
			parts[n-1].Slots = append(parts[n-1].Slots, s)
		}
	}
	return parts
}

func isSameTrack(a, b *models.Track) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.ID == b.ID
}
