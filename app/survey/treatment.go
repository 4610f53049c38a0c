package survey

import (
	"slices"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
	"meguri/models"
)

// Treatment says what was done with a column of a released survey so that nobody can be identified. Key is its text.
type Treatment struct{ TitleJa, TitleEn, Key string }

// treatments are those of the columns that describe a person, then of questions that are left out.
func (s wording) treatments(survey *models.Survey) []Treatment {
	var list []Treatment
	for _, name := range []string{"mode", "locale"} {
		ja, en := s.both("survey.column_" + name)
		list = append(list, Treatment{ja, en, keyOf(survey.Release, name)})
	}
	for _, q := range s.answered(survey) {
		if key := keyOf(survey.Release, q.Slug); key != "" {
			list = append(list, Treatment{q.TitleJa, q.TitleEn, key})
		}
	}
	return list
}

// keyOf is the text key of what was done with a column, "" where nothing was to do.
func keyOf(release *models.SurveyRelease, name string) string {
	if column, ok := release.Columns[name]; ok {
		return "survey.treatment_" + string(column.Shown)
	}
	if reason, ok := release.Withheld[name]; ok {
		return "survey.treatment_" + string(reason)
	}
	return ""
}

// released are the questions as their released answers need them: options that were put together are one.
func (s wording) released(survey *models.Survey) []question.Question {
	list := s.answered(survey)
	for i := range list {
		q := &list[i]
		column := survey.Release.Columns[q.Slug]
		if len(column.Merged) == 0 {
			continue
		}
		one := models.Option{Slug: anonymity.Merged}
		one.TextJa, one.TextEn = s.both("survey.merged_option")
		q.Options = slices.DeleteFunc(slices.Clone(q.Options), func(o models.Option) bool {
			return slices.Contains(column.Merged, o.Slug)
		})
		q.Options = append(q.Options, one)
	}
	return list
}
