package survey

import "meguri/app/service/table"

// About is the table that names the survey and says what was done so that nobody can be identified.
func (s *Export) About() table.Table {
	rows := [][]any{
		{"title", s.Survey.TitleJa, s.Survey.TitleEn},
		{"responses", s.cases(), s.cases()},
	}
	if s.named {
		ja, en := s.service.both("survey_names.about_named")
		rows = append(rows, []any{"names", ja, en})
	}
	for _, t := range s.treatments() {
		ja, en := s.service.both(t.Key)
		rows = append(rows, []any{"treatment", t.TitleJa + "：" + ja, pick(t.TitleEn, t.TitleJa) + ": " + en})
	}
	if !s.named {
		ja, en := s.service.both("survey.treatment_texts")
		rows = append(rows, []any{"treatment", ja, en})
	}
	return table.Table{Name: "about", Header: []string{"about", "ja", "en"}, Rows: func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}}
}
