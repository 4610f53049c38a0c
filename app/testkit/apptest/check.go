package apptest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Equal compares what there is with what should be, and tells the difference; what says of what.
func Equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Contains demands each part in a text.
func Contains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q: %.1500s", what, part, text)
		}
	}
}

// Lacks demands that no part is in a text.
func Lacks(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%s has %q: %.1500s", what, part, text)
		}
	}
}
