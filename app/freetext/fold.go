package freetext

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as words.Fold has it, with where each byte of it comes from.
type folded struct {
	text string
	// at has for each byte of text where its letter begins in the original, and the length of the original last.
	at []int
}

// fold folds a text.
func fold(original string) folded {
	var iter norm.Iter
	iter.InitString(norm.NFKC, original)
	var f folded
	var b strings.Builder
	for !iter.Done() {
		from := iter.Pos()
		lower := strings.ToLower(string(iter.Next()))
		b.WriteString(lower)
		for range len(lower) {
			f.at = append(f.at, from)
		}
	}
	f.text = b.String()
	f.at = append(f.at, len(original))
	return f
}

// span is a part of an original text, from a byte to before another.
type span struct{ from, to int }

// original is where a part of the folded text is in the original. What ends within a letter takes it whole.
func (f *folded) original(from, to int) span {
	end := f.at[to]
	for to > 0 && to < len(f.text) && f.at[to] == f.at[to-1] {
		to++
		end = f.at[to]
	}
	return span{f.at[from], end}
}

// all finds the places of a word, which is folded, in a text, none of them over another.
func (f *folded) all(word string) (places []span) {
	if word == "" {
		return nil
	}
	for from := 0; ; {
		i := strings.Index(f.text[from:], word)
		if i < 0 {
			return places
		}
		places = append(places, span{from + i, from + i + len(word)})
		from += i + len(word)
	}
}
