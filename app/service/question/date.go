package question

import (
	"slices"
	"time"

	"golang.org/x/text/unicode/norm"

	"meguri/models"
	"meguri/models/text"
)

// date is answered with a day. Like a number it can name who gave it, as a birthday does: releases keep it apart.
type date struct{}

func (date) show() Show {
	return Show{Control: Date, Longest: longestNumber, Written: true, Measured: true, Parts: []Part{RequiredPart}}
}

func (date) options([]models.Option) ([]models.Option, string) { return nil, "" }

// dateLayouts are how people type a day. The first one is how it is stored.
var dateLayouts = []string{time.DateOnly, "2006/1/2", "2006.1.2", "2006年1月2日", "2006-1-2"}

// Years that a day may be in: whoever was born before, or plans for after, mistyped it.
const firstYear, lastYear = 1900, 2199

func (date) check(_ Question, given []string) ([]string, string) {
	typed, fault := singleValue(given, text.CleanLine)
	if typed == "" {
		return nil, fault
	}
	typed = norm.NFKC.String(typed)
	for _, layout := range dateLayouts {
		day, err := time.Parse(layout, typed)
		if err == nil && day.Year() >= firstYear && day.Year() <= lastYear {
			return []string{day.Format(time.DateOnly)}, ""
		}
	}
	return nil, "question.date_form"
}

func (date) columns(_ Question, base Column, _ Texts) []Column {
	base.Type = "date"
	return []Column{base}
}

func (date) value(values []string) any { return values[0] }

func (date) tally(Question, func(string) int) Tally { return Tally{} }

// measure counts days, or months or years where there are many.
func (date) measure(times map[string]int) (t Tally) {
	for _, length := range []int{len("2006-01-02"), len("2006-01"), len("2006")} {
		counts := map[string]int{}
		for day, count := range times {
			counts[day[:min(length, len(day))]] += count
		}
		t.Bars = t.Bars[:0]
		for label, count := range counts {
			t.Bars = append(t.Bars, Bar{label, label, count})
		}
		if len(t.Bars) <= mostBars {
			break
		}
	}
	slices.SortFunc(t.Bars, byLabel)
	return t
}
