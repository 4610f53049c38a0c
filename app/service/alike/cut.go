package alike

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"meguri/app/service/words"
)

// lexicon finds words by how they stand in texts.
type lexicon struct {
	bases   map[string]string
	longest int // in letters
}

func newLexicon(forms map[string]string) lexicon {
	l := lexicon{bases: forms}
	for form := range forms {
		l.longest = max(l.longest, utf8.RuneCountInString(form))
	}
	return l
}

// Cut is a text that somebody types, cut by the words of the book: the longest that fits comes first. What is left over
// of kanji, katakana or other letters between them is a word that the book has not.
func (b *Book) Cut(said string) *Text {
	letters, bases := []rune(words.Fold(said)), []string{}
	add := func(base string) {
		if base != "" && !words.IsStop(base) && !slices.Contains(bases, base) {
			bases = append(bases, base)
		}
	}
	left := 0 // where the rest begins that belongs to no word yet
	for i := 0; i < len(letters); {
		if base, size := b.forms.at(letters, i); size > 0 {
			add(rest(letters[left:i]))
			add(base)
			i += size
			left = i
			continue
		}
		if i > left && kindOf(letters[i]) != kindOf(letters[i-1]) {
			add(rest(letters[left:i]))
			left = i
		}
		i++
	}
	add(rest(letters[left:]))
	return New(said).WithWords(bases)
}

// at is the longest word that stands at a place, with its length. One letter alone, or letters that are not Japanese,
// must not be part of something longer.
func (l lexicon) at(letters []rune, i int) (base string, size int) {
	for size := min(l.longest, len(letters)-i); size > 0; size-- {
		base, ok := l.bases[string(letters[i:i+size])]
		if !ok {
			continue
		}
		first, last := letters[i], letters[i+size-1]
		goesOn := func(r, next rune) bool { return kindOf(r) == kindOf(next) && (size == 1 || kindOf(r) == kindOther) }
		if i > 0 && goesOn(first, letters[i-1]) || i+size < len(letters) && goesOn(last, letters[i+size]) {
			continue
		}
		return base, size
	}
	return "", 0
}

// The kinds of letters.
type kind int

const (
	kindNone kind = iota
	kindHiragana
	kindKatakana
	kindKanji
	kindOther
)

func kindOf(r rune) kind {
	switch {
	case isHiragana(r):
		return kindHiragana
	case unicode.Is(unicode.Katakana, r) || r == 'ー':
		return kindKatakana
	case unicode.Is(unicode.Han, r):
		return kindKanji
	case isLetter(r):
		return kindOther
	}
	return kindNone
}

// rest is a word of letters that are left over: at least two of a kind; hiragana is mostly grammar.
func rest(letters []rune) string {
	if len(letters) < 2 || kindOf(letters[0]) == kindHiragana || kindOf(letters[0]) == kindNone {
		return ""
	}
	return string(letters)
}
