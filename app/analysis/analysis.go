// Package analysis is the place of those who read results: named views, links to one view for partners, and events and
// organizations side by side. It holds no answers: how results are shown is the matter of app/survey.
package analysis

import (
	"context"

	"meguri/app/service/link"
	"meguri/models"
)

// Surveys is what the feature asks of surveys.
type Surveys struct {
	// CheckView returns the query of a view as addresses write it, or says why the view is not shown.
	CheckView func(ctx context.Context, event *models.Event, surveyID, query string) (string, error)
	// Asked are the surveys of an event with what they found, in their order.
	Asked func(ctx context.Context, event *models.Event) ([]Asked, error)
}

// Asked is a survey with how many answered. Until it is released it has no figures, and CountKey says how exact
// Responses is.
type Asked struct {
	ID               string
	TitleJa, TitleEn string
	IsReleased       bool
	WasOpened        bool
	Invited          int
	Responses        int
	CountKey         string
	Figures          []Figure
}

// Rate is the percentage of those invited who answered.
func (a Asked) Rate() int { return percent(a.Responses, a.Invited) }

// Figure is the number of a question that is held against that of another event: a mean, or a Net Promoter Score.
type Figure struct {
	Slug, Kind       string
	TitleJa, TitleEn string
	N                int
	Mean, Low, High  float64
	// HasMean says that there is a mean, HasScore that there is a score.
	HasMean, HasScore     bool
	Score                 float64
	ScoreLow, ScoreHigh   float64
	Promoters, Detractors int
}

// Service is the analysis of one database.
type Service struct {
	db      *models.DB
	links   link.Maker
	surveys Surveys
}

// New makes the service. links are the secrets of partners' links.
func New(db *models.DB, links link.Maker, surveys Surveys) *Service {
	return &Service{db, links, surveys}
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*part + whole) / (2 * whole)
}
