package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"meguri/models"
)

func TestPing(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	defer server.Close()
	ping := func() error {
		_, err := command(t, &models.DB{URL: "file:unused"}, "--addr", strings.TrimPrefix(server.URL, "http://"), "ping")
		return err
	}
	if err := ping(); err != nil {
		t.Error(err)
	}
	status = http.StatusServiceUnavailable
	if err := ping(); err == nil {
		t.Error("a server that is not ready is healthy")
	}
	server.Close()
	if err := ping(); err == nil {
		t.Error("a server that is gone is healthy")
	}
}

func TestOwnAddress(t *testing.T) {
	for listen, want := range map[string]string{
		"0.0.0.0:8080": "localhost:8080", "[::]:8080": "localhost:8080", ":8080": "localhost:8080", "127.0.0.1:9": "127.0.0.1:9", "meguri.example:80": "meguri.example:80",
	} {
		if got := ownAddress(listen); got != want {
			t.Errorf("ownAddress(%q) = %q, want %q", listen, got, want)
		}
	}
}
