// Package attendance computes who attended what, from all that is on file: scans at the doors, the live room, meetings
// elsewhere, and attendance words. Nothing else does: a certificate, a list and a file say the same.
package attendance

import (
	"slices"
	"time"

	"meguri/app/service/atonce"
	"meguri/models"
)

// Source is what tells that a person attended a session.
type Source string

// The sources, in the order in which they are told. Those of presences are called as there.
const (
	CheckIn Source = "check_in" // was inside the venue
	Door    Source = "door"     // of the session or its room
	Room    Source = "presence" // the live room
	Zoom    Source = Source(models.FromZoom)
	Teams   Source = Source(models.FromTeams)
	Word    Source = "word"
)

// Visit is when a person was admitted and left. Until is nil if they were not scanned on the way out.
type Visit struct {
	From  time.Time
	Until *time.Time
}

// Session is a session with how a person attended it.
type Session struct {
	Session *models.Session
	// Minutes are those at the venue and online together, each once, OnlineMinutes those online.
	Minutes, OnlineMinutes int
	InPerson               bool
	Sources                []Source
}

// Attended reports whether the person attended the session. A word that was given in it is enough, without minutes.
func (s *Session) Attended() bool {
	return s.Session.CancelledAt == nil && (s.InPerson || s.Minutes > 0 || len(s.Sources) > 0)
}

// Time is Minutes as a duration.
func (s Session) Time() time.Duration { return time.Duration(s.Minutes) * time.Minute }

// Attendance is how a person attended an event.
type Attendance struct {
	// Venue is when the person was at the venue, a visit for each day.
	Venue         []Visit
	OnlineMinutes int
	// Sessions are those of the agenda but breaks and booths, also those that the person did not attend.
	Sessions []Session
	// Minutes are all that count as attended: of the sessions, of the event where it has none. Sessions at the same time
	// count once.
	Minutes int
	// Present is when the person was there, at the venue or online; AtVenue when they were at the venue, Online when they
	// were online, also before and after the event.
	Present, AtVenue, Online []models.Interval
}

// Attended reports whether the person attended the event.
func (a *Attendance) Attended() bool { return len(a.Venue) > 0 || a.OnlineMinutes > 0 }

// Attended lists the sessions that the person attended.
func Attended(sessions []Session) (list []Session) {
	for i := range sessions {
		if sessions[i].Attended() {
			list = append(list, sessions[i])
		}
	}
	return list
}

// File is what is on file of a person.
type File struct {
	Scans     []models.CheckIn // that say where the person was, the latest first
	Presences []models.Presence
	// Words are when the person gave words, by the word's id.
	Words map[string]time.Time
}

// Event is what attendance of an event is held against.
type Event struct {
	*models.Event
	// Sessions is the agenda by time.
	Sessions []models.Session
	// OfDoor are the sessions to which doors lead, by the door's slug.
	OfDoor map[string]string
	// Scanned are the ids of sessions at whose own door, or that of whose room, people were scanned. These are attended
	// by whom that door says; the others by everybody inside.
	Scanned map[string]bool
}

// Read reads it.
func Read(q *models.Query, e *models.Event) (*Event, error) {
	event := &Event{Event: e, OfDoor: map[string]string{}}
	var err error
	if event.Sessions, err = q.Sessions().OfEvent(e); err != nil {
		return nil, err
	}
	doors, err := q.Doors().OfEvent(e)
	if err != nil {
		return nil, err
	}
	for _, d := range doors {
		if d.Scope == models.DoorOfSession {
			event.OfDoor[d.Slug] = d.SessionID
		}
	}
	event.Scanned, err = q.CheckIns().ScannedSessions(e, event.Sessions, event.OfDoor)
	return event, err
}

// Files reads what is on file of some people, by their ids.
func Files(q *models.Query, ids ...string) (map[string]*File, error) {
	scans, err := q.CheckIns().OfRegistrations(ids)
	if err != nil {
		return nil, err
	}
	presences, err := q.Presences().Times(ids)
	if err != nil {
		return nil, err
	}
	words, err := q.AttendanceWords().GivenBy(ids)
	if err != nil {
		return nil, err
	}
	files := make(map[string]*File, len(ids))
	for _, id := range ids {
		files[id] = &File{scans[id], presences[id], words[id]}
	}
	return files, nil
}

// Of computes how a person attended.
func (e *Event) Of(f *File) (a Attendance) {
	days, online := venueDays(e.Event, e.Nights(e.Sessions), f.Scans), models.PresentIntervals(f.Presences)
	for _, day := range days {
		a.Venue = append(a.Venue, day.visit())
	}
	hours := models.Interval{From: e.StartsAt, Until: e.EndsAt}
	a.Online = online
	a.OnlineMinutes = minutes(models.Within(online, hours)) // the minutes before and after it are none of the event
	venue := slices.Concat(intervalsOf(days)...)
	a.AtVenue, a.Present = venue, models.JoinIntervals(slices.Concat(venue, online))
	counted := make([]models.Interval, 0, len(e.Sessions))
	a.Sessions = make([]Session, 0, len(e.Sessions))
	stays := e.stays(f.Scans)
	for i := range e.Sessions {
		session := &e.Sessions[i]
		if session.Kind == models.SessionBreak || session.Kind == models.SessionBooth {
			continue
		}
		attended, there := e.session(session, f, venue, stays)
		a.Sessions = append(a.Sessions, attended)
		if session.CancelledAt == nil {
			counted = append(counted, there...)
		}
	}
	if len(a.Sessions) == 0 {
		counted = clipped(a.Present, hours)
	}
	a.Minutes = minutes(length(models.JoinIntervals(counted)))
	e.addWords(&a, f.Words)
	return a
}

// session computes how a person attended a session, and when they were there.
func (e *Event) session(
	s *models.Session, f *File, venue []models.Interval, stays []stay,
) (attended Session, there []models.Interval) {
	span := models.Interval{From: s.StartsAt, Until: s.EndsAt}
	attended.Session = s
	source := CheckIn
	if e.Scanned[s.ID] {
		venue, source = staysAt(stays, s), Door
	}
	if there = clipped(venue, span); len(there) > 0 {
		attended.InPerson, attended.Sources = true, []Source{source}
	}
	var online []models.Interval
	for _, from := range []models.PresenceSource{models.FromRoom, models.FromZoom, models.FromTeams} {
		if some := clipped(presentAt(f.Presences, from, s.ID), span); len(some) > 0 {
			online = append(online, some...)
			attended.Sources = append(attended.Sources, sourceOf(from))
		}
	}
	online = models.JoinIntervals(online)
	attended.OnlineMinutes = minutes(length(online))
	there = models.JoinIntervals(append(there, online...))
	attended.Minutes = minutes(length(there))
	return attended, there
}

func sourceOf(from models.PresenceSource) Source {
	if from == models.FromRoom {
		return Room
	}
	return Source(from)
}

// presentAt is when a person was online, by one source, where that may have been the session.
func presentAt(presences []models.Presence, from models.PresenceSource, sessionID string) []models.Interval {
	var some []models.Interval
	for i := range presences {
		p := &presences[i]
		if p.Source == from && (p.SessionID == "" || p.SessionID == sessionID) {
			some = append(some, models.Interval{From: p.StartedAt, Until: p.SeenAt})
		}
	}
	return models.JoinIntervals(some)
}

// addWords adds words to the sessions in which they were given: where there are several at the time, to those that the
// person attended as we know without it.
func (e *Event) addWords(a *Attendance, words map[string]time.Time) {
	for _, at := range words {
		var on, known []*Session
		for i := range a.Sessions {
			s := &a.Sessions[i]
			if !s.Session.IsOn(at) {
				continue
			}
			on = append(on, s)
			if s.Attended() {
				known = append(known, s)
			}
		}
		if len(known) == 0 && len(on) == 1 {
			known = on
		}
		for _, s := range known {
			if !slices.Contains(s.Sources, Word) {
				s.Sources = append(s.Sources, Word)
			}
		}
	}
}

// clipped is the part of intervals that lies in a span.
func clipped(intervals []models.Interval, span models.Interval) (list []models.Interval) {
	for _, i := range intervals {
		if i.From.Before(span.From) {
			i.From = span.From
		}
		if i.Until.After(span.Until) {
			i.Until = span.Until
		}
		if i.Until.After(i.From) {
			list = append(list, i)
		}
	}
	return list
}

func length(intervals []models.Interval) (sum time.Duration) {
	for _, i := range intervals {
		sum += i.Until.Sub(i.From)
	}
	return sum
}

func minutes(d time.Duration) int { return int(d.Round(time.Minute) / time.Minute) }

// together is of how many people what is on file is read at once.
const together = 500

// Each calls do with how everybody attended whom the filter chooses, and with their registration's id. Who did not
// attend is left out.
func (e *Event) Each(q *models.Query, filter models.RegistrationFilter, do func(id string, a *Attendance)) error {
	if filter.Attended == "" {
		filter.Attended = models.AttendedYes
	}
	ids, err := q.Registrations().IDs(e.Event, filter)
	if err != nil {
		return err
	}
	parts := slices.Collect(slices.Chunk(ids, together))
	for some := range slices.Chunk(parts, atonce.Most) {
		people := make([][]person, len(some))
		reads := make([]func() error, len(some))
		for i, ids := range some {
			reads[i] = func() (err error) {
				people[i], err = e.people(q, ids)
				return err
			}
		}
		if err := atonce.Do(q, reads...); err != nil {
			return err
		}
		for _, p := range slices.Concat(people...) {
			do(p.id, p.attendance)
		}
	}
	return nil
}

// person is how somebody attended.
type person struct {
	id         string
	attendance *Attendance
}

// people computes how some people attended, without those who did not.
func (e *Event) people(q *models.Query, ids []string) ([]person, error) {
	files, err := Files(q, ids...)
	if err != nil {
		return nil, err
	}
	list := make([]person, 0, len(ids))
	for _, id := range ids {
		if a := e.Of(files[id]); a.Attended() {
			list = append(list, person{id, &a})
		}
	}
	return list, nil
}
