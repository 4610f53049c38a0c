package main

import (
	"os"
	"slices"
	"time"
)

// size measures the size of the binary, and the time to start on an existing database.
func (b *bench) size() error {
	info, err := os.Stat(b.binary)
	if err != nil {
		return err
	}
	b.addMaximum("binary", float64(info.Size())/(1<<20), 110, "MB")
	for name, database := range map[string]string{"SQLite": "", "PostgreSQL": "bench_start"} {
		took, err := b.starts(database)
		if err != nil {
			return err
		}
		b.addMaximum("start on an existing database to the first answer, "+name, took.Seconds(), 0.3, "s")
	}
	return nil
}

// starts is the median time of five starts.
func (b *bench) starts(database string) (time.Duration, error) {
	p, err := b.prepareProgram(database)
	if err != nil {
		return 0, err
	}
	defer p.stop()
	var all []time.Duration
	for range 5 {
		took, err := p.start(b.ctx)
		if err != nil {
			return 0, err
		}
		p.end()
		all = append(all, took)
	}
	slices.Sort(all)
	return all[2], nil
}
