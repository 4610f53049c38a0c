package ask

import (
	"maps"
	"slices"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/models"
)

// Book reads answers in the words in which they were asked.
type Book struct {
	// versions are all of the event's form, the oldest first.
	versions  []*Form
	questions []question.Question
}

// OpenBook reads it for an event.
func OpenBook(q *models.Query, event *models.Event) (*Book, error) {
	stored, err := q.Forms().Versions(event)
	if err != nil {
		return nil, err
	}
	b := &Book{}
	for i := range stored {
		b.versions = append(b.versions, Of(&stored[i]))
	}
	b.list()
	return b, nil
}

// Line is an answer as it reads.
type Line struct{ Slug, Title, Text string }

// Lines are the answers of a registration in the reader's language, in the order of the form; then those that are to
// nothing that it asks.
func (b *Book) Lines(texts *i18n.Localizer, r *models.Registration) []Line {
	list := make([]Line, 0, len(r.Answers))
	told := map[string]bool{}
	for _, f := range slices.Backward(b.until(r.FormVersion)) { // the newest wording that the person can have seen
		for i := range f.Questions {
			q := &f.Questions[i].Question
			if answer, ok := r.Answers[q.Slug]; ok && !told[q.Slug] {
				list = append(list, Line{q.Slug, texts.Pick(q.TitleJa, q.TitleEn), inWords(texts, q, answer, r.Answers)})
				told[q.Slug] = true
				if words, ok := q.Words(); ok {
					told[words.Slug] = true
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.Answers)) {
		if !told[key] {
			list = append(list, Line{key, key, strings.Join(models.SplitAnswer(r.Answers[key]), " / ")})
		}
	}
	return list
}

func (b *Book) until(version int) []*Form {
	end := slices.IndexFunc(b.versions, func(f *Form) bool { return f.Number > version })
	if end < 0 {
		end = len(b.versions)
	}
	return b.versions[:end]
}

// inWords is an answer as it reads.
func inWords(texts *i18n.Localizer, q *question.Question, answer string, all map[string]string) string {
	switch q.Kind {
	case models.QuestionAgree:
		return texts.T("question.agreed")
	case models.QuestionDate:
		if day, err := time.Parse(time.DateOnly, answer); err == nil {
			return texts.Date(day)
		}
	case models.QuestionNumber:
		return strings.TrimSpace(answer + " " + texts.Pick(q.Settings.UnitJa, q.Settings.UnitEn))
	}
	if q.Show().Written {
		return answer
	}
	known, words := q.Values(), []string{}
	beside, hasWords := q.Words()
	for _, value := range models.SplitAnswer(answer) {
		word := value
		if i := slices.IndexFunc(known, func(v question.Value) bool { return v.Value == value }); i >= 0 {
			word = texts.Pick(known[i].TextJa, known[i].TextEn)
		}
		if hasWords && value == beside.Beside && all[beside.Slug] != "" {
			word += texts.T("form.other_words", "words", all[beside.Slug])
		}
		words = append(words, word)
	}
	return strings.Join(words, inDownloads)
}

// Latest is the form that the event has now, one without questions where it never had any.
func (b *Book) Latest() *Form {
	if len(b.versions) == 0 {
		return &Form{}
	}
	return b.versions[len(b.versions)-1]
}

// Questions are all that the event asked, each as it was worded last: first those that it asks now.
func (b *Book) Questions() []question.Question { return b.questions }

func (b *Book) list() {
	for _, f := range slices.Backward(b.versions) {
		for i := range f.Questions {
			if q := f.Questions[i].Question; q.Show().Control != question.NoControl && !b.Asks(q.Slug) {
				b.questions = append(b.questions, q)
			}
		}
	}
}

// Asks reports whether the event asks a question with the slug, or did.
func (b *Book) Asks(slug string) bool { return b.Question(slug) != nil }

// Question is a question that the event asks, or did, as it was worded last; nil for none.
func (b *Book) Question(slug string) *question.Question {
	i := slices.IndexFunc(b.questions, func(q question.Question) bool { return q.Slug == slug })
	if i < 0 {
		return nil
	}
	return &b.questions[i]
}

// Title is a question as it reads: its name where the event does not ask it.
func (b *Book) Title(texts *i18n.Localizer, slug string) string {
	if q := b.Question(slug); q != nil {
		return texts.Pick(q.TitleJa, q.TitleEn)
	}
	return slug
}

// Text is one value of an answer as it reads.
func (b *Book) Text(texts *i18n.Localizer, slug, value string) string {
	if q := b.Question(slug); q != nil {
		return inWords(texts, q, value, nil)
	}
	return value
}

// IsChoice reports whether people may be filtered by the answers to a question: not by those that name a person.
func (b *Book) IsChoice(slug string) bool {
	q := b.Question(slug)
	return q == nil || !q.Show().Written
}
