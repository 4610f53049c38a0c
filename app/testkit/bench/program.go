package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program is the real program, with the demo in its database, and the ids of the demo's next summit.
type program struct {
	base     string
	database string
	dir      string
	env      []string
	binary   string
	command  *exec.Cmd
	ids      struct{ event, ticketType, consent string }
}

// prepareProgram makes a data folder and a database with the demo: on SQLite where name is "", else on PostgreSQL. The
// online ticket type gets a capacity that no load reaches.
func (b *bench) prepareProgram(name string) (*program, error) {
	dir, err := os.MkdirTemp("", "meguri-bench-")
	if err != nil {
		return nil, err
	}
	p := &program{dir: dir, binary: b.binary, database: "file:" + filepath.Join(dir, "meguri.db")}
	if name != "" {
		if p.database, err = b.newDatabase(name); err != nil {
			return nil, err
		}
	}
	address, err := b.freeAddress()
	if err != nil {
		return nil, err
	}
	p.base = "http://" + address
	p.env = append(
		os.Environ(), "MEGURI_DATA_DIR="+dir, "MEGURI_ADDR="+address, "MEGURI_RATE_LIMIT=off",
		"MEGURI_DATABASE_URL="+p.database, "MEGURI_SECRET="+benchSecret, "MEGURI_SMTP_URL=", "MEGURI_BASE_URL=",
	)
	for _, command := range []string{"migrate", "demo"} {
		if _, err := p.run(b.ctx, command); err != nil {
			return nil, err
		}
	}
	return p, b.raiseCapacity(p)
}

// benchSecret is the program's secret, with which the bench derives private links.
const benchSecret = "a secret of the benchmark alone, not of a server"

// raiseCapacity reads the ids of the event and raises the capacity of its online ticket type.
func (b *bench) raiseCapacity(p *program) error {
	const find = "SELECT e.id || ' ' || t.id || ' ' || c.id FROM events e" +
		" JOIN ticket_types t ON t.event_id = e.id JOIN consent_texts c ON c.event_id = e.id" +
		" WHERE t.slug = 'online' AND e.slug = '" + event + "'"
	found, err := b.text(p.database, find)
	if err != nil {
		return err
	}
	if _, err := fmt.Sscan(found, &p.ids.event, &p.ids.ticketType, &p.ids.consent); err != nil {
		return err
	}
	return b.execute(p.database, "UPDATE ticket_types SET capacity = 10000000 WHERE id = '"+p.ids.ticketType+"'")
}

// startProgram prepares a program and starts it.
func (b *bench) startProgram(name string) (*program, error) {
	p, err := b.prepareProgram(name)
	if err != nil {
		return nil, err
	}
	_, err = p.start(b.ctx)
	return p, err
}

func (b *bench) freeAddress() (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(b.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// run runs one of the program's commands and returns its output.
func (p *program) run(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, p.binary, args...)
	command.Env = p.env
	out, err := command.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("meguri %s: %w: %s", args[0], err, failed.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}

// start starts serving, and returns the time until the first answer. The log goes to a file.
func (p *program) start(ctx context.Context) (time.Duration, error) {
	log, err := os.Create(filepath.Join(p.dir, "log"))
	if err != nil {
		return 0, err
	}
	defer log.Close()
	p.command = exec.CommandContext(ctx, p.binary, "serve")
	p.command.Env, p.command.Stdout, p.command.Stderr = p.env, log, log
	begin := time.Now()
	if err := p.command.Start(); err != nil {
		return 0, err
	}
	for time.Since(begin) < 20*time.Second {
		if response, err := http.Get(p.base + "/readyz"); err == nil { //nolint:noctx // on this machine
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return time.Since(begin), nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	said, err := os.ReadFile(log.Name())
	return 0, fmt.Errorf("the program does not answer: %w %s", err, said)
}

// stop ends the program and deletes its data.
func (p *program) stop() {
	p.end()
	_ = os.RemoveAll(p.dir)
}

func (p *program) end() {
	if p.command != nil && p.command.Process != nil {
		_ = p.command.Process.Signal(syscall.SIGTERM)
		_ = p.command.Wait()
	}
}

// memory is the program's resident memory in MB: now, or (peak) the most so far.
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

// clockTick is the unit of times in /proc (proc(5), sysconf(_SC_CLK_TCK)); Linux has had no other one.
const clockTick = 10 * time.Millisecond

// processor is the processor time that the program has used since it was started, 0 where that is not known.
func (p *program) processor() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // after the name; the third field comes first
	fields := strings.Fields(rest)
	const user, system = 14 - 3, 15 - 3
	if len(fields) <= system {
		return 0
	}
	ticks := 0
	for _, field := range []int{user, system} {
		n, _ := strconv.Atoi(fields[field])
		ticks += n
	}
	return time.Duration(ticks) * clockTick
}

// forgetPeak lets the peak begin anew (proc(5), clear_refs).
func (p *program) forgetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.command.Process.Pid), []byte("5"), 0o200)
}

func (b *bench) measureRestMemory(p *program) error {
	time.Sleep(2 * time.Second)
	rest, err := p.memory(false)
	if err == nil {
		b.addMaximum("memory at rest", rest, 80, "MB")
	}
	return err
}
