// Package alike finds texts that may say the same, by the words that they share.
//
// The words of kept texts come from a dictionary (app/service/words), which takes most of a second to load. What
// somebody is typing is cut by the words of the kept texts instead. Texts whose words are not known are compared by
// their letters.
package alike

import (
	"math"
	"math/bits"
	"slices"
	"unicode"
)

const (
	// Enough is the likeness from which two texts may say the same; TestNearDuplicatesAreTold measures it.
	Enough = 0.5
	// enoughLetters is that of letters, which tell much less.
	enoughLetters = 0.45
	// nearly is how much alike words are that have all kanji in common: 音 and 音声 are half of it.
	nearly = 0.8
	// frame is how much is taken off where letters agree more than words do: what is alike then is how something is said.
	frame = 0.5
)

// Text is a text to compare.
type Text struct {
	pairs []pair
	words []word // nil where they are not known
}

// word is a word by its base form, with the letters that carry its meaning, sorted; mask has a bit for each of them.
type word struct {
	base    string
	letters []rune
	mask    uint64
}

// New is a text of which only the letters are known.
func New(said string) *Text { return &Text{pairs: pairsOf(said)} }

// WithWords is the text with its words, by their base forms.
func (t *Text) WithWords(bases []string) *Text {
	known := &Text{pairs: t.pairs, words: make([]word, 0, len(bases))}
	for _, base := range bases {
		w := word{base: base}
		for _, r := range base {
			if !isHiragana(r) && r != 'ー' && unicode.IsLetter(r) {
				w.letters = append(w.letters, r)
				w.mask |= 1 << (uint(r) % 64) //nolint:gosec // a letter is not negative
			}
		}
		slices.Sort(w.letters)
		w.letters = slices.Compact(w.letters)
		known.words = append(known.words, w)
	}
	return known
}

// Likeness is how much two words are alike, from 0 to 1.
func (w *word) likeness(other *word) float64 {
	if w.base == other.base {
		return 1
	}
	if bits.OnesCount64(w.mask&other.mask) == 0 {
		return 0
	}
	common := 0
	for i, j := 0, 0; i < len(w.letters) && j < len(other.letters); {
		switch {
		case w.letters[i] == other.letters[j]:
			common, i, j = common+1, i+1, j+1
		case w.letters[i] < other.letters[j]:
			i++
		default:
			j++
		}
	}
	return nearly * float64(common) / float64(max(len(w.letters), len(other.letters)))
}

// Book is the texts that others are compared with.
type Book struct {
	texts []*Text
	in    map[string]int // in how many texts a word is
	forms lexicon
}

// NewBook makes a book. forms are base forms by how words stand in texts (words.Word.Forms).
func NewBook(texts []*Text, forms map[string]string) *Book {
	b := &Book{texts: texts, in: map[string]int{}, forms: newLexicon(forms)}
	for _, t := range texts {
		for i := range t.words {
			b.in[t.words[i].base]++
		}
	}
	return b
}

// weight is how much a word tells: what all say tells little.
func (b *Book) weight(base string) float64 {
	return math.Log1p(float64(len(b.texts)+1) / float64(max(1, b.in[base])))
}

// Compare is how much a text is like each of the book, from 0 to 1: Enough and more may say the same.
func (b *Book) Compare(t *Text) []float64 {
	weights := make([]float64, len(t.words))
	for i := range t.words {
		weights[i] = b.weight(t.words[i].base)
	}
	scores := make([]float64, len(b.texts))
	for i, other := range b.texts {
		letters := cosine(t.pairs, other.pairs)
		if t.words == nil || other.words == nil {
			scores[i] = min(1, letters*Enough/enoughLetters)
			continue
		}
		shared := b.shared(t, weights, other)
		scores[i] = max(0, shared-frame*max(0, letters-shared))
	}
	return scores
}

// CompareOwn compares one of the book's own texts with all of them.
func (b *Book) CompareOwn(i int) []float64 { return b.Compare(b.texts[i]) }

// shared is which part of the words of both has one like it in the other, by what words tell.
func (b *Book) shared(t *Text, weights []float64, other *Text) float64 {
	var like, all float64
	best := make([]float64, len(other.words))
	for i := range t.words {
		highest := 0.0
		for j := range other.words {
			l := t.words[i].likeness(&other.words[j])
			highest, best[j] = max(highest, l), max(best[j], l)
		}
		like, all = like+weights[i]*highest, all+weights[i]
	}
	if like == 0 {
		return 0
	}
	for j := range other.words {
		weight := b.weight(other.words[j].base)
		like, all = like+weight*best[j], all+weight
	}
	return like / all
}
