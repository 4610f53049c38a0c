//go:build unix

package push

import (
	"math"
	"syscall"
)

// openFiles is how many files and connections the process may have open. Go has raised the soft limit to the hard one.
func openFiles() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return math.MaxInt32
	}
	open := uint64(limit.Cur) //nolint:unconvert // signed on some systems
	return int(min(open, math.MaxInt32))
}
