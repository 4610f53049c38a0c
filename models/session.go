package models

import "time"

// Session is an item of an event's agenda. (A login session is a Login.)
type Session struct {
	ID            string
	EventID       string
	RoomID        *string
	TrackID       *string
	Kind          SessionKind
	Language      string
	TitleJa       string
	TitleEn       string
	DescriptionJa string
	DescriptionEn string
	StartsAt      time.Time
	EndsAt        time.Time
	CancelledAt   *time.Time
	// Sequence counts the changes that a calendar must notice (RFC 5545, SEQUENCE).
	Sequence  int
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time

	Room     *Room            `gorm:"foreignKey:RoomID;->"`
	Track    *Track           `gorm:"foreignKey:TrackID;->"`
	Speakers []SessionSpeaker `gorm:"foreignKey:SessionID;->"`
}

// SessionKind is what happens in a session.
type SessionKind string

// The session kinds.
const (
	SessionOpening    SessionKind = "opening"
	SessionGreeting   SessionKind = "greeting"
	SessionTalk       SessionKind = "talk"
	SessionDiscussion SessionKind = "discussion"
	SessionStage      SessionKind = "stage"
	SessionBooth      SessionKind = "booth"
	SessionBreak      SessionKind = "break"
	SessionClosing    SessionKind = "closing"
)

// SessionKinds lists all session kinds in the order in which they are offered.
var SessionKinds = []SessionKind{SessionOpening, SessionGreeting, SessionTalk, SessionDiscussion, SessionStage, SessionBooth, SessionBreak, SessionClosing}

// Room is a place at the venue, or a stream.
type Room struct {
	ID       string
	EventID  string
	NameJa   string
	NameEn   string
	Position int
}

// Track is a strand of the agenda.
type Track struct {
	ID       string
	EventID  string
	NameJa   string
	NameEn   string
	Color    string
	Position int
}

// Speaker is a person, or a role such as 代表, with the organization spoken for.
type Speaker struct {
	ID             string
	EventID        string
	NameJa         string
	NameEn         string
	OrganizationJa string
	OrganizationEn string
}

// SessionSpeaker puts a speaker into a session.
type SessionSpeaker struct {
	SessionID string `gorm:"primaryKey"`
	SpeakerID string `gorm:"primaryKey"`
	Position  int

	Speaker Speaker `gorm:"foreignKey:SpeakerID;->"`
}

// Sessions lists the agenda of the event by time, with rooms, tracks and speakers.
func (store SessionQuery) OfEvent(e *Event) ([]Session, error) {
	var list []Session
	err := store.q.g.Preload("Room").Preload("Track").Preload("Speakers", inPosition).Preload("Speakers.Speaker").
		Where("event_id = ?", e.ID).Order("starts_at, ends_at, id").Find(&list).Error
	return list, err
}

// Session finds one of the event's sessions.
func (store SessionQuery) ByID(e *Event, id string) (*Session, error) {
	var s Session
	err := store.q.g.Preload("Room").Preload("Track").Preload("Speakers", inPosition).Preload("Speakers.Speaker").
		Where("event_id = ? AND id = ?", e.ID, id).Take(&s).Error
	return &s, notFound(err)
}
