package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug spells a title in the letters of an address: small Latin letters and digits, its words joined by hyphens. Kana
// are spelled as in Hepburn's romaji, without long vowels. What has no spelling is left out, as kanji, whose reading a
// title does not tell.
func Slug(title string) string {
	var words []string
	var word []rune
	kind := breaks
	end := func() {
		if len(word) > 0 && kind == latin {
			words = append(words, string(word))
		} else if len(word) > 0 {
			words = append(words, joinSyllables(word))
		}
		word = nil
	}
	for _, r := range norm.NFKC.String(title) {
		next, letters := spellingOf(r, kind)
		if next == keeps {
			continue
		}
		if next != kind {
			end()
			kind = next
		}
		word = append(word, []rune(letters)...)
	}
	end()
	return strings.Join(words, "-")
}

// script is how a character of a title is spelled.
type script int

const (
	breaks script = iota // not at all: a word ends there
	keeps                // not at all, inside a word
	latin
	hiragana
	katakana
)

// spellingOf is how a character is spelled after one of a script: Latin letters as they are, kana as katakana.
func spellingOf(r rune, after script) (script, string) {
	switch letters := latinOf(r); {
	case letters != "":
		return latin, letters
	case r == '\'' || r == '’': // maker's is makers
		return keeps, ""
	case r == 'ー' && (after == hiragana || after == katakana):
		return keeps, ""
	case r == 'ー' || r == '・':
		return breaks, ""
	case !isSpelled(toKatakana(r)):
		return breaks, ""
	case isKatakana(r):
		return katakana, string(r)
	}
	return hiragana, string(toKatakana(r))
}

// latinOf is a letter without its accents in lower case, or a digit; "" for all else.
func latinOf(r rune) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(string(r)) {
		r = unicode.ToLower(r)
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			out.WriteRune(r)
		}
	}
	return out.String()
}
