package command_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
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
		_, err := apptest.Command(
			t, &models.DB{URL: "file:unused"}, "--addr", strings.TrimPrefix(server.URL, "http://"), "ping",
		)
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
