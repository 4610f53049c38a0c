package program_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"meguri/app/program"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestServeStopsWithItsContext(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		prog, err := program.New(&program.Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0"}, db)
		if err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- prog.Serve(ctx, listener) }()
		answer, err := http.Get("http://" + listener.Addr().String() + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("status %d", answer.StatusCode)
		}
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Fatal("it goes on")
		}
		if connection, err := net.Dial("tcp", listener.Addr().String()); err == nil {
			connection.Close()
			t.Error("the address still answers")
		}
	})
}

func TestServeTellsWhyItEnds(t *testing.T) {
	prog, err := program.New(&program.Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0"}, modelstest.OnSQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if err := prog.Serve(ctx, listener); err == nil {
		t.Error("a closed listener is no trouble")
	}
}

func TestTheAddressThatPeopleReach(t *testing.T) {
	for name, c := range map[string]struct {
		config  program.Config
		want    string
		refused bool
	}{
		"by default on this machine": {config: program.Config{Addr: "127.0.0.1:8080"}, want: "http://localhost:8080"},
		"as given": {
			config: program.Config{BaseURL: "https://meguri.example"}, want: "https://meguri.example",
		},
		"without a slash at the end": {
			config: program.Config{BaseURL: "https://meguri.example/"}, want: "https://meguri.example",
		},
		"not without a scheme":           {config: program.Config{BaseURL: "meguri.example"}, refused: true},
		"not of another kind":            {config: program.Config{BaseURL: "ftp://meguri.example"}, refused: true},
		"and not what cannot be read at": {config: program.Config{BaseURL: "http://%zz"}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.config.Address()
			if (err != nil) != c.refused {
				t.Errorf("said %v", err)
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWhereTheDatabaseIs(t *testing.T) {
	for name, c := range map[string]struct {
		config program.Config
		want   string
	}{
		"a file in the data folder": {program.Config{DataDir: "var"}, "file:var/meguri.db"},
		"as given": {
			program.Config{DataDir: "var", DatabaseURL: "postgres://db/meguri"}, "postgres://db/meguri",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.config.Database(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestAGivenSecretIsLongEnough(t *testing.T) {
	short := program.Config{Secret: "too short"}
	if _, err := short.LinkKey(); err == nil {
		t.Error("a short secret was taken")
	}
	given := program.Config{Secret: "a text of thirty-two characters!"}
	key, err := given.LinkKey()
	if err != nil {
		t.Fatal(err)
	}
	if string(key) != given.Secret {
		t.Errorf("the key is %q", key)
	}
}

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	prog, err := program.New(&program.Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0"}, modelstest.OnSQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { prog.ServeMetrics(ctx, listener); close(ended) }()
	for path, want := range map[string]int{
		"/metrics": http.StatusOK, "/": http.StatusNotFound, "/staff": http.StatusNotFound,
	} {
		answer, err := http.Get("http://" + listener.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%s: status %d, want %d", path, answer.StatusCode, want)
		}
	}
	stop()
	<-ended
}
