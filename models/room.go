package models

// Room is a place at the venue, or a stream.
type Room struct {
	ID       string
	EventID  string
	NameJa   string
	NameEn   string
	Position int
}

func (Room) sessionColumn() string { return "room_id" }
