package web

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestLayoutOf(t *testing.T) {
	for page, want := range map[string]string{
		"public/event/show":          "public",
		"public/error/show":          "plain",
		"attendee/registration/show": "public",
		"staff/event/dashboard":      "staff",
		"staff/login/show":           "plain",
		"staff/login/reset":          "plain",
		"staff/survey/editor":        "staff",
		"staff/survey/preview":       "public",
	} {
		if got := layoutOf(page); got != want {
			t.Errorf("%s is in %s, want %s", page, got, want)
		}
	}
}

// A page in another folder would get a layout by chance.
func TestEveryPageBelongsToAnAudience(t *testing.T) {
	pages := everyPage(t)
	for name := range pages.names {
		audience, _, _ := strings.Cut(name, "/")
		if !slices.Contains([]string{"public", "attendee", "staff"}, audience) {
			t.Errorf("%s belongs to no audience", name)
		}
	}
	for _, l := range layouts {
		fits := func(name string) bool { return strings.HasPrefix(name, l.prefix) }
		if !slices.ContainsFunc(slices.Collect(maps.Keys(pages.names)), fits) {
			t.Errorf("no page begins with %q", l.prefix)
		}
	}
}
