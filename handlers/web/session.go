package web

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/service/markdown"
	"meguri/models"
	"meguri/models/text"
)

// SessionDay is the sessions that start on one day.
type SessionDay struct {
	Date     string
	Sessions []models.Session
}

// SessionDays is the sessions of the page's event by day, all where limit is 0, else at most so many: while the event
// is on, those that are not over. They must be in order of time.
func (p *Page) SessionDays(sessions []models.Session, limit int) []SessionDay {
	if limit > 0 && len(sessions) > limit {
		sessions = p.fromNow(sessions, limit)[:limit]
	}
	var days []SessionDay
	var last time.Time
	for _, s := range sessions {
		if date := p.Event.DayOf(s.StartsAt); len(days) == 0 || !date.Equal(last) {
			days, last = append(days, SessionDay{Date: p.ShortDate(date)}), date
		}
		day := &days[len(days)-1]
		day.Sessions = append(day.Sessions, s)
	}
	return days
}

// fromNow leaves out the first sessions that are over, but keeps so many in any case.
func (p *Page) fromNow(sessions []models.Session, least int) []models.Session {
	if p.Event.Ended(p.Now) {
		return sessions
	}
	over := slices.IndexFunc(sessions, func(s models.Session) bool { return p.Now.Before(s.EndsAt) })
	return sessions[min(max(over, 0), len(sessions)-least):]
}

// SessionSpan is from when to when a session is, with the day of the end where that is another one of the agenda.
func (p *Page) SessionSpan(s models.Session) string {
	from, until := p.Event.Local(s.StartsAt), p.Event.Local(s.EndsAt)
	lastSecond := s.EndsAt.Add(-time.Second)
	if p.Event.DayOf(s.StartsAt).Equal(p.Event.DayOf(lastSecond)) && until.Sub(from) < day {
		return p.Time(from) + "–" + p.Time(until)
	}
	return p.TimeSpan(from, until)
}

// SessionPlace is the time and the room of a session in short, with the day where it was moved from another one.
func (p *Page) SessionPlace(s models.Session) string {
	place := p.Time(p.Event.Local(s.StartsAt))
	if s.PreviousStartsAt != nil && !p.Event.DayOf(*s.PreviousStartsAt).Equal(p.Event.DayOf(s.StartsAt)) {
		place = p.ShortDate(p.Event.DayOf(s.StartsAt)) + " " + place
	}
	if s.Room != nil {
		place += " " + p.Pick(s.Room.NameJa, s.Room.NameEn)
	}
	return place
}

// SessionPlaceBefore is the same of where the session was to be before it was moved: without the room where that
// stayed the same.
func (p *Page) SessionPlaceBefore(s models.Session) string {
	s.Room = nil
	if s.PreviousRoomJa+s.PreviousRoomEn != "" {
		s.Room = &models.Room{NameJa: s.PreviousRoomJa, NameEn: s.PreviousRoomEn}
	}
	if previous := s.PreviousStartsAt; previous != nil {
		now := s.StartsAt
		s.StartsAt, s.PreviousStartsAt = *previous, &now
	}
	return p.SessionPlace(s)
}

// Plain is a text in Markdown in the page's language without its signs, in one line: what search engines show.
func (p *Page) Plain(japanese, english string) string {
	return strings.Join(strings.Fields(markdown.Plain(p.Pick(japanese, english))), " ")
}

// initial is the first character of a name.
func initial(name string) string {
	first, _ := utf8.DecodeRuneInString(name)
	if first == utf8.RuneError {
		return ""
	}
	return string(first)
}

const day = 24 * time.Hour

// Gist is the first sentence of a text in Markdown, cut where it is long: what a line beside a title has room for.
func (p *Page) Gist(japanese, english string) string {
	gist := p.Plain(japanese, english)
	for i, r := range gist {
		rest := gist[i+len(string(r)):]
		isPoint := strings.ContainsRune(".!?", r) && strings.HasPrefix(rest, " ") && i >= leastSentence
		if isPoint || strings.ContainsRune("。！？", r) {
			gist = gist[:len(gist)-len(rest)]
			break
		}
	}
	return text.Shorten(gist, maxGist)
}

// A point in fewer letters than these belongs to a short form ("Mr. Sato"); a longer gist does not fit two lines.
const (
	leastSentence = 24
	maxGist       = 120
)
