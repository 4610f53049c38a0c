package poll

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"meguri/app/service/anonymity"
	"meguri/app/service/question"
	"meguri/models"
	"meguri/models/text"
)

// Result is what was answered to a poll so far.
type Result struct {
	Bars []Bar
	// Words are answers in words, the most frequent first; Hidden are those that staff keep from others.
	Words  []Word
	Hidden []string
	// Answers is how many people answered. Venue and Online are how many of them there and here, where ShowsModes.
	Answers, Venue, Online int
	ShowsModes             bool
	Mean                   float64
	HasMean                bool
	// Ranked says that bars count points.
	Ranked bool
}

// Bar is one possible answer.
type Bar struct {
	Slug, LabelJa, LabelEn string
	Count, Percent         int
	// Top says that no other was given more often. Correct marks the right answer of a quiz, Own that of who reads.
	Top, Correct, Own bool
}

// Word is an answer in words, and how many gave it.
type Word struct {
	Text  string
	Count int
	// Size is from 1 to 5, the most frequent largest.
	Size int
}

// count makes a result of what was answered. own are the values that who reads gave.
func count(p *models.Poll, tallies []models.PollTally, own []string, closed bool) Result {
	r, q := Result{Ranked: p.Kind == models.PollRanking}, asked(p)
	times := map[string]int{}
	for _, t := range tallies {
		r.Answers += t.Count
		switch t.Mode {
		case models.ModeVenue:
			r.Venue += t.Count
		case models.ModeOnline:
			r.Online += t.Count
		}
		for i, value := range t.Values {
			times[value] += t.Count * q.Points(i)
		}
	}
	r.ShowsModes = r.Venue+r.Online == r.Answers && min(r.Venue, r.Online) >= anonymity.K
	if p.Kind == models.PollWords {
		r.Words, r.Hidden = wordsOf(times, p.HiddenWords), p.HiddenWords
		return r
	}
	tally := q.Tally(func(value string) int { return times[value] })
	r.Mean, r.HasMean = tally.Mean, tally.HasMean
	whole := r.Answers
	if r.Ranked {
		whole *= len(p.Options)
	}
	for i, b := range tally.Bars {
		bar := Bar{LabelJa: b.LabelJa, LabelEn: b.LabelEn, Count: b.Count, Percent: question.Percent(b.Count, whole)}
		bar.Slug = b.LabelJa // of a number
		if i < len(p.Options) && !r.HasMean && len(tally.Bars) == len(p.Options) {
			bar.Slug = p.Options[i].Slug
		}
		bar.Own = slices.Contains(own, bar.Slug)
		bar.Correct = closed && p.Correct != "" && p.Correct == bar.Slug
		r.Bars = append(r.Bars, bar)
	}
	r.draw()
	return r
}

// draw marks the bars that are longest.
func (r *Result) draw() {
	longest := 0
	for _, b := range r.Bars {
		longest = max(longest, b.Percent)
	}
	for i := range r.Bars {
		b := &r.Bars[i]
		b.Top = b.Percent == longest && longest > 0
	}
	if r.Ranked {
		slices.SortStableFunc(r.Bars, func(a, b Bar) int { return cmp.Compare(b.Count, a.Count) })
	}
}

// maxListed is how many words are shown.
const maxListed = 40

// wordsOf counts the words of all answers, those that are shown.
func wordsOf(times map[string]int, hidden []string) []Word {
	list := allWords(times, hidden)
	return list[:min(len(list), maxListed)]
}

// Answers are what people answered to a poll in words, as others may see it: one for each who did.
func Answers(q *models.Query, p *models.Poll) ([]string, error) {
	tallies, err := q.Polls().Tallies(p)
	times := map[string]int{}
	for _, t := range tallies {
		for _, value := range t.Values {
			times[value] += t.Count
		}
	}
	var list []string
	for _, w := range allWords(times, p.HiddenWords) {
		list = append(list, slices.Repeat([]string{w.Text}, w.Count)...)
	}
	return list, err
}

// allWords counts the words of all answers. Several in one answer are parted by commas. What may lead to a person is
// left out.
func allWords(times map[string]int, hidden []string) []Word {
	counts, written := map[string]int{}, map[string]string{}
	for _, said := range slices.Sorted(maps.Keys(times)) {
		for _, word := range strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune("、，,/／\n", r) }) {
			word = strings.TrimSpace(word)
			key := strings.ToLower(text.FoldWidth(word))
			if word == "" || slices.Contains(hidden, key) || isPrivate(word) {
				continue
			}
			counts[key] += times[said]
			if written[key] == "" {
				written[key] = word
			}
		}
	}
	list := make([]Word, 0, len(counts))
	for key, n := range counts {
		list = append(list, Word{Text: written[key], Count: n})
	}
	slices.SortFunc(list, func(a, b Word) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	for i := range list {
		list[i].Size = 1 + int(math.Round(4*math.Sqrt(float64(list[i].Count)/float64(max(list[0].Count, 2)))))
	}
	return list
}

// Key is the word as staff hide it.
func (w Word) Key() string { return strings.ToLower(text.FoldWidth(w.Text)) }

// fewestDigits are those of a phone number.
const fewestDigits = 8

// isPrivate reports whether a word may be an address or a phone number.
func isPrivate(word string) bool {
	digits := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= fewestDigits || text.HasURL(word) || strings.ContainsAny(word, "@＠")
}
