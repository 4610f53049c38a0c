package freetext

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// ContactKind is what a place in a text seems to be.
type ContactKind string

// The values of ContactKind.
const (
	ContactMail   ContactKind = "mail"
	ContactURL    ContactKind = "url"
	ContactPhone  ContactKind = "phone"
	ContactHandle ContactKind = "handle"
	ContactName   ContactKind = "name"
)

// Contact is something in a text that may lead to a person.
type Contact struct {
	Kind ContactKind
	Text string
	span
}

// patterns find contacts in a folded text, what comes first before what comes later.
var patterns = []struct {
	kind    ContactKind
	pattern *regexp.Regexp
}{
	{ContactMail, regexp.MustCompile(`[a-z0-9._%+-]+\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)+`)},
	{ContactURL, regexp.MustCompile(`(?:https?://|www\.)[a-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+`)},
	{ContactURL, regexp.MustCompile(`\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|jp|org|net|info|io|me)\b` +
		`(?:/[a-z0-9\-._~/?#=&%]*)?`)},
	{ContactPhone, regexp.MustCompile(`(?:\+81|0)[0-9\-‐‑–—―−ー() ]{8,16}`)},
	{ContactHandle, regexp.MustCompile(`@[a-z0-9_]{3,30}`)},
}

// contactsIn finds what may lead to a person in a text: addresses by their form, names as the dictionary found them.
func contactsIn(original string, f *folded, names []string) (list []Contact) {
	add := func(kind ContactKind, from, to int) {
		place := f.original(from, to)
		for _, known := range list {
			if place.from < known.to && known.from < place.to {
				return
			}
		}
		list = append(list, Contact{kind, original[place.from:place.to], place})
	}
	for _, p := range patterns {
		for _, place := range p.pattern.FindAllStringIndex(f.text, -1) {
			found := strings.TrimRight(f.text[place[0]:place[1]], " -‐‑–—―−ー(.,")
			if p.kind == ContactPhone && (!isPhone(found) || followsDigit(f.text[:place[0]])) {
				continue
			}
			add(p.kind, place[0], place[0]+len(found))
		}
	}
	for _, name := range names {
		for _, place := range f.all(strings.ToLower(name)) {
			add(ContactName, place.from, place.to)
		}
	}
	slices.SortFunc(list, func(a, b Contact) int { return cmp.Compare(a.from, b.from) })
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
	Kind ContactKind
}

// pieces cuts a text at its contacts.
func pieces(text string, contacts []Contact) (list []Piece) {
	at := 0
	for _, c := range contacts {
		if c.from > at {
			list = append(list, Piece{Text: text[at:c.from]})
		}
		list = append(list, Piece{text[c.from:c.to], c.Kind})
		at = c.to
	}
	if at < len(text) {
		list = append(list, Piece{Text: text[at:]})
	}
	return list
}
