package web

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortWord and longestGroup count letters: of a word that is not left at the end of a line, and of what is kept
// together.
const (
	shortWord    = 3
	longestGroup = 18
)

// heading keeps together what belongs together where a title is broken into lines: a short word stays with the next
// one, as in "Pro Bono" and "a course", a number with the word before it, and a short addition in brackets.
func heading(title string) string {
	var out strings.Builder
	group := 0
	words := strings.Fields(bracketed.ReplaceAllStringFunc(title, bindAll))
	for i, word := range words {
		length := utf8.RuneCountInString(word)
		if i > 0 {
			if isBound(words[i-1], word) && group+1+length <= longestGroup {
				out.WriteRune('\u00a0')
				group++
			} else {
				out.WriteByte(' ')
				group = 0
			}
		}
		out.WriteString(word)
		group += length
	}
	return out.String()
}

// unbroken keeps a name on one line.
func unbroken(name string) string {
	if utf8.RuneCountInString(name) > longestGroup {
		return name
	}
	return strings.ReplaceAll(name, " ", "\u00a0")
}

// bracketed are short additions to a title, such as （第1回）, within which no line ends.
var bracketed = regexp.MustCompile(`（[^（）\s]{1,6}）`)

// bindAll puts a word joiner between all letters.
func bindAll(s string) string { return strings.Join(strings.Split(s, ""), "\u2060") }

func isBound(before, word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(before)
	isShort := utf8.RuneCountInString(before) <= shortWord && unicode.Is(unicode.Latin, last)
	return isShort || unicode.IsDigit(first)
}
