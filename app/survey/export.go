package survey

import (
	"context"
	"iter"

	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/models"
)

// Export is a survey for download: the columns with their meaning, and the responses in the order of their random ids.
// It has neither names nor times. It leaves out the mode or the language where a group is small.
type Export struct {
	Survey    *models.Survey
	Columns   []question.Column
	questions []question.Question
	query     *models.Query
	// showsMode and showsLocale say that each group is large enough to be shown.
	showsMode, showsLocale bool
}

// Export prepares the download of a survey. Who may see results calls it. Errors: NotFound.
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

// allLarge reports whether each group has SmallGroup responses at least. Unlike mayBreakDown it allows a single group.
func allLarge[K comparable](counts map[K]int) bool {
	for _, n := range counts {
		if n < SmallGroup {
			return false
		}
	}
	return true
}

// Responses is the table of responses, one a row.
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
	row := make([]any, 0, len(s.Columns))
	for i := range s.Columns {
		column := &s.Columns[i]
		if column.Question == "" {
			row = append(row, s.fact(r, column.Name))
			continue
		}
		row = append(row, column.Cell(r.Answers[column.Question]))
	}
	return row
}

func (s *Export) fact(r *models.Response, name string) any {
	switch {
	case name == "response_id":
		return r.ID
	case name == "mode" && s.showsMode:
		return string(r.Mode)
	case name == "locale" && s.showsLocale:
		return r.Locale
	}
	return nil
}

// Record is a response in JSON. An answer is a number, a text, a code, a list of codes, or null.
type Record struct {
	ID      string         `json:"response_id"`
	Mode    any            `json:"mode"`
	Locale  any            `json:"locale"`
	Answers map[string]any `json:"answers"`
}

// Records are the responses.
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
	values := map[string]any{}
	for _, q := range s.questions {
		values[q.Slug] = q.Value(r.Answers[q.Slug])
	}
	return Record{
		ID:      r.ID,
		Mode:    s.fact(r, "mode"),
		Locale:  s.fact(r, "locale"),
		Answers: values,
	}
}
