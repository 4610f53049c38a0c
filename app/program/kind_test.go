package program_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"meguri/app/program"
	"meguri/models"
	"meguri/models/modelstest"
)

// kindConstants finds the constants of features that name kinds of mails or jobs, by their prefix. It returns their
// values by name.
func kindConstants(t *testing.T, prefix string) map[string]string {
	t.Helper()
	names, found := regexp.MustCompile("^"+prefix+"[A-Z]"), map[string]string{}
	read := func(file string, spec *ast.ValueSpec) {
		for i, name := range spec.Names {
			if i >= len(spec.Values) || !names.MatchString(name.Name) {
				continue
			}
			if literal, ok := spec.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING && spec.Type == nil {
				value, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				found[file+" "+name.Name] = value
			}
		}
	}
	err := filepath.WalkDir("..", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok {
				read(file, spec)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// tryQueue queues a mail or a job in a transaction that is rolled back, and returns the error of queueing.
func tryQueue(t *testing.T, db *models.DB, queue func(tx *models.Tx) error) error {
	t.Helper()
	errBack := errors.New("take it back")
	var queueErr error
	err := db.InTx(t.Context(), func(tx *models.Tx) error {
		queueErr = queue(tx)
		return errBack
	})
	if !errors.Is(err, errBack) {
		t.Fatal(err)
	}
	return queueErr
}

func TestEveryKindOfMailAndJobIsRegistered(t *testing.T) {
	db := modelstest.OnSQLite(t)
	config := &program.Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0", MailFrom: "meguri@city.example"}
	if _, err := program.New(config, db); err != nil {
		t.Fatal(err)
	}
	mail := func(kind string) error {
		return tryQueue(
			t, db, func(tx *models.Tx) error { return tx.Mails().Queue(&models.Mail{Cause: "cause", Kind: kind}) },
		)
	}
	job := func(kind string) error {
		return tryQueue(t, db, func(tx *models.Tx) error { return tx.Jobs().Add(kind, "cause", "", tx.Now) })
	}
	for what, c := range map[string]struct {
		prefix  string
		atLeast int
		queue   func(kind string) error
	}{
		"mail": {"[Mm]ail", 11, mail},
		"job":  {"[Jj]ob", 3, job},
	} {
		t.Run(what, func(t *testing.T) {
			constants := kindConstants(t, c.prefix)
			if len(constants) < c.atLeast {
				t.Errorf("only %d constants were looked at", len(constants))
			}
			for name, kind := range constants {
				if err := c.queue(kind); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			if err := c.queue("unheard_of"); err == nil {
				t.Error("an unknown kind was queued")
			}
		})
	}
}
