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

// isFormula reports whether a spreadsheet might run a text as a formula. It begins like one, or with a tab, a carriage
// return or a line feed, which some programs drop before they look (OWASP, "CSV Injection").
func isFormula(text string) bool {
	return text != "" && strings.ContainsRune("\t\r\n", rune(text[0])) || beginsFormula(text)
}

// beginsFormula reports whether the first visible character of a text is = + - or @, in any width.
func beginsFormula(text string) bool {
	if text == "" || isOrdinary(text) || negativeNumber.MatchString(text) {
		return false
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

// separators end a cell for programs that read a file of ours with another separator than the comma: then quotation
// marks inside a line mean nothing, and what follows begins a cell.
const separators = ";\t\r\n"

// safeText puts an apostrophe before a text that is a formula, and before one that begins with an apostrophe. It does
// the same after each separator within the text. Removing one apostrophe at each of these places restores the text.
func safeText(text string) string {
	if !strings.ContainsAny(text, separators) {
		return safePart(text, isFormula(text))
	}
	var out strings.Builder
	for i, part := range splitAfterSeparators(text) {
		if i == 0 {
			out.WriteString(safePart(part, isFormula(text)))
		} else {
			out.WriteString(safePart(part, beginsFormula(part)))
		}
	}
	return out.String()
}

func safePart(text string, isFormula bool) string {
	if isFormula || strings.HasPrefix(text, "'") {
		return "'" + text
	}
	return text
}

// unsafeText is the text of which safeText made the cell, or the cell as it is where safeText did not make it.
func unsafeText(cell string) string {
	if !strings.Contains(cell, "'") {
		return cell
	}
	parts := splitAfterSeparators(cell)
	for i, part := range parts {
		parts[i] = strings.TrimPrefix(part, "'")
	}
	if text := strings.Join(parts, ""); safeText(text) == cell {
		return text
	}
	return cell
}

func splitAfterSeparators(text string) (parts []string) {
	for {
		i := strings.IndexAny(text, separators)
		if i < 0 {
			return append(parts, text)
		}
		parts, text = append(parts, text[:i+1]), text[i+1:]
	}
}
