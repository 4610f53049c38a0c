// Package question implements the kinds of questions: how staff write a question, and how an answer is checked, counted
// and written into a download.
//
// It stores nothing and does not depend on surveys. A feature that stores questions (today surveys) converts its rows
// to Question and stores the answers, which are lists of values by the question's slug.
//
// To add a kind, write it in a file of its own and add it to kinds. It needs the text question.kind_NAME in the
// language files, and a new part in templates/partials/survey.html if no present control fits.
package question

import (
	"slices"

	"meguri/models"
)

// Question is a question, independent of how it is stored.
type Question struct {
	// Slug identifies the question in answers, and its column in downloads.
	Slug     string
	Kind     models.QuestionKind
	Required bool
	TitleJa  string
	TitleEn  string
	HelpJa   string
	HelpEn   string
	// Options are the options of a choice. A scale has the words for its two ends, or none.
	Options []models.Option
	// Describes marks a question about the person who answers, such as their sector or age. Only choices and scales can
	// be marked.
	Describes bool
	Settings  models.QuestionSettings
	// Within is the condition of the section that the question stands in, nil where it has none.
	Within *models.ShowIf
	// Of is the slug of the question that this is a part of, "" for a whole one, WholeJa and WholeEn its title,
	// PartJa and PartEn the words of its option: see Flat.
	Of               string
	WholeJa, WholeEn string
	PartJa, PartEn   string
	// Beside is the slug of the option that words are written beside, "" of other questions.
	Beside string
}

// kind implements one kind of question.
type kind interface {
	// show says how pages draw the question.
	show() Show
	// options checks the options that staff typed and gives new ones a slug, or returns the text key of the fault.
	options(typed []models.Option) (list []models.Option, fault string)
	// check turns the values of a form into the values to store, none if the question was not answered, or returns the
	// text key of the fault.
	check(q Question, given []string) (values []string, fault string)
	// columns returns the columns in a download. base has the fields that are the same for every kind.
	columns(q Question, base Column, texts Texts) []Column
	// value returns an answer as JSON has it. values is not empty.
	value(values []string) any
	// tally counts the answers. times returns how often a value was given.
	tally(q Question, times func(value string) int) Tally
}

// measured is a kind whose answers are numbers or days, stored apart.
type measured interface {
	// measure says how the answers are spread. times has how often each value was given.
	measure(times map[string]int) Tally
}

// Measure is Tally for a question whose Show is Measured: times has how often each value was given.
func (q Question) Measure(times map[string]int) Tally {
	if k, ok := kindOf(q.Kind).(measured); ok {
		return k.measure(times)
	}
	return Tally{}
}

// kinds are the kinds of questions in the order in which surveys offer them; those at the end are for forms alone.
var kinds = []struct {
	name models.QuestionKind
	kind kind
}{
	{models.QuestionSingle, single{}},
	{models.QuestionMultiple, multiple{}},
	{models.QuestionScale5, scale{lowest: 1, highest: 5}},
	{models.QuestionScale10, scale{lowest: 0, highest: 10}},
	{models.QuestionNPS, scale{lowest: 0, highest: 10, ends: []string{"question.nps_low", "question.nps_high"}}},
	{models.QuestionMatrix, matrix{scale{lowest: 1, highest: 5}}},
	{models.QuestionRanking, ranking{}},
	{models.QuestionShortText, shortText},
	{models.QuestionLongText, longText},
	{models.QuestionNumber, number{}},
	{models.QuestionDate, date{}},
	{models.QuestionStatement, statement{}},
	{models.QuestionSection, statement{newPage: true}},
	{models.QuestionAgree, agree{}},
	{models.QuestionTime, timeOfDay},
	{models.QuestionPhone, phone},
	{models.QuestionOrganization, organization},
	{models.QuestionFile, file{}},
}

// ofForms are the kinds that a form of registration asks, in the order in which they are offered.
var ofForms = []models.QuestionKind{
	models.QuestionSingle, models.QuestionMultiple, models.QuestionShortText, models.QuestionLongText,
	models.QuestionNumber, models.QuestionAgree, models.QuestionDate, models.QuestionTime, models.QuestionPhone,
	models.QuestionOrganization, models.QuestionFile, models.QuestionStatement,
}

// FormKinds lists the names of the kinds that a form of registration asks, in the order in which they are offered.
func FormKinds() []models.QuestionKind { return slices.Clone(ofForms) }

// Kinds lists the names of the kinds that surveys ask, in the order in which they are offered.
func Kinds() []models.QuestionKind {
	list := make([]models.QuestionKind, 0, len(kinds))
	for _, k := range kinds {
		if k.name == models.QuestionAgree { // the rest is for forms alone
			break
		}
		list = append(list, k.name)
	}
	return list
}

// kindOf returns the kind with the name. An unknown one, which a later version of the program may have stored, is
// treated as a long text.
func kindOf(name models.QuestionKind) kind {
	for _, k := range kinds {
		if k.name == name {
			return k.kind
		}
	}
	return longText
}

// Field is the name of the question's field in a form.
func (q Question) Field() string { return "q_" + q.Slug }

// hasSlug reports whether a question of the list has the slug.
func hasSlug(list []Question, slug string) bool {
	return slices.ContainsFunc(list, func(q Question) bool { return q.Slug == slug })
}

// Of is a stored question.
func Of(q *models.Question) Question {
	return Question{
		Slug:     q.Slug,
		Kind:     q.Kind,
		Required: q.Required,
		TitleJa:  q.TitleJa,
		TitleEn:  q.TitleEn,
		HelpJa:   q.HelpJa,
		HelpEn:   q.HelpEn,
		Options:  q.Options,

		Describes: q.Describes,
		Settings:  q.Settings,
	}
}

// AllOf are stored questions, each within its section.
func AllOf(rows []models.Question) []Question {
	list := make([]Question, 0, len(rows))
	var section *models.ShowIf
	for i := range rows {
		q := Of(&rows[i])
		if q.Show().NewPage {
			section = q.Settings.ShowIf
		}
		q.Within = section
		list = append(list, q)
	}
	return list
}
