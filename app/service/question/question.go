// Package question is the engine behind everything that people are asked: what kinds of questions there are, how staff
// write one, and how an answer is checked, counted and written into a download.
//
// It stores nothing and knows no surveys: whoever keeps questions in rows of their own (surveys today) hands them
// over as Question and keeps the answers, which are a list of values by the question's slug.
//
// To add a kind, write it in a file of its own and add one line to kinds. Its name needs the texts question.kind_NAME
// in the language files, and a part in templates/partials/survey.html where none of the present ones draws it.
package question

import (
	"slices"

	"meguri/models"
)

// Question is what the engine needs to know of a question.
type Question struct {
	// Slug names the question in answers and its column in downloads.
	Slug     string
	Kind     models.QuestionKind
	Required bool
	TitleJa  string
	TitleEn  string
	HelpJa   string
	HelpEn   string
	// Options are what may be chosen; of a scale, the words for its two ends, or none.
	Options []models.Option
}

// kind is how questions of one kind behave.
type kind interface {
	// show says which parts of pages draw it.
	show() Show
	// options reads what staff typed as options, or returns the key of what is wrong with it.
	options(typed string) (list []models.Option, fault string)
	// check turns what a person gave into values to keep, none where they left the question open, or returns the key of
	// what is wrong with it.
	check(q Question, given []string) (values []string, fault string)
	// columns are those of a download. base has what is the same for every kind.
	columns(q Question, base Column, texts Texts) []Column
	// value is an answer in its own type, as JSON holds it. There is at least one of values.
	value(values []string) any
	// tally counts. times says how often a value was given.
	tally(q Question, times func(value string) int) Tally
}

// kinds are the kinds of questions in the order in which they are offered.
var kinds = []struct {
	name models.QuestionKind
	kind kind
}{
	{models.QuestionSingle, single{}},
	{models.QuestionMultiple, multiple{}},
	{models.QuestionScale5, scale{lowest: 1, highest: 5}},
	{models.QuestionScale10, scale{lowest: 0, highest: 10}},
	{models.QuestionShortText, shortText},
	{models.QuestionLongText, longText},
}

// Kinds lists the names of all kinds in the order in which they are offered.
func Kinds() []models.QuestionKind {
	list := make([]models.QuestionKind, 0, len(kinds))
	for _, k := range kinds {
		list = append(list, k.name)
	}
	return list
}

// kindOf takes an unknown kind, as a later version of the program may have stored it, for a text.
func kindOf(name models.QuestionKind) kind {
	for _, k := range kinds {
		if k.name == name {
			return k.kind
		}
	}
	return longText
}

// Field names the question in a form, and in the errors of an answer.
func (q Question) Field() string { return "q_" + q.Slug }

// hasSlug finds a question in a list.
func hasSlug(list []Question, slug string) bool {
	return slices.ContainsFunc(list, func(q Question) bool { return q.Slug == slug })
}
