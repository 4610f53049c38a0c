package handlers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// A type that everything hangs on grows without end: a new noun gets a type of its own.
func TestNoTypeHasMoreThanFortyMethods(t *testing.T) {
	files, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	methods := map[string]int{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				methods[parsed.Name.Name+"."+receiver(f)]++
			}
		}
	}
	if len(methods) < 10 {
		t.Errorf("only %v were found", methods)
	}
	for name, n := range methods {
		if n > 40 {
			t.Errorf("%s has %d", name, n)
		}
	}
}

func receiver(f *ast.FuncDecl) string {
	kind := f.Recv.List[0].Type
	if pointer, ok := kind.(*ast.StarExpr); ok {
		kind = pointer.X
	}
	if name, ok := kind.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// Templates lie in the same folders as the handlers that show them.
func TestHandlersShowPagesOfTheirOwnAudience(t *testing.T) {
	for _, audience := range []string{"public", "attendee", "staff"} {
		files, err := filepath.Glob(audience + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, name := range pages(t, file) {
				if !strings.HasPrefix(name, audience+"/") {
					t.Errorf("%s shows %s", file, name)
				}
			}
		}
	}
}

// pages are the names of pages that a file's calls of Show… and Render… mention.
func pages(t *testing.T, file string) (names []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !strings.HasPrefix(method.Sel.Name, "Show") && !strings.HasPrefix(method.Sel.Name, "Render") {
			return true
		}
		for _, argument := range call.Args {
			if text, ok := argument.(*ast.BasicLit); ok && text.Kind == token.STRING && strings.Count(text.Value, "/") == 2 {
				names = append(names, strings.Trim(text.Value, `"`))
			}
		}
		return true
	})
	return names
}
