package question

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// Input is a question as staff write it in a form.
type Input struct {
	Slug     string              `form:"slug"` // empty is numbered: q1, q2, …
	Kind     models.QuestionKind `form:"kind"`
	Required bool                `form:"required"`
	TitleJa  string              `form:"title_ja"`
	TitleEn  string              `form:"title_en"`
	HelpJa   string              `form:"help_ja"`
	HelpEn   string              `form:"help_en"`
	// Options has one option a line, "日本語 | English"; of a scale, the words for its low and its high end, or nothing.
	Options string `form:"options"`
}

const (
	maxTitle   = 200 // characters
	maxHelp    = 500
	maxOptions = 30
)

// New makes a question of what staff typed. Its slug is none of reserved and none of the others'. The error is
// Invalid and names the fields at fault.
func New(in *Input, others []Question, reserved ...string) (*Question, error) {
	faults := map[string]string{}
	q := in.read(faults)
	q.Slug = newSlug(text.CleanTitle(in.Slug), others, reserved, faults)
	if err := models.InvalidFields(faults); err != nil {
		return nil, err
	}
	return q, nil
}

// Edit is a question with what staff typed in its place. It keeps its slug.
func (q Question) Edit(in *Input) (*Question, error) {
	faults := map[string]string{}
	edited := in.read(faults)
	edited.Slug = q.Slug
	if err := models.InvalidFields(faults); err != nil {
		return nil, err
	}
	return edited, nil
}

// Correct is like Edit for a question that was answered: only its wording changes, and its options stay as many, in
// their order, each with the slug that answers hold.
func (q Question) Correct(in *Input) (*Question, error) {
	wording := *in
	wording.Kind, wording.Required = q.Kind, q.Required
	corrected, err := q.Edit(&wording)
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

// Input is the question as the form shows it for editing.
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

// read takes over everything but the slug.
func (in *Input) read(faults map[string]string) *Question {
	if !slices.Contains(Kinds(), in.Kind) {
		faults["kind"] = "field.choice"
	}
	q := &Question{Kind: in.Kind, Required: in.Required}
	q.TitleJa = cleanLine(in.TitleJa, "title_ja", maxTitle, faults)
	q.TitleEn = cleanLine(in.TitleEn, "title_en", maxTitle, faults)
	q.HelpJa = cleanLine(in.HelpJa, "help_ja", maxHelp, faults)
	q.HelpEn = cleanLine(in.HelpEn, "help_en", maxHelp, faults)
	if q.TitleJa == "" {
		faults["title_ja"] = "field.required"
	}
	var fault string
	if q.Options, fault = kindOf(in.Kind).options(in.Options); fault != "" {
		faults["options"] = fault
	}
	return q
}

func cleanLine(typed, field string, longest int, faults map[string]string) string {
	clean := text.CleanTitle(typed)
	if utf8.RuneCountInString(clean) > longest {
		faults[field] = "question.too_long"
	}
	return clean
}

var slugPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,29}$`)

// newSlug leaves no double underscore: downloads put one between a question and its option.
func newSlug(typed string, others []Question, reserved []string, faults map[string]string) string {
	if typed == "" {
		n := len(others) + 1
		for hasSlug(others, fmt.Sprintf("q%d", n)) {
			n++
		}
		return fmt.Sprintf("q%d", n)
	}
	switch {
	case !slugPattern.MatchString(typed) || strings.Contains(typed, "__") || slices.Contains(reserved, typed):
		faults["slug"] = "question.slug_form"
	case hasSlug(others, typed):
		faults["slug"] = "question.slug_taken"
	}
	return typed
}
