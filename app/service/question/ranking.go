package question

import (
	"slices"
	"strconv"

	"meguri/models"
	"meguri/models/text"
)

// ranking puts options into an order: the first value is the first place. Who does not care about the rest leaves it
// out.
type ranking struct{}

func (ranking) show() Show {
	return Show{Control: Places, Lines: OptionLines, Parts: []Part{OptionsPart, ShuffledPart, RequiredPart}}
}

func (ranking) options(typed []models.Option) ([]models.Option, string) {
	return checkChoices(withoutRoles(typed))
}

func (ranking) check(q Question, given []string) (values []string, fault string) {
	for _, value := range given {
		if value = text.CleanTitle(value); value == "" {
			continue
		}
		if !hasOption(q.Options, value) {
			return nil, "field.choice"
		}
		if slices.Contains(values, value) {
			return nil, "question.ranked_twice"
		}
		values = append(values, value)
	}
	return values, ""
}

// columns returns one column for each option with its place, empty where it was given none.
func (ranking) columns(q Question, base Column, _ Texts) []Column {
	list := make([]Column, 0, len(q.Options))
	for _, option := range q.Options {
		place := base
		place.Name, place.Type = base.Name+"__"+option.Slug, "integer"
		place.Least, place.Most = "1", strconv.Itoa(len(q.Options))
		place.NoteJa, place.NoteEn = option.TextJa, option.TextEn
		place.Part, place.PartJa, place.PartEn = option.Slug, option.TextJa, option.TextEn
		for i := range q.Options {
			n := strconv.Itoa(i + 1)
			place.Values = append(place.Values, Code{n, n, n})
		}
		place.cell = func(values []string) any {
			if i := slices.Index(values, option.Slug); i >= 0 {
				return i + 1
			}
			return nil
		}
		list = append(list, place)
	}
	return list
}

func (ranking) value(values []string) any { return values }

// tally counts points: see Points.
func (ranking) tally(q Question, times func(string) int) Tally {
	return Tally{Bars: optionBars(q.Options, times), Points: len(q.Options)}
}

// Points is how much the value at a place of an answer counts: in a ranking of n options the first n, the second one
// less; else 1.
func (q Question) Points(place int) int {
	if q.Kind == models.QuestionRanking {
		return len(q.Options) - place
	}
	return 1
}
