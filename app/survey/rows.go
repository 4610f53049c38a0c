package survey

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/question"
	"meguri/models"
)

// Part is what a reader asks for of the rows of a survey. The zero value is all of them, without names.
type Part struct {
	// Names is whether the reader may see people.
	Names bool
	// Cursor goes on after the last row of an earlier answer, Since gives rows that came into being or were changed after
	// a time. Limit is how many rows, 0 for all. An anonymous survey has none of the three.
	Cursor string
	Since  time.Time
	Limit  int
}

func (p Part) isWhole() bool { return p.Cursor == "" && p.Since.IsZero() && p.Limit == 0 }

// Export prepares the download of a survey: released rows, or of a named one the answers as they were given, all as
// they were at one moment, until Close is called. Who may see results calls it. Errors: NotFound; Conflict as long as
// it is not released, since two downloads would differ by one person's answers, and for a part of an anonymous one;
// Invalid for a cursor of another survey.
func (s *Exporting) Export(
	ctx context.Context, event *models.Event, id string, part ...Part,
) (export *Export, err error) {
	query, done := s.db.Query(ctx), func() {}
	survey, err := query.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	if survey.IsNamed() { // its rows come and change while they are read
		if query, done, err = s.db.Snapshot(ctx); err != nil {
			return nil, err
		}
	}
	defer func() {
		if err != nil {
			done()
		}
	}()
	if export, err = s.prepare(query, event, id, part...); err != nil {
		return nil, err
	}
	export.close = done
	switch {
	case !export.named && export.Survey.Release == nil:
		return nil, models.NewError(models.CodeConflict, "survey.not_released")
	case !export.Survey.IsSigned() && !export.part.isWhole():
		return nil, models.NewError(models.CodeConflict, "export.no_order")
	case export.named:
		if _, err := export.numbered(); err != nil {
			return nil, err
		}
	}
	return export, nil
}

// Close ends what Export began. Nothing can be read afterwards.
func (s *Export) Close() { s.close() }

// Codebook prepares the columns alone, of a survey in any state. Who may see results calls it. Errors: NotFound.
func (s *Exporting) Codebook(ctx context.Context, event *models.Event, id string, part ...Part) (*Export, error) {
	return s.prepare(s.db.Query(ctx), event, id, part...)
}

func (s *Exporting) prepare(q *models.Query, event *models.Event, id string, part ...Part) (*Export, error) {
	survey, err := q.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	export := &Export{
		Survey: survey, event: event, query: q, service: s, questions: s.answered(survey), close: func() {},
	}
	if len(part) > 0 {
		export.part = part[0]
	}
	export.named = survey.IsNamed()
	export.names = export.named && export.part.Names
	switch {
	case export.named:
		if err := export.countNamed(); err != nil {
			return nil, err
		}
	case survey.Release != nil:
		counts, err := countsOf(q, survey)
		if err != nil {
			return nil, err
		}
		export.questions, export.counters = s.released(survey), s.counters(survey, counts)
	}
	export.Columns = export.columns()
	export.Number, err = q.Surveys().Number(survey)
	return export, err
}

// countNamed reads all answers of a named survey once: their numbers, and the texts among them.
func (s *Export) countNamed() error {
	s.texts = map[string][]string{}
	places := map[string]int{}
	for i, q := range s.questions {
		s.counters = append(s.counters, counter{question: q, values: map[string]int{}})
		places[q.Slug] = i
	}
	var answers []models.Answer
	all := 0
	for response, err := range s.query.SignedResponses().EachStored(s.Survey, models.SignedPart{}) {
		if err == nil {
			answers, err = response.Answers(answers[:0])
		}
		if err != nil {
			return err
		}
		all++
		for _, answer := range answers {
			if at, ok := places[answer.Slug]; ok {
				s.countAnswer(&s.counters[at], answer.Values)
			}
		}
	}
	for i := range s.counters {
		s.counters[i].all = all
	}
	return nil
}

func (s *Export) countAnswer(c *counter, values []string) {
	c.responses++
	switch slug := c.question.Slug; {
	case c.question.Show().Written:
		s.texts[slug] = append(s.texts[slug], values...)
	case c.question.Kind == models.QuestionRanking:
		for place, value := range values {
			c.values[value] += c.question.Points(place)
		}
	default:
		for _, value := range values {
			c.values[value]++
		}
	}
}

// cases is how many responses there are.
func (s *Export) cases() int {
	if s.named {
		for i := range s.counters {
			return s.counters[i].all
		}
		return 0
	}
	return s.Survey.Release.Responses
}

// treatments are what was done to the rows: nothing to those of a named survey.
func (s *Export) treatments() []Treatment {
	if s.named {
		return nil
	}
	return s.service.treatments(s.Survey)
}

// numbered is the number after which the rows of a named survey begin.
func (s *Export) numbered() (int64, error) {
	if s.part.Cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s.part.Cursor, 10, 64)
	if err != nil || n < 0 {
		return 0, models.InvalidFields(map[string]string{"cursor": "field.choice"})
	}
	return n, nil
}

// stored are the rows that were asked for.
func (s *Export) stored() iter.Seq2[*models.StoredResponse, error] {
	if s.named {
		after, _ := s.numbered() // Export has looked
		part := models.SignedPart{After: after, Since: s.part.Since, Limit: s.part.Limit}
		return s.query.SignedResponses().EachStored(s.Survey, part)
	}
	rows := s.query.Responses().EachStored(s.Survey)
	if s.part.isWhole() {
		return rows
	}
	// Rows of a confidential survey came into being together, when it closed, and go by random ids.
	return func(yield func(*models.StoredResponse, error) bool) {
		if closed := s.Survey.ClosedAt; closed != nil && !s.part.Since.IsZero() && !closed.After(s.part.Since) {
			return
		}
		n := 0
		for row, err := range rows {
			if err == nil && row.ID <= s.part.Cursor {
				continue
			}
			if n++; s.part.Limit > 0 && n > s.part.Limit || !yield(row, err) {
				return
			}
		}
	}
}

// IsPaged reports whether a reader may go on from a row later.
func (s *Export) IsPaged() bool { return s.Survey.IsSigned() }

// Next is the cursor of who has read rows up to one, "" for none.
func (s *Export) Next(last *Record) string {
	switch {
	case last == nil:
		return s.part.Cursor
	case last.number > 0:
		return strconv.FormatInt(last.number, 10)
	}
	return last.ID
}

// The columns of rows of named surveys, beside facts: those of who answered, where names may be seen, then times.
var (
	personFacts = []string{"person_name", "person_kana", "person_organization", "person_code"}
	timeFacts   = []string{"answered_at", "changed_at"}
)

// facts are the columns that are not of questions.
func (s *Export) facts() []string {
	switch {
	case s.names:
		return slices.Concat(facts[:1], personFacts, facts[1:], timeFacts)
	case s.named:
		return slices.Concat(facts, timeFacts)
	}
	return facts
}

// signedFacts are the values of those columns.
func signedFacts(r *models.Signed) map[string]string {
	return map[string]string{
		"person_name": r.Name.Full("ja"), "person_kana": r.Name.Reading(),
		"person_organization": r.Organization, "person_code": r.Code,
		"answered_at": r.AnsweredAt.UTC().Format(time.RFC3339), "changed_at": r.ChangedAt.UTC().Format(time.RFC3339),
	}
}

// signedFact is the column of one.
func (s wording) signedFact(name string) question.Column {
	c := question.Column{Name: name, Type: "text"}
	c.TitleJa, c.TitleEn = s.both("survey_names.column_" + name)
	return c
}
