package i18n

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	inBackticks = regexp.MustCompile("`([^`]+)`")
	entry       = regexp.MustCompile(`^"?([\w.]+)"? = "(.*)"$`)
)

// One thing has one word: those that docs/words.md puts aside are in no language file.
func TestTheLanguageFilesUseOneWordForOneThing(t *testing.T) {
	glossary, err := os.ReadFile("../../../docs/words.md")
	if err != nil {
		t.Fatal(err)
	}
	var words []*regexp.Regexp
	for line := range strings.Lines(string(glossary)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if !strings.HasPrefix(line, "| ") || len(cells) < 4 {
			continue
		}
		for _, found := range inBackticks.FindAllStringSubmatch(cells[3], -1) {
			words = append(words, pattern(found[1]))
		}
	}
	if len(words) < 30 {
		t.Fatalf("%d words in docs/words.md", len(words))
	}
	files, err := os.ReadDir("locales")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile("locales/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			parts := entry.FindStringSubmatch(strings.TrimSpace(line))
			if parts == nil {
				continue
			}
			for _, word := range words {
				if word.MatchString(parts[2]) {
					t.Errorf("%s, %s: %q has %s, see docs/words.md", file.Name(), parts[1], parts[2], word)
				}
			}
		}
	}
}

// pattern finds a Japanese word anywhere, an English one as a whole word.
func pattern(word string) *regexp.Regexp {
	if word[0] >= 0x80 {
		return regexp.MustCompile(regexp.QuoteMeta(word))
	}
	return regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(word) + `(\W|$)`)
}
