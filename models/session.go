package models

import (
	"slices"
	"time"

	"gorm.io/gorm"
)

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
	// Recorded says that it is recorded: people are asked before they come into the room.
	Recorded    bool
	CancelledAt *time.Time
	// MovedAt is when a session of a public event was moved last, nil where it was not; then the following tell from
	// where. PreviousStartsAt is nil where only the room changed, the names of the room are "" where only the time did.
	MovedAt          *time.Time
	PreviousStartsAt *time.Time
	PreviousRoomJa   string
	PreviousRoomEn   string
	// ImportID is the id in the file that the session was imported from, "" for none.
	ImportID string
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
var SessionKinds = []SessionKind{
	SessionOpening, SessionGreeting, SessionTalk, SessionDiscussion,
	SessionStage, SessionBooth, SessionBreak, SessionClosing,
}

// NoteMove records where a session of a public event was before a change that is about to be stored, for those who
// looked at the agenda earlier.
func (s *Session) NoteMove(e *Event, before *Session, now time.Time) {
	s.MovedAt, s.PreviousStartsAt = before.MovedAt, before.PreviousStartsAt
	s.PreviousRoomJa, s.PreviousRoomEn = before.PreviousRoomJa, before.PreviousRoomEn
	isLater, isElsewhere := !s.StartsAt.Equal(before.StartsAt), !s.isInRoomOf(before)
	if !e.Public() || !isLater && !isElsewhere {
		return
	}
	s.MovedAt, s.PreviousStartsAt, s.PreviousRoomJa, s.PreviousRoomEn = &now, nil, "", ""
	if isLater {
		s.PreviousStartsAt = &before.StartsAt
	}
	if isElsewhere && before.Room != nil {
		s.PreviousRoomJa, s.PreviousRoomEn = before.Room.NameJa, before.Room.NameEn
	}
}

func (s *Session) isInRoomOf(other *Session) bool {
	if s.RoomID == nil || other.RoomID == nil {
		return s.RoomID == other.RoomID
	}
	return *s.RoomID == *other.RoomID
}

// IsOn reports whether the session takes place at a time.
func (s *Session) IsOn(t time.Time) bool {
	return s.CancelledAt == nil && !t.Before(s.StartsAt) && t.Before(s.EndsAt)
}

// HasPage reports whether the session has a page of its own: all but breaks have.
func (s *Session) HasPage() bool { return s.Kind != SessionBreak }

// SessionSpeaker assigns a speaker to a session.
type SessionSpeaker struct {
	SessionID string `gorm:"primaryKey"`
	SpeakerID string `gorm:"primaryKey"`
	Position  int

	Speaker Speaker `gorm:"foreignKey:SpeakerID;->"`
}

// SessionQuery reads sessions.
type SessionQuery struct{ q *Query }

// SessionStore reads and writes sessions.
type SessionStore struct {
	SessionQuery
	tx *Tx
}

// Sessions reads sessions.
func (q *Query) Sessions() SessionQuery { return SessionQuery{q} }

// Sessions reads and writes sessions.
func (tx *Tx) Sessions() SessionStore { return SessionStore{tx.Query.Sessions(), tx} }

// OfEvent lists the agenda of the event by time, with rooms, tracks and speakers.
func (store SessionQuery) OfEvent(e *Event) ([]Session, error) {
	var list []Session
	err := store.withRelations().Where("event_id = ?", e.ID).Order("starts_at, ends_at, id").Find(&list).Error
	return list, err
}

// Outline lists the first sessions of the event by time, without rooms, tracks and speakers.
func (store SessionQuery) Outline(e *Event, limit int) ([]Session, error) {
	var list []Session
	err := store.q.g.Where("event_id = ?", e.ID).Order("starts_at, ends_at, id").Limit(limit).Find(&list).Error
	return list, err
}

// ByID finds one of the event's sessions, with its room, track and speakers.
func (store SessionQuery) ByID(e *Event, id string) (*Session, error) {
	var s Session
	err := store.withRelations().Where("event_id = ? AND id = ?", e.ID, id).Take(&s).Error
	return &s, notFound(err)
}

// Times finds when sessions of the event are, by id.
func (store SessionQuery) Times(e *Event, ids []string) (map[string]Interval, error) {
	var list []Session
	times := make(map[string]Interval, len(ids))
	if len(ids) == 0 {
		return times, nil
	}
	err := store.q.g.Select("id", "starts_at", "ends_at").Where("event_id = ?", e.ID).
		Where(store.q.inList("id", ids)).Find(&list).Error
	for i := range list {
		times[list[i].ID] = Interval{list[i].StartsAt, list[i].EndsAt}
	}
	return times, err
}

func (store SessionQuery) withRelations() *gorm.DB {
	return store.q.g.Preload("Room").Preload("Track").Preload("Speakers", inPosition).Preload("Speakers.Speaker")
}

// sessionRelations are read with a session, but written separately.
var sessionRelations = []string{"Room", "Track", "Speakers"}

// Create stores a new session of the event. An empty ID is made. SetSpeakers stores its speakers.
func (store SessionStore) Create(e *Event, s *Session) error {
	if s.ID == "" {
		s.ID = NewID()
	}
	s.EventID, s.Version, s.CreatedAt, s.UpdatedAt = e.ID, 1, store.tx.Now, store.tx.Now
	return store.tx.g.Omit(sessionRelations...).Create(s).Error
}

// Update stores a session that was read at version. It is CodeConflict if somebody else changed it meanwhile. It does
// not store cancelling or speakers.
func (store SessionStore) Update(e *Event, s *Session, version int) error {
	s.EventID, s.Version, s.UpdatedAt = e.ID, version+1, store.tx.Now
	g := store.tx.g.Model(&Session{}).Where("id = ? AND event_id = ? AND version = ?", s.ID, e.ID, version).
		Select("*").Omit(append(keptOfSession, sessionRelations...)...)
	return mustAffect(g.Updates(s), NewError(CodeConflict, "agenda.changed_meanwhile"))
}

// keptOfSession are the columns that Update leaves as they are.
var keptOfSession = slices.Clip([]string{"id", "event_id", "cancelled_at", "created_at", "import_id"})

// SetSpeakers replaces the speakers of a session, in order.
func (store SessionStore) SetSpeakers(s *Session, speakerIDs []string) error {
	if err := store.tx.g.Where("session_id = ?", s.ID).Delete(&SessionSpeaker{}).Error; err != nil {
		return err
	}
	links := make([]SessionSpeaker, len(speakerIDs))
	for i, id := range speakerIDs {
		links[i] = SessionSpeaker{SessionID: s.ID, SpeakerID: id, Position: i}
	}
	if len(links) == 0 {
		return nil
	}
	return store.tx.g.Omit("Speaker").Create(&links).Error
}

// SetCancelled cancels a session or lets it take place again. Calendars get the change.
func (store SessionStore) SetCancelled(e *Event, id string, cancelled bool) error {
	fields := store.withNewVersion(map[string]any{"cancelled_at": nil})
	if cancelled {
		fields["cancelled_at"] = store.tx.Now
	}
	return store.set(e, id, fields)
}

// RaiseVersion lets the version of a session count on from where the drafts of it were, so that a page that was made
// earlier is told from a newer one.
func (store SessionStore) RaiseVersion(e *Event, id string, version int) error {
	return store.tx.g.Model(&Session{}).Where("id = ? AND event_id = ? AND version < ?", id, e.ID, version).
		Update("version", version).Error
}

// Shift changes the times of all sessions of the event, as when the event moves to another day. Calendars get the
// change, and an activity is recorded for each session.
func (store SessionStore) Shift(e *Event, move func(time.Time) time.Time) error {
	sessions, err := store.OfEvent(e)
	for i := range sessions {
		s := &sessions[i]
		times := map[string]any{"starts_at": move(s.StartsAt), "ends_at": move(s.EndsAt)}
		if err := store.set(e, s.ID, store.withNewVersion(times)); err != nil {
			return err
		}
		store.tx.Emit(ActivitySessionChanged, s)
	}
	if err != nil || len(sessions) == 0 {
		return err
	}
	if err := store.tx.Agendas().ShiftDrafts(e, move); err != nil || !e.Public() {
		return err
	}
	return store.tx.Agendas().AddVersion(e, &AgendaVersion{})
}

// withNewVersion adds the fields that show the change to calendars and to other editors.
func (store SessionStore) withNewVersion(fields map[string]any) map[string]any {
	fields["sequence"], fields["version"] = gorm.Expr("sequence + 1"), gorm.Expr("version + 1")
	fields["updated_at"] = store.tx.Now
	return fields
}

func (store SessionStore) set(e *Event, id string, fields map[string]any) error {
	result := store.tx.g.Model(&Session{}).Where("id = ? AND event_id = ?", id, e.ID).Updates(fields)
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}

// Delete removes a session. Who has a place in it counts as having marked it, so that their calendar takes it back.
func (store SessionStore) Delete(e *Event, id string) error {
	err := store.tx.g.Exec(`INSERT INTO favourites (registration_id, session_id, created_at)
		SELECT registration_id, session_id, ? FROM session_sign_ups WHERE session_id = ? AND state = ?
		ON CONFLICT DO NOTHING`, store.tx.Now, id, SignUpTaken).Error
	if err != nil {
		return err
	}
	result := store.tx.g.Where("id = ? AND event_id = ?", id, e.ID).Delete(&Session{})
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}
