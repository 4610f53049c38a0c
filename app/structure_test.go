package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
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
	"github.com/centrifugal/centrifuge":      "meguri/app/service/push",
}

// files calls do with every file of the program, tests left out, and with its package.
func files(t *testing.T, do func(file, from string, parsed *ast.File)) {
	t.Helper()
	const root = ".."
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && file != root && isNoPartOfTheProgram(entry.Name()) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, filepath.Dir(file))
		do(file, path.Join("meguri", filepath.ToSlash(relative)), parsed)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func isNoPartOfTheProgram(folder string) bool {
	return folder == "node_modules" || strings.HasSuffix(folder, "test") || strings.HasPrefix(folder, ".")
}

// imports calls do with every import of every file of the program, tests left out.
func imports(t *testing.T, do func(file, from, to string)) {
	t.Helper()
	files(t, func(file, from string, parsed *ast.File) {
		for _, spec := range parsed.Imports {
			do(file, from, text(t, spec.Path))
		}
	})
}

// text is what a literal says.
func text(t *testing.T, literal *ast.BasicLit) string {
	t.Helper()
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
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

// A handler calls features, which read and write.
func TestHandlersHoldNoDatabase(t *testing.T) {
	seen := 0
	files(t, func(file, from string, parsed *ast.File) {
		if !strings.HasPrefix(from, "meguri/handlers") {
			return
		}
		seen++
		ast.Inspect(parsed, func(n ast.Node) bool {
			name, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch owner, _ := name.X.(*ast.Ident); {
			case owner == nil || owner.Name != "models":
			case name.Sel.Name == "DB", name.Sel.Name == "Query", name.Sel.Name == "Tx":
				t.Errorf("%s: no handler uses models.%s", file, name.Sel.Name)
			}
			return true
		})
	})
	if seen < 30 {
		t.Errorf("only %d files were looked at", seen)
	}
}

// spellers are where addresses are written: the table of routes, what makes them, and what drives the program from
// outside.
var spellers = []string{"../handlers/routes", "../app/service/paths/", "../app/testkit/", "../app/command/demo/"}

func TestAddressesAreSpelledInOnePlace(t *testing.T) {
	seen := map[string]bool{}
	files(t, func(file, _ string, parsed *ast.File) {
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING || !isAddress(text(t, literal)) {
				return true
			}
			if i := slices.IndexFunc(spellers, func(s string) bool { return strings.HasPrefix(file, s) }); i >= 0 {
				seen[spellers[i]] = true
			} else {
				t.Errorf("%s spells %s out: see app/service/paths", file, literal.Value)
			}
			return true
		})
	})
	for _, speller := range spellers[:2] {
		if !seen[speller] {
			t.Errorf("no address was found in %s", speller)
		}
	}
}

func isAddress(text string) bool {
	return slices.ContainsFunc([]string{"/events/", "/staff/", "/r/", "/api/"}, func(prefix string) bool {
		return strings.HasPrefix(text, prefix)
	})
}
