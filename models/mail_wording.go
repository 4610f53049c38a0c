package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// MailWording is what an event says in place of the program's own text in a kind of mail, in one language.
type MailWording struct {
	EventID   string
	Kind      string
	Lang      string
	Subject   string
	Body      string // Markdown
	UpdatedAt time.Time
}

// Wording finds what an event says in a kind of mail, nil where it is our text.
func (store MailQuery) Wording(eventID, kind, lang string) (*MailWording, error) {
	var list []MailWording
	err := store.q.g.Where("event_id = ? AND kind = ? AND lang = ?", eventID, kind, lang).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Wordings lists what an event says in its own words.
func (store MailQuery) Wordings(e *Event) ([]MailWording, error) {
	var list []MailWording
	err := store.q.g.Where("event_id = ?", e.ID).Find(&list).Error
	return list, err
}

// Word stores what an event says in a kind of mail.
func (store MailStore) Word(w *MailWording) error {
	w.UpdatedAt = store.tx.Now
	key := []clause.Column{{Name: "event_id"}, {Name: "kind"}, {Name: "lang"}}
	return store.tx.g.Clauses(clause.OnConflict{Columns: key, UpdateAll: true}).Create(w).Error
}

// CopyWordings has an event say in its mails what another one says.
func (store MailStore) CopyWordings(from, to *Event) error {
	return store.tx.g.Exec(`INSERT INTO mail_wordings (event_id, kind, lang, subject, body, updated_at)
		SELECT ?, kind, lang, subject, body, ? FROM mail_wordings WHERE event_id = ?`, to.ID, store.tx.Now, from.ID).Error
}

// Unword has an event's mails of a kind say our text again, in a language or in all ("").
func (store MailStore) Unword(e *Event, kind, lang string) error {
	return store.tx.g.Where("event_id = ? AND kind = ? AND (lang = ? OR ? = '')", e.ID, kind, lang, lang).
		Delete(&MailWording{}).Error
}
