//go:build unix

package push

import (
	"math"
	"syscall"
)

// OpenFiles is how many files and connections the process may have open. Go has raised the soft limit to the hard one.
func OpenFiles() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil || uint64(limit.Cur) > math.MaxInt32 { //nolint:unconvert // signed on some systems
		return math.MaxInt32
	}
	return int(limit.Cur) //nolint:gosec // compared above
}
