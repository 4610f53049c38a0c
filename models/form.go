package models

import (
	"encoding/json"
	"strings"
	"time"

	"gorm.io/gorm/clause"
)

// Form is until when people may change what they said in the form of registration of an event.
type Form struct {
	EventID string `gorm:"primaryKey"`
	// AnswersUntil is until when people may change their answers, nil until the event begins.
	AnswersUntil *time.Time
	// NeedsUntil is by when people should say what they need to take part, nil for no such time.
	NeedsUntil *time.Time
}

// FormVersion is the questions that an event asks in its form of registration, as they are from one moment on. Answers
// keep the version that they were given to, and so their wording.
type FormVersion struct {
	EventID string `gorm:"primaryKey"`
	// Number counts the versions of an event from 1. 0 is that of an event which never asked anything.
	Number    int            `gorm:"primaryKey"`
	Questions []FormQuestion `gorm:"serializer:json"`
	// Retired are the slugs of questions that earlier versions asked and this one does not. None is used again.
	Retired   []string `gorm:"serializer:json"`
	CreatedAt time.Time
}

// FormQuestion is a question of a form of registration.
type FormQuestion struct {
	Slug     string           `json:"slug"`
	Kind     QuestionKind     `json:"kind"`
	Required bool             `json:"required,omitempty"`
	TitleJa  string           `json:"title_ja"`
	TitleEn  string           `json:"title_en,omitempty"`
	HelpJa   string           `json:"help_ja,omitempty"`
	HelpEn   string           `json:"help_en,omitempty"`
	Options  []Option         `json:"options,omitempty"`
	Settings QuestionSettings `json:"settings"`
	// TicketTypes are the slugs of the ticket types whose people are asked, none for all.
	TicketTypes []string `json:"ticket_types,omitempty"`
}

type (
	// FormQuery reads forms of registration.
	FormQuery struct{ q *Query }
	// FormStore reads and writes forms of registration.
	FormStore struct {
		FormQuery
		tx *Tx
	}
)

// Forms reads forms of registration.
func (q *Query) Forms() FormQuery { return FormQuery{q} }

// Forms reads and writes forms of registration.
func (tx *Tx) Forms() FormStore { return FormStore{tx.Query.Forms(), tx} }

// OfEvent finds what the event says of its form, and what holds where it says nothing.
func (store FormQuery) OfEvent(e *Event) (*Form, error) {
	form := Form{EventID: e.ID}
	err := notFound(store.q.g.Where("event_id = ?", e.ID).Take(&form).Error)
	if CodeOf(err) == CodeNotFound {
		err = nil
	}
	return &form, err
}

// Latest finds the version that is asked now; its number is 0 where the event never asked anything.
func (store FormQuery) Latest(e *Event) (*FormVersion, error) {
	version := FormVersion{EventID: e.ID}
	err := notFound(store.q.g.Where("event_id = ?", e.ID).Order("number DESC").Limit(1).Take(&version).Error)
	if CodeOf(err) == CodeNotFound {
		err = nil
	}
	return &version, err
}

// Versions lists the versions of an event's form, the oldest first.
func (store FormQuery) Versions(e *Event) (list []FormVersion, err error) {
	return list, store.q.g.Where("event_id = ?", e.ID).Order("number").Find(&list).Error
}

// Save stores what the event says of its form.
func (store FormStore) Save(form *Form) error {
	return store.tx.g.Clauses(clause.OnConflict{UpdateAll: true}).Create(form).Error
}

// Add stores the next version. Until somebody has answered the earlier ones are removed. It is CodeConflict where
// somebody else stored one with the number first.
func (store FormStore) Add(v *FormVersion) error {
	v.CreatedAt = store.tx.Now
	if v.Questions == nil {
		v.Questions = []FormQuestion{}
	}
	if v.Retired == nil {
		v.Retired = []string{}
	}
	err := mustAffect(store.tx.g.Clauses(doNothing).Create(v), NewError(CodeConflict, "form.changed"))
	if err != nil {
		return err
	}
	return store.tx.g.Where(`event_id = ? AND number < ? AND NOT EXISTS (SELECT 1 FROM registrations
		WHERE registrations.event_id = form_versions.event_id AND form_version > 0)`,
		v.EventID, v.Number).Delete(&FormVersion{}).Error
}

// Copy gives another event the questions of an event's form.
func (store FormStore) Copy(from, to *Event) error {
	latest, err := store.Latest(from)
	if err != nil || latest.Number == 0 {
		return err
	}
	latest.EventID, latest.Number, latest.Retired = to.ID, 1, nil
	return store.Add(latest)
}

// SplitAnswer lists the values of an answer as it is stored: an answer of several choices is a JSON list of them.
func SplitAnswer(stored string) []string {
	var list []string
	if strings.HasPrefix(stored, `["`) && json.Unmarshal([]byte(stored), &list) == nil {
		return list
	}
	return []string{stored}
}
