package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers are the folders of the program, the highest first: imports go down, and layers may be skipped. Packages of one
// layer do not import each other, but for services and for parts of one folder.
var layers = []struct {
	folder   string
	height   int
	sideways bool
}{
	{"meguri/app/testkit", 8, true},  // drives the whole program from outside
	{"meguri/app/command", 6, true},  // with the demo's data
	{"meguri/app/program", 5, false}, // the wiring
	{"meguri/app/service", 2, true},
	{"meguri/app/", 3, false}, // features
	{"meguri/app", 7, false},
	{"meguri/handlers", 4, true},
	{"meguri/models", 1, true},
	{"meguri/", 0, true}, // static, templates
}

// layer is how high a package stands, and whether packages of its height may import each other.
func layer(name string) (height int, sideways bool) {
	for _, l := range layers {
		if strings.HasPrefix(name, l.folder) {
			return l.height, l.sideways
		}
	}
	return 0, true
}

// owners are the only packages that may import a library.
var owners = map[string]string{
	"gorm.io/":                               "meguri/models",
	"github.com/ncruces/go-sqlite3/gormlite": "meguri/models",
	"github.com/labstack/echo/":              "meguri/handlers",
	"github.com/jung-kurt/gofpdf":            "meguri/app/service/pdf",
}

// imports calls do with every import of every file of the program, tests left out.
func imports(t *testing.T, do func(file, from, to string)) {
	t.Helper()
	const root = ".."
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() &&
			(name == "node_modules" || name == "modelstest" || (strings.HasSuffix(name, "test") && name != "..") ||
				(strings.HasPrefix(name, ".") && name != root)) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			do(file, path.Join("meguri", filepath.ToSlash(relative)), to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImportsPointOneWay(t *testing.T) {
	seen := 0
	imports(t, func(file, from, to string) {
		if !strings.HasPrefix(to, "meguri/") {
			return
		}
		seen++
		above, sideways := layer(from)
		below, _ := layer(to)
		if below > above || (below == above && !sideways) {
			t.Errorf("%s: %s must not import %s", file, from, to)
		}
	})
	if seen < 50 {
		t.Errorf("only %d imports were looked at", seen)
	}
}

func TestLibrariesStayInOnePackage(t *testing.T) {
	seen := map[string]bool{}
	imports(t, func(file, from, to string) {
		for library, owner := range owners {
			if strings.HasPrefix(to, library) {
				seen[library] = true
				if from != owner && !strings.HasPrefix(from, owner+"/") {
					t.Errorf("%s: only %s imports %s", file, owner, to)
				}
			}
		}
	})
	for library := range owners {
		if !seen[library] {
			t.Errorf("nobody imports %s", library)
		}
	}
}
