package freetext

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"meguri/app/service/contact"
	"meguri/app/service/question"
	"meguri/app/service/words"
	"meguri/models"
)

// Head is what all pages of free texts have.
type Head struct {
	Survey *models.Survey
	// Questions are those with free texts, Question the one that is read; nil where there is none yet.
	Questions []question.Question
	Question  *question.Question
	Texts     int
}

func (src *source) head() Head {
	return Head{Survey: src.survey, Questions: src.questions, Question: src.question, Texts: len(src.texts)}
}

// Entry is a word and in how many texts it is.
type Entry struct {
	Text  string
	Count int
}

// Line is a place of a word in a text, with what stands before and after it.
type Line struct{ Before, Key, After string }

// Page is the words of a question, and the places of one of them.
type Page struct {
	Head
	// Ready is false while words are being found.
	Ready bool
	Words []Entry
	// Word is the word whose places are shown, "" for none; In is in how many texts it is.
	Word  string
	In    int
	Lines []Line
	// More counts the places that are not shown.
	More int
	// Distinctions are what places may be told apart by, By is the one that was asked for, Parts has its groups.
	Distinctions []question.Question
	By           *question.Question
	Parts        []Part
	// Contacts is how many texts have something that may lead to a person and that nobody looked at.
	Contacts int
}

const (
	// mostWords are listed, mostLines places of one of them shown.
	mostWords = 80
	mostLines = 200
	// width is how many characters of the context are shown on each side.
	width = 30
	// longestWord is how many characters are looked for.
	longestWord = 60
)

// View is what is read: a question, "" for the first one, a word of its texts, and what its places are told apart by.
type View struct{ Question, Word, By string }

// Page reads the words of a question's texts, and where a word stands in them. Who may see results calls it. Errors:
// NotFound, also for what texts may not be told apart by; Unavailable where words cannot be found.
func (s *Service) Page(ctx context.Context, event *models.Event, id string, view View) (*Page, error) {
	q := s.db.Query(ctx)
	src, err := s.open(q, event, id, view.Question)
	if err != nil {
		return nil, err
	}
	page := &Page{Head: src.head()}
	if src.survey.IsNamed() {
		page.Distinctions = s.options.Distinctions(src.survey)
	}
	if src.question == nil {
		return page, nil
	}
	f, ready, err := s.find(ctx, event, src)
	if err != nil || !ready {
		return page, err
	}
	page.Ready = true
	for _, w := range f.words[:min(len(f.words), mostWords)] {
		page.Words = append(page.Words, Entry{w.Text, w.Count()})
	}
	page.Contacts = len(src.flagged(f))
	page.place(src, f, view.Word)
	if view.By != "" {
		err = s.divide(q, page, src, f, view.By)
	}
	return page, err
}

// place finds where a word stands.
func (p *Page) place(src *source, f *found, word string) {
	word = strings.TrimSpace(word)
	if word == "" || utf8.RuneCountInString(word) > longestWord {
		return
	}
	p.Word = word
	in, forms := placesOf(src, f, word)
	for _, i := range in {
		lines := concordance(src.texts[i].Value, forms)
		if len(lines) > 0 {
			p.In++
			p.Lines = append(p.Lines, lines...)
		}
	}
	p.Lines, p.More = inOrder(p.Lines)
}

// inOrder sorts places by what follows, and leaves out what is too much for a page.
func inOrder(lines []Line) (shown []Line, more int) {
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.After, b.After), cmp.Compare(a.Before, b.Before))
	})
	more = max(0, len(lines)-mostLines)
	return lines[:len(lines)-more], more
}

// placesOf says in which texts a word is, and how it may stand there: any text where it is none that was counted.
func placesOf(src *source, f *found, word string) (in []int, forms []string) {
	key := words.Fold(word)
	at := slices.IndexFunc(f.words, func(w words.Word) bool { return words.Fold(w.Text) == key })
	if at < 0 {
		for i := range src.texts {
			in = append(in, i)
		}
		return in, []string{key}
	}
	forms = append([]string{key}, f.words[at].Forms...)
	slices.SortStableFunc(forms, func(a, b string) int { return len(b) - len(a) })
	return f.words[at].In, slices.Compact(forms)
}

// concordance finds the places of a word in a text, by the longest of its forms first.
func concordance(text string, forms []string) (lines []Line) {
	f, taken := contact.Fold(text), []contact.Span(nil)
	for _, form := range forms {
		for _, place := range f.All(form) {
			overlaps := func(t contact.Span) bool { return place.From < t.To && t.From < place.To }
			if !slices.ContainsFunc(taken, overlaps) {
				taken = append(taken, place)
			}
		}
	}
	slices.SortFunc(taken, func(a, b contact.Span) int { return a.From - b.From })
	for _, place := range taken {
		at := f.Original(place.From, place.To)
		lines = append(lines, Line{
			Before: lastOf(oneLine(text[:at.From]), width), Key: oneLine(text[at.From:at.To]),
			After: firstOf(oneLine(text[at.To:]), width),
		})
	}
	return lines
}

func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, text)
}

func firstOf(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n]) + "…"
}

func lastOf(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return "…" + string(runes[len(runes)-n:])
}
