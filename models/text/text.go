package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanLine takes what cannot be seen or stored out of one line of text that a person typed, and writes full-width
// Latin as Latin.
func CleanLine(s string) string { return cleanName(s) }

// CleanTitle does the same for a line that is shown as it was written, with its （ and ！.
func CleanTitle(s string) string {
	return strings.Join(strings.Fields(composeNFC(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return dropInvisible(r)
	}, s))), " ")
}

// CleanText does the same for text of several lines, which keep their indentation: Markdown and plain letters mean
// something by it.
func CleanText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return dropInvisible(r)
	}, s)
	lines := strings.Split(composeNFC(s), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	return strings.TrimRightFunc(strings.TrimLeft(strings.Join(lines, "\n"), "\n"), unicode.IsSpace)
}

// dropInvisible is the character, or -1 for one that nobody can see and no database should hold.
func dropInvisible(r rune) rune {
	switch {
	case r == '\u200d' || r == '\ufe0e' || r == '\ufe0f' || unicode.Is(unicode.Variation_Selector, r):
		return r // joins emoji and chooses variants of kanji
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
		return -1
	}
	return r
}
