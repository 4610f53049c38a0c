package contact

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Folded is a text as words.Fold has it, with where each byte of it comes from.
type Folded struct {
	Text string
	// at has for each byte of text where its letter begins in the original, and the length of the original last.
	at []int
}

// Fold folds a text.
func Fold(original string) Folded {
	var iter norm.Iter
	iter.InitString(norm.NFKC, original)
	var f Folded
	var b strings.Builder
	for !iter.Done() {
		from := iter.Pos()
		lower := strings.ToLower(string(iter.Next()))
		b.WriteString(lower)
		for range len(lower) {
			f.at = append(f.at, from)
		}
	}
	f.Text = b.String()
	f.at = append(f.at, len(original))
	return f
}

// Span is a part of an original text, from a byte to before another.
type Span struct{ From, To int }

// Original is where a part of the folded text is in the original. What ends within a letter takes it whole.
func (f *Folded) Original(from, to int) Span {
	end := f.at[to]
	for to > 0 && to < len(f.Text) && f.at[to] == f.at[to-1] {
		to++
		end = f.at[to]
	}
	return Span{f.at[from], end}
}

// All finds the places of a word, which is folded, in a text, none of them over another.
func (f *Folded) All(word string) (places []Span) {
	if word == "" {
		return nil
	}
	for from := 0; ; {
		i := strings.Index(f.Text[from:], word)
		if i < 0 {
			return places
		}
		places = append(places, Span{from + i, from + i + len(word)})
		from += i + len(word)
	}
}
