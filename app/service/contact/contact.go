// Package contact finds in texts what may lead to a person: addresses, telephone numbers, names that are known.
package contact

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Kind is what a place in a text seems to be.
type Kind string

// The values of Kind.
const (
	Mail   Kind = "mail"
	URL    Kind = "url"
	Phone  Kind = "phone"
	Handle Kind = "handle"
	Name   Kind = "name"
)

// Contact is something in a text that may lead to a person.
type Contact struct {
	Kind Kind
	Text string
	Span
}

// patterns find contacts in a folded text, what comes first before what comes later.
var patterns = []struct {
	kind    Kind
	pattern *regexp.Regexp
}{
	{Mail, regexp.MustCompile(`[a-z0-9._%+-]+\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)+`)},
	{URL, regexp.MustCompile(`(?:https?://|www\.)[a-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+`)},
	{URL, regexp.MustCompile(`\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|jp|org|net|info|io|me)\b` +
		`(?:/[a-z0-9\-._~/?#=&%]*)?`)},
	{Phone, regexp.MustCompile(`(?:\+81|0)[0-9\-‐‑–—―−ー() ]{8,16}`)},
	{Handle, regexp.MustCompile(`@[a-z0-9_]{3,30}`)},
}

// In finds what may lead to a person in a text: addresses by their form, names as the dictionary found them.
func In(original string, f *Folded, names []string) (list []Contact) {
	add := func(kind Kind, from, to int) {
		place := f.Original(from, to)
		for _, known := range list {
			if place.From < known.To && known.From < place.To {
				return
			}
		}
		list = append(list, Contact{kind, original[place.From:place.To], place})
	}
	for _, p := range patterns {
		for _, place := range p.pattern.FindAllStringIndex(f.Text, -1) {
			found := strings.TrimRight(f.Text[place[0]:place[1]], " -‐‑–—―−ー(.,")
			if p.kind == Phone && (!isPhone(found) || followsDigit(f.Text[:place[0]])) {
				continue
			}
			add(p.kind, place[0], place[0]+len(found))
		}
	}
	for _, name := range names {
		for _, place := range f.All(strings.ToLower(name)) {
			add(Name, place.From, place.To)
		}
	}
	slices.SortFunc(list, func(a, b Contact) int { return cmp.Compare(a.From, b.From) })
	return list
}

func followsDigit(before string) bool {
	return before != "" && unicode.IsDigit(rune(before[len(before)-1]))
}

// isPhone reports whether a telephone in Japan has so many digits: 03-1234-5678, 090-1234-5678, +81 90 1234 5678.
func isPhone(found string) bool {
	digits := 0
	for _, r := range found {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if strings.HasPrefix(found, "+81") {
		return digits == 11 || digits == 12
	}
	return digits == 10 || digits == 11
}

// Piece is a part of a text, a contact where it has a kind.
type Piece struct {
	Text string
	Kind Kind
}

// Pieces cuts a text at its contacts.
func Pieces(text string, contacts []Contact) (list []Piece) {
	at := 0
	for _, c := range contacts {
		if c.From > at {
			list = append(list, Piece{Text: text[at:c.From]})
		}
		list = append(list, Piece{text[c.From:c.To], c.Kind})
		at = c.To
	}
	if at < len(text) {
		list = append(list, Piece{Text: text[at:]})
	}
	return list
}

// Masked is a text with a mark in place of each contact in it.
func Masked(text string, names []string, mark string) string {
	folded := Fold(text)
	contacts := In(text, &folded, names)
	if len(contacts) == 0 {
		return text
	}
	var b strings.Builder
	for _, p := range Pieces(text, contacts) {
		if p.Kind != "" {
			p.Text = mark
		}
		b.WriteString(p.Text)
	}
	return b.String()
}
