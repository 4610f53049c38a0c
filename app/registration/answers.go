package registration

import (
	"context"
	"maps"
	"net/url"
	"time"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/models"
)

// AnswersInput is what a person answered to the questions of the event's form.
type AnswersInput struct {
	// Answers are by slug, as a program sends them. What the form does not ask is kept as it is.
	Answers map[string]any `json:"answers"`
	// Fields are the fields of a page, nil for a program; Key is that of the companion's row.
	Fields url.Values `json:"-"`
	Key    string     `json:"-"`
}

// checkAnswers checks the answers of a person with a ticket type, and puts them into the registration. field is what
// the form calls a field.
func (in *AnswersInput) checkAnswers(
	c *check.Checker, asked *ask.Form, r *models.Registration, field func(name string) string,
) {
	if in.Fields != nil {
		r.Answers = asked.Check(
			c, r.TicketType.Slug, asked.ValuesOf(in.Key, in.Fields), asked.FieldName(in.Key))
	} else {
		given, other := asked.Sent(in.Answers)
		r.Answers = answersOf(c, field("answers"), other)
		maps.Copy(r.Answers, asked.Check(
			c, r.TicketType.Slug, given, func(slug string) string { return field("answers." + slug) }))
	}
	if len(r.Answers) > 0 {
		r.FormVersion = asked.Number
	}
}

// checkVersion refuses the answers of a page that showed another version of the form: a question may mean something
// else by now, and another may be new. Who sends no version, as a program does, answers what there is.
func (in *SignUpInput) checkVersion(c *check.Checker, asked *ask.Form) {
	if in.Fields.Has("form_version") && in.FormVersion != asked.Number {
		c.Fault("form_version", "form.changed_meanwhile")
	}
}

// Answers are what people answer to the questions of an event's form.
type Answers struct{ s *Service }

// AnswersOf makes it.
func AnswersOf(s *Service) Answers { return Answers{s} }

// AnswersPage is the form in which a person changes their answers.
type AnswersPage struct {
	Registration *models.Registration
	Form         *ask.Form
	Fields       []ask.Field
	// Files are the questions for files.
	Files []FileField
	// Given is what they answered before.
	Given url.Values
	// Until is until when they may change it; CanChange says that they may now.
	Until     time.Time
	CanChange bool
	// Past are the answers to what they are not asked now, as they were worded then; Was is a sum of all answers. Both are
	// for staff only.
	Past []ask.Line
	Was  string
}

// Page reads the form with the answers of a person. The attendee calls it, through the mailed link.
func (as Answers) Page(ctx context.Context, event *models.Event, r *models.Registration) (*AnswersPage, error) {
	q := as.s.db.Query(ctx)
	asked, err := ask.Read(q, event)
	if err != nil {
		return nil, err
	}
	if err := asked.Propose(q); err != nil {
		return nil, err
	}
	page := &AnswersPage{Registration: r, Form: asked, Given: asked.Given(r.Answers)}
	page.Fields = fieldsFor(asked, &r.TicketType)
	files, err := q.AnswerFiles().OfRegistration(r)
	if err != nil {
		return nil, err
	}
	page.Files = fileFields(asked, r, files)
	page.Until, err = answersUntil(q, event)
	page.CanChange = r.Live() && checkOpen(event, q.Now) == nil && q.Now.Before(page.Until)
	return page, err
}

// fieldsFor are the questions that people of a ticket type are asked, besides those for files.
func fieldsFor(asked *ask.Form, t *models.TicketType) (list []ask.Field) {
	for _, field := range asked.Fields("", []models.TicketType{*t}) {
		if field.Kind != models.QuestionFile && (len(field.Types) > 0 || field.TicketTypes == "") {
			field.TicketTypes, field.Types = "", nil // the type is known
			list = append(list, field)
		}
	}
	return list
}

// answersUntil is until when people may change their answers.
func answersUntil(q *models.Query, event *models.Event) (time.Time, error) {
	settings, err := q.Forms().OfEvent(event)
	if err != nil {
		return time.Time{}, err
	}
	return answersEnd(event, settings), nil
}

func answersEnd(event *models.Event, settings *models.Form) time.Time {
	if settings.AnswersUntil == nil {
		return event.StartsAt
	}
	return *settings.AnswersUntil
}

// AnswersChange is the form in which a person changes their answers.
type AnswersChange struct {
	FormVersion int `form:"form_version"`
	// Was is a sum of the answers that the page showed, "" where it showed none to compare with.
	Was    string `form:"was"`
	Fields url.Values
}

// Change stores what a person answers now in place of what they answered before to the questions that the form asks
// them. The attendee calls it, through the mailed link. Errors: Invalid with the fields at fault, also where the form
// was changed meanwhile; Conflict where it is too late.
func (as Answers) Change(ctx context.Context, event *models.Event, id string, in *AnswersChange) error {
	return as.s.db.InTx(ctx, func(tx *models.Tx) error {
		r, err := as.s.lock(tx, event, id)
		if err != nil {
			return err
		}
		if err := as.mayChange(tx, event, r); err != nil {
			return err
		}
		asked, err := ask.Read(tx.Query, event)
		if err != nil {
			return err
		}
		return in.store(tx, r, asked, check.New())
	})
}

// store checks the answers, and puts them in place of those to the same questions. c has the faults that there are.
func (in *AnswersChange) store(tx *models.Tx, r *models.Registration, asked *ask.Form, c *check.Checker) error {
	answers := asked.Check(c, r.TicketType.Slug, in.Fields, asked.FieldName(""))
	if in.FormVersion != asked.Number {
		c.Fault("form_version", "form.changed_meanwhile")
	}
	if err := c.Err(); err != nil {
		return err
	}
	maps.Copy(answers, asked.Other(r.TicketType.Slug, r.Answers))
	if maps.Equal(answers, r.Answers) && r.FormVersion == asked.Number {
		return nil
	}
	r.Answers, r.FormVersion = answers, asked.Number
	if err := tx.Registrations().Update(r); err != nil {
		return err
	}
	tx.Emit(models.ActivityChanged, r)
	return tx.Registrations().AnswersChanged(r)
}

func (as Answers) mayChange(tx *models.Tx, event *models.Event, r *models.Registration) error {
	if err := checkOpen(event, tx.Now); err != nil {
		return err
	}
	until, err := answersUntil(tx.Query, event)
	switch {
	case err != nil:
		return err
	case !r.Live():
		return models.NewError(models.CodeConflict, "registration.closed")
	case !tx.Now.Before(until):
		return models.NewError(models.CodeConflict, "form.answers_late")
	}
	return nil
}

// Lines are the answers of a registration in the words in which they were asked. Staff who may see people call it, and
// the attendee for their own.
func (as Answers) Lines(
	ctx context.Context, texts *i18n.Localizer, event *models.Event, r *models.Registration,
) ([]ask.Line, error) {
	if len(r.Answers) == 0 {
		return nil, nil
	}
	book, err := ask.OpenBook(as.s.db.Query(ctx), event)
	if err != nil {
		return nil, err
	}
	return book.Lines(texts, r), nil
}
