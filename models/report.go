package models

import (
	"errors"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ReportPart is a part of the report of an event.
type ReportPart string

// The parts of a report.
const (
	ReportNumbers   ReportPart = "numbers"
	ReportTime      ReportPart = "time"
	ReportSessions  ReportPart = "sessions"
	ReportVoices    ReportPart = "voices"
	ReportPolls     ReportPart = "polls"
	ReportConsensus ReportPart = "consensus"
	ReportSurveys   ReportPart = "surveys"
	ReportPromises  ReportPart = "promises"
	ReportOutcome   ReportPart = "outcome"
)

// ReportParts lists all parts in the order in which a report has them.
var ReportParts = []ReportPart{
	ReportNumbers, ReportTime, ReportSessions, ReportVoices, ReportPolls, ReportConsensus, ReportSurveys, ReportPromises,
	ReportOutcome,
}

// Report says what the report of an event has.
type Report struct {
	EventID string `gorm:"primaryKey"`
	// Parts are those that staff chose.
	Parts []ReportPart `gorm:"serializer:json"`
	// IntroJa and IntroEn are Markdown.
	IntroJa, IntroEn string
}

// TableName is the table of Report.
func (Report) TableName() string { return "event_reports" }

// Has reports whether the report has a part.
func (r *Report) Has(part ReportPart) bool { return slices.Contains(r.Parts, part) }

// ReportQuery reads what the reports of events have.
type ReportQuery struct{ q *Query }

// ReportStore reads and writes what the reports of events have.
type ReportStore struct {
	ReportQuery
	tx *Tx
}

// Reports reads what the reports of events have.
func (q *Query) Reports() ReportQuery { return ReportQuery{q} }

// Reports reads and writes what the reports of events have.
func (tx *Tx) Reports() ReportStore { return ReportStore{tx.Query.Reports(), tx} }

// OfEvent finds the report of an event. Until staff choose, it has all parts.
func (store ReportQuery) OfEvent(e *Event) (*Report, error) {
	var report Report
	err := store.q.g.Where("event_id = ?", e.ID).Take(&report).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return &Report{EventID: e.ID, Parts: slices.Clone(ReportParts)}, nil
	}
	return &report, err
}

// Save stores what the report of an event has.
func (store ReportStore) Save(report *Report) error {
	return store.tx.g.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true,
	}).Create(report).Error
}
