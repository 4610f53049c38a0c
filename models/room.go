package models

// Room is where sessions take place: a room of the venue, or a stream.
type Room struct {
	ID       string
	EventID  string
	NameJa   string
	NameEn   string
	Position int
}

func (Room) sessionColumn() string { return "room_id" }
