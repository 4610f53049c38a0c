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
	// Describes marks a question about the person who answers.
	Describes bool `form:"describes"`
	// Options has one option per line, "日本語 | English", for programs. Forms have rows.
	Options string `form:"options"`
	// OptionSlugs to OptionPlaces are the options, one row each; see OptionRow. A scale has the words for its two ends.
	OptionSlugs  []string `form:"option_slug"`
	OptionsJa    []string `form:"option_ja"`
	OptionsEn    []string `form:"option_en"`
	OptionPlaces []string `form:"option_place"`
	// OptionRoles say of each option whether it is one: "", "other" or "exclusive".
	OptionRoles []string `form:"option_role"`
	// EndsJa and EndsEn are the words for the two ends of a scale, in forms with rows, and of a matrix.
	EndsJa []string `form:"end_ja"`
	EndsEn []string `form:"end_en"`

	InputSettings
}

// InputSettings are what only some kinds of questions have: see models.QuestionSettings.
type InputSettings struct {
	Least    string `form:"least"`
	Most     string `form:"most"`
	UnitJa   string `form:"unit_ja"`
	UnitEn   string `form:"unit_en"`
	Limit    string `form:"limit"`
	Folded   bool   `form:"folded"`
	Shuffled bool   `form:"shuffled"`
}

const (
	maxTitle = 200 // characters
	maxHelp  = 500
	// MaxOptions is how many options a question may have.
	MaxOptions = 30
)

// New makes a question from the form. Its slug must not be reserved or that of one of the others. The error is
// CodeInvalid and has the faults of the fields.
func New(in *Input, others []Question, reserved ...string) (*Question, error) {
	return NewOf(Kinds(), in, others, reserved...)
}

// NewOf is New for a question of one of the kinds.
func NewOf(
	kinds []models.QuestionKind, in *Input, others []Question, reserved ...string,
) (*Question, error) {
	c := check.New()
	typed := *in
	typed.OptionSlugs = make([]string, len(in.OptionSlugs)) // no option is known yet
	q := typed.Read(c, kinds)
	q.Slug = newSlug(c, text.CleanTitle(in.Slug), others, reserved)
	if err := c.Err(); err != nil {
		return nil, err
	}
	return q, nil
}

// Edit returns the question as changed by the form. The slug stays, and so does that of an option in a row.
func (q Question) Edit(in *Input) (*Question, error) { return q.EditOf(Kinds(), in) }

// EditOf is Edit for a question of one of the kinds.
func (q Question) EditOf(kinds []models.QuestionKind, in *Input) (*Question, error) {
	c := check.New()
	edited := in.Read(c, kinds)
	edited.Slug, edited.Settings.ShowIf = q.Slug, q.Settings.ShowIf
	if !in.knowsOnly(q.Options) {
		c.Fault("options", "question.options_stale")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return edited, nil
}

// Correct is like Edit for a question that has answers: texts may change, and the order of options. No option is added
// or goes away, and none may get the words of another one, because its answers would read as the opposite. A mark that
// it describes a person stays: people answered relying on it.
func (q Question) Correct(in *Input) (*Question, error) {
	changed := *in
	changed.Kind, changed.Required = q.Kind, q.Required
	changed.Describes = q.Describes || in.Describes
	changed.InputSettings = q.Input().InputSettings
	changed.OptionRoles = q.rolesOf(in.OptionSlugs)
	corrected, err := q.Edit(&changed)
	if err != nil {
		return nil, err
	}
	if fault := q.faultOfOptions(in, corrected.Options); fault != "" {
		return nil, models.InvalidFields(map[string]string{"options": fault})
	}
	return corrected, nil
}

// faultOfOptions says why options cannot replace those of the question, which has answers.
func (q Question) faultOfOptions(in *Input, options []models.Option) string {
	lines := q.Show().Lines
	switch {
	case lines == "":
		return ""
	case len(in.OptionSlugs) == 0 && len(q.Options) > 0: // lines do not say which option each of them was
		return "question.options_stale"
	case lines != EndLines && !sameSlugs(q.Options, options):
		return "question.options_frozen"
	case sameSlugs(q.Options, options) && swapsWords(q.Options, options): // a scale may lose or get its words
		return "question.options_swapped"
	}
	return ""
}

// Input returns the form with the question's values.
func (q Question) Input() *Input {
	in := &Input{
		Slug:     q.Slug,
		Kind:     q.Kind,
		Required: q.Required,
		TitleJa:  q.TitleJa,
		TitleEn:  q.TitleEn,
		HelpJa:   q.HelpJa,
		HelpEn:   q.HelpEn,

		Describes: q.Describes,
	}
	in.setRows(q.Options)
	in.setSettings(&q)
	return in
}

// Read checks the form of a question of one of the kinds, and makes a question of it, without its slug.
func (in *Input) Read(c *check.Checker, kinds []models.QuestionKind) *Question {
	q := &Question{
		Kind:     check.Choice(c, "kind", in.Kind, kinds),
		Required: in.Required && kindOf(in.Kind).show().has(RequiredPart),
		TitleJa:  c.Line("title_ja", in.TitleJa, maxTitle, check.Required),
		TitleEn:  c.Line("title_en", in.TitleEn, maxTitle, check.Optional),
		HelpJa:   c.Line("help_ja", in.HelpJa, maxHelp, check.Optional),
		HelpEn:   c.Line("help_en", in.HelpEn, maxHelp, check.Optional),

		Describes: in.Describes && kindOf(in.Kind).show().has(DescribesPart),
	}
	var fault string
	if q.Options, fault = kindOf(in.Kind).options(in.Typed()); fault != "" {
		c.Fault("options", fault, "max", maxTitle)
	}
	in.readSettings(c, q)
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

// Restore checks a question that was written by a program, such as one of a file, as New checks a typed one. Its slug
// and those of its options stay, and so does its condition, which ConditionFaults checks. The error is CodeInvalid and
// has the faults of the fields.
func Restore(q Question, others []Question, reserved ...string) (*Question, error) {
	return RestoreOf(Kinds(), q, others, reserved...)
}

// RestoreOf is Restore for a question of one of the kinds.
func RestoreOf(kinds []models.QuestionKind, q Question, others []Question, reserved ...string) (*Question, error) {
	c := check.New()
	restored := q.Input().Read(c, kinds)
	restored.Settings.ShowIf = q.Settings.ShowIf
	if q.Slug == "" {
		c.Fault("slug", "question.slug_form")
	}
	restored.Slug = newSlug(c, q.Slug, others, reserved)
	if restored.Show().Has("options") && !haveSlugs(restored.Options) {
		c.Fault("options", "question.option_slugs")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return restored, nil
}
