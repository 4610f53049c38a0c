package text

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// urls finds addresses of web pages, with a scheme, with www, or with a path. A domain alone may be a name: 価格.com.
var urls = regexp.MustCompile(`(?i)://|\bhttps?:|\bwww\.|[\p{L}\p{N}]\.(com|net|org|info|biz|xyz|top|site|` +
	`online|shop|link|app|dev|[a-z]{2})/`)

// HasURL reports whether a text holds the address of a web page, also one that is written in full width.
func HasURL(s string) bool {
	return urls.MatchString(strings.ReplaceAll(norm.NFKC.String(s), "。", "."))
}

var dots = regexp.MustCompile(`\.([\p{L}\p{N}]{2,})`)

// Unlinked is a name as mails show it. Mail programs make links of domains: a space after the dot keeps them from it.
func Unlinked(name string) string {
	return strings.ReplaceAll(dots.ReplaceAllString(name, ". $1"), "://", " ")
}
