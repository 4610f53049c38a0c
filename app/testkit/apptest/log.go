package apptest

import (
	"flag"
	"io"
	"log/slog"
	"testing"
)

// Main keeps the log of thousands of requests out of the way of what tests say; -v shows it. A package's TestMain exits
// with its result.
func Main(m *testing.M) int {
	flag.Parse()
	if !testing.Verbose() {
		slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	}
	return m.Run()
}
