package survey

import (
	"context"
	"iter"

	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/models"
)

// Sheet is a survey as analysts take it home: columns with their meaning, and the responses in the order of their
// random ids. It has neither names nor times, and does not tell small groups apart.
type Sheet struct {
	Survey  *models.Survey
	Columns []question.Column
	// questions are the survey's.
	questions []question.Question
	query     *models.Query
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
	questions := allAsked(survey.Questions)
	return &Sheet{
		Survey:     survey,
		Columns:    s.columns(questions),
		questions:  questions,
		query:      q,
		tellMode:   maySay(modes),
		tellLocale: maySay(locales),
	}, nil
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
	answers := answersOf(s.Survey, r)
	row := make([]any, 0, len(s.Columns))
	for i := range s.Columns {
		column := &s.Columns[i]
		if column.Question == "" {
			row = append(row, s.fact(r, column.Name))
			continue
		}
		row = append(row, column.Cell(answers[column.Question]))
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
	answers, values := answersOf(s.Survey, r), map[string]any{}
	for _, q := range s.questions {
		values[q.Slug] = q.Value(answers[q.Slug])
	}
	return Record{
		ID:          r.ID,
		SubmittedOn: r.SubmittedOn,
		Mode:        s.fact(r, "mode"),
		Locale:      s.fact(r, "locale"),
		Answers:     values,
	}
}
