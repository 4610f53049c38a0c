package models

import "meguri/models/text"

// Room is where sessions take place: a room of the venue, or a stream.
type Room struct {
	ID       string
	EventID  string
	NameJa   string
	NameEn   string
	Position int
}

func (Room) sessionColumn() string { return "room_id" }

// HasName reports whether the room is called so in one of the languages. Width, case and spaces make no difference.
func (r Room) HasName(name string) bool {
	folded := text.FoldWidth(name)
	return folded == text.FoldWidth(r.NameJa) || (r.NameEn != "" && folded == text.FoldWidth(r.NameEn))
}
