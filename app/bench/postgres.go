package main

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"

	_ "github.com/jackc/pgx/v5/stdlib" // reads what the load left
)

// database makes an empty database in the server.
func (b *bench) database(name string) (string, error) {
	if b.postgres == "" {
		return "", fmt.Errorf("no PostgreSQL: start with `make bench`")
	}
	pool, err := sql.Open("pgx", b.postgres)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if _, err := pool.ExecContext(b.ctx, statement); err != nil {
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

var tps = regexp.MustCompile(`tps = ([0-9.]+) \(without initial connection time\)`)

// pgbench runs a script with so many clients and returns transactions per second.
func (b *bench) pgbench(database, script string, clients int) (float64, error) {
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
	out, err := exec.CommandContext(b.ctx, "pgbench", "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", //nolint:gosec // our own script
		"-T", strconv.Itoa(int(b.seconds.Seconds())), "-f", file.Name(), database).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	found := tps.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("pgbench: %s", out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

// query reads one number.
func (b *bench) query(database, statement string) (int, error) {
	driver := "pgx"
	if database[:5] == "file:" {
		driver, database = "sqlite3", database+"?_pragma=busy_timeout(10000)"
	}
	pool, err := sql.Open(driver, database)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	var n int
	err = pool.QueryRowContext(b.ctx, statement).Scan(&n)
	return n, err
}
