package question

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// Input is the form of a question.
type Input struct {
	Slug     string              `form:"slug"` // if it is empty, the slug is q1, q2, …
	Kind     models.QuestionKind `form:"kind"`
	Required bool                `form:"required"`
	TitleJa  string              `form:"title_ja"`
	TitleEn  string              `form:"title_en"`
	HelpJa   string              `form:"help_ja"`
	HelpEn   string              `form:"help_en"`
	// Options has one option per line, "日本語 | English". A scale has the words for its low and its high end, or nothing.
	Options string `form:"options"`
}

const (
	maxTitle   = 200 // characters
	maxHelp    = 500
	maxOptions = 30
)

// New makes a question from the form. Its slug must not be reserved or that of one of the others. The error is
// CodeInvalid and has the faults of the fields.
func New(in *Input, others []Question, reserved ...string) (*Question, error) {
	c := check.New()
	q := in.read(c)
	q.Slug = newSlug(c, text.CleanTitle(in.Slug), others, reserved)
	if err := c.Err(); err != nil {
		return nil, err
	}
	return q, nil
}

// Edit returns the question as changed by the form. The slug stays.
func (q Question) Edit(in *Input) (*Question, error) {
	c := check.New()
	edited := in.read(c)
	edited.Slug = q.Slug
	if err := c.Err(); err != nil {
		return nil, err
	}
	return edited, nil
}

// Correct is like Edit for a question that has answers: only texts may change. The number of options, their order and
// their slugs stay.
func (q Question) Correct(in *Input) (*Question, error) {
	changed := *in
	changed.Kind, changed.Required = q.Kind, q.Required
	corrected, err := q.Edit(&changed)
	if err != nil || q.Show().Lines != OptionLines {
		return corrected, err
	}
	if len(corrected.Options) != len(q.Options) {
		return nil, models.InvalidFields(map[string]string{"options": "question.options_frozen"})
	}
	for i := range corrected.Options {
		corrected.Options[i].Slug = q.Options[i].Slug
	}
	return corrected, nil
}

// Input returns the form with the question's values.
func (q Question) Input() *Input {
	return &Input{
		Slug:     q.Slug,
		Kind:     q.Kind,
		Required: q.Required,
		TitleJa:  q.TitleJa,
		TitleEn:  q.TitleEn,
		HelpJa:   q.HelpJa,
		HelpEn:   q.HelpEn,
		Options:  formatOptions(q.Options),
	}
}

// read checks the form and makes a question of it, without its slug.
func (in *Input) read(c *check.Checker) *Question {
	q := &Question{
		Kind:     check.Choice(c, "kind", in.Kind, Kinds()),
		Required: in.Required,
		TitleJa:  c.Line("title_ja", in.TitleJa, maxTitle, check.Required),
		TitleEn:  c.Line("title_en", in.TitleEn, maxTitle, check.Optional),
		HelpJa:   c.Line("help_ja", in.HelpJa, maxHelp, check.Optional),
		HelpEn:   c.Line("help_en", in.HelpEn, maxHelp, check.Optional),
	}
	var fault string
	if q.Options, fault = kindOf(in.Kind).options(in.Options); fault != "" {
		c.Fault("options", fault, "max", maxTitle)
	}
	return q
}

var slugPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,29}$`)

// newSlug checks a typed slug, or makes one. A double underscore is a fault, because downloads put one between the
// slugs of a question and its option.
func newSlug(c *check.Checker, typed string, others []Question, reserved []string) string {
	if typed == "" {
		n := len(others) + 1
		for hasSlug(others, fmt.Sprintf("q%d", n)) {
			n++
		}
		return fmt.Sprintf("q%d", n)
	}
	switch {
	case !slugPattern.MatchString(typed) || strings.Contains(typed, "__") || slices.Contains(reserved, typed):
		c.Fault("slug", "question.slug_form")
	case hasSlug(others, typed):
		c.Fault("slug", "question.slug_taken")
	}
	return typed
}
