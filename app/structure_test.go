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

// services are the folders of app/ that say how things are done. All other folders there are features: a new service is added here.
var services = map[string]bool{
	"calendar": true, "chart": true, "export": true, "i18n": true, "jobs": true, "link": true, "mail": true, "markdown": true, "pdf": true, "ticket": true,
}

// layer is how high a package stands: imports go down. Features are all on one layer and do not import each other.
func layer(name string) int {
	_, feature, under := strings.Cut(name, "meguri/app/")
	switch {
	case name == "meguri/app":
		return 5
	case name == "meguri/handlers":
		return 4
	case under && !services[feature]:
		return 3
	case under:
		return 2
	case name == "meguri/models":
		return 1
	}
	return 0 // static, templates
}

// owners are the only packages that may import a library.
var owners = map[string]string{
	"gorm.io/": "meguri/models", "github.com/ncruces/go-sqlite3/gormlite": "meguri/models", "github.com/labstack/echo/": "meguri/handlers",
	"github.com/jung-kurt/gofpdf": "meguri/app/pdf",
}

// imports calls do with every import of every file of the program, tests left out.
func imports(t *testing.T, do func(file, from, to string)) {
	t.Helper()
	const root = ".."
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (name == "node_modules" || name == "modelstest" || (strings.HasSuffix(name, "test") && name != "..") ||
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
		sideways := layer(from) == layer(to) && layer(from) != 2 // services may use each other
		if layer(to) > layer(from) || sideways {
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
				if from != owner {
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
