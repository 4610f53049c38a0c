package survey

import (
	"iter"
	"math"
	"strconv"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/app/service/table"
)

// ForPeople are the sheets of a workbook to read, in the language of the texts: answers in words, counts, what people
// wrote, the codebook, what was done so that nobody can be identified, and Base where it has groups.
func (s *Export) ForPeople(texts *i18n.Localizer) []table.Table {
	p := people{s, texts}
	book, about := s.Codebook(), s.About()
	book.Name, about.Name = texts.T("survey.codebook"), texts.T("export.about")
	book.Header = p.titles(book.Header)
	about.Header = []string{texts.T("export.item"), texts.T("export.japanese"), texts.T("export.english")}
	sheets := []table.Table{p.responses(), p.counts(), p.texts(), book, about}
	if base, ok := s.hasBase(); ok {
		sheets = append(sheets, p.base(base))
	}
	return sheets
}

// ForPrograms are the sheets of a workbook with codes.
func (s *Export) ForPrograms() []table.Table {
	sheets := []table.Table{s.Responses(), s.Texts(), s.Codebook(), s.About()}
	if base, ok := s.hasBase(); ok {
		sheets = append(sheets, base)
	}
	return sheets
}

// hasBase is Base where it has groups.
func (s *Export) hasBase() (base table.Table, ok bool) {
	base, err := s.Base()
	if err != nil { // not released
		return base, false
	}
	for _, err := range base.Rows {
		return base, err == nil
	}
	return base, false
}

// base is Base with words in place of codes, without the weights by several facts, which are for programs.
func (p people) base(t table.Table) table.Table {
	t.Name, t.Header = p.words.T("survey_facts.sheet"), nil
	for _, name := range []string{"by", "group", "asked", "attended", "answered", "responses", "weight"} {
		t.Header = append(t.Header, p.words.T("survey_facts.column_"+name))
	}
	rows := t.Rows
	t.Rows = func(yield func([]any, error) bool) {
		for row, err := range rows {
			if err == nil {
				by, _ := row[0].(string)
				if by == byAll {
					return // they are the last ones
				}
				group := row[2]
				if p.words.Lang == i18n.English {
					group = row[3]
				}
				row = append([]any{p.words.T("survey_facts.by_" + by), group}, row[4:9]...)
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return t
}

type people struct {
	*Export
	words *i18n.Localizer
}

func (p people) titles(names []string) []string {
	titles := make([]string, len(names))
	for i, name := range names {
		titles[i] = p.words.T("export.column_" + name)
	}
	return titles
}

// pick is a text in the reader's language.
func (p people) pick(ja, en string) string { return in(p.words.Lang, ja, en) }

// responses is Responses with words in place of names and codes. The numbers of scales stay: they can be reckoned with.
func (p people) responses() table.Table {
	t := table.Table{Name: p.words.T("export.responses")}
	var labels []map[string]string
	for i := range p.Columns {
		if c := &p.Columns[i]; p.inRow(c) {
			t.Header, labels = append(t.Header, p.title(c)), append(labels, p.labels(c))
		}
	}
	t.Rows = mapped(p.rows(), func(row []any) {
		for i, words := range labels {
			var code string
			switch v := row[i].(type) {
			case string:
				code = v
			case int:
				code = strconv.Itoa(v)
			}
			if word, ok := words[code]; ok {
				row[i] = word
			}
		}
	})
	return t
}

// title is the question of a column, with the option or row that the column is about.
func (p people) title(c *question.Column) string {
	title := p.pick(c.TitleJa, c.TitleEn)
	if c.PartJa == "" {
		return title
	}
	return title + p.words.T("export.between") + p.pick(c.PartJa, c.PartEn)
}

// labels are the words of the codes of a column.
func (p people) labels(c *question.Column) map[string]string {
	labels := map[string]string{}
	if c.Type == "integer" {
		return labels
	}
	for _, code := range c.Values {
		labels[code.Value] = p.pick(code.LabelJa, code.LabelEn)
	}
	return labels
}

// mapped are rows that were changed. A row is not used again by who made it.
func mapped(rows iter.Seq2[[]any, error], change func(row []any)) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for row, err := range rows {
			if err == nil {
				change(row)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// counts are the numbers of the results page, a row for each answer.
func (p people) counts() table.Table {
	names := []string{"asked", "answer", "people", "percent", "answered", "missing", "mean", "median", "remark"}
	t := table.Table{Name: p.words.T("export.counts"), Header: p.titles(names)}
	t.Rows = func(yield func([]any, error) bool) {
		for i := range p.counters {
			r := p.counters[i].result()
			for _, row := range p.countsOf(&r) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	return t
}

func (p people) countsOf(r *QuestionResult) (rows [][]any) {
	title := p.pick(r.TitleJa, r.TitleEn)
	if r.NotShown != "" {
		return [][]any{{title, nil, nil, nil, nil, nil, nil, nil, p.words.T(r.NotShown)}}
	}
	var mean, median any
	if r.HasMean {
		mean = math.Round(r.Mean*100) / 100
	}
	if r.Distribution != nil {
		median = r.Distribution.Median
	}
	for _, bar := range r.Bars {
		rows = append(rows, []any{
			title, p.pick(bar.LabelJa, bar.LabelEn), bar.Count, r.Percent(bar), r.Responses, r.Missing, mean, median, nil,
		})
	}
	if r.Points > 0 {
		for _, row := range rows {
			row[len(row)-1] = p.words.T("sheet.points_note", "n", r.Points)
		}
	}
	if len(rows) == 0 {
		rows = [][]any{{title, nil, nil, nil, r.Responses, r.Missing, nil, nil, p.words.T("export.written")}}
	}
	return rows
}

// texts is Texts with the words of questions.
func (p people) texts() table.Table {
	t := p.Texts()
	t.Name, t.Header = p.words.T("survey.file_texts"), p.titles([]string{"asked", "text"})
	titles := map[string]string{}
	for i := range p.questions {
		titles[p.questions[i].Slug] = p.pick(p.questions[i].TitleJa, p.questions[i].TitleEn)
	}
	t.Rows = mapped(t.Rows, func(row []any) {
		if slug, ok := row[0].(string); ok {
			row[0] = titles[slug]
		}
	})
	return t
}
