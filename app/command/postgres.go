package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// pgDump writes a consistent copy in PostgreSQL's custom format.
func pgDump(ctx context.Context, address, path string) error {
	return postgresTool(ctx, address, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file="+path)
}

// pgRestore replaces the database by the copy in one transaction.
func pgRestore(ctx context.Context, address, path string) error {
	return postgresTool(ctx, address, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error",
		"--no-owner", "--no-privileges", path)
}

// pgCheck checks that the file is a dump, by reading its table of contents, and that it holds only what Meguri's
// database has. Whoever can write a dump can still put statements into it: restore your own ones only.
func pgCheck(ctx context.Context, path string) error {
	command := exec.CommandContext(ctx, "pg_restore", "--list", path)
	var contents bytes.Buffer
	command.Stdout = &contents
	if err := runTool(command); err != nil {
		return fmt.Errorf("this file is no copy of a PostgreSQL database: %w", err)
	}
	for line := range strings.Lines(contents.String()) {
		if entry := pgEntry.FindStringSubmatch(line); len(entry) > 0 && !pgOurs.MatchString(entry[1]) {
			return fmt.Errorf("this copy is not as Meguri made it: it holds %s", strings.TrimSpace(entry[1]))
		}
	}
	return nil
}

var (
	// pgEntry is a line of the contents: "215; 1259 16386 TABLE public accounts meguri".
	pgEntry = regexp.MustCompile(`^\d+; \d+ \d+ (.*)`)
	// pgOurs are the kinds of what the migrations make, in the schema public, and of rights.
	pgOurs = regexp.MustCompile(`^(TABLE|TABLE DATA|SEQUENCE|SEQUENCE OWNED BY|SEQUENCE SET|DEFAULT|CONSTRAINT|` +
		`FK CONSTRAINT|INDEX) public |^(SCHEMA|COMMENT|ACL|DEFAULT ACL) |` +
		`^FUNCTION public audit_kept\(\) |^TRIGGER public audit_(entries|links) audit_(entries|links)_kept `)
)

// postgresTool runs one of PostgreSQL's programs. It passes the password in the environment, because everybody on the
// machine can read arguments.
func postgresTool(ctx context.Context, address, name string, args ...string) error {
	stripped, password, err := withoutPassword(address)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, name, append([]string{"--dbname=" + stripped}, args...)...)
	if password != "" {
		command.Env = append(os.Environ(), "PGPASSWORD="+password)
	}
	return runTool(command)
}

// withoutPassword splits the password off a database's address, where it may be in two places.
func withoutPassword(address string) (stripped, password string, err error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return "", "", errors.New("MEGURI_DATABASE_URL cannot be read") // err would show the password
	}
	if parsed.User != nil {
		password, _ = parsed.User.Password()
		parsed.User = url.User(parsed.User.Username())
	}
	if query := parsed.Query(); query.Has("password") {
		password = query.Get("password")
		query.Del("password")
		parsed.RawQuery = query.Encode()
	}
	return parsed.String(), password, nil
}

func runTool(command *exec.Cmd) error {
	var stderr bytes.Buffer
	command.Stderr = &stderr
	err := command.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf(
			"%s is missing: install PostgreSQL's client programs, of a version not older than the server's",
			command.Args[0],
		)
	}
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", command.Args[0], err, strings.TrimSpace(stderr.String()))
	}
	return nil
}
