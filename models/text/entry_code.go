package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The lengths of an entry code, in letters and digits.
const (
	MinEntryCode = 4
	MaxEntryCode = 40
)

// EntryCode reads a code with which people register, in any case and width. shown has hyphens where they were typed,
// key has letters and digits alone, by which codes are compared. ok is false for what can be no code.
func EntryCode(typed string) (shown, key string, ok bool) {
	if len(typed) > 8*MaxEntryCode {
		return "", "", false
	}
	var code, bare strings.Builder
	for _, r := range strings.ToUpper(norm.NFKC.String(CleanLine(typed))) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsUpper(r) || unicode.IsDigit(r)):
			code.WriteRune(r)
			bare.WriteRune(r)
		case unicode.IsSpace(r):
		case unicode.Is(unicode.Pd, r) || r == 'ー' || r == '−' || r == '_':
			code.WriteByte('-')
		default:
			return "", "", false
		}
	}
	shown, key = strings.Trim(code.String(), "-"), bare.String()
	return shown, key, len(key) >= MinEntryCode && len(key) <= MaxEntryCode
}
