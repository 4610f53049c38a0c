package text

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

const minPhone, maxPhone = 6, 15 // digits; E.164

// NormalizePhone makes a phone number plain, and the digits alone in which numbers are compared: those of Japan without
// the country's code. ok is false for what is no number.
func NormalizePhone(typed string) (display, key string, ok bool) {
	display = strings.Join(strings.Fields(strings.Map(plainDash, norm.NFKC.String(typed))), " ")
	var digits strings.Builder
	for i, r := range display {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case strings.ContainsRune(" -().", r), r == '+' && i == 0:
		default:
			return display, "", false
		}
	}
	key = digits.String()
	if strings.HasPrefix(display, "+81") {
		key = "0" + strings.TrimPrefix(strings.TrimPrefix(key, "81"), "0")
	}
	return display, key, len(key) >= minPhone && len(key) <= maxPhone
}

// plainDash makes the dashes that Japanese keyboards have one.
func plainDash(r rune) rune {
	if strings.ContainsRune("‐‑‒–—―−ーｰ", r) {
		return '-'
	}
	return r
}
