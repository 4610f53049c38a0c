package survey

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"meguri/app/service/table"
	"meguri/models"
)

// Column is one column of a download, as the codebook explains it.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // id, date, code, integer, flag or text
	Question string `json:"question,omitempty"`
	TitleJa  string `json:"title_ja"`
	TitleEn  string `json:"title_en,omitempty"`
	NoteJa   string `json:"note_ja,omitempty"`
	NoteEn   string `json:"note_en,omitempty"`
	Required bool   `json:"required"`
	Values   []Code `json:"values,omitempty"`
	question *models.Question
	option   string
}

// Code is one value that a column may hold, with its meaning.
type Code struct {
	Value   string `json:"value"`
	LabelJa string `json:"label_ja"`
	LabelEn string `json:"label_en,omitempty"`
}

// Sheet is a survey as analysts take it home: columns with their meaning, and the responses in the order of their random ids. It has neither
// names nor times, and does not tell small groups apart.
type Sheet struct {
	Survey  *models.Survey
	Columns []Column
	query   *models.Query
	// tellMode and tellLocale say whether each group is large enough to be told apart.
	tellMode, tellLocale bool
}

// Sheet prepares a survey's download. Who may see results calls it.
func (s *Service) Sheet(ctx context.Context, event *models.Event, id string) (*Sheet, error) {
	q := s.db.Query(ctx)
	survey, err := q.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	modes, err := q.Responses().CountByMode(survey)
	if err != nil {
		return nil, err
	}
	locales, err := q.Responses().CountByLocale(survey)
	if err != nil {
		return nil, err
	}
	sheet := &Sheet{Survey: survey, Columns: s.columns(survey.Questions), query: q, tellMode: maySay(modes), tellLocale: maySay(locales)}
	return sheet, nil
}

// maySay is like mayBreakDown, but a single large group may be named.
func maySay[K comparable](counts map[K]int) bool {
	for _, n := range counts {
		if n < SmallGroup {
			return false
		}
	}
	return true
}

// Responses is the table with one row a response.
func (s *Sheet) Responses() table.Table {
	header := make([]string, 0, len(s.Columns))
	for _, column := range s.Columns {
		header = append(header, column.Name)
	}
	return table.Table{Name: "responses", Header: header, Rows: s.rows()}
}

func (s *Sheet) rows() iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for response, err := range s.query.Responses().Each(s.Survey) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.row(response), nil) {
				return
			}
		}
	}
}

func (s *Sheet) row(r *models.Response) []any {
	given := map[string][]string{}
	for _, answer := range r.Answers {
		given[answer.QuestionID] = append(given[answer.QuestionID], answer.Value)
	}
	row := make([]any, 0, len(s.Columns))
	for _, column := range s.Columns {
		if column.question == nil {
			row = append(row, s.fact(r, column.Name))
			continue
		}
		row = append(row, cell(column, given[column.question.ID]))
	}
	return row
}

func (s *Sheet) fact(r *models.Response, name string) any {
	switch {
	case name == "response_id":
		return r.ID
	case name == "submitted_on":
		return r.SubmittedOn
	case name == "mode" && s.tellMode:
		return string(r.Mode)
	case name == "locale" && s.tellLocale:
		return r.Locale
	}
	return nil
}

// cell is empty where the question was left open; an option of a multiple choice is 1 or 0.
func cell(column Column, values []string) any {
	switch {
	case len(values) == 0:
		return nil
	case column.option != "":
		if slices.Contains(values, column.option) {
			return 1
		}
		return 0
	case column.question.Kind.IsScale():
		if n, err := strconv.Atoi(values[0]); err == nil {
			return n
		}
	}
	return values[0]
}

// Record is a response as JSON holds it. Answers are by question: a number, a text, a code, a list of codes, or null.
type Record struct {
	ID          string         `json:"response_id"`
	SubmittedOn string         `json:"submitted_on"`
	Mode        any            `json:"mode"`
	Locale      any            `json:"locale"`
	Answers     map[string]any `json:"answers"`
}

// Records walks through the responses.
func (s *Sheet) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for response, err := range s.query.Responses().Each(s.Survey) {
			if err != nil {
				yield(Record{}, err)
				return
			}
			if !yield(s.record(response), nil) {
				return
			}
		}
	}
}

func (s *Sheet) record(r *models.Response) Record {
	record := Record{ID: r.ID, SubmittedOn: r.SubmittedOn, Mode: s.fact(r, "mode"), Locale: s.fact(r, "locale"), Answers: map[string]any{}}
	for i := range s.Survey.Questions {
		q := &s.Survey.Questions[i]
		var values []string
		for _, answer := range r.Answers {
			if answer.QuestionID == q.ID {
				values = append(values, answer.Value)
			}
		}
		if q.Kind == models.QuestionMultiple && values != nil {
			record.Answers[q.Slug] = values
			continue
		}
		record.Answers[q.Slug] = cell(Column{question: q}, values)
	}
	return record
}
