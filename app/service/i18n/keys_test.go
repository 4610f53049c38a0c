package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// texts reads the texts of a language by key.
func texts(t *testing.T, lang string) map[string]string {
	t.Helper()
	names, err := fs.Glob(files, "locales/*."+lang+".toml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		var some map[string]any
		if _, err := toml.DecodeFS(files, name, &some); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key, text := range some {
			if _, twice := all[key]; twice {
				t.Errorf("%s: %s is in two files", name, key)
			}
			all[key] = mainForm(t, key, text)
		}
	}
	return all
}

// mainForm returns a text, or the plural form of one with plural forms.
func mainForm(t *testing.T, key string, text any) string {
	t.Helper()
	if forms, ok := text.(map[string]any); ok {
		text = forms["other"]
	}
	general, ok := text.(string)
	if !ok {
		t.Errorf("%s is no text: %v", key, text)
	}
	return general
}

var variable = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

func variables(text string) string {
	var names []string
	for _, match := range variable.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	ja, en := texts(t, Japanese), texts(t, English)
	for key, text := range ja {
		switch other, ok := en[key]; {
		case !ok:
			t.Errorf("%s is missing in English", key)
		case variables(text) != variables(other):
			t.Errorf("%s is told %q in Japanese and %q in English", key, variables(text), variables(other))
		case (text == "") != (other == ""):
			t.Errorf("%s is empty in one language", key)
		}
	}
	for key := range en {
		if _, ok := ja[key]; !ok {
			t.Errorf("%s is missing in Japanese", key)
		}
	}
}

// source is the program's source: Go without tests, and templates.
func source(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, folder := range []string{"../../../app", "../../../handlers", "../../../models", "../../../templates"} {
		err := filepath.WalkDir(folder, func(file string, _ fs.DirEntry, err error) error {
			isText := strings.HasSuffix(file, ".go") || strings.HasSuffix(file, ".html") || strings.HasSuffix(file, ".txt")
			if err != nil || !isText || strings.HasSuffix(file, "_test.go") || strings.Contains(file, "testkit/apptest") ||
				strings.HasSuffix(file, "models/member.go") { // permissions look like keys
				return err
			}
			content, err := os.ReadFile(file)
			all.Write(content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return permission.ReplaceAllString(all.String(), "")
}

// permission is a permission in a template, which looks like a key.
var permission = regexp.MustCompile(`\.Can "[a-z.]+"`)

var (
	// A key in the source, and the beginning of one that is composed: "event.state_" + or printf "event.state_%s".
	writtenKey  = regexp.MustCompile(`"([a-z_]+\.[a-z0-9_]*[a-z0-9])"`)
	composedKey = regexp.MustCompile(`"([a-z_]+\.[a-z0-9_]*)(?:" ?\+|%s([a-z_]*)")`)
	// The name of a file, which looks like a key.
	fileName = regexp.MustCompile(`\.(go|html|txt|css|js|png|svg|pdf|ics|csv|xlsx|json|xml|toml|db|ttf|otf|wasm)$`)
)

func TestNoTextIsMissing(t *testing.T) {
	ja, nouns := texts(t, Japanese), map[string]bool{}
	for key := range ja {
		noun, _, _ := strings.Cut(key, ".")
		nouns[noun] = true
	}
	for _, match := range writtenKey.FindAllStringSubmatch(source(t), -1) {
		key := match[1]
		noun, _, _ := strings.Cut(key, ".")
		if _, ok := ja[key]; !ok && nouns[noun] && !fileName.MatchString(key) {
			t.Errorf("%s is used and has no text", key)
		}
	}
}

func TestNoTextIsUnused(t *testing.T) {
	code := source(t)
	type pattern struct{ begin, end string }
	var patterns []pattern
	for _, match := range composedKey.FindAllStringSubmatch(code, -1) {
		patterns = append(patterns, pattern{match[1], match[2]})
	}
	// If the beginning is only a noun, the rest must be in the source: "mail." + kind + "_subject".
	named := func(rest string) bool {
		rest = strings.TrimSuffix(strings.TrimSuffix(rest, "_subject"), "_lead")
		return strings.Contains(code, `"`+rest+`"`)
	}
	for key := range texts(t, Japanese) {
		used := strings.Contains(code, `"`+key+`"`) || slices.ContainsFunc(patterns, func(p pattern) bool {
			rest, ok := strings.CutPrefix(key, p.begin)
			return ok && strings.HasSuffix(rest, p.end) &&
				(!strings.HasSuffix(p.begin, ".") || named(strings.TrimSuffix(rest, p.end)))
		})
		if !used {
			t.Errorf("%s is not used", key)
		}
	}
}
