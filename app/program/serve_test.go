package program

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// startServer starts a server as `meguri serve` does, changed for the test, and returns its address.
func startServer(t *testing.T, change func(*http.Server)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }),
	)
	change(server)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

func TestNobodyHoldsAConnection(t *testing.T) {
	for name, limit := range map[string]time.Duration{
		"by sending its headers slowly": newServer(nil).ReadHeaderTimeout,
		"by sending its body slowly":    newServer(nil).ReadTimeout,
		"by reading slowly":             newServer(nil).WriteTimeout,
		"by sending nothing more":       newServer(nil).IdleTimeout,
	} {
		t.Run(name, func(t *testing.T) {
			if limit <= 0 || limit > 10*time.Minute {
				t.Errorf("a client may stay for %v", limit)
			}
		})
	}
	t.Run("by headers that never end", func(t *testing.T) {
		address := startServer(t, func(s *http.Server) { s.ReadHeaderTimeout /= 100 })
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		if _, err := io.WriteString(connection, "GET / HTTP/1.1\r\nHost: here\r\n"); err != nil {
			t.Fatal(err)
		}
		_ = connection.SetReadDeadline(time.Now().Add(5 * time.Second))
		answer, err := io.ReadAll(connection)
		if err != nil {
			t.Errorf("the connection stays open: %v", err)
		}
		if strings.Contains(string(answer), "200 OK") {
			t.Errorf("half a request is answered: %q", answer)
		}
	})
	t.Run("or by large ones", func(t *testing.T) {
		request, err := http.NewRequestWithContext(
			t.Context(), http.MethodGet, "http://"+startServer(t, func(*http.Server) {}), nil,
		)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Large", strings.Repeat("x", 64<<10))
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%d", answer.StatusCode)
		}
	})
}
