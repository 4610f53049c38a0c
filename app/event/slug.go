package event

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const (
	maxSlug = 60
	// maxOwnSlug leaves room for a number behind.
	maxOwnSlug = 48
	// fewestLetters are needed for an address that says something.
	fewestLetters = 3
)

var slugs = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){2,59}$`)

// checkSlug checks the part of an address that names something.
func checkSlug(c *check.Checker, typed string) string {
	slug := strings.ToLower(strings.TrimSpace(typed))
	if len(slug) > maxSlug || !slugs.MatchString(slug) {
		c.Fault("slug", "event.slug_form")
	}
	return slug
}

// refuseTaken notes a fault where another event than the one with the id has the slug, or had it.
func refuseTaken(c *check.Checker, q *models.Query, slug, id string) error {
	taken, err := q.Events().SlugTaken(slug, id)
	if taken || slices.Contains([]string{"new", "past", "import"}, slug) {
		c.Fault("slug", "event.slug_taken")
	}
	return err
}

// FreeSlug makes an address for an event that another feature makes. No other event has it.
func (*Service) FreeSlug(q *models.Query, e *models.Event) (string, error) { return makeSlug(q, e) }

// makeSlug makes an address for an event out of its title in English, else out of the kana in its title, else out of
// its date. No other event has it.
func makeSlug(q *models.Query, e *models.Event) (string, error) {
	slug := slugOf(e.TitleEn)
	if slug == "" {
		slug = slugOf(e.TitleJa)
	}
	if slug == "" {
		slug = e.Local(e.StartsAt).Format(time.DateOnly)
	}
	return freeSlug(q, slug, e.ID)
}

// slugOf is the address that a title makes, "" where too little of it can be spelled.
func slugOf(title string) string {
	slug := text.Slug(title)
	if len(slug) > maxOwnSlug {
		slug = slug[:maxOwnSlug+1]
		if end := strings.LastIndexByte(slug, '-'); end > 0 {
			slug = slug[:end]
		}
		slug = strings.Trim(slug[:min(len(slug), maxOwnSlug)], "-")
	}
	letters := 0
	for _, r := range slug {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < fewestLetters {
		return ""
	}
	return slug
}

// freeSlug is the slug, with the first number behind it that makes it free.
func freeSlug(q *models.Query, slug, id string) (string, error) {
	next := slug
	for n := 2; ; n++ {
		taken, err := q.Events().SlugTaken(next, id)
		if err != nil || (!taken && next != "new" && next != "past") {
			return next, err
		}
		next = slug + "-" + strconv.Itoa(n)
	}
}
