package question

import (
	"meguri/models"
	"meguri/models/text"
)

// single is a choice of one option.
type single struct{}

func (single) show() Show {
	return Show{
		Control: Radios, Lines: OptionLines,
		Parts: []Part{OptionsPart, RolesPart, FoldedPart, ShuffledPart, DescribesPart, RequiredPart},
	}
}

func (single) options(typed []models.Option) ([]models.Option, string) {
	for i := range typed { // each option of a choice of one excludes the others
		typed[i].Exclusive = false
	}
	return checkChoices(typed)
}

func (single) check(q Question, given []string) ([]string, string) {
	slug, fault := singleValue(given, text.CleanTitle)
	if slug == "" {
		return nil, fault
	}
	return chosenOptions(q.Options, []string{slug})
}

func (single) columns(q Question, base Column, _ Texts) []Column {
	base.Type, base.Values = "code", optionCodes(q.Options)
	return []Column{base}
}

func (single) value(values []string) any { return values[0] }

func (single) tally(q Question, times func(string) int) Tally {
	return Tally{Bars: optionBars(q.Options, times)}
}
