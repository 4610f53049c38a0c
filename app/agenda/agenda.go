package agenda

import "meguri/models"

// Group is sessions under one heading: those that start at one time, or those of one room.
type Group struct {
	// Start is set in an agenda by time, Room in one by room (nil: without a room).
	First    models.Session
	Room     *models.Room
	Sessions []models.Session
}

// ByTime groups sessions, which are in order of time, by their start.
func ByTime(sessions []models.Session) []Group {
	var groups []Group
	for _, s := range sessions {
		if n := len(groups); n > 0 && groups[n-1].First.StartsAt.Equal(s.StartsAt) {
			groups[n-1].Sessions = append(groups[n-1].Sessions, s)
			continue
		}
		groups = append(groups, Group{First: s, Sessions: []models.Session{s}})
	}
	return groups
}

// ByRoom groups sessions by room, in the order of the rooms; those without a room come first.
func ByRoom(rooms []models.Room, sessions []models.Session) []Group {
	groups := []Group{{}}
	for i := range rooms {
		groups = append(groups, Group{Room: &rooms[i]})
	}
	for _, s := range sessions {
		at := 0
		for i := range rooms {
			if s.RoomID != nil && rooms[i].ID == *s.RoomID {
				at = i + 1
			}
		}
		groups[at].Sessions = append(groups[at].Sessions, s)
	}
	filled := groups[:0]
	for _, g := range groups {
		if len(g.Sessions) > 0 {
			g.First = g.Sessions[0]
			filled = append(filled, g)
		}
	}
	return filled
}

// OneLanguage is the language of all sessions, "" where they differ. Nobody speaks in a break.
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

// Clash is two sessions at the same time that need the same room or speaker.
type Clash struct {
	A, B    models.Session
	Room    *models.Room    // nil where it is about a speaker
	Speaker *models.Speaker // nil where it is about a room
}

// Clashes finds the sessions that cannot both take place. Cancelled ones and booths, of which a room may hold several, do not clash over a room.
func Clashes(sessions []models.Session) []Clash {
	var list []Clash
	for i, a := range sessions {
		for _, b := range sessions[i+1:] {
			if !b.StartsAt.Before(a.EndsAt) || !a.StartsAt.Before(b.EndsAt) || a.CancelledAt != nil || b.CancelledAt != nil {
				continue
			}
			if a.RoomID != nil && b.RoomID != nil && *a.RoomID == *b.RoomID && (a.Kind != models.SessionBooth || b.Kind != models.SessionBooth) {
				list = append(list, Clash{A: a, B: b, Room: a.Room})
			}
			for _, s := range a.Speakers {
				for _, t := range b.Speakers {
					if s.SpeakerID == t.SpeakerID {
						list = append(list, Clash{A: a, B: b, Speaker: &s.Speaker})
					}
				}
			}
		}
	}
	return list
}
