package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// size measures the binary and the start on an existing database.
func (b *bench) size() error {
	info, err := os.Stat(b.binary)
	if err != nil {
		return err
	}
	b.atMost("binary", float64(info.Size())/(1<<20), 60, "MB", "–")
	database := "file:" + filepath.Join(os.TempDir(), fmt.Sprintf("bench-start-%d.db", os.Getpid()))
	p, err := b.prepare(database)
	if err != nil {
		return err
	}
	defer p.stop()
	took, err := p.start(b.ctx)
	if err != nil {
		return err
	}
	b.atMost("start on an existing database to the first answer", took.Seconds(), 0.5, "s", "–")
	return nil
}
