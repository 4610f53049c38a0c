package static

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Events of htmx 4 have colons between their words. Of another name nothing is ever heard, and nothing says so.
func TestScriptsListenToEventsThatHtmxHas(t *testing.T) {
	library, err := os.ReadFile("../node_modules/htmx.org/dist/htmx.esm.js")
	if err != nil {
		t.Fatal(err)
	}
	event, found := regexp.MustCompile(`'(htmx:[\w:]+)'`), 0
	err = fs.WalkDir(os.DirFS("js"), ".", func(path string, file fs.DirEntry, err error) error {
		if err != nil || file.IsDir() || !strings.HasSuffix(path, ".js") {
			return err
		}
		for _, match := range event.FindAllStringSubmatch(read(t, "js/"+path), -1) {
			found++
			if !strings.Contains(string(library), `"`+match[1]+`"`) {
				t.Errorf("%s listens to %s", path, match[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == 0 {
		t.Error("no script listens to htmx")
	}
}
