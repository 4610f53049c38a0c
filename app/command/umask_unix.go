//go:build unix

package command

import "syscall"

// keepFilesPrivate makes every new file its owner's only: SQLite makes some beside the database (-wal, -shm).
func keepFilesPrivate() { syscall.Umask(0o077) }
