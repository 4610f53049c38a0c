package text

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// NormalizeEmail cleans a mail address that a person typed. display is the form that mails are sent to, key the form in
// which addresses are compared. ok is false if it is not an address. Dots may stand anywhere before the @, as in
// addresses that Japanese carriers gave out; net/mail puts the quotes that SMTP wants around those (RFC 5321, 4.1.2).
func NormalizeEmail(typed string) (display, key string, ok bool) {
	address := unquoteLocal(norm.NFKC.String(cleanName(typed)))
	at := strings.LastIndexByte(address, '@')
	if at < 1 || len(address) > 254 || strings.ContainsAny(address, " ,;<>\"") {
		return "", "", false
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil || !strings.Contains(domain, ".") || strings.HasSuffix(domain, ".") {
		return "", "", false
	}
	atoms := strings.FieldsFunc(address[:at], func(r rune) bool { return r == '.' })
	plain := strings.Join(atoms, ".") + "@" + domain
	parsed, err := mail.ParseAddress(plain)
	if err != nil || parsed.Address != plain {
		return "", "", false
	}
	display = address[:at] + "@" + domain
	return display, strings.ToLower(display), true
}

// unquoteLocal removes the quotes with which some people write such an address: "a..b"@example.jp.
func unquoteLocal(address string) string {
	rest, isQuoted := strings.CutPrefix(address, `"`)
	if local, domain, ok := strings.Cut(rest, `"@`); ok && isQuoted {
		return local + "@" + domain
	}
	return address
}

// HasASCIILocal reports whether an address is ASCII before the @. Most mail servers take no other mail.
func HasASCIILocal(address string) bool {
	local := address[:max(0, strings.LastIndexByte(address, '@'))]
	return strings.IndexFunc(local, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
