package survey

import (
	"context"
	"iter"

	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/models"
)

// Export is a survey as analysts take it home: columns with their meaning, and the responses in the order of their
// random ids. It has neither names nor times, and does not tell small groups apart.
type Export struct {
	Survey  *models.Survey
	Columns []question.Column
	// questions are the survey's.
	questions []question.Question
	query     *models.Query
	// tellMode and tellLocale say whether each group is large enough to be told apart.
	showsMode, showsLocale bool
}

// Export prepares a survey's download. Who may see results calls it.
func (s *Service) Export(ctx context.Context, event *models.Event, id string) (*Export, error) {
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
	questions := questionsOf(survey.Questions)
	return &Export{
		Survey:      survey,
		Columns:     s.columns(questions),
		questions:   questions,
		query:       q,
		showsMode:   allLarge(modes),
		showsLocale: allLarge(locales),
	}, nil
}

// allLarge is like mayBreakDown, but a single large group may be named.
func allLarge[K comparable](counts map[K]int) bool {
	for _, n := range counts {
		if n < SmallGroup {
			return false
		}
	}
	return true
}

// Responses is the table with one row a response.
func (s *Export) Responses() table.Table {
	header := make([]string, 0, len(s.Columns))
	for _, column := range s.Columns {
		header = append(header, column.Name)
	}
	return table.Table{Name: "responses", Header: header, Rows: s.rows()}
}

func (s *Export) rows() iter.Seq2[[]any, error] {
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

func (s *Export) row(r *models.Response) []any {
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

func (s *Export) fact(r *models.Response, name string) any {
	switch {
	case name == "response_id":
		return r.ID
	case name == "submitted_on":
		return r.SubmittedOn
	case name == "mode" && s.showsMode:
		return string(r.Mode)
	case name == "locale" && s.showsLocale:
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
func (s *Export) Records() iter.Seq2[Record, error] {
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

func (s *Export) record(r *models.Response) Record {
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
