package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
)

// maxPadding is how many bytes of padding an answer gets at most, so that its length tells less of what is in it
// (docs/decisions/0011-compression.md).
const maxPadding = 32

// Compress packs by gzip what the handler answers, as it goes out. Answers that are packed already, parts of a file
// (Range), short ones and HEAD stay as they are.
func Compress(handler http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.EnableZstd(false), // an encoder takes megabytes, and gains nothing on pages of this size
		gzhttp.ContentTypeFilter(isText),
		gzhttp.RandomJitter(maxPadding, 0, false),
	)
	if err != nil {
		return nil, err
	}
	return wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/push/") {
			w.Header().Set(gzhttp.HeaderNoCompression, "live") // each message goes out at once
		}
		if isLured(r) {
			w.Header().Set(gzhttp.HeaderNoCompression, "lured")
		}
		handler.ServeHTTP(w, r)
	})), nil
}

// isLured reports whether a page of another site made the browser ask for something with its owner's cookie. Who can do
// that and sees the lengths of the answers could find out what is in a packed page (BREACH).
func isLured(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	for _, name := range []string{LoginCookie, hostPrefix + LoginCookie, RoomCookie, NewcomerCookie} {
		if _, err := r.Cookie(name); err == nil {
			return true
		}
	}
	return false
}

// isText reports whether content of the type becomes shorter by packing. Server-sent events stay plain: each is short,
// and must not wait for the next.
func isText(contentType string) bool {
	contentType, _, _ = strings.Cut(contentType, ";")
	switch contentType {
	case "text/event-stream":
		return false
	case echo.MIMEApplicationJSON, echo.MIMEApplicationJavaScript, echo.MIMEApplicationXML:
		return true
	}
	return strings.HasPrefix(contentType, "text/") ||
		strings.HasSuffix(contentType, "+json") || strings.HasSuffix(contentType, "+xml")
}

// identity is the encoding of what is not packed.
const identity = "identity"

// encodingFor chooses from the encodings that there are, the best first, by an Accept-Encoding header (RFC 9110,
// section 12.5.3).
func encodingFor(header string, offered ...string) string {
	best, most := identity, weightOf(header, identity)
	for _, encoding := range offered {
		weight := weightOf(header, encoding)
		if weight > most || (weight > 0 && weight == most && best == identity) {
			best, most = encoding, weight
		}
	}
	return best
}

// weightOf is how much the header wants the encoding: 0 where it does not name it, or refuses it.
func weightOf(header, encoding string) float64 {
	for part := range strings.SplitSeq(header, ",") {
		name, parameter, weighted := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		if !weighted {
			return 1
		}
		_, weight, _ := strings.Cut(parameter, "=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		if err != nil {
			return 0
		}
		return q
	}
	return 0
}
