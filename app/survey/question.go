package survey

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"meguri/models"
)

// Wording is a question as staff write it.
type Wording struct {
	Slug     string // names the column of downloads; empty is numbered: q1, q2, …
	Kind     models.QuestionKind
	Required bool
	TitleJa  string
	TitleEn  string
	HelpJa   string
	HelpEn   string
	// Options has one option a line, "日本語 | English"; of a scale, the words for its low and its high end, or nothing.
	Options string
}

const (
	maxHelp    = 500
	maxOptions = 30
)

// reserved are the columns of downloads that no question may be named after.
var reserved = []string{"response_id", "submitted_on", "mode", "locale"}

var slugs = regexp.MustCompile(`^[a-z][a-z0-9_]{0,29}$`)

// AddQuestion puts a question at the end of a survey that was never opened. Errors: Invalid with the fields at fault; Conflict after the opening.
func (s *Service) AddQuestion(ctx context.Context, event *models.Event, surveyID string, in Wording) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draft(tx, event, surveyID)
		if err != nil {
			return err
		}
		q := &models.Question{Slug: in.Slug}
		if err := word(q, in, survey.Questions); err != nil {
			return err
		}
		return tx.Questions().Add(survey, q)
	})
}

// EditQuestion changes a question. Once the survey was opened only texts may be corrected: the answers given stay answers to the same question.
func (s *Service) EditQuestion(ctx context.Context, event *models.Event, surveyID, id string, in Wording) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := tx.Surveys().ByID(event, surveyID)
		if err != nil {
			return err
		}
		if err := tx.Surveys().Lock(survey); err != nil {
			return err
		}
		q, err := tx.Questions().ByID(survey, id)
		if err != nil {
			return err
		}
		before := *q
		if Frozen(survey) {
			in.Kind, in.Required = q.Kind, q.Required
		}
		if err := word(q, in, nil); err != nil {
			return err
		}
		if Frozen(survey) && q.Kind.HasOptions() && !keepSlugs(q, before) {
			return models.InvalidFields(map[string]string{"options": "survey.options_frozen"})
		}
		return tx.Questions().Update(q)
	})
}

// Frozen reports whether the survey was opened once, so that its questions stay what they are but for their wording.
func Frozen(survey *models.Survey) bool { return survey.OpenedAt != nil }

// keepSlugs lets corrected options stand for the same answers as before, by their place.
func keepSlugs(q *models.Question, before models.Question) bool {
	if len(q.Options) != len(before.Options) {
		return false
	}
	for i := range q.Options {
		q.Options[i].Slug = before.Options[i].Slug
	}
	return true
}

// DeleteQuestion removes a question of a survey that was never opened.
func (s *Service) DeleteQuestion(ctx context.Context, event *models.Event, surveyID, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draft(tx, event, surveyID)
		if err != nil {
			return err
		}
		q, err := tx.Questions().ByID(survey, id)
		if err != nil {
			return err
		}
		return tx.Questions().Delete(q)
	})
}

// MoveQuestion moves a question up (steps < 0) or down; at the end of the list it stays.
func (s *Service) MoveQuestion(ctx context.Context, event *models.Event, surveyID, id string, steps int) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		survey, err := draft(tx, event, surveyID)
		if err != nil {
			return err
		}
		from := position(survey.Questions, id)
		if from < 0 {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		to := max(0, min(from+steps, len(survey.Questions)-1))
		q := survey.Questions[from]
		return tx.Questions().Reorder(slices.Insert(slices.Delete(survey.Questions, from, from+1), to, q))
	})
}

// draft finds a survey and holds it as one that was never opened.
func draft(tx *models.Tx, event *models.Event, id string) (*models.Survey, error) {
	survey, err := tx.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	if Frozen(survey) {
		return nil, models.NewError(models.CodeConflict, "survey.frozen")
	}
	return survey, tx.Surveys().Lock(survey, models.SurveyDraft)
}

// word puts what staff typed into a question. others are those whose slugs a new question must not take.
func word(q *models.Question, in Wording, others []models.Question) error {
	faults := map[string]string{}
	if q.ID == "" {
		q.Slug = newSlug(tidy(in.Slug), others, faults)
	}
	q.Kind, q.Required = in.Kind, in.Required
	if !slices.Contains(models.QuestionKinds, in.Kind) {
		faults["kind"] = "field.choice"
	}
	q.TitleJa = text(in.TitleJa, "title_ja", maxTitle, true, faults)
	q.TitleEn = text(in.TitleEn, "title_en", maxTitle, false, faults)
	q.HelpJa = text(in.HelpJa, "help_ja", maxHelp, false, faults)
	q.HelpEn = text(in.HelpEn, "help_en", maxHelp, false, faults)
	switch {
	case in.Kind.HasOptions():
		q.Options = options(in.Options, faults)
	case in.Kind.IsScale():
		q.Options = ends(in.Kind, in.Options, faults)
	default:
		q.Options = nil
	}
	return models.InvalidFields(faults)
}

func newSlug(typed string, others []models.Question, faults map[string]string) string {
	taken := func(slug string) bool {
		return slices.ContainsFunc(others, func(q models.Question) bool { return q.Slug == slug })
	}
	if typed == "" {
		n := len(others) + 1
		for taken(fmt.Sprintf("q%d", n)) {
			n++
		}
		return fmt.Sprintf("q%d", n)
	}
	switch {
	case !slugs.MatchString(typed) || strings.Contains(typed, "__") || slices.Contains(reserved, typed):
		faults["slug"] = "survey.slug_form"
	case taken(typed):
		faults["slug"] = "survey.slug_taken"
	}
	return typed
}

// options are those of a choice: two at least.
func options(typed string, faults map[string]string) []models.Option {
	list := lines(typed, faults)
	switch {
	case len(list) < 2:
		faults["options"] = "survey.options_few"
	case len(list) > maxOptions:
		faults["options"] = "survey.options_many"
	}
	return list
}

// ends are the words for the two ends of a scale, under the numbers that they stand for.
func ends(kind models.QuestionKind, typed string, faults map[string]string) []models.Option {
	list := lines(typed, faults)
	if len(list) == 0 {
		return nil
	}
	if len(list) != 2 {
		faults["options"] = "survey.ends_two"
		return nil
	}
	scale := kind.Scale()
	list[0].Slug, list[1].Slug = strconv.Itoa(scale[0]), strconv.Itoa(scale[len(scale)-1])
	return list
}

// lines reads one option a line. An option's slug comes from its English text where that makes one, else from its place.
func lines(typed string, faults map[string]string) (list []models.Option) {
	for line := range strings.Lines(tidy(typed)) {
		ja, en, _ := strings.Cut(strings.ReplaceAll(line, "｜", "|"), "|")
		ja, en = strings.TrimSpace(ja), strings.TrimSpace(en)
		if ja == "" && en == "" {
			continue
		}
		option := models.Option{
			Slug: optionSlug(en, list), TextJa: text(ja, "options", maxTitle, true, faults), TextEn: text(en, "options", maxTitle, false, faults),
		}
		list = append(list, option)
	}
	return list
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

func optionSlug(english string, others []models.Option) string {
	slug := strings.Trim(notSlug.ReplaceAllString(strings.ToLower(english), "_"), "_")
	taken := slices.ContainsFunc(others, func(o models.Option) bool { return o.Slug == slug })
	if taken || !slugs.MatchString(slug) {
		return fmt.Sprintf("o%d", len(others)+1)
	}
	return slug
}

// OptionLines writes options the way they are typed.
func OptionLines(list []models.Option) string {
	var lines []string
	for _, option := range list {
		line := option.TextJa
		if option.TextEn != "" {
			line += " | " + option.TextEn
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
