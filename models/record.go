package models

import (
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// RecordPart is a part of what an event shows of itself once it is over.
type RecordPart string

// The parts of a record.
const (
	RecordOutcome    RecordPart = "outcome"
	RecordRecordings RecordPart = "recordings"
	RecordMaterials  RecordPart = "materials"
	RecordVoices     RecordPart = "voices"
	RecordWords      RecordPart = "words"
	RecordConsensus  RecordPart = "consensus"
	RecordPolls      RecordPart = "polls"
	RecordPromises   RecordPart = "promises"
	RecordCaptions   RecordPart = "captions"
	RecordAgenda     RecordPart = "agenda"
)

// RecordParts lists all parts in the order in which a record shows them.
var RecordParts = []RecordPart{
	RecordOutcome, RecordRecordings, RecordMaterials, RecordVoices, RecordWords, RecordConsensus, RecordPolls,
	RecordPromises, RecordCaptions, RecordAgenda,
}

// Record says what an event shows of itself once it is over.
type Record struct {
	EventID string       `gorm:"primaryKey"`
	Parts   []RecordPart `gorm:"serializer:json"`
	// IntroJa and IntroEn are Markdown.
	IntroJa, IntroEn string
	// PublishedAt is since when everybody may see it, nil where nobody may.
	PublishedAt *time.Time
	// CheckedAt is when staff looked through the recordings for those who do not want to be in them, nil for never.
	CheckedAt *time.Time
}

// MayShowRecordings reports whether staff have looked through the recordings since the last of those who do not want to
// be in them said so. refusing are these, the last first.
func (r *Record) MayShowRecordings(refusing []Registration) bool {
	if len(refusing) == 0 {
		return true
	}
	said := refusing[0].RecordingAt
	return r.CheckedAt != nil && (said == nil || !said.After(*r.CheckedAt))
}

// TableName is the table of Record.
func (Record) TableName() string { return "event_records" }

// Has reports whether the record shows a part.
func (r *Record) Has(part RecordPart) bool { return slices.Contains(r.Parts, part) }

// IsOpen reports whether everybody may see it.
func (r *Record) IsOpen(e *Event, now time.Time) bool {
	return r.PublishedAt != nil && e.Ended(now) && !e.WasCancelled() && e.State != EventDraft
}

// RecordQuery reads what events show of themselves once they are over.
type RecordQuery struct{ q *Query }

// RecordStore reads and writes what events show of themselves once they are over.
type RecordStore struct {
	RecordQuery
	tx *Tx
}

// Records reads what events show of themselves once they are over.
func (q *Query) Records() RecordQuery { return RecordQuery{q} }

// Records reads and writes what events show of themselves once they are over.
func (tx *Tx) Records() RecordStore { return RecordStore{tx.Query.Records(), tx} }

// OfEvent finds the record of an event, which shows nothing at first.
func (store RecordQuery) OfEvent(e *Event) (*Record, error) {
	record := Record{EventID: e.ID}
	err := store.q.g.Where("event_id = ?", e.ID).Take(&record).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return &record, err
}

// Save stores the record of an event.
func (store RecordStore) Save(record *Record) error {
	return store.tx.g.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true,
	}).Create(record).Error
}

// ArchiveView is that a person watched recordings of an event afterwards. It is no attendance of the event itself.
type ArchiveView struct {
	RegistrationID string `gorm:"primaryKey"`
	EventID        string
	// Views is how often they opened a recording, Seconds how long it was open before them.
	Views, Seconds  int
	FirstAt, SeenAt time.Time
}

// Minutes is how long a recording was open, at least one.
func (v *ArchiveView) Minutes() int {
	return max(1, int((time.Duration(v.Seconds)*time.Second).Round(time.Minute)/time.Minute))
}

// ArchiveViewQuery reads who watched recordings.
type ArchiveViewQuery struct{ q *Query }

// ArchiveViewStore reads and writes who watched recordings.
type ArchiveViewStore struct {
	ArchiveViewQuery
	tx *Tx
}

// ArchiveViews reads who watched recordings.
func (q *Query) ArchiveViews() ArchiveViewQuery { return ArchiveViewQuery{q} }

// ArchiveViews reads and writes who watched recordings.
func (tx *Tx) ArchiveViews() ArchiveViewStore { return ArchiveViewStore{tx.Query.ArchiveViews(), tx} }

// OfRegistration finds what a person watched, nil for nothing.
func (store ArchiveViewQuery) OfRegistration(r *Registration) (*ArchiveView, error) {
	var list []ArchiveView
	err := store.q.g.Where("registration_id = ?", r.ID).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// OfRegistrations finds what people watched, by registration.
func (store ArchiveViewQuery) OfRegistrations(ids []string) (map[string]*ArchiveView, error) {
	var list []ArchiveView
	err := store.q.g.Where(store.q.inList("registration_id", ids)).Find(&list).Error
	of := make(map[string]*ArchiveView, len(list))
	for i := range list {
		of[list[i].RegistrationID] = &list[i]
	}
	return of, err
}

// ArchiveCount counts who watched recordings, of one ticket type. Only is how many of them did not attend the event.
type ArchiveCount struct {
	TicketTypeID string
	People, Only int
}

// Counts counts who has a place and watched recordings, by ticket type.
func (store ArchiveViewQuery) Counts(e *Event) ([]ArchiveCount, error) {
	var list []ArchiveCount
	err := store.q.g.Table("archive_views").
		Select("registrations.ticket_type_id, COUNT(*) AS people, SUM(CASE WHEN "+attended+" THEN 0 ELSE 1 END) AS only").
		Joins("JOIN registrations ON registrations.id = archive_views.registration_id").
		Where("archive_views.event_id = ? AND registrations.state = ?", e.ID, RegistrationConfirmed).
		Group("registrations.ticket_type_id").Scan(&list).Error
	return list, err
}

// Open counts that a person opened a recording. Who loads the page again within pause opened it once.
func (store ArchiveViewStore) Open(r *Registration, pause time.Duration) error {
	v, err := store.OfRegistration(r)
	if err != nil {
		return err
	}
	now := store.tx.Now.UTC()
	if v == nil {
		return store.tx.g.Clauses(clause.OnConflict{DoNothing: true}).Create(&ArchiveView{
			RegistrationID: r.ID, EventID: r.EventID, Views: 1, FirstAt: now, SeenAt: now,
		}).Error
	}
	views := v.Views
	if now.Sub(v.SeenAt) > pause {
		views++
	}
	return store.update(r, map[string]any{"views": views, "seen_at": now})
}

// Beat adds the time since the last beat, where that is no longer ago than pause: else the page was away.
func (store ArchiveViewStore) Beat(r *Registration, pause time.Duration) error {
	v, err := store.OfRegistration(r)
	if err != nil || v == nil {
		return err
	}
	now, seconds := store.tx.Now.UTC(), v.Seconds
	if since := now.Sub(v.SeenAt); since > 0 && since <= pause {
		seconds += int(since / time.Second)
	}
	return store.update(r, map[string]any{"seconds": seconds, "seen_at": now})
}

func (store ArchiveViewStore) update(r *Registration, fields map[string]any) error {
	return store.tx.g.Model(&ArchiveView{}).Where("registration_id = ?", r.ID).Updates(fields).Error
}
