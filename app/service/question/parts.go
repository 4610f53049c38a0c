package question

import (
	"meguri/models"
)

// betweenSlugs stands between the slug of a question and that of a part of it. No slug has it.
const betweenSlugs = "__"

// Flat has the questions as answers, releases and downloads know them: each row of a matrix is a question of its own,
// and so are the words beside an option "other". What asks for no answer is left out.
func Flat(questions []Question) []Question {
	list := make([]Question, 0, len(questions))
	for _, q := range questions {
		list = append(list, q.Parts()...)
	}
	return list
}

// Parts are the fields of the question in a form, each as a question.
func (q Question) Parts() []Question {
	switch q.Show().Control {
	case NoControl, File:
		return nil
	case Table:
		return q.rowsOfTable()
	}
	if words, ok := q.Words(); ok {
		return []Question{q, words}
	}
	return []Question{q}
}

// rowsOfTable are the rows of a matrix.
func (q Question) rowsOfTable() []Question {
	list := make([]Question, 0, len(q.Options))
	for _, option := range q.Options {
		row := q.part(option, models.QuestionScale5, option.Slug)
		row.Required, row.Options = q.Required, q.Settings.Ends
		list = append(list, row)
	}
	return list
}

// Words is what people write beside the option "other"; ok is false where there is none.
func (q Question) Words() (words Question, ok bool) {
	if !q.Show().has(RolesPart) {
		return words, false
	}
	for _, option := range q.Options {
		if option.Other {
			words = q.part(option, models.QuestionShortText, option.Slug+betweenSlugs+"text")
			words.Beside = option.Slug
			return words, true
		}
	}
	return words, false
}

// part is a question about an option of the question.
func (q Question) part(option models.Option, kind models.QuestionKind, slug string) Question {
	part := Question{
		Slug: q.Slug + betweenSlugs + slug, Of: q.Slug, Kind: kind, TitleJa: q.TitleJa + "：" + option.TextJa,
		Settings: models.QuestionSettings{ShowIf: q.Settings.ShowIf}, Within: q.Within,
	}
	if q.TitleEn != "" {
		part.TitleEn = q.TitleEn + ": " + englishOr(option)
	}
	part.WholeJa, part.WholeEn, part.PartJa, part.PartEn = q.TitleJa, q.TitleEn, option.TextJa, option.TextEn
	return part
}

func englishOr(option models.Option) string {
	if option.TextEn != "" {
		return option.TextEn
	}
	return option.TextJa
}
