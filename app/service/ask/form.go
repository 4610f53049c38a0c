// Package ask is what an event asks in its form of registration besides names and addresses: which questions a person
// is asked, how their answers are checked and stored, and how they read later.
//
// The questions are those of package question. An answer is stored as text by the slug of its question, one of several
// choices as a JSON list; models.SplitAnswer reads it. Registration.FormVersion says to which version of the form the
// answers are.
package ask

import (
	"encoding/json"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/question"
	"meguri/models"
)

// Question is a question of a form.
type Question struct {
	question.Question
	// TicketTypes are the slugs of the ticket types whose people are asked, none for all.
	TicketTypes []string
}

// Asks reports whether people of the ticket type are asked.
func (q *Question) Asks(ticketType string) bool {
	return len(q.TicketTypes) == 0 || slices.Contains(q.TicketTypes, ticketType)
}

// Form is one version of an event's form.
type Form struct {
	Number    int
	Questions []Question
	// Organizations are what a page proposes for an organization: see Propose.
	Organizations []models.Organization
	retired       []string
}

// Of is a stored version.
func Of(v *models.FormVersion) *Form {
	f := &Form{Number: v.Number, retired: v.Retired, Questions: make([]Question, 0, len(v.Questions))}
	for i := range v.Questions {
		q := &v.Questions[i]
		f.Questions = append(f.Questions, Question{question.Question{
			Slug: q.Slug, Kind: q.Kind, Required: q.Required, TitleJa: q.TitleJa, TitleEn: q.TitleEn,
			HelpJa: q.HelpJa, HelpEn: q.HelpEn, Options: q.Options, Settings: q.Settings,
		}, q.TicketTypes})
	}
	return f
}

// Read reads the form that an event has now.
func Read(q *models.Query, event *models.Event) (*Form, error) {
	latest, err := q.Forms().Latest(event)
	if err != nil {
		return nil, err
	}
	return Of(latest), nil
}

// mostProposed is how many organizations a page proposes: 500 names are about 8 kB on the way.
const mostProposed = 500

// Propose reads the organizations that a page proposes where the form asks for one: those that the site names to
// everybody, never what other people typed.
func (f *Form) Propose(q *models.Query) (err error) {
	asks := func(q Question) bool { return q.Kind == models.QuestionOrganization }
	if slices.ContainsFunc(f.Questions, asks) {
		f.Organizations, err = q.Organizations().Public(mostProposed)
	}
	return err
}

// Stored is the next version, with the form's questions.
func (f *Form) Stored(event *models.Event) *models.FormVersion {
	v := &models.FormVersion{EventID: event.ID, Number: f.Number + 1, Retired: f.retired}
	for i := range f.Questions {
		q := &f.Questions[i]
		v.Questions = append(v.Questions, models.FormQuestion{
			Slug: q.Slug, Kind: q.Kind, Required: q.Required, TitleJa: q.TitleJa, TitleEn: q.TitleEn,
			HelpJa: q.HelpJa, HelpEn: q.HelpEn, Options: q.Options, Settings: q.Settings, TicketTypes: q.TicketTypes,
		})
	}
	return v
}

// Lenient is the form without a question that must be answered, for staff who write down what they know of somebody.
func (f *Form) Lenient() *Form {
	lenient := *f
	lenient.Questions = slices.Clone(f.Questions)
	for i := range lenient.Questions {
		lenient.Questions[i].Required = false
	}
	return &lenient
}

// Retire takes the question at a place out of the form. Its slug is not used again.
func (f *Form) Retire(at int) {
	f.retired = append(f.retired, f.Questions[at].Slug)
	f.Questions = slices.Delete(f.Questions, at, at+1)
}

// Reserved are the slugs that no new question may have.
func (f *Form) Reserved() []string { return f.retired }

// Index is the place of the question with the slug, -1 for none.
func (f *Form) Index(slug string) int {
	return slices.IndexFunc(f.Questions, func(q Question) bool { return q.Slug == slug })
}

// All are all questions.
func (f *Form) All() []question.Question {
	list := make([]question.Question, 0, len(f.Questions))
	for i := range f.Questions {
		list = append(list, f.Questions[i].Question)
	}
	return list
}

// For are the questions that people of a ticket type are asked.
func (f *Form) For(ticketType string) []question.Question {
	list := make([]question.Question, 0, len(f.Questions))
	for i := range f.Questions {
		if f.Questions[i].Asks(ticketType) {
			list = append(list, f.Questions[i].Question)
		}
	}
	return list
}

// knows reports whether the form asks for an answer, or did: see question.Flat.
func (f *Form) knows(slug string) bool {
	if slices.Contains(f.retired, slug) || f.Index(slug) >= 0 {
		return true
	}
	return slices.ContainsFunc(question.Flat(f.All()), func(q question.Question) bool { return q.Slug == slug })
}

// Check checks what a person of a ticket type answered, by question.Field, and returns it as it is stored. field is
// what the fields are called for c, by slug.
func (f *Form) Check(
	c *check.Checker, ticketType string, given map[string][]string, field func(slug string) string,
) map[string]string {
	asked := f.For(ticketType)
	own := check.New()
	answers := question.CheckInto(own, asked, given)
	own.Rename(c, func(name string) string { return field(name[len(fieldPrefix):]) })
	return store(asked, answers)
}

// fieldPrefix is how question.Field begins.
const fieldPrefix = "q_"

// store writes answers as they are stored.
func store(asked []question.Question, answers question.Answers) map[string]string {
	stored := make(map[string]string, len(answers))
	for _, q := range question.Flat(asked) {
		values := answers[q.Slug]
		switch {
		case len(values) == 0:
		case q.Show().Control == question.Checkboxes:
			list, _ := json.Marshal(values) // never fails
			stored[q.Slug] = string(list)
		default:
			stored[q.Slug] = values[0]
		}
	}
	return stored
}

// Sent turns answers that a program sent into the values of a form, and what is no answer to the form into other. What
// an earlier version asked is left out.
func (f *Form) Sent(answers map[string]any) (given map[string][]string, other map[string]any) {
	given, other = map[string][]string{}, map[string]any{}
	for slug, value := range answers {
		switch ticked, isBool := value.(bool); {
		case !f.knows(slug):
			other[slug] = value
		case isBool && ticked:
			given[fieldPrefix+slug] = []string{"yes"}
		case !isBool:
			given[fieldPrefix+slug] = question.Given(value)
		}
	}
	return given, other
}

// Given turns stored answers into the values of a form.
func (f *Form) Given(stored map[string]string) map[string][]string {
	given := map[string][]string{}
	for _, q := range question.Flat(f.All()) {
		if answer, ok := stored[q.Slug]; ok {
			given[q.Field()] = models.SplitAnswer(answer)
			if q.Show().Written {
				given[q.Field()] = []string{answer}
			}
		}
	}
	return given
}

// Other are the answers of a registration that are not to questions which the form asks a ticket type.
func (f *Form) Other(ticketType string, stored map[string]string) map[string]string {
	other := map[string]string{}
	asked := question.Flat(f.For(ticketType))
	for slug, answer := range stored {
		if !slices.ContainsFunc(asked, func(q question.Question) bool { return q.Slug == slug }) {
			other[slug] = answer
		}
	}
	return other
}
