// Package kit has the document in which an event tells how it was made, so that others can make one like it: agenda,
// form, surveys, messages, rules. It has texts and numbers only, and no person: see Hide.
package kit

import (
	"encoding/json"
	"errors"
	"time"

	"meguri/models"
)

// Version is that of the documents that this program writes, and the newest that it reads.
const Version = 1

// MostBytes is how large a document may be.
const MostBytes = 512 << 10

// ErrNewer is the error where a document is of a version that this program cannot read.
var ErrNewer = errors.New("the kit is of a newer version")

// ErrNoKit is the error where a document is none.
var ErrNoKit = errors.New("this is no kit")

// Kit is a document.
type Kit struct {
	Version int   `json:"version"`
	Event   Event `json:"event"`
	// Agenda to Rules are the parts, which staff choose; an empty one is left out.
	Agenda   []Session             `json:"agenda,omitempty"`
	Form     []models.FormQuestion `json:"form,omitempty"`
	Surveys  []Survey              `json:"surveys,omitempty"`
	Messages []Message             `json:"messages,omitempty"`
	Wordings []Wording             `json:"wordings,omitempty"`
	Rules    *Rules                `json:"rules,omitempty"`
}

// Event is what the kit says of the event itself. Nothing of its place, its dates or whom to ask.
type Event struct {
	TitleJa       string `json:"title_ja"`
	TitleEn       string `json:"title_en,omitempty"`
	SummaryJa     string `json:"summary_ja,omitempty"`
	SummaryEn     string `json:"summary_en,omitempty"`
	DescriptionJa string `json:"description_ja,omitempty"`
	DescriptionEn string `json:"description_en,omitempty"`
	AudienceJa    string `json:"audience_ja,omitempty"`
	AudienceEn    string `json:"audience_en,omitempty"`
	SupportJa     string `json:"support_ja,omitempty"`
	SupportEn     string `json:"support_en,omitempty"`
	BringJa       string `json:"bring_ja,omitempty"`
	BringEn       string `json:"bring_en,omitempty"`
	TimeZone      string `json:"time_zone"`
	// StartsAt is the time on the clock, as 13:30, Minutes how long it takes.
	StartsAt string `json:"starts_at"`
	Minutes  int    `json:"minutes"`
}

// Session is a session of the agenda, so many minutes after the start of the event by the clock.
type Session struct {
	From          int    `json:"from"`
	Minutes       int    `json:"minutes"`
	Kind          string `json:"kind"`
	Language      string `json:"language,omitempty"`
	TitleJa       string `json:"title_ja"`
	TitleEn       string `json:"title_en,omitempty"`
	DescriptionJa string `json:"description_ja,omitempty"`
	DescriptionEn string `json:"description_en,omitempty"`
	Room          string `json:"room,omitempty"`
	Track         string `json:"track,omitempty"`
}

// Clock is when a session begins on the clock of an event like the one of the kit.
func (k *Kit) Clock(s *Session) string {
	start, err := time.Parse("15:04", k.Event.StartsAt)
	if err != nil {
		return ""
	}
	return start.Add(time.Duration(s.From) * time.Minute).Format("15:04")
}

// Survey is a survey with its questions.
type Survey struct {
	TitleJa         string     `json:"title_ja"`
	TitleEn         string     `json:"title_en,omitempty"`
	IntroJa         string     `json:"intro_ja,omitempty"`
	IntroEn         string     `json:"intro_en,omitempty"`
	Anonymity       string     `json:"anonymity,omitempty"`
	OpensAfterEvent bool       `json:"opens_after_event,omitempty"`
	Questions       []Question `json:"questions"`
}

// Question is a question of a survey.
type Question struct {
	models.FormQuestion
	Describes bool `json:"describes,omitempty"`
}

// Message is a message to people, as a draft.
type Message struct {
	SubjectJa string `json:"subject_ja,omitempty"`
	SubjectEn string `json:"subject_en,omitempty"`
	BodyJa    string `json:"body_ja,omitempty"`
	BodyEn    string `json:"body_en,omitempty"`
	State     string `json:"to_state,omitempty"`
	Mode      string `json:"to_mode,omitempty"`
	Attended  string `json:"to_attended,omitempty"`
	News      bool   `json:"news,omitempty"`
}

// Wording is what the event says in a mail in place of the program's text; "" where it says nothing.
type Wording struct {
	Kind      string `json:"kind"`
	SubjectJa string `json:"subject_ja,omitempty"`
	SubjectEn string `json:"subject_en,omitempty"`
	BodyJa    string `json:"body_ja,omitempty"`
	BodyEn    string `json:"body_en,omitempty"`
}

// Rules are how people register.
type Rules struct {
	TicketTypes  []TicketType `json:"ticket_types,omitempty"`
	Consents     []Consent    `json:"consents,omitempty"`
	ConfirmHours int          `json:"confirm_hours,omitempty"`
	AddressLimit int          `json:"address_limit,omitempty"`
	AsksPhoto    bool         `json:"asks_photo,omitempty"`
	AsksGuardian bool         `json:"asks_guardian,omitempty"`
	QuietFrom    int          `json:"quiet_from,omitempty"`
	QuietUntil   int          `json:"quiet_until,omitempty"`
	MailPause    int          `json:"mail_pause,omitempty"`
	MailCap      int          `json:"mail_cap,omitempty"`
	// UntilHours and ReplyHours are how the waiting list moves up.
	UntilHours int `json:"until_hours,omitempty"`
	ReplyHours int `json:"reply_hours,omitempty"`
}

// TicketType is a way to attend.
type TicketType struct {
	Slug      string `json:"slug"`
	NameJa    string `json:"name_ja"`
	NameEn    string `json:"name_en,omitempty"`
	Mode      string `json:"mode"`
	Capacity  *int   `json:"capacity,omitempty"`
	ByLottery bool   `json:"by_lottery,omitempty"`
	Approval  bool   `json:"approval,omitempty"`
}

// Consent is what people agree to when they register.
type Consent struct {
	Slug     string `json:"slug"`
	Required bool   `json:"required,omitempty"`
	TextJa   string `json:"text_ja"`
	TextEn   string `json:"text_en,omitempty"`
}

// Write writes a document.
func (k *Kit) Write() ([]byte, error) {
	k.Version = Version
	return json.Marshal(k)
}
