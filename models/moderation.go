package models

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Claim lets a moderator be on a voice until a time. Another one's that has not ended stays, and CodeConflict is
// returned, unless it is taken over.
func (store PostStore) Claim(p *Post, accountID string, until time.Time, takesOver bool) error {
	g := store.tx.g.Model(&Post{}).Where("id = ?", p.ID)
	if !takesOver {
		g = g.Where("claimed_by IS NULL OR claimed_by = ? OR claimed_until < ?", accountID, store.tx.Now)
	}
	return mustAffect(
		g.Updates(map[string]any{"claimed_by": accountID, "claimed_until": until.UTC()}),
		NewError(CodeConflict, "voice.claimed"),
	)
}

// Unclaim ends what a moderator is on, but for one voice.
func (store PostStore) Unclaim(e *Event, accountID, but string) error {
	return store.tx.g.Model(&Post{}).Where("event_id = ? AND claimed_by = ? AND id <> ?", e.ID, accountID, but).
		Updates(map[string]any{"claimed_by": nil, "claimed_until": nil}).Error
}

// PostClaim says which moderator is on a voice.
type PostClaim struct {
	PostID       string
	AccountID    string
	Name         string
	ClaimedUntil time.Time
}

// Claims lists who is, or was, on which voice of the event that no decision was made about since.
func (store PostQuery) Claims(e *Event) ([]PostClaim, error) {
	var list []PostClaim
	err := store.q.g.Model(&Post{}).
		Select("posts.id AS post_id, accounts.id AS account_id, accounts.name AS name, claimed_until").
		Joins("JOIN accounts ON accounts.id = claimed_by").Where("event_id = ?", e.ID).
		Order("claimed_until, posts.id").Scan(&list).Error
	return list, err
}

// VoiceDesk says when a moderator was seen at the event's desk.
type VoiceDesk struct {
	EventID   string `gorm:"primaryKey"`
	AccountID string `gorm:"primaryKey"`
	SeenAt    time.Time
}

// SeeModerator records that a moderator has the desk open.
func (store PostStore) SeeModerator(e *Event, accountID string) error {
	return store.tx.g.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "event_id"}, {Name: "account_id"}}, UpdateAll: true,
	}).Create(&VoiceDesk{e.ID, accountID, store.tx.Now}).Error
}

// Moderator is a moderator who has the desk open.
type Moderator struct{ ID, Name string }

// Moderators lists who was seen at the event's desk since a time.
func (store PostQuery) Moderators(e *Event, since time.Time) ([]Moderator, error) {
	var list []Moderator
	err := store.q.g.Model(&VoiceDesk{}).Select("accounts.id, accounts.name").
		Joins("JOIN accounts ON accounts.id = account_id").
		Where("event_id = ? AND seen_at >= ?", e.ID, since.UTC()).Order("accounts.name, accounts.id").Scan(&list).Error
	return list, err
}

// PostReport is one person's report of a voice. Reporter is a pseudonym that is another one for each voice.
type PostReport struct {
	PostID   string `gorm:"primaryKey"`
	Reporter string `gorm:"primaryKey"`
}

// Report stores a report, and returns how many there are since a moderator read the voice. A repeat changes nothing.
func (store PostStore) Report(p *Post, reporter string) (reports int, err error) {
	result := store.tx.g.Clauses(doNothing).Create(&PostReport{p.ID, reporter})
	if result.Error != nil || result.RowsAffected == 0 {
		return p.Reports, result.Error
	}
	err = store.tx.g.Model(&Post{}).Where("id = ?", p.ID).
		Updates(map[string]any{"reports": gorm.Expr("reports + 1"), "updated_at": coarse(store.tx.Now)}).Error
	if err != nil {
		return 0, err
	}
	var now Post
	err = store.tx.g.Select("reports").Where("id = ?", p.ID).Take(&now).Error
	return now.Reports, err
}

// Reported tells which of the reports are stored. They are of different voices.
func (store PostQuery) Reported(reports []PostReport) (map[string]bool, error) {
	reporters := make([]string, len(reports))
	for i := range reports {
		reporters[i] = reports[i].Reporter
	}
	var found []PostReport
	err := store.q.g.Where(store.q.inList("reporter", reporters)).Find(&found).Error
	given := map[string]bool{}
	for _, r := range found {
		given[r.PostID] = true
	}
	return given, err
}

// VoiceMute says until when the author of a voice may not write, and why. Moderators see it at that voice alone: beside
// others of the same author it would join them.
type VoiceMute struct {
	PostID  string `gorm:"primaryKey"`
	EventID string
	Author  string
	Reason  PostReason
	Until   time.Time
}

// Mute stores until when the author of a voice may not write. A time that is over lets them write again.
func (store PostStore) Mute(p *Post, reason PostReason, until time.Time) error {
	return store.tx.g.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "post_id"}}, UpdateAll: true,
	}).Create(&VoiceMute{p.ID, p.EventID, p.Author, reason, until.UTC()}).Error
}

// Muted finds until when a person may not write, by their pseudonyms; nil where they may.
func (store PostQuery) Muted(e *Event, authors []string) (*VoiceMute, error) {
	var list []VoiceMute
	err := store.q.g.Where("event_id = ? AND author IN ? AND until > ?", e.ID, authors, store.q.Now).
		Order("until DESC").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// MutedNow tells for which voices of the event somebody may not write now, and until when.
func (store PostQuery) MutedNow(e *Event) (map[string]time.Time, error) {
	var list []VoiceMute
	err := store.q.g.Where("event_id = ? AND until > ?", e.ID, store.q.Now).Find(&list).Error
	until := map[string]time.Time{}
	for _, m := range list {
		until[m.PostID] = m.Until
	}
	return until, err
}

// CountMutes counts how often somebody had to wait.
func (store PostQuery) CountMutes(e *Event) (int, error) {
	var n int64
	err := store.q.g.Model(&VoiceMute{}).Where("event_id = ?", e.ID).Count(&n).Error
	return int(n), err
}

// Reaction is what the room shows without words.
type Reaction string

// Reactions lists them in the order in which they are offered.
var Reactions = []Reaction{"clap", "like"}

// React counts a reaction and returns how many there are now. Nothing is kept of who it was.
func (store PostStore) React(e *Event, kind Reaction) error {
	return store.tx.g.Exec(`INSERT INTO voice_reactions (event_id, kind, count) VALUES (?, ?, 1)
		ON CONFLICT (event_id, kind) DO UPDATE SET count = voice_reactions.count + 1`, e.ID, kind).Error
}

// ReactionCounts counts the reactions of an event.
func (store PostQuery) ReactionCounts(e *Event) (map[Reaction]int, error) {
	var rows []struct {
		Kind  Reaction
		Count int
	}
	err := store.q.g.Table("voice_reactions").Select("kind, count").Where("event_id = ?", e.ID).Scan(&rows).Error
	counts := map[Reaction]int{}
	for _, row := range rows {
		counts[row.Kind] = row.Count
	}
	return counts, err
}

// TableName is the table of VoiceDesk.
func (VoiceDesk) TableName() string { return "voice_desks" }

// Telling lists the voices whose authors wish for a mail and have had none since it was answered.
func (store PostQuery) Telling(e *Event) ([]Post, error) {
	var list []Post
	err := store.q.g.Where("event_id = ? AND tells", e.ID).Order("id").Find(&list).Error
	return list, err
}

// SetTold records that the authors of voices need no mail about them any more.
func (store PostStore) SetTold(ids []string) error {
	return store.tx.g.Model(&Post{}).Where(store.tx.inList("id", ids)).Update("tells", false).Error
}

// MailedTo lists the registrations of an event that have a mail whose cause begins so.
func (store MailQuery) MailedTo(eventID, cause string) ([]string, error) {
	var ids []string
	err := store.q.g.Model(&Mail{}).
		Where("event_id = ? AND registration_id IS NOT NULL AND substr(cause, 1, ?) = ?", eventID, len(cause), cause).
		Distinct("registration_id").Order("registration_id").Pluck("registration_id", &ids).Error
	return ids, err
}
