package ticket

import (
	"crypto/rand"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// CodeLetters has no vowels, so that codes are not words, and no letters that look like digits.
const CodeLetters = "23456789BCDFGHJKMNPQRSTVWXYZ"

// NewCode makes a random code that a person can read out, as in K7QX-M2RD.
func NewCode() string {
	bytes := make([]byte, 64)
	_, _ = rand.Read(bytes) // never fails (Go 1.24)
	code := make([]byte, 0, 9)
	for _, b := range bytes {
		if len(code) == 4 {
			code = append(code, '-')
		}
		// Higher bytes are skipped, because they would make the first letters more frequent.
		if int(b) < 256/len(CodeLetters)*len(CodeLetters) && len(code) < 9 {
			code = append(code, CodeLetters[int(b)%len(CodeLetters)])
		}
	}
	return string(code)
}

// NormalizeCode reads a typed code in any case and width, with or without the hyphen, or with another sign for it. ok
// is false if it is not a code.
func NormalizeCode(typed string) (code string, ok bool) {
	if len(typed) > maxRead {
		return "", false
	}
	text := strings.Map(func(r rune) rune {
		if r == 'ー' || (!unicode.IsLetter(r) && !unicode.IsNumber(r)) {
			return -1
		}
		return r
	}, strings.ToUpper(norm.NFKC.String(typed)))
	if len(text) != 8 || strings.Trim(text, CodeLetters) != "" {
		return "", false
	}
	return text[:4] + "-" + text[4:], true
}
