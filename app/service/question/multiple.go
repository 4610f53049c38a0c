package question

import (
	"slices"

	"meguri/models"
	"meguri/models/text"
)

// multiple is a choice of any number of options.
type multiple struct{}

func (multiple) show() Show {
	return Show{
		Control: Checkboxes, Lines: OptionLines,
		Parts: []Part{OptionsPart, RolesPart, LimitPart, ShuffledPart, DescribesPart, RequiredPart},
	}
}

func (multiple) options(typed []models.Option) ([]models.Option, string) { return checkChoices(typed) }

func (multiple) check(q Question, given []string) ([]string, string) {
	chosen, fault := chosenOptions(q.Options, distinct(given, text.CleanTitle))
	isExclusive := func(o models.Option) bool { return o.Exclusive && slices.Contains(chosen, o.Slug) }
	switch {
	case len(chosen) > 1 && slices.ContainsFunc(q.Options, isExclusive):
		return nil, "question.exclusive"
	case q.Settings.Limit > 0 && len(chosen) > q.Settings.Limit:
		return nil, "question.choose_at_most"
	}
	return chosen, fault
}

// columns returns one column for each option: 1 if it was chosen, 0 if not, empty if the question was not answered.
func (multiple) columns(q Question, base Column, texts Texts) []Column {
	list := make([]Column, 0, len(q.Options))
	for _, option := range q.Options {
		flag := base
		flag.Name, flag.Type = base.Name+"__"+option.Slug, "flag"
		flag.NoteJa, flag.NoteEn = option.TextJa, option.TextEn
		flag.Part, flag.PartJa, flag.PartEn = option.Slug, option.TextJa, option.TextEn
		flag.Values = []Code{localizedCode("1", "question.flag_1", texts), localizedCode("0", "question.flag_0", texts)}
		flag.cell = func(values []string) any {
			if slices.Contains(values, option.Slug) {
				return 1
			}
			return 0
		}
		list = append(list, flag)
	}
	return list
}

func (multiple) value(values []string) any { return values }

func (multiple) tally(q Question, times func(string) int) Tally {
	return Tally{Bars: optionBars(q.Options, times)}
}
