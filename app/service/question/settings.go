package question

import (
	"strconv"
	"strings"

	"meguri/app/service/check"
	"meguri/models/text"
)

// maxUnit is how many characters the unit of a number has.
const maxUnit = 20

// readSettings reads what the kind of the question has besides its texts and options. What other kinds have is left out.
func (in *Input) readSettings(c *check.Checker, q *Question) {
	show, set := q.Show(), &q.Settings
	if show.has(NumberPart) {
		set.Least, set.Most = limitOf(c, "least", in.Least), limitOf(c, "most", in.Most)
		set.UnitJa = c.Line("unit_ja", in.UnitJa, maxUnit, check.Optional)
		set.UnitEn = c.Line("unit_en", in.UnitEn, maxUnit, check.Optional)
		_, least, hasLeast := parseNumber(set.Least)
		if _, most, ok := parseNumber(set.Most); ok && hasLeast && most < least {
			c.Fault("most", "question.limits_order")
		}
	}
	if show.has(LimitPart) {
		set.Limit = in.readLimit(c, len(q.Options))
	}
	set.Folded = in.Folded && show.has(FoldedPart)
	set.Shuffled = in.Shuffled && show.has(ShuffledPart)
	if show.Lines == TableLines {
		var fault string
		ends := &Input{OptionSlugs: make([]string, len(in.EndsJa)), OptionsJa: in.EndsJa, OptionsEn: in.EndsEn}
		if set.Ends, fault = (scale{lowest: show.Scale[0], highest: len(show.Scale)}).options(ends.Typed()); fault != "" {
			c.Fault("options", fault, "max", maxTitle)
		}
	}
}

// readLimit is how many options may be chosen, 0 for all.
func (in *Input) readLimit(c *check.Checker, options int) int {
	limit := c.Int("limit", in.Limit, 1, MaxOptions, check.Optional)
	if limit >= options {
		return 0 // no limit at all
	}
	return limit
}

func limitOf(c *check.Checker, field, typed string) string {
	if typed = text.CleanLine(typed); typed == "" {
		return ""
	}
	written, _, ok := parseNumber(typed)
	if !ok {
		c.Fault(field, "question.number_form")
	}
	return written
}

// setSettings fills the form with the settings of a question.
func (in *Input) setSettings(q *Question) {
	set := q.Settings
	in.InputSettings = InputSettings{
		Least: set.Least, Most: set.Most, UnitJa: set.UnitJa, UnitEn: set.UnitEn, Folded: set.Folded, Shuffled: set.Shuffled,
	}
	if set.Limit > 0 {
		in.Limit = strconv.Itoa(set.Limit)
	}
	for _, end := range set.Ends {
		in.EndsJa, in.EndsEn = append(in.EndsJa, end.TextJa), append(in.EndsEn, end.TextEn)
	}
}

// Sum are the settings as one text for each, for those who compare two versions.
func (in *Input) Sum() []string {
	show := kindOf(in.Kind).show()
	var parts []string
	add := func(name string, values ...string) {
		if value := strings.Join(values, "\x01"); strings.Trim(value, "\x01") != "" {
			parts = append(parts, name, value)
		}
	}
	box := func(name string, ticked bool) {
		if ticked {
			parts = append(parts, name)
		}
	}
	if show.has(NumberPart) {
		add("limits", in.Least, in.Most, text.CleanTitle(in.UnitJa), text.CleanTitle(in.UnitEn))
	}
	if show.has(LimitPart) {
		add("limit", in.Limit)
	}
	box("folded", in.Folded && show.has(FoldedPart))
	box("shuffled", in.Shuffled && show.has(ShuffledPart))
	if show.Lines == TableLines {
		add("ends", append(append([]string{}, in.EndsJa...), in.EndsEn...)...)
	}
	return parts
}
