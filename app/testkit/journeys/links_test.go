package journeys_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/testkit/apptest"
	"meguri/handlers"
)

// linkFollower follows all links of the pages.
type linkFollower struct {
	*apptest.Client
	base     string
	seen     map[string]bool
	perRoute map[string]int // with the names of the query, and without
	queue    []linkStep
	// pages are the addresses of pages, two of each route, as one may be empty.
	pages []string
}

// mostOfPage is how often a page is looked at: one that takes a list's filter along has an address for each.
const mostOfPage = 8

type linkStep struct{ path, from string }

// followLinks follows links from the start pages, and returns the pages that it finds. A link to a missing page is an
// error.
func followLinks(client *apptest.Client, base string, starts ...string) []string {
	f := &linkFollower{Client: client, base: base, seen: map[string]bool{}, perRoute: map[string]int{}}
	for _, start := range starts {
		f.add(start, "the start")
	}
	for len(f.queue) > 0 {
		next := f.queue[0]
		f.queue = f.queue[1:]
		f.visit(next)
	}
	return f.pages
}

func (f *linkFollower) add(link, from string) {
	address, err := url.Parse(link)
	if err != nil || (address.Host != "" && !strings.HasSuffix(f.base, address.Host)) ||
		!strings.HasPrefix(address.Path, "/") ||
		address.Query().Has("lang") {
		return
	}
	page := routeOf(address.Path)
	route := page + "?" + keysOf(address.Query())
	path := address.RequestURI()
	if f.seen[path] || f.perRoute[route] >= 2 || f.perRoute[page] >= mostOfPage || address.Scheme == "mailto" {
		return
	}
	f.seen[path] = true
	f.perRoute[route]++
	f.perRoute[page]++
	f.queue = append(f.queue, linkStep{path, from})
}

func (f *linkFollower) visit(s linkStep) {
	f.T.Helper()
	answer := f.Get(s.path)
	switch {
	case answer.Code >= 300 && answer.Code < 400:
		f.add(answer.Header().Get("Location"), s.path)
	case answer.Code != http.StatusOK:
		f.T.Errorf("%s answers %d; %s leads there", s.path, answer.Code, s.from)
	case strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html"):
		f.follow(s.path, apptest.Document(f.T, answer))
	}
}

func (f *linkFollower) follow(path string, document *goquery.Selection) {
	if document.Find("main").Length() > 0 { // not a mail's body
		f.pages = append(f.pages, path)
	}
	document.Find("a[href]").Each(func(_ int, a *goquery.Selection) { f.add(a.AttrOr("href", ""), path) })
}

// routeOf is the path in the URL table that a path matches.
func routeOf(path string) string {
	parts := strings.Split(path, "/")
	for _, route := range handlers.Routes() {
		if route.Method == http.MethodGet && matches(strings.Split(route.Path, "/"), parts) {
			return route.Path
		}
	}
	return path
}

func matches(pattern, parts []string) bool {
	return slices.EqualFunc(pattern, parts, func(p, part string) bool { return p == part || strings.HasPrefix(p, ":") })
}

func keysOf(query url.Values) string {
	return strings.Join(slices.Sorted(maps.Keys(query)), "&")
}

// oneOfEach keeps the first page of each route.
func oneOfEach(pages []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(pages), func(page string) bool {
		path, _, _ := strings.Cut(page, "?")
		known := seen[routeOf(path)]
		seen[routeOf(path)] = true
		return known
	})
}
