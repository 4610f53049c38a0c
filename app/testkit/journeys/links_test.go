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

// linkFollower follows the links of the pages, as somebody would who tries everything.
type linkFollower struct {
	*apptest.Client
	base     string
	seen     map[string]bool
	perRoute map[string]int
	queue    []step
	// pages are the addresses of pages: two of each route, so that a full and an empty one may be among them.
	pages []string
}

type step struct{ path, from string }

// followLinks starts at some pages and returns what pages there are. A link that leads nowhere is an error.
func followLinks(client *apptest.Client, base string, starts ...string) []string {
	c := &linkFollower{Client: client, base: base, seen: map[string]bool{}, perRoute: map[string]int{}}
	for _, start := range starts {
		c.add(start, "the start")
	}
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.visit(next)
	}
	return c.pages
}

func (c *linkFollower) add(link, from string) {
	address, err := url.Parse(link)
	if err != nil || (address.Host != "" && !strings.HasSuffix(c.base, address.Host)) ||
		!strings.HasPrefix(address.Path, "/") ||
		address.Query().Has("lang") {
		return
	}
	kind := routeOf(address.Path) + "?" + keysOf(address.Query())
	path := address.RequestURI()
	if c.seen[path] || c.perRoute[kind] >= 2 || address.Scheme == "mailto" {
		return
	}
	c.seen[path] = true
	c.perRoute[kind]++
	c.queue = append(c.queue, step{path, from})
}

func (c *linkFollower) visit(s step) {
	c.T.Helper()
	answer := c.Get(s.path)
	switch {
	case answer.Code >= 300 && answer.Code < 400:
		c.add(answer.Header().Get("Location"), s.path)
	case answer.Code != http.StatusOK:
		c.T.Errorf("%s answers %d; %s leads there", s.path, answer.Code, s.from)
	case strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html"):
		c.follow(s.path, apptest.Document(c.T, answer))
	}
}

func (c *linkFollower) follow(path string, document *goquery.Selection) {
	if document.Find("main").Length() > 0 { // a mail as it arrives is no page of ours
		c.pages = append(c.pages, path)
	}
	document.Find("a[href]").Each(func(_ int, a *goquery.Selection) { c.add(a.AttrOr("href", ""), path) })
}

// routeOf is the line of the URL table that answers a path.
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
