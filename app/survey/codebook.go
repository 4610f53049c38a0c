package survey

import (
	"slices"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/models"
)

// facts are the columns that every survey has.
var facts = []string{"response_id", "mode", "locale"}

// reserved are the names that no question may have.
var reserved = slices.Concat(facts, personFacts, timeFacts, factSlugs())

// columns are those of a download: what is known of a response, then those of each question. What was done with a
// column of a released survey stands in its note.
func (s *Export) columns() []question.Column {
	service, survey, questions := s.service, s.Survey, s.questions
	var list []question.Column
	for _, name := range s.facts() {
		list = append(list, service.fact(survey, name))
	}
	asked := service.askedColumns(survey)
	for i, q := range questions {
		list = append(list, q.Columns(service.both)...)
		whole := wholeOf(q)
		if last := i == len(questions)-1 || wholeOf(questions[i+1]) != whole; last && asked[whole] != nil {
			list = append(list, unique(list, *asked[whole]))
		}
	}
	for i := range list {
		c := &list[i]
		switch {
		case c.Condition != nil:
			continue // what was done with the question says nothing of who was asked
		case s.named:
			continue // nothing was done with it
		case c.Type == "text":
			service.note(c, "survey.column_text_note")
		case c.IsApart():
			service.note(c, "sheet.column_apart")
		}
		if survey.Release == nil {
			continue
		}
		name := c.Question
		if name == "" {
			name = c.Name
		}
		if key := keyOf(survey.Release, name); key != "" {
			service.note(c, key)
		}
	}
	return list
}

// wholeOf is the slug of the question that one is a part of, or its own.
func wholeOf(q question.Question) string { return pick(q.Of, q.Slug) }

// askedColumns say of questions with a condition, by their slugs, whether they were asked.
func (s wording) askedColumns(survey *models.Survey) map[string]*question.Column {
	columns := map[string]*question.Column{}
	for _, q := range question.AllOf(survey.Questions) { // with the conditions of their sections
		if c, ok := q.WasAsked(s.both); ok {
			columns[c.Whole] = &c
		}
	}
	return columns
}

// unique gives a column a name that no other one has, which an option of the question could have.
func unique(list []question.Column, c question.Column) question.Column {
	for slices.ContainsFunc(list, func(other question.Column) bool { return other.Name == c.Name }) {
		c.Name += "_"
	}
	return c
}

// note adds a sentence to the note of a column.
func (s wording) note(c *question.Column, key string) {
	ja, en := s.both(key)
	c.NoteJa, c.NoteEn = join(c.NoteJa, ja), join(c.NoteEn, en)
}

func join(note, sentence string) string {
	if note == "" {
		return sentence
	}
	return note + " / " + sentence
}

func (s wording) fact(survey *models.Survey, name string) question.Column {
	if slices.Contains(personFacts, name) || slices.Contains(timeFacts, name) {
		return s.signedFact(name)
	}
	c := question.Column{Name: name}
	c.TitleJa, c.TitleEn = s.both("survey.column_" + name)
	if name == "response_id" && survey.IsNamed() {
		c.Type, c.Required = "id", true
		c.NoteJa, c.NoteEn = s.both("survey_names.pseudonym")
		return c
	}
	c.NoteJa, c.NoteEn = s.both("survey.column_" + name + "_note")
	if name == "response_id" && survey.HasLink() {
		s.note(&c, "survey_link.column_note")
	}
	switch name {
	case "response_id":
		c.Type, c.Required = "id", true
	case "mode": // empty where it is not published
		c.Type = "code"
		for _, mode := range modesOf(survey) {
			c.Values = append(c.Values, s.code(string(mode), "survey.mode_"+string(mode)))
		}
	case "locale":
		c.Type = "code"
		for _, lang := range i18n.Languages {
			c.Values = append(c.Values, s.code(lang, "survey.locale_"+lang))
		}
	}
	return c
}

// modesOf are the ways of attending that responses may have.
func modesOf(survey *models.Survey) []models.Mode {
	switch {
	case survey.Audience == models.AskLink:
		return []models.Mode{models.ModeLink}
	case survey.HasLink():
		return []models.Mode{models.ModeVenue, models.ModeOnline, models.ModeAbsent, models.ModeLink}
	}
	if survey.Audience == models.AskAbsent || survey.Audience == models.AskConfirmed {
		return []models.Mode{models.ModeVenue, models.ModeOnline, models.ModeAbsent}
	}
	return []models.Mode{models.ModeVenue, models.ModeOnline}
}

func (s wording) code(value, key string) question.Code {
	ja, en := s.both(key)
	return question.Code{Value: value, LabelJa: ja, LabelEn: en}
}

// both returns a text in both languages.
func (s wording) both(key string, args ...any) (ja, en string) {
	return s.texts.For(i18n.Japanese).T(key, args...), s.texts.For(i18n.English).T(key, args...)
}

// Codebook is the table that explains the columns: one row for each value of a column, or one row where it may have any
// value. Of a released survey it says how many answered (n) and how often each value was given (value_n), where that is
// published.
func (s *Export) Codebook() table.Table {
	header := []string{
		"column", "type", "question", "title_ja", "title_en", "required",
		"value", "label_ja", "label_en", "note_ja", "note_en", "n", "value_n", "kind", "least", "most", "help_ja", "help_en",
	}
	return table.Table{Name: "codebook", Header: header, Rows: func(yield func([]any, error) bool) {
		for i := range s.Columns {
			c := &s.Columns[i]
			n, times := s.counted(c)
			codes := c.Values
			if len(codes) == 0 {
				codes = []question.Code{{}}
			}
			for _, code := range codes {
				row := []any{
					c.Name, c.Type, c.Question, c.TitleJa, c.TitleEn, c.Required,
					code.Value, code.LabelJa, code.LabelEn, c.NoteJa, c.NoteEn, n, times(code.Value),
					c.Kind, c.Least, c.Most, c.HelpJa, c.HelpEn,
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}}
}

// counted is how many responses have an answer in a column, and how often a value is in it; nil where that is not
// published, or has no values.
func (s *Export) counted(c *question.Column) (n any, times func(value string) any) {
	unknown := func(string) any { return nil }
	if c.Condition != nil {
		return nil, unknown
	}
	at := slices.IndexFunc(s.counters, func(counted counter) bool { return counted.question.Slug == c.Question })
	if at < 0 || s.counters[at].withheld != "" {
		return nil, unknown
	}
	of := &s.counters[at]
	switch {
	case c.Type == "flag":
		return of.responses, func(value string) any {
			if value == "1" {
				return of.values[c.Part]
			}
			return of.responses - of.values[c.Part]
		}
	case c.Type == "code" || c.Type == "integer" && of.question.Kind != models.QuestionRanking:
		return of.responses, func(value string) any { return of.values[value] }
	}
	return of.responses, unknown
}
