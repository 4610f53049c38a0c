package survey

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"meguri/app/service/question"
	"meguri/app/service/rows"
	"meguri/models"
)

// QuestionsInput is the questions of a survey as rows of one form: see package rows.
type QuestionsInput struct{ Rows []QuestionRowInput }

// QuestionRowInput is what staff type in a row. The options are in Input.
type QuestionRowInput struct {
	question.Input

	ID string
	// Was is what the row was when the page was made.
	Was    string
	Delete bool
}

// ReadQuestions reads the rows that a form brings.
func ReadQuestions(values url.Values) *QuestionsInput {
	in := &QuestionsInput{}
	for _, row := range rows.Read(values) {
		in.Rows = append(in.Rows, QuestionRowInput{
			ID: row.Key, Was: row.Was(), Delete: row.Deleted(),
			Input: question.Input{
				Slug: row.One("slug"), Kind: models.QuestionKind(row.One("kind")), Required: row.Has("required"),
				TitleJa: row.One("title_ja"), TitleEn: row.One("title_en"),
				HelpJa: row.One("help_ja"), HelpEn: row.One("help_en"), Describes: row.Has("describes"),
				OptionSlugs: row.All("option_slug"), OptionsJa: row.All("option_ja"), OptionsEn: row.All("option_en"),
				OptionPlaces: row.All("option_place"), OptionRoles: row.All("option_role"),
				EndsJa: row.All("end_ja"), EndsEn: row.All("end_en"),
				InputSettings: question.InputSettings{
					Least: row.One("least"), Most: row.One("most"), UnitJa: row.One("unit_ja"), UnitEn: row.One("unit_en"),
					Limit: row.One("limit"), Folded: row.Has("folded"), Shuffled: row.Has("shuffled"),
				},
			},
		})
	}
	return in
}

// questionFields are the fields of a row in the order of the page.
var questionFields = []string{
	"title_ja", "title_en", "kind", "options", "limit", "least", "most", "unit_ja", "unit_en", "help_ja", "help_en",
	"describes", "slug",
}

// Fields are the names of all fields, in the order of the page.
func (in *QuestionsInput) Fields() []string {
	keys := make([]string, len(in.Rows))
	for i := range in.Rows {
		keys[i] = in.Rows[i].ID
	}
	return rows.Fields(questionFields, keys)
}

// lines is what the row asks for besides the texts.
func (row *QuestionRowInput) lines() question.Lines { return question.ShowKind(row.Kind).Lines }

// input is the row as the form of one question.
func (row *QuestionRowInput) input() *question.Input {
	in := row.Input
	if row.lines() == question.EndLines && len(row.EndsJa) > 0 {
		in.OptionSlugs = make([]string, len(row.EndsJa))
		in.OptionsJa, in.OptionsEn, in.OptionPlaces = row.EndsJa, row.EndsEn, nil
	}
	return &in
}

// questionRowOf is a question as its row shows it.
func questionRowOf(id string, q *question.Question) QuestionRowInput {
	row := QuestionRowInput{ID: id, Input: *q.Input()}
	if row.lines() == question.EndLines {
		row.EndsJa, row.EndsEn = row.OptionsJa, row.OptionsEn
		row.OptionSlugs, row.OptionsJa, row.OptionsEn, row.OptionPlaces = nil, nil, nil, nil
		row.OptionRoles = nil
	}
	row.Was = row.sum()
	return row
}

func (row *QuestionRowInput) sum() string {
	parts := []string{
		string(row.Kind), row.TitleJa, row.TitleEn, row.HelpJa, row.HelpEn, fmt.Sprint(row.Required, row.Describes),
	}
	parts = append(parts, row.Input.Sum()...)
	lines := row.lines()
	if lines == "" {
		return rows.Sum(parts...)
	}
	for _, option := range row.input().Typed() {
		if lines == question.EndLines {
			option.Slug = ""
		}
		parts = append(parts, option.Slug, option.TextJa, option.TextEn)
		if option.Other || option.Exclusive {
			parts = append(parts, fmt.Sprint(option.Other))
		}
	}
	return rows.Sum(parts...)
}

// knownSlugs are those of the options without those that the saved row does not have any more.
func (row *QuestionRowInput) knownSlugs(saved *QuestionRowInput) []string {
	slugs := slices.Clone(row.OptionSlugs)
	for i, slug := range slugs {
		if !slices.Contains(saved.OptionSlugs, slug) {
			slugs[i] = ""
		}
	}
	return slugs
}

// isBlank reports whether a new row was left empty.
func (row *QuestionRowInput) isBlank() bool {
	texts := []string{row.TitleJa, row.TitleEn, row.HelpJa, row.HelpEn, row.Slug, row.Options}
	for _, list := range [][]string{row.OptionsJa, row.OptionsEn, row.EndsJa, row.EndsEn} {
		texts = append(texts, list...)
	}
	return row.Was == "" && strings.TrimSpace(strings.Join(texts, "")) == ""
}

// isOver reports whether a row is of no use where its question was deleted meanwhile.
func (row *QuestionRowInput) isOver() bool {
	return row.Was != "" && (row.Delete || row.Was == row.sum())
}

// QuestionRow is a row of the page.
type QuestionRow struct {
	QuestionRowInput

	// Number counts the rows from 1.
	Number int
	// Stored says that it is no new row.
	Stored bool
	// Frozen says that only wording may change.
	Frozen bool
	// MayDescribe says that the mark for questions about a person may change.
	MayDescribe bool
	// If is the question whose answer decides whether this one is shown, nil where all see it, and Values are the answers
	// that it takes.
	If     *question.Question
	Values []question.Value
	// MayDepend says that it can have a condition.
	MayDepend bool
	// Theirs is what somebody else saved meanwhile, where it is not what was typed; Gone says that they deleted it.
	Theirs []rows.Difference
	Gone   bool
}

// emptyLines is how many lines for options a row has below its own, for those who have no JavaScript.
const emptyLines = 3

// OptionLines are the options, and some empty lines for more.
func (row QuestionRow) OptionLines() []question.OptionRow {
	switch {
	case row.Frozen:
		return row.Input.Rows(0)
	case row.Show().Has("options"):
		return row.Input.Rows(emptyLines)
	}
	return (&question.Input{}).Rows(emptyLines)
}

// EndLines are the words for the two ends of a scale; Place says which end it is.
func (row QuestionRow) EndLines() []question.OptionRow {
	list := []question.OptionRow{{Place: "low"}, {Place: "high"}}
	for i := range list {
		if i < len(row.EndsJa) {
			list[i].TextJa = row.EndsJa[i]
		}
		if i < len(row.EndsEn) {
			list[i].TextEn = row.EndsEn[i]
		}
	}
	return list
}

// optionTexts are the options as somebody reads them who compares two versions.
func (row *QuestionRowInput) optionTexts() string {
	var texts []string
	if row.lines() != "" {
		for _, option := range row.input().Typed() {
			texts = append(texts, strings.TrimSpace(option.TextJa+" "+option.TextEn))
		}
	}
	return strings.Join(texts, "\n")
}

// Show says how the question is drawn.
func (row QuestionRow) Show() question.Show { return question.ShowKind(row.Kind) }

// ValuesJa are the words of the answers that the question is shown for, and ValuesEn in English.
func (row QuestionRow) ValuesJa() string {
	return question.Asked{Values: row.Values}.ValuesJa()
}

// ValuesEn are the words of the answers in English.
func (row QuestionRow) ValuesEn() string {
	return question.Asked{Values: row.Values}.ValuesEn()
}

// Summary is what the row says of the options while it is folded, in Japanese.
func (row QuestionRow) Summary() string {
	between := map[question.Lines]string{
		question.OptionLines: "／", question.TableLines: "／", question.EndLines: " — ",
	}[row.lines()]
	if between == "" {
		return ""
	}
	var texts []string
	for _, option := range row.input().Typed() {
		texts = append(texts, option.TextJa)
	}
	return strings.Join(texts, between)
}
