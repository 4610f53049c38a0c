package models

import (
	"time"
)

// Announcement is what staff tell people while an event goes on.
type Announcement struct {
	ID      string
	EventID string
	// Mode is to whom it is: "" to all.
	Mode   Mode
	TextJa string
	TextEn string
	// OnStage shows it on the stage too.
	OnStage bool
	// MessageID is of the message that brought it by mail last, nil for none.
	MessageID *string
	// Version counts the corrections, from 1.
	Version int
	// CreatedBy is the account that wrote it, UpdatedBy that corrected it last; nil once that is gone.
	CreatedBy *string
	CreatedAt time.Time
	UpdatedBy *string
	UpdatedAt time.Time
	// EndedAt is when EndedBy took it back, nil for never.
	EndedBy *string
	EndedAt *time.Time
}

// IsCorrected reports whether it was changed since it was written.
func (a *Announcement) IsCorrected() bool { return a.Version > 1 }

// IsFor reports whether it is for people of a mode.
func (a *Announcement) IsFor(mode Mode) bool { return a.Mode == "" || a.Mode == mode }

// Since is when what it says now was said first.
func (a *Announcement) Since() time.Time { return a.UpdatedAt }

// AnnouncementQuery reads announcements.
type AnnouncementQuery struct{ q *Query }

// AnnouncementStore reads and writes announcements.
type AnnouncementStore struct {
	AnnouncementQuery
	tx *Tx
}

// Announcements reads announcements.
func (q *Query) Announcements() AnnouncementQuery { return AnnouncementQuery{q} }

// Announcements reads and writes announcements.
func (tx *Tx) Announcements() AnnouncementStore {
	return AnnouncementStore{tx.Query.Announcements(), tx}
}

// Current lists what an event announces now, the latest first: nothing once it is over, or does not take place.
func (store AnnouncementQuery) Current(e *Event) ([]Announcement, error) {
	if e.State != EventPublished || e.Ended(store.q.Now) {
		return nil, nil
	}
	var list []Announcement
	err := store.q.g.Where("event_id = ? AND ended_at IS NULL", e.ID).Order("updated_at DESC, id DESC").
		Limit(MaxAnnouncements).Find(&list).Error
	return list, err
}

// MaxAnnouncements is how many an event may have at a time: who reads them on a phone has to find the last one.
const MaxAnnouncements = 10

// OfEvent lists what an event announced, the latest first.
func (store AnnouncementQuery) OfEvent(e *Event) ([]Announcement, error) {
	var list []Announcement
	err := store.q.g.Where("event_id = ?", e.ID).Order("created_at DESC, id DESC").Find(&list).Error
	return list, err
}

// InEvent finds an announcement of the event.
func (store AnnouncementQuery) InEvent(e *Event, id string) (*Announcement, error) {
	var a Announcement
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&a).Error
	return &a, notFound(err)
}

// Add stores a new one. It reports false where its id is known.
func (store AnnouncementStore) Add(a *Announcement) (bool, error) {
	a.Version, a.CreatedAt, a.UpdatedAt = 1, store.tx.Now, store.tx.Now
	result := store.tx.g.Clauses(doNothing).Create(a)
	store.tell(a.EventID)
	return result.RowsAffected == 1, result.Error
}

// Correct stores changed texts. Conflict where it was changed or taken back since it was seen.
func (store AnnouncementStore) Correct(a *Announcement) error {
	seen := a.Version
	a.Version, a.UpdatedAt = seen+1, store.tx.Now
	store.tell(a.EventID)
	return mustAffect(
		store.tx.g.Model(&Announcement{}).Where("id = ? AND version = ? AND ended_at IS NULL", a.ID, seen).
			Select("mode", "text_ja", "text_en", "on_stage", "message_id", "version", "updated_by", "updated_at").Updates(a),
		NewError(CodeConflict, "announcement.changed_meanwhile"),
	)
}

// End takes one back. Conflict where somebody did already.
func (store AnnouncementStore) End(a *Announcement, accountID string) error {
	store.tell(a.EventID)
	return mustAffect(
		store.tx.g.Model(&Announcement{}).Where("id = ? AND ended_at IS NULL", a.ID).
			Updates(map[string]any{"ended_at": store.tx.Now, "ended_by": accountID, "version": a.Version + 1}),
		NewError(CodeConflict, "announcement.changed_meanwhile"),
	)
}

// tell has open pages ask: each reads what is for its person.
func (store AnnouncementStore) tell(eventID string) {
	store.tx.Tell(Change{EventID: eventID, Watchers: ForEverybody, Part: PartAnnouncements})
}

// Names are the names of accounts by their ids.
func (store AccountQuery) Names(ids []string) (map[string]string, error) {
	var list []Account
	err := store.q.g.Select("id", "name").Where(store.q.inList("id", ids)).Find(&list).Error
	names := map[string]string{}
	for i := range list {
		names[list[i].ID] = list[i].Name
	}
	return names, err
}
