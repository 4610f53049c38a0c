package survey

import (
	"slices"
	"strconv"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/app/service/spss"
	"meguri/models"
)

// SPSS is the table of responses for statistics programs, with labels in a language. Codes are those of the other
// files; what was not answered, or is not published, is missing.
func (s *Export) SPSS(lang string) *spss.File {
	f := s.file(lang)
	f.Rows = s.rowsWith(notAskedIn)
	ja, en := s.service.both("export.not_asked")
	notAsked := &spss.Value{Number: notAsked, Text: strconv.Itoa(notAsked), Label: in(lang, ja, en)}
	for i := range s.Columns {
		c := &s.Columns[i]
		if !s.inRow(c) {
			continue
		}
		v := variable(c, lang)
		if c.Condition == nil && s.hasCondition(c.Whole) && notAskedIn(c) != nil {
			v.NotAsked = notAsked
		}
		f.Variables = append(f.Variables, v)
	}
	if s.named {
		return fitted(f)
	}
	f.Cases = s.cases()
	return f
}

// fitted is a file whose texts have the widths and whose rows the number that they have now: answers of a named survey
// may come while it is written. They are kept in memory.
func fitted(f *spss.File) *spss.File {
	var rows [][]any
	var fault error
	for row, err := range f.Rows {
		if err != nil {
			fault = err
			break
		}
		rows = append(rows, row)
		for i, cell := range row {
			if text, ok := cell.(string); ok && f.Variables[i].Width > 0 {
				f.Variables[i].Width = max(f.Variables[i].Width, len(text))
			}
		}
	}
	f.Cases = len(rows)
	f.Rows = func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if fault != nil {
			yield(nil, fault)
		}
	}
	return f
}

// notAsked is the code of what was not asked, in files that can declare it as missing.
const notAsked = -8

// notAskedIn is the code in a column, nil where people may have written it, and where codes are too long for a second
// missing value: PSPP before 2.0 cannot read that. What was not asked is blank there.
func notAskedIn(c *question.Column) any {
	switch {
	case c.Type == "integer" || c.Type == "flag":
		return notAsked
	case c.Type != "code":
		return nil
	}
	if slices.ContainsFunc(c.Values, func(code question.Code) bool { return len(code.Value) > spss.Short }) {
		return nil
	}
	return strconv.Itoa(notAsked)
}

// hasCondition reports whether a question is not asked of all.
func (s *Export) hasCondition(slug string) bool {
	return slices.ContainsFunc(s.Columns, func(c question.Column) bool { return c.Condition != nil && c.Whole == slug })
}

// SPSSTexts is the table of what people wrote, apart from their other answers.
func (s *Export) SPSSTexts(lang string) (*spss.File, error) {
	of := spss.Variable{Name: "question", Measure: spss.Nominal, Width: 1}
	written := spss.Variable{Name: "text", Measure: spss.Nominal, Width: 1}
	f := s.file(lang)
	for i := range s.Columns {
		if c := &s.Columns[i]; c.IsApart() && c.Question != "" { // times of named responses are of none
			of.Values = append(of.Values, spss.Value{Text: c.Question, Label: in(lang, c.TitleJa, c.TitleEn)})
		}
	}
	all, err := s.written()
	if err != nil {
		return nil, err
	}
	for _, texts := range all {
		f.Cases += len(texts)
		for _, text := range texts {
			written.Width = max(written.Width, len(text))
		}
	}
	f.Variables = []spss.Variable{of, written}
	f.Rows = s.textRows(func(_ *question.Question, text string) any { return text })
	return f, nil
}

func (s *Export) file(lang string) *spss.File {
	f := &spss.File{Label: in(lang, s.Survey.TitleJa, s.Survey.TitleEn)}
	if s.Survey.ClosedAt != nil { // when the results were put together: each download is the same
		f.Created = s.event.Local(*s.Survey.ClosedAt)
	}
	return f
}

// in is a text in a language, in Japanese where it has no other.
func in(lang, ja, en string) string {
	if lang == i18n.English {
		return pick(en, ja)
	}
	return ja
}

// variable is a column as statistics programs know it.
func variable(c *question.Column, lang string) spss.Variable {
	v := spss.Variable{Name: c.Name, Label: in(lang, c.TitleJa, c.TitleEn), Measure: spss.Nominal}
	if c.PartJa != "" { // first, because a long label is cut and the question is the same for each part
		v.Label = in(lang, c.PartJa, c.PartEn) + " – " + v.Label
	}
	switch c.Type {
	case "flag":
	case "integer":
		v.Measure = spss.Ordinal
	case "number":
		v.Measure = spss.Scale
	case "id":
		v.Width = len(models.NewAnonymousID())
	default:
		v.Width, v.BlankIsMissing = 1, true
	}
	for _, code := range c.Values {
		value := spss.Value{Text: code.Value, Label: in(lang, code.LabelJa, code.LabelEn)}
		if v.Width == 0 {
			n, err := strconv.ParseFloat(code.Value, 64)
			if err != nil {
				continue
			}
			value.Number = n
		}
		v.Values = append(v.Values, value)
	}
	return v
}
