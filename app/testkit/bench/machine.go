package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// describeMachine notes when and where the numbers are measured.
func (b *bench) describeMachine() error {
	model := "unknown processor"
	if content, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(content)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
			}
		}
	}
	b.notes = append(
		b.notes,
		fmt.Sprintf("%s, %d × %s, %s, %s, %s", time.Now().Format(time.DateOnly), runtime.NumCPU(), model, runtime.Version(),
			b.version("postgres", "--version"), b.version("nginx", "-v")),
	)
	if b.postgres == "" {
		return fmt.Errorf("no PostgreSQL: start with `make bench`")
	}
	settings := []string{}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_connections"} {
		value, err := b.text(b.postgres, "SELECT current_setting('"+name+"')")
		if err != nil {
			return err
		}
		settings = append(settings, name+" "+value)
	}
	b.notes = append(
		b.notes,
		fmt.Sprintf(
			"PostgreSQL: %s. Each load lasts %s, %d times, in turns with its limit.", strings.Join(settings, ", "), b.seconds,
			b.rounds,
		),
	)
	return nil
}

// version is the first line of a program's version.
func (b *bench) version(program, flag string) string {
	out, _ := exec.CommandContext(b.ctx, program, flag).CombinedOutput()
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return strings.TrimPrefix(line, "nginx version: ")
}

// noteOtherLoad notes how busy other programs keep the machine before a group. Too much of it distorts the ratios.
func (b *bench) noteOtherLoad(group string) error {
	busy, total, err := ticks()
	if err != nil {
		return err
	}
	time.Sleep(time.Second)
	busyLater, totalLater, err := ticks()
	if err != nil {
		return err
	}
	if share := 100 * (busyLater - busy) / max(totalLater-total, 1); share >= 10 {
		b.notes = append(
			b.notes,
			fmt.Sprintf(
				"Before %q other programs took %d %% of the processors: run again when the machine is quiet.", group, share,
			),
		)
	}
	return nil
}

// ticks reads how long the processors have worked, and all their time, since the machine started.
func ticks() (busy, total int, err error) {
	content, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, 0, err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	for i, field := range strings.Fields(first)[1:9] { // user nice system idle iowait irq softirq steal
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0, 0, err
		}
		total += n
		if i != 3 && i != 4 {
			busy += n
		}
	}
	return busy, total, nil
}
