package table

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// negativeNumber is a text that spreadsheets read as a number.
var negativeNumber = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)

// isFormula reports whether a spreadsheet might run a text as a formula. Its first visible character is = + - or @, in
// any width, or it begins with a tab, a carriage return or a line feed, which some programs drop before they look
// (OWASP, "CSV Injection").
func isFormula(text string) bool {
	if text == "" || isOrdinary(text) || negativeNumber.MatchString(text) {
		return false
	}
	if strings.ContainsRune("\t\r\n", rune(text[0])) {
		return true
	}
	first := strings.TrimLeftFunc(text, isInvisible)
	for _, r := range first {
		return r == '−' || strings.ContainsAny(norm.NFKC.String(string(r)), "=+-@")
	}
	return false
}

// isOrdinary reports whether a text begins with a letter or digit of ASCII, with kana or a kanji, as nearly all do. It
// only saves the slower checks.
func isOrdinary(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	isLatin := first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' || first >= '0' && first <= '9'
	return isLatin || first >= 'ぁ' && first <= '鿿'
}

func isInvisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r)
}

// safeText puts an apostrophe before a text that is a formula, and before one that begins with an apostrophe. Removing
// one leading apostrophe restores the text.
func safeText(text string) string {
	if isFormula(text) || strings.HasPrefix(text, "'") {
		return "'" + text
	}
	return text
}
