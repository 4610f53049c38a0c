package models

import (
	"cmp"
	"encoding/json"
	"slices"
)

// SurveyRelease says how the responses of a closed survey were made safe to publish. They are stored as they are
// published: what was left out is gone.
type SurveyRelease struct {
	Responses int `json:"responses"`
	// Columns says how each column that describes a person is shown: "mode", "locale" and questions, by their slugs.
	Columns map[string]ColumnRelease `json:"columns"`
	// Withheld are the other questions that are left out, by their slugs, and why.
	Withheld map[string]Withheld `json:"withheld,omitempty"`
	// Counts are what pages show of the stored responses, which never change. They are nil where they were not stored yet.
	Counts *ReleaseCounts `json:"counts,omitempty"`
}

// ReleaseCounts are the numbers of a released survey: how many were asked, how many wrote something to each question,
// and the answers by mode, which is "" where it is not published.
type ReleaseCounts struct {
	Invited int                  `json:"invited"`
	Texts   map[string]int       `json:"texts"`
	Modes   map[Mode]*ModeCounts `json:"modes"`
	// Base is how many were asked and answered, by group: empty where no group may be told, nil in earlier releases,
	// where it was not stored.
	Base []AskedBase `json:"base"`
}

// ModeCounts are the responses of one mode: how many there are, how many answered each question, and how often each
// value was given to it.
type ModeCounts struct {
	Responses int                       `json:"responses"`
	Answered  map[string]int            `json:"answered"`
	Values    map[string]map[string]int `json:"values"`
}

// ColumnRelease says how a column is shown. Merged are the values that were put together, "" among them for no answer.
type ColumnRelease struct {
	Shown  Shown    `json:"shown"`
	Merged []string `json:"merged,omitempty"`
	// Answered and Totals are of a question of which the totals alone are shown: how many answered it, and how often each
	// value was given.
	Answered int            `json:"answered,omitempty"`
	Totals   map[string]int `json:"totals,omitempty"`
}

// Shown says how much is shown of a column.
type Shown string

// The values of Shown.
const (
	ShownWhole  Shown = "whole"
	ShownMerged Shown = "merged"
	ShownTotals Shown = "totals"
	ShownNot    Shown = "not"
)

// Withheld says why a question is left out.
type Withheld string

// The values of Withheld.
const (
	WithheldFew  Withheld = "few"  // few people answered it
	WithheldSame Withheld = "same" // all gave the same answer
)

// SurveyText is what somebody wrote, without their other answers.
type SurveyText struct {
	SurveyID string
	Slug     string // of the question
	ID       string
	Value    string
	// Reviewed says that staff looked at it for what leads to a person.
	Reviewed bool
}

// Release replaces the responses of a closed survey by what may be published, under new random ids. It is CodeConflict
// if the survey was changed or released meanwhile.
func (store SurveyStore) Release(s *Survey, release *SurveyRelease, list []*Response, texts []SurveyText) error {
	written, err := json.Marshal(release)
	if err != nil {
		return err
	}
	if err := store.change(s, []SurveyState{SurveyClosed}, map[string]any{"release": string(written)}); err != nil {
		return err
	}
	s.Release = release
	if err := store.forgetBrowsers(s); err != nil {
		return err
	}
	if err := store.tx.g.Where("survey_id = ?", s.ID).Delete(&responseRow{}).Error; err != nil {
		return err
	}
	responses := make([]Response, len(list))
	for i, r := range list {
		responses[i] = *r
		responses[i].ID = NewAnonymousID()
	}
	slices.SortFunc(responses, func(a, b Response) int { return cmp.Compare(a.ID, b.ID) })
	if err := store.tx.Responses().InsertMany(responses); err != nil {
		return err
	}
	store.tx.AfterCommit(store.tx.db.EmptyLog)
	return store.addTexts(s, texts)
}

func (store SurveyStore) addTexts(s *Survey, texts []SurveyText) error {
	if len(texts) == 0 {
		return nil
	}
	for i := range texts {
		texts[i].SurveyID, texts[i].ID = s.ID, NewAnonymousID()
	}
	slices.SortFunc(texts, func(a, b SurveyText) int { return cmp.Compare(a.ID, b.ID) })
	return store.tx.g.CreateInBatches(texts, insertBatch).Error
}

// Texts lists what people wrote to a question of a released survey, in the order of random ids; at most limit texts, or
// all where it is 0.
func (store SurveyQuery) Texts(s *Survey, slug string, limit int) (list []string, err error) {
	g := store.q.g.Model(&SurveyText{}).Where("survey_id = ? AND slug = ?", s.ID, slug).Order("id")
	if limit > 0 {
		g = g.Limit(limit)
	}
	err = g.Pluck("value", &list).Error
	return list, err
}

// CountTexts counts what people wrote to each question of a released survey.
func (store SurveyQuery) CountTexts(s *Survey) (map[string]int, error) {
	var rows []struct {
		Slug  string
		Count int
	}
	err := store.q.g.Model(&SurveyText{}).Select("slug, COUNT(*) AS count").
		Where("survey_id = ?", s.ID).Group("slug").Scan(&rows).Error
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Slug] = row.Count
	}
	return counts, err
}

// DueToRelease lists the closed surveys that are not released and have at least so many responses.
func (store SurveyQuery) DueToRelease(responses int) ([]Survey, error) {
	var list []Survey
	err := store.q.g.Preload("Questions", inPosition).
		Where(`state = ? AND release IS NULL
			AND (SELECT COUNT(*) FROM responses WHERE responses.survey_id = surveys.id) >= ?`, SurveyClosed, responses).
		Order("created_at, id").Limit(100).Find(&list).Error
	return list, err
}

// Number says the how many-th of the event's surveys it is to be opened. It never changes: an opened survey stays.
func (store SurveyQuery) Number(s *Survey) (int, error) {
	var n int64
	err := store.q.g.Model(&Survey{}).
		Where("event_id = ? AND (opened_at < ? OR opened_at = ? AND id < ?)", s.EventID, s.OpenedAt, s.OpenedAt, s.ID).
		Count(&n).Error
	return int(n) + 1, err
}

// CountValues counts how often each value was given to a question of a released survey whose answers are stored apart.
func (store SurveyQuery) CountValues(s *Survey, slug string) (map[string]int, error) {
	var rows []struct {
		Value string
		Count int
	}
	err := store.q.g.Model(&SurveyText{}).Select("value, COUNT(*) AS count").
		Where("survey_id = ? AND slug = ?", s.ID, slug).Group("value").Scan(&rows).Error
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.Value] = row.Count
	}
	return counts, err
}
