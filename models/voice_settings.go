package models

import (
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// VoiceReview says whether voices are read by staff before they are published, or after.
type VoiceReview string

// VoiceReviews lists both.
var VoiceReviews = []VoiceReview{ReviewBefore, ReviewAfter}

// When voices are read by staff.
const (
	ReviewBefore VoiceReview = "before"
	ReviewAfter  VoiceReview = "after"
)

// VoiceNaming says whether names stand beside voices.
type VoiceNaming string

// VoiceNamings lists all.
var VoiceNamings = []VoiceNaming{NamingAnonymous, NamingNamed, NamingEither}

// Whether names stand beside voices. With NamingEither each person chooses, for each voice.
const (
	NamingAnonymous VoiceNaming = "anonymous"
	NamingNamed     VoiceNaming = "named"
	NamingEither    VoiceNaming = "either"
)

// VoiceSettings say how an event takes voices.
type VoiceSettings struct {
	EventID string `gorm:"primaryKey"`
	// Open says that attendees may write and vote.
	Open   bool
	Review VoiceReview
	Naming VoiceNaming
	// Words are words with which a voice is read before it is published, one a line.
	Words string
	// PerMinute is how many voices a person may write in a minute.
	PerMinute int
}

// UsualPerMinute is how many voices a person may write in a minute where the event says nothing else.
const UsualPerMinute = 5

// VoiceSettingsQuery reads how events take voices.
type VoiceSettingsQuery struct{ q *Query }

// VoiceSettingsStore reads and writes how events take voices.
type VoiceSettingsStore struct {
	VoiceSettingsQuery
	tx *Tx
}

// VoiceSettings reads how events take voices.
func (q *Query) VoiceSettings() VoiceSettingsQuery { return VoiceSettingsQuery{q} }

// VoiceSettings reads and writes how events take voices.
func (tx *Tx) VoiceSettings() VoiceSettingsStore {
	return VoiceSettingsStore{tx.Query.VoiceSettings(), tx}
}

// OfEvent finds the settings of an event. An event without any takes no voices.
func (store VoiceSettingsQuery) OfEvent(e *Event) (*VoiceSettings, error) {
	settings := VoiceSettings{EventID: e.ID, Review: ReviewBefore, Naming: NamingAnonymous, PerMinute: UsualPerMinute}
	err := store.q.g.Where("event_id = ?", e.ID).Take(&settings).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return &settings, err
}

// Save stores the settings of an event. Without a limit they have the usual one.
func (store VoiceSettingsStore) Save(settings *VoiceSettings) error {
	if settings.PerMinute == 0 {
		settings.PerMinute = UsualPerMinute
	}
	return store.tx.g.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true,
	}).Create(settings).Error
}

// TableName is the table of VoiceSettings.
func (VoiceSettings) TableName() string { return "voice_settings" }
