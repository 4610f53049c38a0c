package models

// Track is a group of sessions of the agenda.
type Track struct {
	ID       string
	EventID  string
	NameJa   string
	NameEn   string
	Position int
}

func (Track) sessionColumn() string { return "track_id" }
