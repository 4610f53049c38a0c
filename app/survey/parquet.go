package survey

import (
	"encoding/json"
	"strconv"

	"meguri/app/service/parquet"
	"meguri/app/service/question"
)

// Parquet is the table of responses for programs that read columns. The footer has the titles of the survey and, as
// "codebook", the columns as codebook.json has them.
func (s *Export) Parquet() (*parquet.File, error) {
	f, err := s.parquet()
	for i := range s.Columns {
		if c := &s.Columns[i]; s.inRow(c) {
			isText := c.Type != "flag" && c.Type != "integer"
			f.Columns = append(f.Columns, parquet.Column{Name: c.Name, IsText: isText})
		}
	}
	f.Rows = mapped(s.rows(), func(row []any) {
		for i, cell := range row {
			if n, ok := cell.(float64); ok { // numbers are written as texts, as people typed them
				row[i] = strconv.FormatFloat(n, 'f', -1, 64)
			}
		}
	})
	return f, err
}

// ParquetTexts is the table of what people wrote, apart from their other answers.
func (s *Export) ParquetTexts() (*parquet.File, error) {
	f, err := s.parquet()
	f.Columns = []parquet.Column{{Name: "question", IsText: true}, {Name: "text", IsText: true}}
	f.Rows = s.textRows(func(_ *question.Question, text string) any { return text })
	return f, err
}

func (s *Export) parquet() (*parquet.File, error) {
	book, err := json.Marshal(s.Columns)
	return &parquet.File{Notes: []parquet.Note{
		{Key: "title_ja", Value: s.Survey.TitleJa}, {Key: "title_en", Value: s.Survey.TitleEn},
		{Key: "codebook", Value: string(book)},
	}}, err
}
