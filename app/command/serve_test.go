package command_test

import (
	"bytes"
	"context"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/command"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// start runs `meguri serve`, which must fail, and returns its error.
func start(t *testing.T, settings ...string) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	err := command.Run(
		ctx, "test",
		append([]string{"--addr", "127.0.0.1:0", "--data-dir", apptest.DataDir(t)}, append(settings, "serve")...),
		&bytes.Buffer{},
	)
	if err == nil {
		t.Fatal("the server started")
	}
	return err.Error()
}

func expectText(t *testing.T, said string, want ...string) {
	t.Helper()
	for _, part := range want {
		if !strings.Contains(said, part) {
			t.Errorf("does not say %q: %s", part, said)
		}
	}
}

func write(t *testing.T, path string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStartSaysWhatIsWrongWithAFile(t *testing.T) {
	db := modelstest.OnSQLite(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := db.BackupTo(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	torn := append(bytes.Clone(whole[:4096]), bytes.Repeat([]byte{0xAB}, len(whole)-4096)...)
	folder := t.TempDir()
	for name, c := range map[string]struct {
		path string
		want []string
	}{
		"another file": {
			write(t, filepath.Join(folder, "text.db"), bytes.Repeat([]byte("名簿"), 2000)),
			[]string{"no SQLite database", "MEGURI_DATABASE_URL", "text.db"},
		},
		"cut off": {
			write(t, filepath.Join(folder, "cut.db"), whole[:len(whole)/3]), []string{"is damaged", "meguri restore"},
		},
		"torn":     {write(t, filepath.Join(folder, "torn.db"), torn), []string{"is damaged", "meguri restore"}},
		"a folder": {folder, []string{"let the user that runs meguri write"}},
		"a file's inside": {
			filepath.Join(write(t, filepath.Join(folder, "file"), nil), "x.db"),
			[]string{"make the folder of the database"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before, _ := os.ReadFile(c.path)
			expectText(t, start(t, "--database-url", "file:"+c.path), c.want...)
			if after, _ := os.ReadFile(c.path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestStartSaysWhatIsWrongWithPostgreSQL(t *testing.T) {
	address, err := url.Parse(modelstest.PostgreSQLURL(t))
	if err != nil {
		t.Fatal(err)
	}
	other := func(change func(*url.URL)) string {
		changed := *address
		change(&changed)
		return changed.String()
	}
	for name, c := range map[string]struct{ address, want string }{
		"wrong user": {
			other(func(u *url.URL) { u.User = url.UserPassword("nobody-here", "hush-hush") }),
			"refuses the user or the password",
		},
		"no database": {other(func(u *url.URL) { u.Path = "/not_there" }), "no database of this name"},
		"no server":   {other(func(u *url.URL) { u.Host = "127.0.0.1:1" }), "does not answer"},
		"no tables":   {address.String(), "meguri migrate"},
	} {
		t.Run(name, func(t *testing.T) {
			said := start(t, "--database-url", c.address)
			expectText(t, said, c.want)
			if strings.Contains(said, "hush-hush") {
				t.Errorf("tells the password: %s", said)
			}
		})
	}
}

func TestStartSaysThatTheAddressIsTaken(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		taken, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer taken.Close()
		said := start(t, "--database-url", db.URL, "--addr", taken.Addr().String())
		expectText(t, said, "another program may use the address", "MEGURI_ADDR")
		said = start(t, "--database-url", db.URL, "--metrics-addr", taken.Addr().String())
		expectText(t, said, "another program may use the address", "MEGURI_METRICS_ADDR")
	})
}

func TestStartRefusesANewerDatabase(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		modelstest.PretendNewer(t, db)
		expectText(t, start(t, "--database-url", db.URL), "newer meguri")
	})
}

// If a secret was only partly written, after a kill or on a full disk, anybody could derive the links from it.
func TestADamagedSecretIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, content := range map[string]string{
			"empty":     "",
			"cut off":   models.NewSecret()[:20],
			"no base64": strings.Repeat("秘", 40),
		} {
			t.Run(name, func(t *testing.T) {
				write(t, filepath.Join(apptest.DataDir(t), "secret"), []byte(content))
				expectText(t, start(t, "--database-url", db.URL), "too short or damaged", "backup")
			})
		}
	})
}

func TestAShortMetricsTokenIsRefused(t *testing.T) {
	db := modelstest.OnSQLite(t)
	expectText(t, start(t, "--database-url", db.URL, "--metrics-token", "short"), "MEGURI_METRICS_TOKEN", "16")
}
