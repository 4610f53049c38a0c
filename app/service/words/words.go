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

	"golang.org/x/text/unicode/norm"
)

// Request asks for the words of texts.
type Request struct {
	Texts []string
	// Joined are words that belong together, Hidden words that are not counted.
	Joined, Hidden []string
	// Fewest is in how many texts a word must be. Most is how many words are wanted, the most frequent first.
	Fewest, Most int
}

// Word is a word, and the numbers of the texts that have it.
type Word struct {
	Text string
	In   []int
}

// Count is in how many texts the word is.
func (w *Word) Count() int { return len(w.In) }

// key makes one word of its spellings: full-width or not, large letters or not.
func key(word string) string { return strings.ToLower(norm.NFKC.String(word)) }

// term is a word of a text: what it is called, and the words of which it is joined.
type term struct {
	text  string
	parts []string
}

// count counts the terms of texts.
func count(list [][]term, r *Request) []Word {
	hidden := map[string]bool{}
	for _, word := range r.Hidden {
		hidden[key(word)] = true
	}
	alone := map[string]int{}
	for _, terms := range list {
		for _, t := range terms {
			if len(t.parts) == 1 {
				alone[key(t.text)]++
			}
		}
	}
	counted := &counter{words: map[string]*Word{}, spelled: map[string]map[string]int{}}
	for i, terms := range list {
		for _, t := range terms {
			if t.text == "" {
				continue
			}
			counted.add(t.text, i)
			for _, part := range t.parts { // a part that is also said by itself counts, too
				if len(t.parts) > 1 && alone[key(part)] > 1 {
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
}

func (c *counter) add(text string, i int) {
	k := key(text)
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
