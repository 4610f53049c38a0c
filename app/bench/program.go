package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program is the real program, running.
type program struct {
	base    string
	dir     string
	env     []string
	binary  string
	command *exec.Cmd
	log     *bytes.Buffer
}

// prepare makes a data folder and the demo in a database: a new file, or the PostgreSQL address given.
func (b *bench) prepare(database string) (*program, error) {
	dir, err := os.MkdirTemp("", "meguri-bench-")
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(b.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	p := &program{base: "http://" + address, dir: dir, binary: b.binary, log: &bytes.Buffer{}}
	p.env = append(os.Environ(), "MEGURI_DATA_DIR="+dir, "MEGURI_ADDR="+address, "MEGURI_RATE_LIMIT=off", "MEGURI_DATABASE_URL="+database, "MEGURI_LOG_FORMAT=json")
	for _, args := range [][]string{{"migrate"}, {"demo"}} {
		if _, err := p.run(b.ctx, args...); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// run does one of the program's commands and returns what it printed.
func (p *program) run(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, p.binary, args...) //nolint:gosec // our own program
	command.Env = p.env
	out, err := command.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("meguri %s: %w: %s", args[0], err, failed.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}

// start serves and returns how long it took to the first answer.
func (p *program) start(ctx context.Context) (time.Duration, error) {
	p.command = exec.CommandContext(ctx, p.binary, "serve") //nolint:gosec // our own program
	p.command.Env, p.command.Stderr = p.env, p.log
	begin := time.Now()
	if err := p.command.Start(); err != nil {
		return 0, err
	}
	for time.Since(begin) < 20*time.Second {
		if response, err := http.Get(p.base + "/readyz"); err == nil { //nolint:noctx // a moment
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return time.Since(begin), nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return 0, fmt.Errorf("the program does not answer: %s", p.log)
}

func (p *program) stop() {
	if p.command != nil && p.command.Process != nil {
		_ = p.command.Process.Signal(syscall.SIGTERM)
		_ = p.command.Wait()
	}
	_ = os.RemoveAll(p.dir)
}

// memory is the program's resident memory in MB, now or (peak) at most so far.
func (p *program) memory(peak bool) (float64, error) {
	field := "VmRSS:"
	if peak {
		field = "VmHWM:"
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			kilobytes, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kilobytes / 1024, err
		}
	}
	return 0, errors.New("no memory in /proc")
}
