package text

import (
	"net/mail"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// NormalizeEmail cleans a mail address that a person typed. display is the form that mails are sent to, key the form in
// which addresses are compared. ok is false if it is not an address.
func NormalizeEmail(typed string) (display, key string, ok bool) {
	address := norm.NFKC.String(cleanName(typed))
	at := strings.LastIndexByte(address, '@')
	if at < 1 || len(address) > 254 || strings.ContainsAny(address, " ,;<>\"") {
		return "", "", false
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil || !strings.Contains(domain, ".") || strings.HasSuffix(domain, ".") {
		return "", "", false
	}
	display = address[:at] + "@" + domain
	parsed, err := mail.ParseAddress(display)
	if err != nil || parsed.Address != display {
		return "", "", false
	}
	return display, strings.ToLower(display), true
}
