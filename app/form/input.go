package form

import (
	"context"
	"fmt"
	"slices"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/question"
	"meguri/app/service/rows"
	"meguri/models"
)

// Input is the form of a question.
type Input struct {
	question.Input
	// TicketTypes are the slugs of the ticket types whose people are asked, none for all.
	TicketTypes []string `form:"ticket_types"`
	// ShowIf are the answers to an earlier question for which it is shown, slug=value each, none for all.
	ShowIf []string `form:"show_if"`
	// Was is what the question was when the page was made, "" for a new one.
	Was string `form:"was"`
}

func numbered(n int) string { return fmt.Sprintf("q%d", n) }

// inputOf is the form of a question that is stored.
func inputOf(q *ask.Question) *Input {
	in := &Input{Input: *q.Input(), TicketTypes: q.TicketTypes, Was: sumOf(q)}
	if condition := q.Settings.ShowIf; condition != nil {
		for _, value := range condition.Values {
			in.ShowIf = append(in.ShowIf, condition.Question+"="+value)
		}
	}
	return in
}

// sumOf tells two states of a question apart.
func sumOf(q *ask.Question) string {
	return rows.Sum(
		fmt.Sprintf("%+v", q.Question.Input()), fmt.Sprint(q.TicketTypes), fmt.Sprintf("%+v", q.Settings.ShowIf))
}

// SettingsInput is until when people may change what they said.
type SettingsInput struct {
	AnswersUntil string `form:"answers_until"` // in the event's time zone
	NeedsUntil   string `form:"needs_until"`
}

const timeForm = "2006-01-02T15:04"

func settingsOf(event *models.Event, f *models.Form) *SettingsInput {
	in := &SettingsInput{}
	if f.AnswersUntil != nil {
		in.AnswersUntil = event.Local(*f.AnswersUntil).Format(timeForm)
	}
	if f.NeedsUntil != nil {
		in.NeedsUntil = event.Local(*f.NeedsUntil).Format(timeForm)
	}
	return in
}

// SaveSettings stores until when people may change what they said. Staff who may edit the event call it. Errors:
// Invalid with the fields at fault.
func (s *Service) SaveSettings(ctx context.Context, event *models.Event, in *SettingsInput) error {
	c, f := check.New(), &models.Form{EventID: event.ID}
	if at := c.LocalTime("answers_until", in.AnswersUntil, event.Zone(), check.Optional); !at.IsZero() {
		f.AnswersUntil = &at
	}
	if at := c.LocalTime("needs_until", in.NeedsUntil, event.Zone(), check.Optional); !at.IsZero() {
		f.NeedsUntil = &at
	}
	if f.AnswersUntil != nil && f.AnswersUntil.After(event.EndsAt) {
		c.Fault("answers_until", "form.until_late")
	}
	if f.NeedsUntil != nil && f.NeedsUntil.After(event.StartsAt) {
		c.Fault("needs_until", "form.until_late")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Forms().Save(f) })
}

// Row is a question in the list of the editor.
type Row struct {
	ask.Field

	// IsFirst and IsLast say that it cannot be moved up, or down.
	IsFirst, IsLast bool
}

// Page is the editor of a form.
type Page struct {
	Form  *ask.Form
	Rows  []Row
	Input *SettingsInput
	// Kinds are those of a question that may be added.
	Kinds []models.QuestionKind
	// TicketTypes are the event's; Full says that there are as many questions as may be.
	TicketTypes []models.TicketType
	Full        bool
	// English says that some question is written in English, too.
	English bool
}

// Page reads the editor. Staff who may edit the event call it.
func (s *Service) Page(ctx context.Context, event *models.Event) (*Page, error) {
	q := s.db.Query(ctx)
	f, err := ask.Read(q, event)
	if err != nil {
		return nil, err
	}
	if err := f.Propose(q); err != nil {
		return nil, err
	}
	settings, err := q.Forms().OfEvent(event)
	if err != nil {
		return nil, err
	}
	page := &Page{
		Form: f, Input: settingsOf(event, settings), Kinds: question.FormKinds(), Full: len(f.Questions) >= MaxQuestions,
	}
	if page.TicketTypes, err = q.TicketTypes().OfEvent(event); err != nil {
		return nil, err
	}
	fields := f.Fields("", page.TicketTypes)
	for i, field := range fields {
		page.Rows = append(page.Rows, Row{Field: field, IsFirst: i == 0, IsLast: i == len(fields)-1})
		page.English = page.English || field.TitleEn != ""
	}
	return page, nil
}

// Try checks answers as if somebody of the ticket type sent them, and stores nothing. It returns them as stored.
// Staff who may edit the event call it. Errors: Invalid with the fields at fault.
func (p *Page) Try(ticketType string, given map[string][]string) (map[string]string, error) {
	c := check.New()
	answers := p.Form.Check(c, ticketType, given, p.Form.FieldName(""))
	return answers, c.Err()
}

// QuestionPage is the form of one question.
type QuestionPage struct {
	// Slug is "" for a new question.
	Slug  string
	Kind  models.QuestionKind
	Input *Input
	// Before are the earlier questions whose answers can decide whether it is shown.
	Before      []question.Question
	TicketTypes []models.TicketType
}

// Show says what the form asks for.
func (p *QuestionPage) Show() question.Show { return question.ShowKind(p.Kind) }

// QuestionPage reads the form of a question, or of a new one of a kind where slug is "". Staff who may edit the event
// call it. Errors: NotFound.
func (s *Service) QuestionPage(
	ctx context.Context, event *models.Event, slug string, kind models.QuestionKind,
) (*QuestionPage, error) {
	q := s.db.Query(ctx)
	f, err := ask.Read(q, event)
	if err != nil {
		return nil, err
	}
	page := &QuestionPage{Slug: slug, Kind: kind, Input: &Input{}}
	page.Input.Kind = kind
	at := len(f.Questions)
	switch {
	case slug != "":
		if at = f.Index(slug); at < 0 {
			return nil, errGone
		}
		page.Kind, page.Input = f.Questions[at].Kind, inputOf(&f.Questions[at])
	case !slices.Contains(question.FormKinds(), kind):
		return nil, errGone
	}
	page.Before = question.Deciding(f.All(), at)
	page.TicketTypes, err = q.TicketTypes().OfEvent(event)
	return page, err
}

// emptyLines is how many lines for options there are below those of the question.
const emptyLines = 4

// OptionLines are the options as they were typed, and some empty lines for more.
func OptionLines(in *Input) []question.OptionRow { return in.Rows(emptyLines) }
