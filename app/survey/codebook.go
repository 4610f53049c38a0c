package survey

import (
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// columns are those of a download: what is known of a response, then a column a question, or one an option where several may be chosen.
func (s *Service) columns(questions []models.Question) []Column {
	mode, locale := s.column("mode", "code"), s.column("locale", "code")
	for _, value := range []models.Mode{models.ModeVenue, models.ModeOnline} {
		mode.Values = append(mode.Values, s.code(string(value), "survey.mode_"+string(value)))
	}
	for _, lang := range i18n.Languages {
		locale.Values = append(locale.Values, s.code(lang, "survey.locale_"+lang))
	}
	list := []Column{s.column("response_id", "id"), s.column("submitted_on", "date"), mode, locale}
	for i := range questions {
		list = append(list, s.columnsOf(&questions[i])...)
	}
	return list
}

// column is one of those that every survey has.
func (s *Service) column(name, kind string) Column {
	c := Column{Name: name, Type: kind, Required: kind != "code"} // codes of small groups are left out
	c.TitleJa, c.TitleEn = s.both("survey.column_" + name)
	c.NoteJa, c.NoteEn = s.both("survey.column_" + name + "_note")
	return c
}

func (s *Service) code(value, key string) Code {
	ja, en := s.both(key)
	return Code{value, ja, en}
}

// both is a text in both languages.
func (s *Service) both(key string, args ...any) (ja, en string) {
	return s.texts.For(i18n.Japanese).T(key, args...), s.texts.For(i18n.English).T(key, args...)
}

func (s *Service) columnsOf(q *models.Question) []Column {
	column := Column{Name: q.Slug, Question: q.Slug, TitleJa: q.TitleJa, TitleEn: q.TitleEn, Required: q.Required, question: q}
	switch {
	case q.Kind == models.QuestionMultiple:
		return s.flags(column, q.Options)
	case q.Kind == models.QuestionSingle:
		column.Type, column.Values = "code", codes(q.Options)
	case q.Kind.IsScale():
		column.Type, column.Values = "integer", codes(q.Options)
		column.NoteJa, column.NoteEn = s.both("survey.note_" + string(q.Kind))
	default:
		column.Type = "text"
	}
	return []Column{column}
}

func codes(options []models.Option) (list []Code) {
	for _, option := range options {
		list = append(list, Code{option.Slug, option.TextJa, option.TextEn})
	}
	return list
}

// flags are the columns of a multiple choice: 1 chosen, 0 not chosen, empty where nothing was.
func (s *Service) flags(column Column, options []models.Option) []Column {
	list := make([]Column, 0, len(options))
	for _, option := range options {
		flag := column
		flag.Name, flag.Type, flag.option = column.Name+"__"+option.Slug, "flag", option.Slug
		flag.NoteJa, flag.NoteEn = option.TextJa, option.TextEn
		flag.Values = []Code{s.code("1", "survey.flag_1"), s.code("0", "survey.flag_0")}
		list = append(list, flag)
	}
	return list
}

// Codebook is the table that explains the columns: a row for each value that a column may hold, or one row where it may hold anything.
func (s *Sheet) Codebook() table.Table {
	header := []string{"column", "type", "question", "title_ja", "title_en", "required", "value", "label_ja", "label_en", "note_ja", "note_en"}
	return table.Table{Name: "codebook", Header: header, Rows: func(yield func([]any, error) bool) {
		for _, c := range s.Columns {
			codes := c.Values
			if len(codes) == 0 {
				codes = []Code{{}}
			}
			for _, code := range codes {
				row := []any{c.Name, c.Type, c.Question, c.TitleJa, c.TitleEn, c.Required, code.Value, code.LabelJa, code.LabelEn, c.NoteJa, c.NoteEn}
				if !yield(row, nil) {
					return
				}
			}
		}
	}}
}
