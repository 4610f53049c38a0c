package survey

import (
	"iter"
	"slices"
	"time"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
	"meguri/app/service/table"
	"meguri/models"
)

// Export is a survey for download: the columns with their meaning, and what was released, in the order of random ids.
type Export struct {
	Survey *models.Survey
	// Number is the place of the survey among those of the event.
	Number    int
	Columns   []question.Column
	questions []question.Question
	// counters are the numbers of a released survey, by question.
	counters []counter
	query    *models.Query
	// close gives back what query holds.
	close func()
	// texts has what people wrote, by the slug of the question, nil as long as nobody asked for it.
	texts   map[string][]string
	event   *models.Event
	service *Exporting
	// named is whether rows are answers of a named survey as they were given, with their texts; names is whether they have
	// names as well. part is what was asked for of the rows.
	named, names bool
	part         Part
}

// inRow reports whether a column is one of the table of responses. Texts have a table of their own, and stand in the
// rows of named surveys as well.
func (s *Export) inRow(c *question.Column) bool { return s.named || !c.IsApart() }

// Responses is the table of responses, one a row, without texts.
func (s *Export) Responses() table.Table {
	header := make([]string, 0, len(s.Columns))
	for i := range s.Columns {
		if s.inRow(&s.Columns[i]) {
			header = append(header, s.Columns[i].Name)
		}
	}
	return table.Table{Name: "responses", Header: header, Rows: s.rows()}
}

func (s *Export) rows() iter.Seq2[[]any, error] { return s.rowsWith(nil) }

// rowsWith are the rows with a value in the cells of questions that were not asked.
func (s *Export) rowsWith(notAsked func(c *question.Column) any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		maker := s.newRowMaker()
		maker.notAsked = notAsked
		for response, err := range s.stored() {
			var row []any
			if err == nil {
				row, err = maker.row(response)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// rowMaker makes rows of responses. places has the columns of each question.
type rowMaker struct {
	width   int
	unused  []any
	places  map[string][]place
	answers []models.Answer
	asked   []askedPlace
	// notAsked is what stands in cells of questions that were not asked, nil for nothing.
	notAsked func(c *question.Column) any
}

// askedPlace is the column that says whether a question was asked, and the columns of that.
type askedPlace struct {
	place
	// merged are the values of the question on which it depends that were put together, isKnown is whether that is
	// published with each response.
	merged    []string
	isKnown   bool
	condition *models.ShowIf
	// section is the condition of the section beside it, nil for none.
	section *askedPlace
	of      []place
}

// place is a column in a row. known are the cells of single values, of which there are few.
type place struct {
	at     int
	column *question.Column
	known  map[string]any
}

func (s *Export) newRowMaker() *rowMaker {
	m := &rowMaker{places: map[string][]place{}}
	for i := range s.Columns {
		column := &s.Columns[i]
		if !s.inRow(column) {
			continue
		}
		name, here := pick(column.Question, column.Name), place{m.width, column, map[string]any{}}
		if column.Condition != nil {
			asked := s.askedOf(here, column.Condition)
			if column.Within != nil {
				section := s.askedOf(here, column.Within)
				asked.section = &section
			}
			m.asked = append(m.asked, asked)
		} else {
			m.places[name] = append(m.places[name], here)
		}
		m.width++
	}
	for i := range m.asked {
		for _, places := range m.places {
			if places[0].column.Whole == m.asked[i].column.Whole {
				m.asked[i].of = append(m.asked[i].of, places...)
			}
		}
	}
	return m
}

func (s *Export) askedOf(here place, condition *models.ShowIf) askedPlace {
	slug := condition.Question
	if s.named {
		return askedPlace{place: here, condition: condition, isKnown: true}
	}
	column, describes := s.Survey.Release.Columns[slug]
	_, withheld := s.Survey.Release.Withheld[slug]
	isInRows := !describes || column.Shown == models.ShownWhole || column.Shown == models.ShownMerged
	return askedPlace{place: here, condition: condition, merged: column.Merged, isKnown: isInRows && !withheld}
}

// flag is 1 where the question was asked, 0 where it was not, nil where the answers as they are published do not say.
func (a *askedPlace) flag(answers []models.Answer) any {
	own := a.isMet(answers)
	if a.section == nil || own == 0 {
		return own
	}
	if section := a.section.isMet(answers); section != 1 {
		return section
	}
	return own
}

// isMet is the flag of one condition.
func (a *askedPlace) isMet(answers []models.Answer) any {
	if !a.isKnown {
		return nil
	}
	condition := a.condition
	for i := range answers {
		if answers[i].Slug != condition.Question {
			continue
		}
		for _, value := range answers[i].Values {
			if slices.Contains(condition.Values, value) {
				return 1
			}
			if value == anonymity.Merged && slices.ContainsFunc(a.merged, func(m string) bool {
				return slices.Contains(condition.Values, m)
			}) {
				return nil
			}
		}
	}
	return 0
}

// tellAsked fills the cells that say whether questions were asked.
func (m *rowMaker) tellAsked(row []any) {
	for i := range m.asked {
		a := &m.asked[i]
		flag := a.flag(m.answers)
		row[a.at] = flag
		if flag != 0 || m.notAsked == nil {
			continue
		}
		for _, p := range a.of {
			row[p.at] = m.notAsked(p.column)
		}
	}
}

// emptyRow makes many rows at once: one after the other they take a fifth of a download's time.
func (m *rowMaker) emptyRow() []any {
	if len(m.unused) < m.width {
		const atOnce = 64
		m.unused = make([]any, atOnce*m.width)
	}
	row := m.unused[:m.width:m.width]
	m.unused = m.unused[m.width:]
	return row
}

func (m *rowMaker) row(r *models.StoredResponse) (row []any, err error) {
	row = m.emptyRow()
	row[0] = r.ID
	m.set(row, "mode", string(r.Mode))
	m.set(row, "locale", r.Locale)
	m.answers, err = r.Answers(m.answers[:0])
	for _, answer := range m.answers {
		m.set(row, answer.Slug, answer.Values...)
	}
	m.tellAsked(row)
	if r.Signed != nil {
		for name, value := range signedFacts(r.Signed) {
			m.set(row, name, value)
		}
	}
	return row, err
}

// set fills the cells of a question, or of a fact, which is empty where it is not published.
func (m *rowMaker) set(row []any, name string, values ...string) {
	for _, p := range m.places[name] {
		switch {
		case len(values) != 1:
			row[p.at] = p.column.Cell(values)
			continue
		case p.column.IsApart(): // nearly each differs
			row[p.at] = p.cell(values)
			continue
		}
		cell, ok := p.known[values[0]]
		if !ok {
			cell = p.cell(values)
			p.known[values[0]] = cell
		}
		row[p.at] = cell
	}
}

func (p place) cell(values []string) any {
	switch {
	case p.column.Question != "":
		return p.column.Cell(values)
	case values[0] == "":
		return nil
	}
	return values[0]
}

// Texts is the table of what people wrote, numbers and days among it, one a row, apart from their other answers.
func (s *Export) Texts() table.Table {
	return table.Table{Name: "texts", Header: []string{"question", "text"}, Rows: s.textRows(
		func(q *question.Question, text string) any {
			if day, err := time.Parse(time.DateOnly, text); err == nil && q.Kind == models.QuestionDate {
				return table.Day(day)
			}
			return q.Value([]string{text})
		},
	)}
}

func (s *Export) textRows(cell func(q *question.Question, text string) any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		texts, err := s.written()
		if err != nil {
			yield(nil, err)
			return
		}
		for i := range s.questions {
			q := &s.questions[i]
			for _, text := range texts[q.Slug] {
				if !yield([]any{q.Slug, cell(q, text)}, nil) {
					return
				}
			}
		}
	}
}

// TextsByQuestion are the texts in JSON, by the slug of the question. Those of a named survey are in its rows.
func (s *Export) TextsByQuestion() (map[string][]string, error) {
	if s.named {
		return map[string][]string{}, nil
	}
	return s.written()
}

// written are the texts, read when they are first asked for.
func (s *Export) written() (map[string][]string, error) {
	if s.texts != nil {
		return s.texts, nil
	}
	texts := map[string][]string{}
	for i := range s.questions {
		q := &s.questions[i]
		if !q.Show().Written {
			continue
		}
		var err error
		if texts[q.Slug], err = s.query.Surveys().Texts(s.Survey, q.Slug, 0); err != nil {
			return nil, err
		}
	}
	s.texts = texts
	return texts, nil
}

func pick(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
