package apptest

import (
	"flag"
	"io"
	"log/slog"
	"testing"
)

// Main runs the tests of a package without the program's log, which -v shows. The package's TestMain exits with the
// result.
func Main(m *testing.M) int {
	flag.Parse()
	if !testing.Verbose() {
		slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	}
	return m.Run()
}
