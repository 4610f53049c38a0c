package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
)

// pgDump writes a consistent copy in PostgreSQL's own compressed form.
func pgDump(ctx context.Context, address, path string) error {
	return postgresTool(ctx, address, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file="+path)
}

// pgRestore replaces what the copy holds, in one transaction: all of it, or nothing.
func pgRestore(ctx context.Context, address, path string) error {
	return postgresTool(ctx, address, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error",
		"--no-owner", "--no-privileges", path)
}

// pgCheck reads the list of contents, which a file of another kind does not have.
func pgCheck(ctx context.Context, path string) error {
	return runTool(exec.CommandContext(ctx, "pg_restore", "--list", path))
}

// postgresTool runs one of PostgreSQL's programs. The password goes through the environment: everybody on the machine
// can read arguments.
func postgresTool(ctx context.Context, address, name string, args ...string) error {
	bare, password, err := withoutPassword(address)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, name, append([]string{"--dbname=" + bare}, args...)...)
	if password != "" {
		command.Env = append(os.Environ(), "PGPASSWORD="+password)
	}
	return runTool(command)
}

// withoutPassword takes the password out of a database's address, where it may stand in two places.
func withoutPassword(address string) (bare, password string, err error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return "", "", errors.New("MEGURI_DATABASE_URL cannot be read") // the reason would show the password
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
	var trouble bytes.Buffer
	command.Stderr = &trouble
	err := command.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf(
			"%s is missing: install PostgreSQL's client programs, of a version not older than the server's",
			command.Args[0],
		)
	}
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", command.Args[0], err, strings.TrimSpace(trouble.String()))
	}
	return nil
}
