// Package text cleans the names, readings, mail addresses and texts that people type, and prepares them for sorting and
// searching.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanLine cleans one line of typed text: it removes invisible characters, joins spaces, and writes full-width Latin
// as Latin.
func CleanLine(s string) string { return cleanName(s) }

// CleanTitle does the same, but keeps full-width characters such as （ and ！.
func CleanTitle(s string) string {
	return strings.Join(strings.Fields(composeNFC(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return dropInvisible(r)
	}, dropNonJoiners(s)))), " ")
}

// CleanText cleans text of several lines. It keeps their indentation, which has a meaning in Markdown and plain mails.
func CleanText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return dropInvisible(r)
	}, dropNonJoiners(s))
	lines := strings.Split(composeNFC(s), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.TrimRightFunc(strings.TrimLeft(strings.Join(lines, "\n"), "\n"), unicode.IsSpace)
}

// nonJoiner keeps two letters apart that would be joined: می‌نا is another name than مینا.
const nonJoiner = '\u200c'

// joining are the scripts whose letters join, or stand below each other.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian, unicode.Devanagari, unicode.Bengali,
	unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam,
	unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
}

// dropNonJoiners removes nonJoiner where it does nothing: elsewhere than between two letters of such a script.
func dropNonJoiners(s string) string {
	if !strings.ContainsRune(s, nonJoiner) {
		return s
	}
	runes, out := []rune(s), make([]rune, 0, len(s))
	for i, r := range runes {
		if r == nonJoiner && (i == 0 || i == len(runes)-1 || !joins(runes[i-1]) || !joins(runes[i+1])) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// joins reports whether r is a letter of such a script, or a mark on one.
func joins(r rune) bool {
	return unicode.In(r, joining...) || unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Variation_Selector, r)
}

// dropInvisible returns the character, or -1 for an invisible one. It is for strings.Map.
func dropInvisible(r rune) rune {
	switch {
	case r == nonJoiner || r == '\u200d' || r == '\ufe0e' || r == '\ufe0f' || unicode.Is(unicode.Variation_Selector, r):
		return r // joins letters and emoji or chooses a variant of a kanji
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
		return -1
	}
	return r
}

// Shorten cuts a text to most characters, of which the last is then …
func Shorten(s string, most int) string {
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return s
}
