package models

import "time"

// SurveyState is where a survey stands.
type SurveyState string

// The survey states.
const (
	SurveyDraft  SurveyState = "draft"
	SurveyOpen   SurveyState = "open"
	SurveyClosed SurveyState = "closed"
)

// Survey is a list of questions to those who attended.
type Survey struct {
	ID      string
	EventID string
	State   SurveyState
	TitleJa string
	TitleEn string
	IntroJa string
	IntroEn string
	// OpensAfterEvent lets the survey open by itself when the event ends.
	OpensAfterEvent bool
	ClosesAt        *time.Time
	OpenedAt        *time.Time
	ClosedAt        *time.Time
	Version         int
	CreatedAt       time.Time
	UpdatedAt       time.Time

	Questions []Question `gorm:"foreignKey:SurveyID;->"`
}

// QuestionKind is how a question is answered.
type QuestionKind string

// The question kinds.
const (
	Single    QuestionKind = "single"
	Multiple  QuestionKind = "multiple"
	Scale5    QuestionKind = "scale5"  // 1 to 5
	Scale10   QuestionKind = "scale10" // 0 to 10
	ShortText QuestionKind = "short"
	LongText  QuestionKind = "long"
)

// QuestionKinds lists all question kinds in the order in which they are offered.
var QuestionKinds = []QuestionKind{Single, Multiple, Scale5, Scale10, ShortText, LongText}

// Question is one question of a survey. Slug names its column in exports.
type Question struct {
	ID       string
	SurveyID string
	Slug     string
	Kind     QuestionKind
	Required bool
	TitleJa  string
	TitleEn  string
	HelpJa   string
	HelpEn   string
	Options  []Option `gorm:"serializer:json"`
	Position int
}

// Option is a choice of a question. Slug is what an answer stores and an export shows.
type Option struct {
	Slug   string `json:"slug"`
	TextJa string `json:"text_ja"`
	TextEn string `json:"text_en"`
}

// Invitation says that a person may answer a survey, and whether they have. It leads to no response.
type Invitation struct {
	ID             string
	SurveyID       string
	RegistrationID string
	Answered       bool
	CreatedAt      time.Time
}

// Response is what one unnamed person answered. Its id is random and it knows the day only, so that neither tells who it was.
type Response struct {
	ID          string
	SurveyID    string
	Mode        Mode
	Locale      string
	SubmittedOn string

	Answers []Answer `gorm:"foreignKey:ResponseID;->"`
}

// Answer is one value given to a question: an option's slug, a number, or text. Several for a multiple choice.
type Answer struct {
	ResponseID string `gorm:"primaryKey"`
	QuestionID string `gorm:"primaryKey"`
	Position   int    `gorm:"primaryKey;autoIncrement:false"`
	Value      string
}
