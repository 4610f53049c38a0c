// Package form is how staff write the questions that an event asks in its form of registration. Each change is a new
// version, which is asked from then on; answers keep the version that they were given to: see
// docs/decisions/0092-an-events-own-questions.md.
package form

import (
	"context"
	"slices"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/question"
	"meguri/models"
)

// MaxQuestions is how many questions a form may have.
const MaxQuestions = 100

// Service writes the forms of one database.
type Service struct{ db *models.DB }

// New makes the service.
func New(db *models.DB) *Service { return &Service{db} }

// change makes the next version of an event's form of the one that it has.
func (s *Service) change(ctx context.Context, event *models.Event, do func(f *ask.Form) error) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		f, err := ask.Read(tx.Query, event)
		if err != nil {
			return err
		}
		if err := do(f); err != nil {
			return err
		}
		return tx.Forms().Add(f.Stored(event))
	})
}

var errGone = models.NewError(models.CodeNotFound, "error.not_found")

// Save stores a question as the form brings it, or adds it at the end where slug is "". Staff who may edit the event
// call it. Errors: Invalid with the fields at fault; NotFound where somebody removed the question; Conflict where
// somebody changed it since the page was made: QuestionPage shows what they saved.
func (s *Service) Save(ctx context.Context, event *models.Event, slug string, in *Input) error {
	types, err := s.db.Query(ctx).TicketTypes().OfEvent(event)
	if err != nil {
		return err
	}
	return s.change(ctx, event, func(f *ask.Form) error {
		if slug == "" {
			return in.add(f, types)
		}
		return in.edit(f, slug, types)
	})
}

func (in *Input) add(f *ask.Form, types []models.TicketType) error {
	if len(f.Questions) >= MaxQuestions {
		return models.InvalidFields(map[string]string{"title_ja": "form.too_many"})
	}
	made, err := question.NewOf(question.FormKinds(), &in.Input, f.All(), f.Reserved()...)
	if err != nil {
		return err
	}
	if in.Slug == "" {
		made.Slug = freeSlug(f, made.Slug)
	}
	f.Questions = append(f.Questions, ask.Question{Question: *made})
	return in.place(f, len(f.Questions)-1, types)
}

// freeSlug is a slug that no version of the form had.
func freeSlug(f *ask.Form, proposed string) string {
	taken := func(slug string) bool { return f.Index(slug) >= 0 || slices.Contains(f.Reserved(), slug) }
	for n := len(f.Questions) + 1; taken(proposed); n++ {
		proposed = numbered(n)
	}
	return proposed
}

func (in *Input) edit(f *ask.Form, slug string, types []models.TicketType) error {
	at := f.Index(slug)
	if at < 0 {
		return errGone
	}
	if in.Was != sumOf(&f.Questions[at]) {
		return models.NewError(models.CodeConflict, "rows.changed")
	}
	in.Kind = f.Questions[at].Kind
	edited, err := f.Questions[at].EditOf(question.FormKinds(), &in.Input)
	if err != nil {
		return err
	}
	f.Questions[at].Question = *edited
	return in.place(f, at, types)
}

// place reads who is asked the question at a place, and whether all conditions fit.
func (in *Input) place(f *ask.Form, at int, types []models.TicketType) error {
	c, q := check.New(), &f.Questions[at]
	q.TicketTypes = nil
	for _, slug := range in.TicketTypes {
		if !slices.ContainsFunc(types, func(t models.TicketType) bool { return t.Slug == slug }) {
			c.Fault("ticket_types", "field.choice")
		}
		q.TicketTypes = append(q.TicketTypes, slug)
	}
	if len(q.TicketTypes) >= len(types) {
		q.TicketTypes = nil // that is everybody
	}
	var fault string
	if q.Settings.ShowIf, fault = question.ReadCondition(in.ShowIf); fault != "" {
		c.Fault("show_if", fault)
	}
	for slug, fault := range question.ConditionFaults(f.All()) {
		if slug == q.Slug {
			c.Fault("show_if", fault)
		} else {
			c.Fault("options", "form.condition_needs", "question", f.Questions[f.Index(slug)].TitleJa)
		}
	}
	return c.Err()
}

// Remove takes a question out of the form. Answers to it stay. Staff who may edit the event call it. Errors: NotFound;
// Conflict where another question is shown for its answers.
func (s *Service) Remove(ctx context.Context, event *models.Event, slug string) error {
	return s.change(ctx, event, func(f *ask.Form) error {
		at := f.Index(slug)
		if at < 0 {
			return errGone
		}
		f.Retire(at)
		return conditionsFit(f)
	})
}

// Move moves a question by a number of places. Staff who may edit the event call it. Errors: NotFound; Conflict where a
// condition would be about a question that comes later.
func (s *Service) Move(ctx context.Context, event *models.Event, slug string, by int) error {
	return s.change(ctx, event, func(f *ask.Form) error {
		at := f.Index(slug)
		if at < 0 {
			return errGone
		}
		q, to := f.Questions[at], min(max(at+by, 0), len(f.Questions)-1)
		f.Questions = slices.Insert(slices.Delete(f.Questions, at, at+1), to, q)
		return conditionsFit(f)
	})
}

func conditionsFit(f *ask.Form) error {
	for _, fault := range question.ConditionFaults(f.All()) {
		return models.NewError(models.CodeConflict, fault)
	}
	return nil
}
