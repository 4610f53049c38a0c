package faults_test

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// postgresServer is a PostgreSQL server of the test, which the test may stop.
type postgresServer struct {
	t         *testing.T
	bin, data string
}

// newPostgres starts a server and returns it with the address of an empty database.
func newPostgres(t *testing.T) (p *postgresServer, address string) {
	t.Helper()
	bin, err := exec.Command("../../../.ci/pg-bindir").Output()
	if err != nil {
		t.Fatalf("find PostgreSQL's programs: %v", err)
	}
	// Not in TMPDIR: the server's user must reach it, and the path of a socket must be short.
	dir, err := os.MkdirTemp("/tmp", "meguri-faults-pg-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	p = &postgresServer{t, strings.TrimSpace(string(bin)), filepath.Join(dir, "data")}
	if os.Getuid() == 0 {
		giveToPostgres(t, dir)
	}
	p.run("initdb", "-D", p.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	port := freePort(t)
	// fsync is off: only the server is stopped, not the machine, so what it wrote is in the system's cache.
	settings := "listen_addresses='127.0.0.1'\nunix_socket_directories='" + dir + "'\n" +
		"fsync=off\nmax_connections=60\nport=" + port + "\n"
	if err := appendTo(filepath.Join(p.data, "postgresql.conf"), settings); err != nil {
		t.Fatal(err)
	}
	p.start()
	t.Cleanup(p.stop)
	return p, "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable"
}

func (p *postgresServer) start() {
	p.run("pg_ctl", "-D", p.data, "-l", filepath.Join(filepath.Dir(p.data), "log"), "-w", "-s", "start")
}

// stop ends the server at once, without closing connections.
func (p *postgresServer) stop() { p.run("pg_ctl", "-D", p.data, "-m", "immediate", "-w", "-s", "stop") }

// run runs one of the server's programs. Where the test is root it runs them as the user postgres.
func (p *postgresServer) run(name string, args ...string) {
	p.t.Helper()
	args = append([]string{filepath.Join(p.bin, name)}, args...)
	if os.Getuid() == 0 {
		args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = "/tmp"
	// Not cmd.Output: it would wait for the server, which keeps the pipe open.
	if err := cmd.Run(); err != nil {
		p.t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
}

func giveToPostgres(t *testing.T, dir string) {
	t.Helper()
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.Atoi(account.Uid)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.Atoi(account.Gid)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
}

func appendTo(path, text string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	return file.Close()
}
