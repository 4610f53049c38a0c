package main

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib"       // for PostgreSQL
	_ "github.com/ncruces/go-sqlite3/driver" // for SQLite
)

// newDatabase makes an empty database on the server.
func (b *bench) newDatabase(name string) (string, error) {
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if err := b.execute(b.postgres, statement); err != nil {
			return "", err
		}
	}
	address, err := url.Parse(b.postgres)
	if err != nil {
		return "", err
	}
	address.Path = "/" + name
	return address.String(), nil
}

// limitDatabase is a database like the program's, for pgbench.
func (b *bench) limitDatabase(name string) (*program, error) {
	p, err := b.prepareProgram(name)
	if err == nil {
		p.stop()
	}
	return p, err
}

var tps = regexp.MustCompile(`tps = ([0-9.]+) \(without initial connection time\)`)

// pgbench runs a script with the number of clients, and returns transactions per second without the time to connect.
func (b *bench) pgbench(p *program, script string, clients int) (float64, error) {
	file, err := os.CreateTemp("", "bench-*.sql")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	if _, err := file.WriteString(script); err != nil {
		return 0, err
	}
	if err := file.Close(); err != nil {
		return 0, err
	}
	args := []string{
		"-n",
		"-M",
		"prepared",
		"-c",
		strconv.Itoa(clients),
		"-j",
		"2",
		"-T",
		strconv.Itoa(max(1, int(b.seconds.Seconds()))),
		"-f",
		file.Name(),
		"-D",
		"event=" + p.ids.event,
		"-D",
		"type=" + p.ids.ticketType,
		"-D",
		"consent=" + p.ids.consent,
		p.database,
	}
	out, err := exec.CommandContext(b.ctx, "pgbench", args...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	found := tps.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("pgbench: %s", out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

func open(database string) (*sql.DB, error) {
	if strings.HasPrefix(database, "file:") {
		return sql.Open("sqlite3", database+"?_pragma=busy_timeout(10000)")
	}
	return sql.Open("pgx", database)
}

func (b *bench) execute(database, statement string) error {
	pool, err := open(database)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.ExecContext(b.ctx, statement)
	return err
}

// analyze lets PostgreSQL count its rows, as it does by itself after a while. SQLite does so only when it is told, and
// the program never tells it: its plans do not change while an event grows.
func (b *bench) analyze(database string) error {
	if strings.HasPrefix(database, "file:") {
		return nil
	}
	return b.execute(database, "ANALYZE")
}

// text reads one value.
func (b *bench) text(database, statement string) (value string, err error) {
	pool, err := open(database)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	err = pool.QueryRowContext(b.ctx, statement).Scan(&value)
	return value, err
}

// number reads one whole number.
func (b *bench) number(database, statement string) (int, error) {
	value, err := b.text(database, statement)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(value)
}
