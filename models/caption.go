package models

import (
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Caption is a line of what was said, as a captioner typed it.
type Caption struct {
	EventID string `gorm:"primaryKey"`
	// ID is made by the captioner's page: a line that is sent again is the same one.
	ID string `gorm:"primaryKey"`
	// SessionID is the session in which it was said, nil between sessions.
	SessionID *string
	// SeatID is the seat at which it was typed. Who sat there is forgotten after a day.
	SeatID string
	// Text is "" where the line was taken back.
	Text string
	// Version counts the corrections, from 1.
	Version int
	// SpokenAt is when its first key was pressed: lines are read in this order.
	SpokenAt  time.Time
	CreatedAt time.Time
	UpdatedAt time.Time
}

// CaptionSettings say how an event has captions, and who types now.
type CaptionSettings struct {
	EventID string `gorm:"primaryKey"`
	// LinkNumber is the number of the link that opens the captioners' seats, 0 where the event has none; the links
	// before it open nothing any more.
	LinkNumber int
	// ExternalURL is where captions of another service are read, SignURL the stream of a sign-language interpreter.
	ExternalURL string `gorm:"column:external_url"`
	SignURL     string `gorm:"column:sign_url"`
	// AllowedSessions are the sessions whose speakers allowed their captions in the event's record.
	AllowedSessions []string `gorm:"serializer:json"`
	// TurnSeat is the seat that types now, "" for none. TurnVersion counts the changes.
	TurnSeat    string
	TurnVersion int
	UpdatedAt   time.Time
}

// TableName is the table of CaptionSettings.
func (CaptionSettings) TableName() string { return "caption_settings" }

// HasSeats reports whether captioners can write.
func (s *CaptionSettings) HasSeats() bool { return s.LinkNumber > 0 }

// Allows reports whether the captions of a session may be in the record.
func (s *CaptionSettings) Allows(sessionID string) bool {
	return slices.Contains(s.AllowedSessions, sessionID)
}

// CaptionSeat is a captioner who has a page of the seats open.
type CaptionSeat struct {
	EventID string `gorm:"primaryKey"`
	// ID is made by the page.
	ID     string `gorm:"primaryKey"`
	Name   string
	SeenAt time.Time
}

// CaptionQuery reads captions, how events have them, and who types them.
type CaptionQuery struct{ q *Query }

// CaptionStore reads and writes the same.
type CaptionStore struct {
	CaptionQuery
	tx *Tx
}

// Captions reads captions, how events have them, and who types them.
func (q *Query) Captions() CaptionQuery { return CaptionQuery{q} }

// Captions reads and writes captions, how events have them, and who types them.
func (tx *Tx) Captions() CaptionStore { return CaptionStore{tx.Query.Captions(), tx} }

// Settings finds how an event has captions; at first it has none.
func (store CaptionQuery) Settings(e *Event) (*CaptionSettings, error) {
	settings := CaptionSettings{EventID: e.ID}
	err := store.q.g.Where("event_id = ?", e.ID).Take(&settings).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return &settings, err
}

// Latest lists the last lines of an event that were said since a time, in their order.
func (store CaptionQuery) Latest(e *Event, since time.Time, limit int) ([]Caption, error) {
	var list []Caption
	err := store.q.g.Where("event_id = ? AND text <> '' AND spoken_at >= ?", e.ID, since.UTC()).
		Order("spoken_at DESC, id DESC").Limit(limit).Find(&list).Error
	slices.Reverse(list)
	return list, err
}

// OfSession lists the lines of a session in their order.
func (store CaptionQuery) OfSession(e *Event, sessionID string) ([]Caption, error) {
	var list []Caption
	err := store.q.g.Where("event_id = ? AND session_id = ? AND text <> ''", e.ID, sessionID).
		Order("spoken_at, id").Find(&list).Error
	return list, err
}

// Containing lists the last lines of an event with a word in them, the latest first; of all lines for "".
func (store CaptionQuery) Containing(e *Event, word string, limit int) ([]Caption, error) {
	var list []Caption
	err := store.q.g.Where("event_id = ? AND text <> ''", e.ID).
		Where(`LOWER(text) LIKE LOWER(?) ESCAPE '\'`, likePattern(word)).
		Order("spoken_at DESC, id DESC").Limit(limit).Find(&list).Error
	return list, err
}

// CaptionCount is how many lines a session has; SessionID is nil for what was said between sessions.
type CaptionCount struct {
	SessionID *string
	Count     int
}

// Counts counts the lines of an event by session.
func (store CaptionQuery) Counts(e *Event) ([]CaptionCount, error) {
	var list []CaptionCount
	err := store.q.g.Model(&Caption{}).Select("session_id, COUNT(*) AS count").
		Where("event_id = ? AND text <> ''", e.ID).Group("session_id").Scan(&list).Error
	return list, err
}

// ByID finds a line of the event, also one that was taken back.
func (store CaptionQuery) ByID(e *Event, id string) (*Caption, error) {
	var line Caption
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&line).Error
	return &line, notFound(err)
}

// LastChange is when a line of the event was written or corrected last, zero for never.
func (store CaptionQuery) LastChange(e *Event) (time.Time, error) {
	var list []Caption
	err := store.q.g.Select("updated_at").Where("event_id = ?", e.ID).Order("updated_at DESC").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return list[0].UpdatedAt, nil
}

// Seats lists the captioners who were seen since a time.
func (store CaptionQuery) Seats(e *Event, since time.Time) ([]CaptionSeat, error) {
	var list []CaptionSeat
	err := store.q.g.Where("event_id = ? AND seen_at >= ?", e.ID, since.UTC()).Order("name, id").Find(&list).Error
	return list, err
}

// Make finds how an event has captions, and stores it where it has none yet.
func (store CaptionStore) Make(e *Event) (*CaptionSettings, error) {
	fresh := CaptionSettings{EventID: e.ID, AllowedSessions: []string{}, UpdatedAt: store.tx.Now}
	if err := store.tx.g.Clauses(doNothing).Create(&fresh).Error; err != nil {
		return nil, err
	}
	return store.Settings(e)
}

// SaveSettings stores how an event has captions, without whose turn it is.
func (store CaptionStore) SaveSettings(s *CaptionSettings) error {
	s.UpdatedAt = store.tx.Now
	return store.tx.g.Model(s).Where("event_id = ?", s.EventID).
		Select("link_number", "external_url", "sign_url", "allowed_sessions", "updated_at").Updates(s).Error
}

// SetTurn gives the turn to a seat. Conflict where it was given since it was seen.
func (store CaptionStore) SetTurn(e *Event, seat string, seen int) error {
	result := store.tx.g.Model(&CaptionSettings{}).Where("event_id = ? AND turn_version = ?", e.ID, seen).
		Updates(map[string]any{"turn_seat": seat, "turn_version": seen + 1})
	return mustAffect(result, NewError(CodeConflict, "caption.turn_changed"))
}

// See records that a captioner is there.
func (store CaptionStore) See(seat *CaptionSeat) error {
	seat.SeenAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "event_id"}, {Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "seen_at"}),
	}).Create(seat).Error
}

// Add stores lines. Those whose id is known are left as they are.
func (store CaptionStore) Add(lines []Caption) error {
	if len(lines) == 0 {
		return nil
	}
	for i := range lines {
		lines[i].Version, lines[i].CreatedAt, lines[i].UpdatedAt = 1, store.tx.Now, store.tx.Now
		lines[i].SpokenAt = lines[i].SpokenAt.UTC()
	}
	return store.tx.g.Clauses(doNothing).Create(&lines).Error
}

// Correct changes the text of a line, "" takes it back. Conflict where it was changed since it was seen.
func (store CaptionStore) Correct(line *Caption, text string, seen int) error {
	result := store.tx.g.Model(&Caption{}).Where("event_id = ? AND id = ? AND version = ?", line.EventID, line.ID, seen).
		Updates(map[string]any{"text": text, "version": seen + 1, "updated_at": store.tx.Now})
	return mustAffect(result, NewError(CodeConflict, "caption.line_changed"))
}

// DeleteOfSession deletes the lines of a session, "" for those between sessions.
func (store CaptionStore) DeleteOfSession(e *Event, sessionID string) error {
	g := store.tx.g.Where("event_id = ? AND session_id = ?", e.ID, sessionID)
	if sessionID == "" {
		g = store.tx.g.Where("event_id = ? AND session_id IS NULL", e.ID)
	}
	return g.Delete(&Caption{}).Error
}

const (
	// CaptionKept is for how many days after its event captions are kept that the record does not show.
	CaptionKept = 120
	// seatKept is for how long the name of a captioner is kept after they were seen last.
	seatKept = 24 * time.Hour
)

// Forget deletes captions whose time is over and that are in no record, and the names of captioners.
func (store CaptionStore) Forget() error {
	err := store.tx.g.Where("seen_at < ?", store.tx.Now.Add(-seatKept).UTC()).Delete(&CaptionSeat{}).Error
	if err != nil {
		return err
	}
	var events []Event
	err = store.tx.g.Where("ends_at < ? AND id IN (?)", store.tx.Now.AddDate(0, 0, -CaptionKept).UTC(),
		store.tx.g.Model(&Caption{}).Select("event_id")).Find(&events).Error
	for i := range events {
		if err := store.forgetOf(&events[i]); err != nil {
			return err
		}
	}
	return err
}

// forgetOf deletes what an event's record does not show.
func (store CaptionStore) forgetOf(e *Event) error {
	record, err := store.tx.Records().OfEvent(e)
	if err != nil {
		return err
	}
	settings, err := store.Settings(e)
	if err != nil {
		return err
	}
	g := store.tx.g.Where("event_id = ?", e.ID)
	if record.Has(RecordCaptions) && record.PublishedAt != nil && len(settings.AllowedSessions) > 0 {
		g = g.Where("session_id IS NULL OR session_id NOT IN ?", settings.AllowedSessions)
	}
	return g.Delete(&Caption{}).Error
}
