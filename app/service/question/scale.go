package question

import (
	"strconv"

	"meguri/models"
	"meguri/models/text"
)

// scale is a choice of an integer. Its options are the words for its two ends; their slugs are the numbers. ends are
// the text keys of words that are always the same.
type scale struct {
	lowest, highest int
	ends            []string
}

func (s scale) show() Show {
	show := Show{Control: Numbers, Scale: s.numbers(), EndKeys: s.ends, Parts: []Part{DescribesPart, RequiredPart}}
	if s.ends == nil {
		show.Lines, show.Parts = EndLines, append(show.Parts, EndsPart)
	}
	return show
}

func (s scale) numbers() (list []int) {
	for n := s.lowest; n <= s.highest; n++ {
		list = append(list, n)
	}
	return list
}

func (s scale) options(typed []models.Option) ([]models.Option, string) {
	if len(typed) == 0 || s.ends != nil {
		return nil, ""
	}
	if len(typed) != 2 {
		return nil, "question.ends_two"
	}
	lowest, highest := strconv.Itoa(s.lowest), strconv.Itoa(s.highest)
	if typed[0].Slug == highest || typed[1].Slug == lowest { // an end is known by its number, wherever its row is
		typed[0], typed[1] = typed[1], typed[0]
	}
	typed[0].Slug, typed[1].Slug = lowest, highest
	typed = withoutRoles(typed)
	return typed, checkTexts(typed)
}

func (s scale) check(_ Question, given []string) ([]string, string) {
	value, fault := singleValue(given, text.CleanTitle)
	if value == "" {
		return nil, fault
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < s.lowest || n > s.highest {
		return nil, "field.choice"
	}
	return []string{strconv.Itoa(n)}, ""
}

func (s scale) columns(q Question, base Column, texts Texts) []Column {
	base.Type, base.Values = "integer", optionCodes(q.Options)
	base.Least, base.Most = strconv.Itoa(s.lowest), strconv.Itoa(s.highest)
	if len(s.ends) > 0 {
		base.Values = []Code{
			localizedCode(strconv.Itoa(s.lowest), s.ends[0], texts), localizedCode(strconv.Itoa(s.highest), s.ends[1], texts),
		}
	}
	base.NoteJa, base.NoteEn = texts("question.note_scale", "lowest", s.lowest, "highest", s.highest)
	return []Column{base}
}

func (scale) value(values []string) any {
	n, err := strconv.Atoi(values[0])
	if err != nil {
		return values[0]
	}
	return n
}

func (s scale) tally(_ Question, times func(string) int) (t Tally) {
	var counts []int
	for _, n := range s.numbers() {
		label := strconv.Itoa(n)
		count := times(label)
		t.Bars = append(t.Bars, Bar{LabelJa: label, LabelEn: label, Count: count})
		counts = append(counts, count)
		t.HasMean = t.HasMean || count > 0
	}
	if t.HasMean {
		t.Mean, t.Distribution = describe(s.lowest, counts)
	}
	return t
}

// endOf is a number of a scale, with its words where it is an end that has some.
func endOf(n int, ends []models.Option) Value {
	value := Value{strconv.Itoa(n), strconv.Itoa(n), strconv.Itoa(n)}
	for _, end := range ends {
		if end.Slug == value.Value {
			value.TextJa, value.TextEn = value.Value+"："+end.TextJa, value.Value+": "+englishOr(end)
		}
	}
	return value
}
