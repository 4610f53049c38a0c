package models

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
)

// AgendaDraft is what staff, or a speaker, changed in an agenda that everybody sees and did not publish yet. Its ID is
// that of the session or the speaker; one of the two is set, but for a session that is to be deleted.
type AgendaDraft struct {
	ID      string
	EventID string
	// Session is what the session is to be. Its room, track and speakers are named, and have no ids.
	Session *Session `gorm:"serializer:json"`
	// Speaker is what the speaker is to be.
	Speaker *Speaker `gorm:"serializer:json"`
	Deleted bool
	// BySpeaker says that a speaker wrote it.
	BySpeaker bool
	// Version is that of the session as editors see it: it goes on counting from the published one.
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
}

// AgendaVersion is an agenda as it was given to the public.
type AgendaVersion struct {
	ID      string
	EventID string
	// Number counts from 2: what is published with the event is 1.
	Number  int
	Changes []AgendaChange `gorm:"serializer:json"`
	// OnTheDay says that a session was moved, delayed or cancelled at once; that can be undone.
	OnTheDay  bool
	UndoneAt  *time.Time
	CreatedAt time.Time
}

// AgendaChangeKind says what became of a session.
type AgendaChangeKind string

// The kinds of changes, in the order in which they are told.
const (
	AgendaCancelled AgendaChangeKind = "cancelled"
	AgendaMoved     AgendaChangeKind = "moved"
	AgendaRestored  AgendaChangeKind = "restored"
	AgendaNew       AgendaChangeKind = "new"
	AgendaRemoved   AgendaChangeKind = "removed"
	AgendaChanged   AgendaChangeKind = "changed"
	AgendaSpeaker   AgendaChangeKind = "speaker"
)

// AgendaChange is one difference between two versions. ID is that of the session, or of the speaker.
type AgendaChange struct {
	ID      string           `json:"id"`
	Kind    AgendaChangeKind `json:"kind"`
	TitleJa string           `json:"title_ja"`
	TitleEn string           `json:"title_en,omitempty"`
	// Before is nil for a new session, After for one that was removed.
	Before *AgendaPlace `json:"before,omitempty"`
	After  *AgendaPlace `json:"after,omitempty"`
	// Fields are what else differs, by their names.
	Fields []string `json:"fields,omitempty"`
	// Speakers are the ids of those who speak in the session, before or after.
	Speakers  []string `json:"speakers,omitempty"`
	BySpeaker bool     `json:"by_speaker,omitempty"`
	// Sequence is what calendars know the change by (RFC 5545).
	Sequence int `json:"sequence,omitempty"`
}

// AgendaPlace is when and where a session is.
type AgendaPlace struct {
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	RoomID   *string   `json:"room_id,omitempty"`
	RoomJa   string    `json:"room_ja,omitempty"`
	RoomEn   string    `json:"room_en,omitempty"`
	TrackID  *string   `json:"track_id,omitempty"`
}

// Place is when and where the session is.
func (s *Session) Place() *AgendaPlace {
	p := &AgendaPlace{StartsAt: s.StartsAt, EndsAt: s.EndsAt, RoomID: s.RoomID, TrackID: s.TrackID}
	if s.Room != nil {
		p.RoomJa, p.RoomEn = s.Room.NameJa, s.Room.NameEn
	}
	return p
}

// Session is a session that is there then, for pages that tell times and rooms of sessions.
func (p *AgendaPlace) Session() *Session {
	s := &Session{StartsAt: p.StartsAt, EndsAt: p.EndsAt, RoomID: p.RoomID, TrackID: p.TrackID}
	if p.RoomJa+p.RoomEn != "" {
		s.Room = &Room{NameJa: p.RoomJa, NameEn: p.RoomEn}
	}
	return s
}

// RoomSize is how many people a room takes, and how far it is; 0 where nobody said it.
type RoomSize struct {
	ID          string
	Places      int
	WalkMinutes int
}

// TableName is the table of rooms.
func (RoomSize) TableName() string { return "rooms" }

// AgendaQuery reads drafts and versions of agendas.
type AgendaQuery struct{ q *Query }

// AgendaStore reads and writes drafts and versions of agendas.
type AgendaStore struct {
	AgendaQuery
	tx *Tx
}

// Agendas reads drafts and versions of agendas.
func (q *Query) Agendas() AgendaQuery { return AgendaQuery{q} }

// Agendas reads and writes drafts and versions of agendas.
func (tx *Tx) Agendas() AgendaStore { return AgendaStore{tx.Query.Agendas(), tx} }

// Drafts lists what is not published yet, oldest first.
func (store AgendaQuery) Drafts(e *Event) ([]AgendaDraft, error) {
	var list []AgendaDraft
	err := store.q.g.Where("event_id = ?", e.ID).Order("created_at, id").Find(&list).Error
	return list, err
}

// Draft finds the draft of a session or a speaker of the event, nil where there is none.
func (store AgendaQuery) Draft(e *Event, id string) (*AgendaDraft, error) {
	var draft AgendaDraft
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&draft).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil //nolint:nilnil // there may be none
	}
	return &draft, err
}

// HasDrafts reports whether something is not published yet.
func (store AgendaQuery) HasDrafts(e *Event) (bool, error) {
	var n int64
	err := store.q.g.Model(&AgendaDraft{}).Where("event_id = ?", e.ID).Limit(1).Count(&n).Error
	return n > 0, err
}

// Versions lists the newest versions of the agenda, newest first.
func (store AgendaQuery) Versions(e *Event, limit int) ([]AgendaVersion, error) {
	var list []AgendaVersion
	err := store.q.g.Where("event_id = ?", e.ID).Order("number DESC").Limit(limit).Find(&list).Error
	return list, err
}

// Version finds a version by its id, nil where there is none.
func (store AgendaQuery) Version(e *Event, id string) (*AgendaVersion, error) {
	var v AgendaVersion
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&v).Error
	return &v, notFound(err)
}

// Latest is the number of the agenda that everybody sees, and since when; a zero time where it never changed.
func (store AgendaQuery) Latest(e *Event) (number int, since time.Time, err error) {
	var list []AgendaVersion
	err = store.q.g.Select("number", "created_at").Where("event_id = ?", e.ID).Order("number DESC").Limit(1).
		Find(&list).Error
	if err != nil || len(list) == 0 {
		return 1, time.Time{}, err
	}
	return list[0].Number, list[0].CreatedAt, nil
}

// RoomSizes are the sizes of the event's rooms by their ids.
func (store AgendaQuery) RoomSizes(e *Event) (map[string]RoomSize, error) {
	var list []RoomSize
	err := store.q.g.Where("event_id = ?", e.ID).Find(&list).Error
	sizes := make(map[string]RoomSize, len(list))
	for _, size := range list {
		sizes[size.ID] = size
	}
	return sizes, err
}

// SetRoomSize stores the size of one of the event's rooms.
func (store AgendaStore) SetRoomSize(e *Event, size RoomSize) error {
	return store.tx.g.Model(&RoomSize{}).Where("id = ? AND event_id = ?", size.ID, e.ID).
		Updates(map[string]any{"places": size.Places, "walk_minutes": size.WalkMinutes}).Error
}

// PutDraft stores a draft of the event in place of an earlier one that was read at version, 0 for none. It is
// CodeConflict where somebody else wrote one meanwhile.
func (store AgendaStore) PutDraft(e *Event, draft *AgendaDraft, version int) error {
	draft.EventID, draft.UpdatedAt = e.ID, store.tx.Now
	changed := NewError(CodeConflict, "agenda.changed_meanwhile")
	if version == 0 {
		draft.CreatedAt = store.tx.Now
		return mustAffect(store.tx.g.Clauses(doNothing).Create(draft), changed)
	}
	updated := store.tx.g.Model(&AgendaDraft{}).Where("id = ? AND event_id = ? AND version = ?", draft.ID, e.ID, version).
		Select("session", "speaker", "deleted", "by_speaker", "version", "updated_at").Updates(draft)
	return mustAffect(updated, changed)
}

// AddDrafts stores drafts of sessions that have none.
func (store AgendaStore) AddDrafts(e *Event, list []AgendaDraft) error {
	for i := range list {
		list[i].EventID, list[i].CreatedAt, list[i].UpdatedAt = e.ID, store.tx.Now, store.tx.Now
	}
	if len(list) == 0 {
		return nil
	}
	return store.tx.g.CreateInBatches(list, insertBatch).Error
}

// DeleteDraft removes a draft, which may be gone already.
func (store AgendaStore) DeleteDraft(e *Event, id string) error {
	return store.tx.g.Where("event_id = ? AND id = ?", e.ID, id).Delete(&AgendaDraft{}).Error
}

// DeleteDrafts removes all drafts of the event.
func (store AgendaStore) DeleteDrafts(e *Event) error {
	return store.tx.g.Where("event_id = ?", e.ID).Delete(&AgendaDraft{}).Error
}

// ShiftDrafts changes the times of all drafts of the event, as Sessions().Shift does those of its sessions.
func (store AgendaStore) ShiftDrafts(e *Event, move func(time.Time) time.Time) error {
	drafts, err := store.Drafts(e)
	for i := range drafts {
		draft := &drafts[i]
		if draft.Session == nil {
			continue
		}
		draft.Session.StartsAt, draft.Session.EndsAt = move(draft.Session.StartsAt), move(draft.Session.EndsAt)
		version := draft.Version
		draft.Version++
		if err := store.PutDraft(e, draft, version); err != nil {
			return err
		}
	}
	return err
}

// AddVersion stores the next version of an event's agenda.
func (store AgendaStore) AddVersion(e *Event, v *AgendaVersion) error {
	number, _, err := store.Latest(e)
	if err != nil {
		return err
	}
	v.ID, v.EventID, v.Number, v.CreatedAt = NewID(), e.ID, number+1, store.tx.Now
	if v.Changes == nil {
		v.Changes = []AgendaChange{}
	}
	added := store.tx.g.Clauses(doNothing).Create(v)
	return mustAffect(added, NewError(CodeConflict, "agenda.published_meanwhile"))
}

// Undo marks a version as undone. It is CodeConflict where it was already.
func (store AgendaStore) Undo(v *AgendaVersion) error {
	undone := store.tx.g.Model(&AgendaVersion{}).Where("id = ? AND undone_at IS NULL", v.ID).
		Update("undone_at", store.tx.Now)
	return mustAffect(undone, NewError(CodeConflict, "agenda.undone_already"))
}

// SortChanges puts changes into the order in which they are told: by kind, then by time.
func SortChanges(list []AgendaChange) {
	order := []AgendaChangeKind{
		AgendaCancelled, AgendaMoved, AgendaRestored, AgendaNew, AgendaRemoved, AgendaChanged, AgendaSpeaker,
	}
	at := func(c AgendaChange) time.Time {
		if place := cmp.Or(c.After, c.Before); place != nil {
			return place.StartsAt
		}
		return time.Time{}
	}
	slices.SortStableFunc(list, func(a, b AgendaChange) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), at(a).Compare(at(b)))
	})
}

// undoable is how long a change on the day can be taken back.
const undoable = 15 * time.Minute

// MayUndo reports whether the version is a change on the day that can be taken back.
func (v *AgendaVersion) MayUndo(now time.Time) bool {
	return v.OnTheDay && v.UndoneAt == nil && now.Sub(v.CreatedAt) < undoable
}
