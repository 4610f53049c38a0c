package poll

import (
	"context"
	"iter"
	"slices"

	"meguri/app/service/table"
	"meguri/models"
)

// Export is all that was answered to the polls of an event: how often, never by whom.
type Export struct {
	Polls []Shown
}

// Export reads it. Staff who run the room call it.
func (s *Service) Export(ctx context.Context, event *models.Event) (*Export, error) {
	page, err := s.StaffPage(ctx, event)
	if err != nil {
		return nil, err
	}
	return &Export{page.Polls}, nil
}

// Table has a row for each possible answer, and for each word.
func (e *Export) Table() table.Table {
	return table.Table{
		Name: "polls",
		Header: []string{
			"poll", "number", "kind", "question_ja", "question_en", "state", "opened_at", "closed_at", "people",
			"answer", "answer_ja", "answer_en", "count", "percent", "correct",
		},
		Rows: e.rows(),
	}
}

func (e *Export) rows() iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for i := range e.Polls {
			p := &e.Polls[i]
			start := []any{
				p.ID, i + 1, string(p.Kind), p.TitleJa, p.TitleEn, string(p.Now), p.OpenedAt, p.ClosedAt,
				p.Result.Answers,
			}
			for _, answer := range p.Answers() {
				row := slices.Concat(start, []any{
					answer.Value, answer.TextJa, answer.TextEn, answer.Count, answer.Percent, answer.Correct,
				})
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// Document is the same for programs.
type Document struct {
	ID      string         `json:"id"`
	Kind    string         `json:"kind"`
	TitleJa string         `json:"question_ja"`
	TitleEn string         `json:"question_en"`
	State   string         `json:"state"`
	People  int            `json:"people"`
	Mean    *float64       `json:"mean,omitempty"`
	Answers []AnswerCounts `json:"answers"`
}

// AnswerCounts is how often one answer was given: how many people, of a ranking how many points.
type AnswerCounts struct {
	Value   string `json:"value"`
	TextJa  string `json:"text_ja"`
	TextEn  string `json:"text_en"`
	Count   int    `json:"count"`
	Percent int    `json:"percent"`
	Correct bool   `json:"correct,omitempty"`
}

// Documents are the polls for programs.
func (e *Export) Documents() []Document {
	list := make([]Document, len(e.Polls))
	for i := range e.Polls {
		p := &e.Polls[i]
		list[i] = Document{
			ID: p.ID, Kind: string(p.Kind), TitleJa: p.TitleJa, TitleEn: p.TitleEn, State: string(p.Now),
			People: p.Result.Answers, Answers: p.Answers(),
		}
		if p.Result.HasMean {
			list[i].Mean = &p.Result.Mean
		}
	}
	return list
}

// Answers are the possible answers, or the words, with how often each was given.
func (s Shown) Answers() []AnswerCounts {
	list := make([]AnswerCounts, 0, len(s.Result.Bars)+len(s.Result.Words))
	for _, b := range s.Result.Bars {
		isCorrect := s.Correct != "" && b.Slug == s.Correct
		list = append(list, AnswerCounts{b.Slug, b.LabelJa, b.LabelEn, b.Count, b.Percent, isCorrect})
	}
	for _, w := range s.Result.Words {
		list = append(list, AnswerCounts{Value: w.Text, TextJa: w.Text, Count: w.Count})
	}
	return list
}
