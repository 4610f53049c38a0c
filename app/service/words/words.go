// Package words finds the words of Japanese and English texts and counts in how many texts each is said: base forms,
// compounds joined, without words that say nothing by themselves.
//
// The dictionary takes 110 MB of memory and is never given back. So the program counts in a short-lived process of its
// own binary (Child), which answers on its standard output (Serve).
package words

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Request asks for the words of texts.
type Request struct {
	Texts []string
	// Joined are words that belong together, Hidden words that are not counted.
	Joined, Hidden []string
	// Fewest is in how many texts a word must be. Most is how many words are wanted, the most frequent first.
	Fewest, Most int
	// Forms asks for how words stand in the texts, too.
	Forms bool
	// Names asks for the names of people, too, and Parts for the single words that say what a text is about, as word
	// vectors know them. Neither is held to Fewest and Most.
	Names, Parts bool
}

// Kind says what a Word is.
type Kind string

// The values of Kind.
const (
	KindWord Kind = ""
	KindName Kind = "name"
	KindPart Kind = "part"
)

// Word is a word, and the numbers of the texts that have it.
type Word struct {
	Kind Kind `json:",omitempty"`
	Text string
	In   []int
	// Forms are how it stands in the texts, as Fold has them, and what its other forms begin with: 巻き込み, 巻き込.
	Forms []string `json:",omitempty"`
}

// Count is in how many texts the word is.
func (w *Word) Count() int { return len(w.In) }

// Lines are the words of a setting, one a line.
func Lines(list string) (all []string) {
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// Fold makes one word of its spellings: full-width or not, large letters or not.
func Fold(word string) string { return strings.ToLower(norm.NFKC.String(word)) }

// OfKind are the words of a list that are of a kind.
func OfKind(list []Word, kind Kind) (of []Word) {
	for i := range list {
		if list[i].Kind == kind {
			of = append(of, list[i])
		}
	}
	return of
}

// term is a word of a text: what it is called, the words of which it is joined, and how it stands there where that
// differs.
type term struct {
	text  string
	parts []string
	form  string
}

// count counts the terms of texts.
func count(list [][]term, r *Request) []Word {
	hidden := map[string]bool{}
	for _, word := range r.Hidden {
		hidden[Fold(word)] = true
	}
	alone := map[string]int{}
	for _, terms := range list {
		for _, t := range terms {
			if len(t.parts) == 1 {
				alone[Fold(t.text)]++
			}
		}
	}
	counted := &counter{words: map[string]*Word{}, spelled: map[string]map[string]int{}}
	if r.Forms {
		counted.forms = map[string][]string{}
	}
	for i, terms := range list {
		for _, t := range terms {
			if t.text == "" {
				continue
			}
			counted.add(t.text, i)
			counted.addForms(t)
			for _, part := range t.parts { // a part that is also said by itself counts, too
				if len(t.parts) > 1 && alone[Fold(part)] > 1 {
					counted.add(part, i)
				}
			}
		}
	}
	return counted.list(hidden, r)
}

type counter struct {
	words   map[string]*Word
	spelled map[string]map[string]int
	forms   map[string][]string // nil where nobody asks
}

func (c *counter) addForms(t term) {
	if c.forms == nil {
		return
	}
	k := Fold(t.text)
	for _, form := range []string{Fold(t.form), stem(Fold(t.form)), k, stem(k)} {
		if form != "" && !slices.Contains(c.forms[k], form) {
			c.forms[k] = append(c.forms[k], form)
		}
	}
}

// stem is what forms of a Japanese word have in common: up to its last kanji; "" for what has none.
func stem(word string) string {
	last := strings.LastIndexFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if last < 0 {
		return ""
	}
	_, size := utf8.DecodeRuneInString(word[last:])
	return word[:last+size]
}

func (c *counter) add(text string, i int) {
	k := Fold(text)
	if c.words[k] == nil {
		c.words[k], c.spelled[k] = &Word{}, map[string]int{}
	}
	c.spelled[k][text]++
	if w := c.words[k]; len(w.In) == 0 || w.In[len(w.In)-1] != i {
		w.In = append(w.In, i)
	}
}

// list are the words that are wanted, each as it is spelled most.
func (c *counter) list(hidden map[string]bool, r *Request) []Word {
	var list []Word
	for k, w := range c.words {
		if hidden[k] || len(w.In) < r.Fewest {
			continue
		}
		for text, n := range c.spelled[k] {
			best := c.spelled[k][w.Text]
			if n > best || (n == best && (w.Text == "" || text < w.Text)) {
				w.Text = text
			}
		}
		w.Forms = c.forms[k]
		list = append(list, *w)
	}
	slices.SortFunc(list, func(a, b Word) int {
		return cmp.Or(cmp.Compare(len(b.In), len(a.In)), cmp.Compare(a.Text, b.Text))
	})
	if r.Most > 0 {
		list = list[:min(len(list), r.Most)]
	}
	return list
}
