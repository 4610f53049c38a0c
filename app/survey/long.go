package survey

import (
	"meguri/app/service/table"
	"meguri/models"
)

// Long is the table of answers, one a row, without texts, for programs that group and filter by question. A choice of
// several has a row for each chosen option, a ranking one for each option with its place from 1.
func (s *Export) Long() table.Table {
	header := []string{"response_id", "mode", "locale", "question", "place", "value"}
	ranked := map[string]bool{}
	for _, q := range s.questions {
		ranked[q.Slug] = q.Kind == models.QuestionRanking
	}
	return table.Table{Name: "answers", Header: header, Rows: func(yield func([]any, error) bool) {
		var answers []models.Answer
		for response, err := range s.stored() {
			if err == nil {
				answers, err = response.Answers(answers[:0])
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, answer := range answers {
				for i, value := range answer.Values {
					row := []any{response.ID, known(string(response.Mode)), known(response.Locale), answer.Slug, nil, value}
					if ranked[answer.Slug] {
						row[4] = i + 1
					}
					if !yield(row, nil) {
						return
					}
				}
			}
		}
	}}
}

// known is a fact, nil where it is not published.
func known(fact string) any {
	if fact == "" {
		return nil
	}
	return fact
}
