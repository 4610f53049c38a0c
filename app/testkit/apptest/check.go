package apptest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Equal compares what there is with what should be, and reports the difference. what names it.
func Equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Contains demands that a text has each part. what names the text.
func Contains(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q: %.1500s", what, part, text)
		}
	}
}

// Lacks demands that a text has none of the parts. what names the text.
func Lacks(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%s has %q: %.1500s", what, part, text)
		}
	}
}
