package pdf

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// display is a line in the order of its drawing. Brackets are mirrored later, by the shaper.
func display(line string) string {
	runes := []rune(line)
	list := levels(runes)
	if list == nil {
		return line
	}
	order := make([]int, len(runes))
	for i := range order {
		order[i] = i
	}
	reorder(order, func(i int) int { return list[i] })
	out := make([]rune, len(order))
	for at, i := range order {
		out[at] = runes[i]
	}
	return string(out)
}

// Random lines with Latin, Japanese, Hebrew, Arabic, digits and brackets, as another implementation orders them.
func TestLinesOfTwoDirectionsAreOrdered(t *testing.T) {
	content, err := os.ReadFile("testdata/bidi.txt")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for line := range strings.Lines(string(content)) {
		logical, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			continue
		}
		count++
		if got := display(logical); got != want {
			t.Errorf("%+q\n is shown as %+q\nand not as %+q", logical, got, want)
		}
	}
	if count < 1000 {
		t.Errorf("%d lines", count)
	}
}

func TestOrderOfNames(t *testing.T) {
	for line, want := range map[string]string{
		"abc":       "abc",
		"אב 様":      "בא 様",
		"(אב)":      "(בא)",
		"אב (גד)":   ")דג( בא",
		"אב 12 גד":  "דג 12 בא",
		"אב\u200Cג": "ג\u200Cבא",
		"א":         "א",
	} {
		if got := display(line); got != want {
			t.Errorf("%+q is shown as %+q, not %+q", line, got, want)
		}
	}
	if got := levels([]rune("かわさき ABC 12")); !slices.Equal(got, nil) {
		t.Errorf("levels %v", got)
	}
}
