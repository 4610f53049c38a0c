package agenda

import (
	"slices"

	"meguri/models"
)

// Group is the sessions under one heading: those that start at the same time, or those in one room.
type Group struct {
	First models.Session
	// Room is the room in an agenda by room, nil for the sessions without one.
	Room     *models.Room
	Sessions []models.Session
}

// ByTime groups sessions by their start. They must be in order of time.
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
		if s.RoomID != nil {
			at = 1 + slices.IndexFunc(rooms, func(r models.Room) bool { return r.ID == *s.RoomID })
		}
		groups[at].Sessions = append(groups[at].Sessions, s)
	}
	groups = slices.DeleteFunc(groups, func(g Group) bool { return len(g.Sessions) == 0 })
	for i := range groups {
		groups[i].First = groups[i].Sessions[0]
	}
	return groups
}

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
