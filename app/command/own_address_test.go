package command

import (
	"testing"
)

func TestOwnAddress(t *testing.T) {
	for listen, want := range map[string]string{
		"0.0.0.0:8080":      "localhost:8080",
		"[::]:8080":         "localhost:8080",
		":8080":             "localhost:8080",
		"127.0.0.1:9":       "127.0.0.1:9",
		"meguri.example:80": "meguri.example:80",
	} {
		if got := ownAddress(listen); got != want {
			t.Errorf("ownAddress(%q) = %q, want %q", listen, got, want)
		}
	}
}
