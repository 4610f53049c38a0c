package survey

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"maps"
	random "math/rand/v2"
	"slices"
	"strconv"

	"meguri/app/service/question"
	"meguri/models"
)

// The fields of a sheet besides those of questions: the page that was filled in, the button, and what the order of
// options comes from.
const (
	PageField = "page"
	StepField = "step"
	SeedField = "seed"
)

// Sheet is the form of a survey: one page of it, with what was given on the others. A section begins a page. Nothing of
// it is stored: what was given goes to and fro with the form, so that answers stay with the person until they are sent.
type Sheet struct {
	Survey *models.Survey
	// Page is the page that is shown, from 0. After the last one nothing is left but to send.
	Page int
	// Seed is what the order of shuffled options comes from, the same as long as one form is filled in.
	Seed string

	pages [][]question.Question
	all   []question.Question
	given map[string][]string
}

// SheetQuestion is a question on a page. Options are in the order in which they are shown.
type SheetQuestion = question.Asked

// Field is a value that was given on another page.
type Field struct{ Name, Value string }

// NewSheet is the form of a survey with what was given so far, none where it is opened.
func NewSheet(survey *models.Survey, given map[string][]string) *Sheet {
	s := &Sheet{Survey: survey, all: question.AllOf(survey.Questions), given: given, Seed: first(given[SeedField])}
	if _, err := strconv.ParseUint(s.Seed, 16, 64); err != nil {
		s.Seed = newSeed()
	}
	answers := question.Read(s.all, given)
	for i, q := range s.all {
		s.all[i] = q.Said(s.all, answers)
	}
	for i, q := range s.all {
		if i == 0 || q.Show().NewPage {
			s.pages = append(s.pages, nil)
		}
		s.pages[len(s.pages)-1] = append(s.pages[len(s.pages)-1], q)
	}
	if page, err := strconv.Atoi(first(given[PageField])); err == nil {
		s.Page = min(max(page, 0), len(s.pages))
	}
	return s
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func newSeed() string {
	var bytes [8]byte
	_, _ = rand.Read(bytes[:]) // never fails (Go 1.24)
	return strconv.FormatUint(binary.BigEndian.Uint64(bytes[:]), 16)
}

// Turn does what the button says: it turns to another page, or reports that the answers are to be sent. Where the page
// is at fault it stays, and the error is Invalid.
func (s *Sheet) Turn() (send bool, err error) {
	switch first(s.given[StepField]) {
	case "back":
		s.Page = s.before(s.Page)
		return false, nil
	case "next":
		if _, err := question.Check(slices.Concat(s.pages[:min(s.Page+1, len(s.pages))]...), s.given); err != nil {
			return false, s.ShowFault(err)
		}
		s.Page = s.after(s.Page)
		return false, nil
	}
	return true, nil
}

// ShowFault turns to the first page that has one of the faults, and leaves out those of other pages.
func (s *Sheet) ShowFault(err error) error {
	var known *models.Error
	if !errors.As(err, &known) || len(known.Fields) == 0 {
		return err
	}
	for page := range s.pages {
		here := maps.Clone(known.Fields)
		names := fieldsOf(s.pages[page])
		maps.DeleteFunc(here, func(field, _ string) bool { return !slices.Contains(names, field) })
		if len(here) > 0 {
			s.Page = page
			only := *known
			only.Fields = here
			return &only
		}
	}
	return err
}

func fieldsOf(questions []question.Question) (names []string) {
	for _, q := range question.Flat(questions) {
		names = append(names, q.Field())
	}
	return names
}

// Fields are the fields of the page in order.
func (s *Sheet) Fields() []string { return fieldsOf(s.shown()) }

// after is the next page that has something to show, or the end.
func (s *Sheet) after(page int) int {
	for page++; page < len(s.pages); page++ {
		if s.hasContent(page) {
			return page
		}
	}
	return len(s.pages)
}

func (s *Sheet) before(page int) int {
	for i := min(page, len(s.pages)) - 1; i > 0; i-- {
		if s.hasContent(i) {
			return i
		}
	}
	return 0
}

// hasContent reports whether something but the heading is shown on a page.
func (s *Sheet) hasContent(page int) bool {
	return slices.ContainsFunc(s.pages[page], func(q question.Question) bool {
		return !q.Show().NewPage && s.isShown(q, page)
	})
}

// isShown reports whether the question is on its page: what is decided on the same page is.
func (s *Sheet) isShown(q question.Question, page int) bool {
	answers := question.Read(s.all, s.given)
	return q.IsWithin(answers) && s.decides(q, page) != nil || q.IsShown(answers)
}

// decides is the question of the page whose answer decides whether another one is asked, nil where none does.
func (s *Sheet) decides(q question.Question, page int) *question.Question {
	if q.Settings.ShowIf == nil {
		return nil
	}
	for i := range s.pages[page] {
		if s.pages[page][i].Slug == q.Settings.ShowIf.Question {
			return &s.pages[page][i]
		}
	}
	return nil
}

// shown are the questions of the page.
func (s *Sheet) shown() (list []question.Question) {
	if s.Page >= len(s.pages) {
		return nil
	}
	for _, q := range s.pages[s.Page] {
		if s.isShown(q, s.Page) {
			list = append(list, q)
		}
	}
	return list
}

// Questions are those of the page, as they are drawn.
func (s *Sheet) Questions() []SheetQuestion {
	list := make([]SheetQuestion, 0, len(s.all))
	for _, q := range s.shown() {
		q.Options = s.order(&q)
		list = append(list, question.Ask(q, s.decides(q, s.Page)))
	}
	return list
}

// order shuffles the options of a question where it says so. "Other" and what excludes the others stay last.
func (s *Sheet) order(q *question.Question) []models.Option {
	if !q.Settings.Shuffled {
		return q.Options
	}
	seed, _ := strconv.ParseUint(s.Seed, 16, 64)
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(q.Slug))
	isLast := func(o models.Option) bool { return o.Other || o.Exclusive }
	list := slices.DeleteFunc(slices.Clone(q.Options), isLast)
	//nolint:gosec // which option stands first is no secret
	random.New(random.NewPCG(seed, sum.Sum64())).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for _, option := range q.Options {
		if isLast(option) {
			list = append(list, option)
		}
	}
	return list
}

// Kept is what was given on the other pages.
func (s *Sheet) Kept() (list []Field) {
	here := s.Fields()
	for _, name := range fieldsOf(s.all) {
		if slices.Contains(here, name) {
			continue
		}
		for _, value := range s.given[name] {
			if value != "" {
				list = append(list, Field{name, value})
			}
		}
	}
	if s.HasNext() && s.agrees() {
		list = append(list, Field{FactsField, agreed})
	}
	return list
}

// Given is all that was given so far, the page and the seed among it, and nothing that the survey does not ask.
func (s *Sheet) Given() map[string][]string {
	given := map[string][]string{PageField: {strconv.Itoa(s.Page)}, SeedField: {s.Seed}}
	for _, name := range fieldsOf(s.all) {
		if values := s.given[name]; len(values) > 0 {
			given[name] = values
		}
	}
	if s.agrees() {
		given[FactsField] = []string{agreed}
	}
	return given
}

// Number is the page that is shown, from 1, and Total how many there are.
func (s *Sheet) Number() int { return min(s.Page+1, len(s.pages)) }

// Total is how many pages there are.
func (s *Sheet) Total() int { return len(s.pages) }

// IsEnd says that nothing is left but to send.
func (s *Sheet) IsEnd() bool { return s.Page >= len(s.pages) }

// HasNext says that a page may follow.
func (s *Sheet) HasNext() bool { return s.Page+1 < len(s.pages) }

// HasBack says that there is a page before.
func (s *Sheet) HasBack() bool { return s.Page > 0 }

// Try checks answers as if they were sent, and stores nothing: staff try a survey with it. What is returned is what
// would be stored. Errors: Invalid with the fields at fault.
func (s *Sheet) Try() ([]Tried, error) {
	answers, err := question.Check(s.all, s.given)
	if err != nil {
		return nil, s.ShowFault(err)
	}
	var list []Tried
	for _, q := range question.Flat(s.all) {
		list = append(list, Tried{q, q.InWords(answers[q.Slug])})
	}
	return list, nil
}

// Tried is what would be stored of an answer: the words of options, or what was written; none where nothing would be.
type Tried struct {
	question.Question

	Answers []question.Value
}
