package question

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
	"gonum.org/v1/gonum/stat"

	"meguri/models"
	"meguri/models/text"
)

// number is answered with a number, of up to six places behind the point. A number can name who gave it, as an age of
// 97 does, and there are too many different ones to put together: releases keep it apart from other answers, as a text.
type number struct{}

func (number) show() Show {
	return Show{
		Control: Number, Longest: longestNumber, Written: true, Measured: true, Parts: []Part{NumberPart, RequiredPart},
	}
}

func (number) options([]models.Option) ([]models.Option, string) { return nil, "" }

// longestNumber is how many characters may be typed.
const longestNumber = 30

var numberForm = regexp.MustCompile(`^[+-]?\d{1,15}(\.\d{1,6})?$`)

var numberMarks = strings.NewReplacer(",", "", " ", "", "−", "-", "ー", "-", "、", "")

// parseNumber reads a number as people type it, in full width and with commas as well. written is the one form in which
// it is stored; ok is false where it is no number.
func parseNumber(typed string) (written string, n float64, ok bool) {
	typed = numberMarks.Replace(norm.NFKC.String(typed))
	if !numberForm.MatchString(typed) {
		return "", 0, false
	}
	n, err := strconv.ParseFloat(typed, 64)
	if n == 0 {
		n = 0 // and not -0
	}
	return strconv.FormatFloat(n, 'f', -1, 64), n, err == nil
}

func (number) check(q Question, given []string) ([]string, string) {
	typed, fault := singleValue(given, text.CleanLine)
	if typed == "" {
		return nil, fault
	}
	written, n, ok := parseNumber(typed)
	if !ok {
		return nil, "question.number_form"
	}
	_, least, hasLeast := parseNumber(q.Settings.Least)
	_, most, hasMost := parseNumber(q.Settings.Most)
	switch tooSmall, tooLarge := hasLeast && n < least, hasMost && n > most; {
	case hasLeast && hasMost && (tooSmall || tooLarge):
		return nil, "question.number_between"
	case tooSmall:
		return nil, "question.number_least"
	case tooLarge:
		return nil, "question.number_most"
	}
	return []string{written}, ""
}

func (number) columns(q Question, base Column, texts Texts) []Column {
	base.Type = "number"
	if q.Settings.UnitJa != "" {
		base.NoteJa, base.NoteEn = texts("question.note_unit", "unit", q.Settings.UnitJa)
		if q.Settings.UnitEn != "" {
			_, base.NoteEn = texts("question.note_unit", "unit", q.Settings.UnitEn)
		}
	}
	return []Column{base}
}

func (number) value(values []string) any {
	n, err := strconv.ParseFloat(values[0], 64)
	if err != nil {
		return values[0]
	}
	return n
}

func (number) tally(Question, func(string) int) Tally { return Tally{} }

// mostBars is how many different values are drawn each by itself.
const mostBars = 12

// measure says how numbers are spread: a bar for each, or for each step where there are many.
func (number) measure(times map[string]int) (t Tally) {
	counts := map[float64]int{}
	people := 0
	for value, count := range times {
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			counts[n] += count
			people += count
		}
	}
	if people == 0 {
		return t
	}
	numbers := slices.Sorted(maps.Keys(counts))
	t.Bars, t.HasMean = numberBars(numbers, counts), true
	t.Mean, t.Distribution = spreadOf(numbers, counts, people)
	return t
}

func spreadOf(numbers []float64, counts map[float64]int, people int) (mean float64, d *Distribution) {
	weights := make([]float64, len(numbers))
	for i, n := range numbers {
		weights[i] = float64(counts[n])
	}
	if people < leastDescribed {
		return stat.Mean(numbers, weights), nil
	}
	d = &Distribution{Median: middle(numbers, counts, people)}
	mean, d.Deviation = stat.MeanStdDev(numbers, weights)
	half := halfInterval(d.Deviation, people)
	d.Mean = Interval{mean - half, mean + half}
	return mean, d
}

// middle is the median.
func middle(numbers []float64, counts map[float64]int, people int) float64 {
	at := func(place int) float64 {
		for _, n := range numbers {
			if place -= counts[n]; place < 0 {
				return n
			}
		}
		return 0
	}
	return (at((people-1)/2) + at(people/2)) / 2
}

func numberBars(numbers []float64, counts map[float64]int) (bars []Bar) {
	write := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	if len(numbers) <= mostBars {
		for _, n := range numbers {
			bars = append(bars, Bar{write(n), write(n), counts[n]})
		}
		return bars
	}
	step := stepOf(numbers[len(numbers)-1] - numbers[0])
	first := math.Floor(numbers[0] / step)
	for _, n := range numbers {
		at := int(math.Floor(n/step) - first)
		for len(bars) <= at {
			low := (first + float64(len(bars))) * step
			label := write(round(low)) + "–" + write(round(low+step))
			bars = append(bars, Bar{LabelJa: label, LabelEn: label})
		}
		bars[at].Count += counts[n]
	}
	return bars
}

// round takes away what adding steps of a tenth adds.
func round(n float64) float64 { return math.Round(n*1e6) / 1e6 }

// stepOf is a round step of which about ten fill a range.
func stepOf(span float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(span/10)))
	for _, times := range []float64{1, 2, 5, 10} {
		if span/(power*times) <= mostBars-1 {
			return power * times
		}
	}
	return power * 10
}

// byLabel orders bars by what they are called.
func byLabel(a, b Bar) int { return cmp.Compare(a.LabelJa, b.LabelJa) }
